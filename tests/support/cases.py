"""Cases for tests: a desk with one person in each role, and cases brought to any state through the services."""

import uuid
from dataclasses import dataclass
from io import BytesIO

from tests.support import catalogue, identity
from tests.support import organisations as bodies
from tests.support.documents import pdf
from tests.support.seals import make_seal
from yichuang.cases import services
from yichuang.cases.rules import Act, Channel, DeliveryMethod, Opinion, PartyKind, State
from yichuang.cases.services import Missing, Party, Submission
from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import ItemContent
from yichuang.core.actor import SYSTEM, Actor, ActorKind
from yichuang.core.rights import Role
from yichuang.deadlines.services import seed_national_years
from yichuang.documents.services import store_upload
from yichuang.identity.queries import get_person
from yichuang.identity.rules import IdentityType

ROAD: dict[State, tuple[Act, ...]] = {
    State.SUBMITTED: (),
    State.RECEIVED: (Act.RECEIVE,),
    State.CORRECTION_REQUESTED: (Act.RECEIVE, Act.REQUEST_CORRECTION),
    State.REFUSED: (Act.RECEIVE, Act.REFUSE),
    State.ACCEPTED: (Act.RECEIVE, Act.ACCEPT),
    State.IN_REVIEW: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW),
    State.GRANTED: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT),
    State.DENIED: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.DENY),
    State.ISSUED: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE),
    State.DELIVERED: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER),
    State.ARCHIVED: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER, Act.ARCHIVE),
}


@dataclass(frozen=True)
class Desk:
    """A department with everybody that a case needs, and an applicant."""

    organisation_id: int
    version: VersionView
    clerk: Actor
    reviewer: Actor
    official: Actor
    records: Actor
    applicant: Actor


def make_desk(content: ItemContent | None = None, task_code: str = "A1", *, has_seal: bool = False) -> Desk:
    """A desk for one published item, with the national calendar of 2024 to 2027, and with a seal where papers are read."""
    seed_national_years(actor=SYSTEM, first=2024, last=2027)
    organisation_id = bodies.make_organisation()
    if has_seal:
        make_seal(organisation_id)
    return Desk(
        organisation_id=organisation_id,
        version=catalogue.make_published_item(task_code, content, organisation_id),
        clerk=identity.staff_actor(Role.WINDOW_CLERK, organisation_id=organisation_id, name="窗口甲"),
        reviewer=identity.staff_actor(Role.REVIEWER, organisation_id=organisation_id, name="审查乙"),
        official=identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=organisation_id, name="批准丙"),
        records=identity.staff_actor(Role.RECORDS_CLERK, organisation_id=organisation_id, name="档案丁"),
        applicant=identity.applicant_actor("张示例"),
    )


def party_of(actor: Actor) -> Party:
    """The applicant as a party."""
    assert actor.account_id is not None
    person = get_person(actor.account_id)
    return Party(PartyKind.PERSON, person.name, IdentityType.RESIDENT_CARD, person.identity_no, person.phone)


def submission(desk: Desk, **changes: object) -> Submission:
    """A complete application at the window by the desk's applicant (so that no uploads are needed)."""
    elements: dict[str, object] = {
        "key": uuid.uuid4(),
        "version_id": desk.version.id,
        "channel": Channel.WINDOW,
        "party": changes.pop("party", None) or party_of(desk.applicant),
        "form": {"name": "张示例", "identity_no": identity.identity_no(7)},
        "materials": {"M1": [], "M2": []},
    }
    return Submission(**{**elements, **changes})  # type: ignore[arg-type]  # elements of the dataclass by name


def make_case(desk: Desk, state: State = State.SUBMITTED) -> str:
    """A case of the desk's item brought to that state by the acts of `ROAD`; its number is given back."""
    case_no = services.submit_application(actor=desk.clerk, submission=submission(desk)).case_no
    for act in ROAD[state]:
        do(desk, act, case_no)
    return case_no


def do(desk: Desk, act: Act, case_no: str, key: str = "", actor: Actor | None = None) -> services.ActDone:
    """The act is done to the case by whoever does it in the department (or by the given actor)."""
    clerk, reviewer, official = actor or desk.clerk, actor or desk.reviewer, actor or desk.official
    match act:
        case Act.RECEIVE:
            return services.receive_case(actor=clerk, case_no=case_no, key=key)
        case Act.REQUEST_CORRECTION:
            missing = [Missing(item="经营场所平面图", problem="未标明面积", remedy="补充标注")]
            return services.request_correction(actor=clerk, case_no=case_no, missing=missing, key=key)
        case Act.CORRECT:
            is_own = clerk.kind is ActorKind.APPLICANT
            plan = [store_upload(actor=clerk, name="新图.pdf", stream=BytesIO(pdf("new"))).id] if is_own else []
            return services.correct_case(actor=clerk, case_no=case_no, materials={"M2": plan}, key=key)
        case Act.ACCEPT:
            return services.accept_case(actor=clerk, case_no=case_no, key=key)
        case Act.REFUSE:
            return services.refuse_case(actor=clerk, case_no=case_no, reason="不属于许可范围", key=key)
        case Act.REVIEW:
            return services.review_case(
                actor=reviewer, case_no=case_no, opinion=Opinion.GRANT, text="材料齐全，符合条件", key=key
            )
        case Act.GRANT:
            return services.decide_case(actor=official, case_no=case_no, is_granted=True, key=key)
        case Act.DENY:
            return services.decide_case(
                actor=official, case_no=case_no, is_granted=False, reasons=["场所不符合要求"], key=key
            )
        case Act.ISSUE:
            return services.issue_result(actor=official, case_no=case_no, key=key)
        case Act.DELIVER:
            return services.deliver_result(actor=clerk, case_no=case_no, method=DeliveryMethod.WINDOW, key=key)
        case Act.ARCHIVE:
            return services.archive_case(actor=actor or desk.records, case_no=case_no, key=key)
        case Act.HAND_OVER:
            return services.take_case(actor=reviewer, case_no=case_no, key=key)
        case Act.SUBMIT | Act.RECOUNT:
            message = "a case is submitted by make_case, and recounted by recount_case"
            raise AssertionError(message)
