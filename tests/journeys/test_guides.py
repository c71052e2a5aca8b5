"""Ten items of real guides go from the file to a decision in the applicant's hand."""

from pathlib import Path

import pytest

from tests.support import cases, catalogue, identity
from tests.support import organisations as bodies
from tests.support.seals import make_seal
from yichuang.cases import queries, services
from yichuang.cases.rules import Channel, DeliveryMethod, Opinion, State
from yichuang.catalogue import services as catalogue_services
from yichuang.catalogue.queries import describe_version, get_item_by_code, get_version, list_all_items, list_versions
from yichuang.catalogue.rules import CaseType, ItemContent, StepKind, missing_elements
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Term
from yichuang.deadlines.services import seed_national_years
from yichuang.documents.services import paper_pdf
from yichuang.seals.queries import seal_for_paper

LIVES = 10

pytestmark = pytest.mark.django_db


def test_ten_items_of_real_guides_live_a_whole_life(shared_data: Path) -> None:
    seed_national_years(actor=SYSTEM, first=2024, last=2027)
    organisation_id = bodies.make_organisation()
    with (shared_data / "guides.jsonl").open("rb") as stream:
        catalogue_services.import_items(
            actor=SYSTEM, stream=stream, name="guides.jsonl", mapping="guides", organisation_id=organisation_id,
            create_organisations=True,
        )  # fmt: skip
    codes = _readable_codes()[:LIVES]

    states = {code: _life(code) for code in codes}

    assert len(states) == LIVES
    assert set(states.values()) == {State.DELIVERED}
    assert services.verify_ledger(actor=SYSTEM).broken == ()


def _readable_codes() -> list[str]:
    """Codes of guides whose promise was read and does not contradict the law (some promise more days than it allows)."""
    codes, cursor = [], None
    while True:
        page = list_all_items(cursor=cursor, size=200)
        for item in page.rows:
            content = get_version(list_versions(item.id)[0].id).content
            if content.promised_limit and content.materials and not missing_elements(_completed(content)):
                codes.append(item.code)
        cursor = page.next_cursor
        if cursor is None:
            return codes


def _life(code: str) -> State:
    item = get_item_by_code(code)
    version_id = list_versions(item.id)[0].id
    detail = describe_version(version_id)
    content = _completed(detail.version.content)
    catalogue_services.save_draft(actor=SYSTEM, version_id=version_id, content=content, revision=detail.revision)
    assert describe_version(version_id).missing == ()
    catalogue.approve(version_id)
    catalogue_services.publish(actor=SYSTEM, version_id=version_id)

    clerk = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=item.organisation_id)
    reviewer = identity.staff_actor(Role.REVIEWER, organisation_id=item.organisation_id)
    official = identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=item.organisation_id)
    applicant = identity.applicant_actor()
    desk = cases.Desk(
        item.organisation_id, get_version(version_id), clerk, reviewer, official, official, clerk, applicant
    )
    given = cases.submission(desk, form={}, channel=Channel.WINDOW, materials={m.code: [] for m in content.materials})
    case_no = services.submit_application(actor=clerk, submission=given).case_no
    services.receive_case(actor=clerk, case_no=case_no)
    services.accept_case(actor=clerk, case_no=case_no)
    is_instant = content.case_type is CaseType.INSTANT
    if not is_instant:
        services.review_case(actor=reviewer, case_no=case_no, opinion=Opinion.GRANT, text="符合条件")
    services.decide_case(actor=clerk if is_instant else official, case_no=case_no, is_granted=True)
    if content.results:
        services.issue_result(actor=clerk, case_no=case_no)
    services.deliver_result(actor=clerk, case_no=case_no, method=DeliveryMethod.WINDOW)

    return _closed(clerk, case_no, item.organisation_id)


def _closed(clerk: Actor, case_no: str, organisation_id: int) -> State:
    """Where the case stands; its last paper is there, and its promised day is the one that is explained."""
    view = queries.get_case_view(clerk, case_no)
    content = view.version.content
    if seal_for_paper(organisation_id, view.papers[-1].kind, clock.today()) is None:
        make_seal(organisation_id)
    assert paper_pdf(view.papers[-1].id).startswith(b"%PDF")
    if content.promised_limit and content.promised_limit.value and view.accepted_at:
        explained = queries.explain_due(clerk, case_no).promised
        assert explained is not None
        assert explained.due_on == view.promised_due_on
    return view.state


def _completed(content: ItemContent) -> ItemContent:
    """What the guide left out, as an editor would add it; what it says stays."""
    is_instant = content.promised_limit is not None and content.promised_limit.value == 0
    model = catalogue.make_instant_content() if is_instant else catalogue.make_content()
    # Catch-all entries may not be published (AY 13): an editor strikes them.
    named = tuple(one for one in content.materials if "其他材料" not in one.name and "其他资料" not in one.name)
    changes: dict[str, object] = {"materials": named}
    for element in ("item_type", "service_objects", "legal_bases", "conditions", "address", "hours", "enquiry_phone",
                    "complaint_phone", "remedies"):  # fmt: skip
        if not getattr(content, element):
            changes[element] = getattr(model, element)
    if content.is_free is None or (not content.is_free and not content.fees):
        changes["is_free"] = True
    if not content.results:
        changes["results"] = model.results
    limit = content.promised_limit
    assert limit is not None
    if limit.value == 0:
        note = content.statutory_limit_note or "法律未规定办结时限"
        changes |= {"case_type": CaseType.INSTANT, "steps": model.steps, "statutory_limit_note": note}
        return content.model_copy(update=changes)
    # The guides give no limits of steps that add up to the promise, so the decision has one day and the others none.
    limits = [Term(int(step.kind is StepKind.DECIDE), limit.unit) for step in model.steps]
    changes["steps"] = tuple(
        step.model_copy(update={"limit": own}) for step, own in zip(model.steps, limits, strict=True)
    )
    changes["case_type"] = CaseType.PROMISED
    if content.statutory_limit is None and not content.statutory_limit_note:
        changes["statutory_limit_note"] = "法律未规定办结时限"
    return content.model_copy(update=changes)
