"""A small centre with something on every page, and the addresses of the pages that each of its people can reach."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse

from tests.e2e import steps
from tests.support import cases, correspondence, exchange, identity, portal
from tests.support import organisations as bodies
from tests.support.catalogue import make_content, make_published_item
from tests.support.seals import make_seal
from yichuang.archives import services as archives
from yichuang.cases import services as case_services
from yichuang.cases.rules import Act, Channel, State, TextKind
from yichuang.catalogue.rules import CertificateNeeded, Commitment, Handling, Purpose, ResultProduced
from yichuang.catalogue.services import start_draft
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor
from yichuang.core.clock import today
from yichuang.core.rights import Right, Role
from yichuang.correspondence import services as talk
from yichuang.documents.queries import list_papers
from yichuang.identity import services as accounts
from yichuang.identity.rules import IdentityType
from yichuang.organisations.queries import list_posts, list_staff
from yichuang.organisations.rules import OrganisationKind

Address = tuple[str, Sequence[object], str]

# Answers to what was sent, parts of pages, and files: no pages of their own.
NO_PAGES = {
    "portal": {
        "suggest", "guide_pdf", "form_pdf", "sample_pdf", "item_file", "draft", "draft_discard", "draft_file",
        "correction_file", "case_file", "paper", "write", "notices_read", "personal_export", "preview_file",
        "draft_renew", "draft_renewed", "corrected", "asked",
    },
    "staffdesk": {
        "filter_save", "filter_delete", "bulk", "handling", "decide_now", "unmask", "act", "file", "paper",
        "intake_start", "intake_person", "intake_upload", "intake_move", "intake_discard", "intake_remove_file",
        "question_act", "notices_read", "texts_seed", "text_retire", "screen_panel", "screen_act", "export",
        "draft_start", "draft_change", "version_act", "organisation_act", "account_act", "calendar_seed",
        "calendar_act", "client_act", "intake_spot", "seal_act", "letter_copy", "package",
    },
    "identity": {"sign_out", "choose_language", "show", "act_for"},
}  # fmt: skip
PROMISE = Commitment(terms=("场所符合卫生要求",), consequence="依法撤销许可")
RENEWAL = Handling(purpose=Purpose.RENEW)
NEEDED = (CertificateNeeded(certificate_code="FOOD-LICENCE", name="食品经营许可证"),)
RENEWED = (ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证", valid_months=60),)
SECTIONS = ("limits", "conditions", "materials", "form", "where")


@dataclass(frozen=True)
class Centre:
    """People by their part, and what the addresses of pages need."""

    people: Mapping[str, Actor | None]
    desk: cases.Desk
    open_case: str
    told_case: str
    done_case: str
    draft: str
    intake: str
    draft_version: int
    question: str
    verify_code: str
    mandate: int
    text: int
    window: int
    client: int
    seal: int
    archived_case: str
    awaited_case: str
    heard_case: str
    committing: str
    renewing: str


def make_centre() -> Centre:
    """The centre of 2026 with cases in several states, drafts of both kinds, a public answer and a new version."""
    desk = cases.make_desk(steps.small_content())
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    applicant = portal.visitor(desk.applicant)
    done = steps.file_case(desk)
    for act in cases.ROAD[State.DELIVERED][1:]:
        cases.do(desk, act, done)
    told = steps.file_case(desk)
    case_services.request_correction(actor=desk.clerk, case_no=told, missing=[steps.MISSING])
    correspondence.say(desk.applicant, told)
    new = start_draft(actor=SYSTEM, item_id=desk.version.item_id, content=steps.small_content(summary="新的说明"))
    return Centre(
        people=_people(desk, authority),
        desk=desk,
        open_case=steps.file_case(desk),
        told_case=told,
        done_case=done,
        draft=str(portal.begin(applicant, desk)),
        intake=str(_begin_intake(desk)),
        draft_version=new.version_id,
        question=_answered_question(desk, authority),
        verify_code=list_papers(done)[-1].verify_code,
        mandate=_give_mandate(desk.applicant),
        text=case_services.save_text(
            actor=desk.official,
            organisation_id=desk.organisation_id,
            kind=TextKind.PROBLEM,
            title="未签名",
            text="申请书未签名",
        ),
        window=bodies.make_window(desk.organisation_id),
        client=exchange.new_client(Right.VIEW_CASES).client_id,
        seal=make_seal(desk.organisation_id).seal_id,
        archived_case=_packed(desk),
        awaited_case=_awaited(desk),
        heard_case=_heard(desk),
        committing=str(portal.begin(applicant, _other(desk, "E2E-C", handling=Handling(commitment=PROMISE)))),
        renewing=str(
            portal.begin(
                applicant, _other(desk, "E2E-R", handling=RENEWAL, certificates_needed=NEEDED, results=RENEWED)
            )
        ),
    )


def _other(desk: cases.Desk, code: str, **changes: object) -> cases.Desk:
    """The desk of another item of the department."""
    return replace(desk, version=make_published_item(code, make_content(**changes), desk.organisation_id))


def _packed(desk: cases.Desk) -> str:
    """An archived case whose package was handed out once."""
    case_no = cases.make_case(_other(desk, "E2E-P"), State.ARCHIVED)
    package = archives.make_package(actor=SYSTEM, case_no=case_no)
    archives.read_package(actor=desk.records, package_id=package.id, reason="移交示例区档案馆").stream.close()
    return case_no


def _awaited(desk: cases.Desk) -> str:
    """A case whose applicant promised to bring a material later."""
    other = _other(desk, "E2E-D")
    given = cases.submission(other, materials={"M1": []})
    case_no = case_services.submit_application(actor=desk.clerk, submission=given).case_no
    cases.do(other, Act.RECEIVE, case_no)
    case_services.accept_case(actor=desk.clerk, case_no=case_no, deferred=["M2"])
    return case_no


def _heard(desk: cases.Desk) -> str:
    """A case whose applicant may ask for a hearing."""
    other = _other(desk, "E2E-H")
    case_no = cases.make_case(other, State.IN_REVIEW)
    cases.do(other, Act.TELL_HEARING, case_no)
    return case_no


def addresses(centre: Centre) -> dict[str, list[Address]]:
    """The pages of each person: name of the address, its arguments, and a query."""
    desk, item = centre.desk, centre.desk.version.item_code
    year = today().year
    post, staff = (
        list_posts(on=today(), organisation_id=desk.organisation_id).rows[0].id,
        list_staff(organisation_id=desk.organisation_id).rows[0].id,
    )
    return {
        "anybody": [
            ("portal:home", (), ""), ("portal:items", (), ""), ("portal:items", (), "?q=没有这个事项"),
            ("portal:item", (item,), ""), ("portal:check", (item,), ""), ("portal:progress", (), ""),
            ("portal:verify", (), ""), ("portal:verified", (centre.verify_code,), ""), ("portal:about", (), ""),
            ("portal:privacy", (), ""), ("portal:accessibility", (), ""), ("portal:consultations", (), ""),
            ("portal:ask", (), ""), ("portal:consultation", (), ""), ("portal:answer", (centre.question,), ""),
            ("identity:sign_in", (), ""), ("identity:register", (), ""), ("identity:recover", (), ""),
            ("identity:recover_code", (), ""), ("screens:show", (), ""),
        ],
        "applicant": [
            ("portal:apply", (item,), ""), ("portal:draft_applicant", (centre.draft,), ""),
            ("portal:draft_answers", (centre.draft, 1), ""), ("portal:draft_materials", (centre.draft,), ""),
            ("portal:draft_check", (centre.draft,), ""), ("portal:cases", (), ""),
            ("portal:case", (centre.told_case,), ""), ("portal:submitted", (centre.told_case,), ""),
            ("portal:correct", (centre.told_case,), ""),
            ("portal:withdraw", (centre.told_case,), ""), ("portal:supply", (centre.awaited_case,), ""),
            ("portal:case", (centre.awaited_case,), ""), ("portal:ask_hearing", (centre.heard_case,), ""),
            ("portal:draft_commitment", (centre.committing,), ""), ("portal:draft_about", (centre.renewing,), ""),
            ("portal:rate", (centre.done_case,), ""), ("portal:notices", (), ""), ("portal:personal", (), ""),
            ("portal:my_questions", (), ""), ("portal:question", (centre.question,), ""),
            ("identity:account", (), ""), ("identity:correct", (), ""), ("identity:change_password", (), ""),
            ("identity:mandates", (), ""), ("identity:give_mandate", (), ""),
            ("identity:withdraw_mandate", (centre.mandate,), ""),
        ],
        "clerk": [
            ("staffdesk:today", (), ""), ("staffdesk:worklist", (), ""), ("staffdesk:worklist", (), "?q=无"),
            ("staffdesk:case", (centre.open_case,), ""), ("staffdesk:case", (centre.told_case,), "?tab=talk"),
            ("staffdesk:case", (centre.done_case,), "?tab=clock"), ("staffdesk:case", (centre.done_case,), "?tab=ledger"),
            ("staffdesk:intake", (), ""), ("staffdesk:intake_form", (centre.intake,), ""),
            ("staffdesk:correspondence", (), ""), ("staffdesk:correspondence", (), "?view=questions"),
            ("staffdesk:question", (centre.question,), ""), ("staffdesk:notices", (), ""),
            ("staffdesk:screen", (), ""), ("staffdesk:deadline", (), ""), ("identity:account", (), ""),
        ],
        "official": [
            ("staffdesk:today", (), ""), ("staffdesk:worklist", (), ""), ("staffdesk:case", (centre.open_case,), ""),
            ("staffdesk:texts", (), ""), ("staffdesk:text", (centre.text,), ""),
            ("staffdesk:version", (centre.draft_version,), ""),
        ],
        "editor": [
            ("staffdesk:items", (), ""), ("staffdesk:item_new", (), ""), ("staffdesk:import", (), ""),
            ("staffdesk:item", (desk.version.item_id,), ""), ("staffdesk:version", (centre.draft_version,), ""),
            ("staffdesk:version", (desk.version.id,), ""),
            ("staffdesk:difference", (centre.draft_version, desk.version.id), ""),
            ("staffdesk:draft", (centre.draft_version,), ""),
            *(("staffdesk:draft_section", (centre.draft_version, name), "") for name in SECTIONS),
            ("staffdesk:draft_part", (centre.draft_version, "materials", "0"), ""),
            ("staffdesk:draft_part", (centre.draft_version, "form", "1-2"), ""),
            ("portal:preview", (centre.draft_version,), ""), ("portal:preview", (centre.draft_version,), "?part=form"),
        ],
        "manager": [
            ("staffdesk:today", (), ""), ("staffdesk:organisations", (), ""), ("staffdesk:organisation_new", (), ""),
            ("staffdesk:organisation", (desk.organisation_id,), ""), ("staffdesk:post", (post,), ""),
            ("staffdesk:staff", (staff,), ""), ("staffdesk:window", (centre.window,), ""),
            ("staffdesk:calendar", (), ""), ("staffdesk:calendar_moved", (), "?after=2026-01-01T00:00:00Z"),
            ("staffdesk:seals", (), ""), ("staffdesk:seal_new", (), ""), ("staffdesk:seal", (centre.seal,), ""),
            ("staffdesk:calendar_year", ("000000000000", year), ""),
        ],
        "administrator": [
            ("staffdesk:accounts", (), ""), ("staffdesk:account_new", (), ""),
            ("staffdesk:account", (desk.applicant.account_id,), ""), ("staffdesk:clients", (), ""),
            ("staffdesk:client_new", (), ""), ("staffdesk:client", (centre.client,), ""),
        ],
        "records": [
            ("staffdesk:case", (centre.archived_case,), ""), ("staffdesk:packages", (centre.archived_case,), ""),
        ],
        "supervisor": [("staffdesk:ledger", (), ""), ("staffdesk:worklist", (), "")],
    }  # fmt: skip


def path(address: Address) -> str:
    """The address as it is typed."""
    name, args, query = address
    return reverse(name, args=list(args)) + query


def _people(desk: cases.Desk, authority: int) -> dict[str, Actor | None]:
    def in_centre(role: Role) -> Actor:
        return identity.staff_actor(role, organisation_id=authority)

    return {
        "anybody": None,
        "applicant": desk.applicant,
        "clerk": desk.clerk,
        "official": desk.official,
        "records": desk.records,
        "editor": identity.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=desk.organisation_id),
        "manager": in_centre(Role.CENTRE_MANAGER),
        "administrator": in_centre(Role.SYSTEM_ADMINISTRATOR),
        "supervisor": in_centre(Role.SUPERVISOR),
    }


def _begin_intake(desk: cases.Desk) -> uuid.UUID:
    return case_services.start_draft(
        actor=desk.clerk, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.WINDOW
    )


def _answered_question(desk: cases.Desk, authority: int) -> str:
    number = correspondence.ask(desk.organisation_id, desk.applicant).number
    talk.answer(actor=desk.official, number=number, text="请带申请书和平面图。", key=uuid.uuid4())
    talk.publish_answer(
        actor=identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority),
        number=number,
        title="开店需要哪些材料",
        question="请问开小餐馆需要带什么材料？",
        answer_text="请带申请书和平面图。",
    )
    correspondence.ask(desk.organisation_id, ANONYMOUS)
    return number


def _give_mandate(principal: Actor) -> int:
    number = identity.identity_no(4321)
    accounts.register_applicant(
        name="代示例",
        identity_type=IdentityType.RESIDENT_CARD,
        identity_no=number,
        phone=identity.phone(4321),
        password=identity.PASSWORD,
    )
    return accounts.give_mandate(
        actor=principal,
        agent_type=IdentityType.RESIDENT_CARD,
        agent_no=number,
        agent_name="代示例",
        item_codes=None,
        valid_from=today(),
        valid_to=today(),
    )
