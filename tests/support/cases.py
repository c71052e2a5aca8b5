"""Cases for tests: a desk with one person in each role, and cases brought to any state through the services."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from io import BytesIO

from tests.support import catalogue, identity
from tests.support import organisations as bodies
from tests.support.documents import pdf
from tests.support.seals import make_seal
from yichuang.cases import services
from yichuang.cases.rules import (
    Act,
    CancellationGround,
    Channel,
    DeliveryMethod,
    Opinion,
    PartyKind,
    RecallGround,
    RevocationGround,
    State,
    TerminationGround,
)
from yichuang.cases.services import Missing, Party, Submission
from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import Handling, ItemContent
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor, ActorKind
from yichuang.core.labels import Labelled
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Procedure
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
    State.SPECIAL: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.STOP),
    State.SENT_UP: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.SEND_UP),
    State.NOT_REQUIRED: (Act.RECEIVE, Act.NOT_REQUIRED),
    State.WITHDRAWN: (Act.RECEIVE, Act.ACCEPT, Act.WITHDRAW),
    State.TERMINATED: (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.TERMINATE),
    State.LAPSED: (Act.RECEIVE, Act.REQUEST_CORRECTION, Act.LAPSE),
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
    head: Actor
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
        head=identity.staff_actor(Role.AGENCY_HEAD, organisation_id=organisation_id, name="局长戊"),
        records=identity.staff_actor(Role.RECORDS_CLERK, organisation_id=organisation_id, name="档案丁"),
        applicant=identity.applicant_actor("张示例"),
    )


def also(desk: Desk, content: ItemContent, task_code: str) -> Desk:
    """The same desk for another published item of its department."""
    return replace(desk, version=catalogue.make_published_item(task_code, content, desk.organisation_id))


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
    """A case of the desk's item brought to that state by the acts of `ROAD`; its number is given back.

    What a higher body has is of another item of the department, unless the desk's own is such a one.
    """
    desk = _desk_above(desk) if state is State.SENT_UP else desk
    case_no = services.submit_application(actor=desk.clerk, submission=submission(desk)).case_no
    for act in ROAD[state]:
        do(desk, act, case_no)
    return case_no


Doer = Callable[[Desk, str, str, Actor | None], services.ActDone]


def _desk_above(desk: Desk) -> Desk:
    content = desk.version.content
    if content.handling.upper_body:
        return desk
    above = content.model_copy(update={"handling": Handling(upper_body="示例省市场监督管理局")})
    return also(desk, above, f"UP{uuid.uuid4().hex[:8]}")


def do(desk: Desk, act: Act, case_no: str, key: str = "", actor: Actor | None = None) -> services.ActDone:
    """The act is done to the case by whoever does it in the department (or by the given actor)."""
    if act not in _DOERS:
        message = "a case is submitted by make_case, recounted by recount_case, amended and renewed by another case"
        raise AssertionError(message)
    return _DOERS[act](desk, case_no, key, actor)


def soon(days: int = 10) -> date:
    """A day to expect something on."""
    return clock.today() + timedelta(days=days)


def _request(desk: Desk, case_no: str, key: str, actor: Actor | None) -> services.ActDone:
    missing = [Missing(item="经营场所平面图", problem="未标明面积", remedy="补充标注")]
    return services.request_correction(actor=actor or desk.clerk, case_no=case_no, missing=missing, key=key)


def _correct(desk: Desk, case_no: str, key: str, actor: Actor | None) -> services.ActDone:
    who = actor or desk.clerk
    is_own = who.kind is ActorKind.APPLICANT
    plan = [store_upload(actor=who, name="新图.pdf", stream=BytesIO(pdf("new"))).id] if is_own else []
    return services.correct_case(actor=who, case_no=case_no, materials={"M2": plan}, key=key)


def _lapse(_desk: Desk, case_no: str, _key: str, actor: Actor | None) -> services.ActDone:
    """Half a year later, when every day that an applicant was given has passed."""
    with clock.simulated(clock.now() + timedelta(days=180)):
        return services.lapse_case(actor=actor or SYSTEM, case_no=case_no)


def _ended(act: Act, ground: Labelled) -> Doer:
    return lambda desk, case_no, key, actor: services.end_grant(
        actor=actor or desk.head, case_no=case_no, act=act, ground=ground, reason="查证属实", key=key
    )


_DOERS: dict[Act, Doer] = {
    Act.RECEIVE: lambda desk, case_no, key, actor: services.receive_case(
        actor=actor or desk.clerk, case_no=case_no, key=key
    ),
    Act.REQUEST_CORRECTION: _request,
    Act.CORRECT: _correct,
    Act.FIX: lambda desk, case_no, key, actor: services.fix_case(
        actor=actor or desk.clerk, case_no=case_no, materials={"M2": []}, key=key
    ),
    Act.ACCEPT: lambda desk, case_no, key, actor: services.accept_case(
        actor=actor or desk.clerk, case_no=case_no, key=key
    ),
    Act.REFUSE: lambda desk, case_no, key, actor: services.refuse_case(
        actor=actor or desk.clerk, case_no=case_no, reason="不属于许可范围", proper_body="示例区水利局", key=key
    ),
    Act.NOT_REQUIRED: lambda desk, case_no, key, actor: services.tell_not_required(
        actor=actor or desk.clerk, case_no=case_no, reason="该活动依法不需要取得许可", key=key
    ),
    Act.DEEM_ACCEPTED: lambda _desk, case_no, _key, actor: services.deem_accepted(
        actor=actor or SYSTEM, case_no=case_no
    ),
    Act.COMMIT: lambda desk, case_no, key, actor: services.grant_on_commitment(
        actor=actor or desk.clerk, case_no=case_no, key=key
    ),
    Act.SUPPLY: lambda desk, case_no, key, actor: services.supply_deferred(
        actor=actor or desk.clerk, case_no=case_no, materials={"M2": []}, key=key
    ),
    Act.REVIEW: lambda desk, case_no, key, actor: services.review_case(
        actor=actor or desk.reviewer, case_no=case_no, opinion=Opinion.GRANT, text="材料齐全，符合条件", key=key
    ),
    Act.STOP: lambda desk, case_no, key, actor: services.begin_procedure(
        actor=actor or desk.official,
        case_no=case_no,
        procedure=Procedure.TEST,
        reason="需对设备进行检测",
        expected_on=soon(),
        people=[one.account_id or 0 for one in (desk.official, desk.head)],
        key=key,
    ),
    Act.RESUME: lambda desk, case_no, key, actor: services.end_procedure(
        actor=actor or desk.reviewer, case_no=case_no, result="检测合格", key=key
    ),
    Act.EXTEND: lambda desk, case_no, key, actor: services.extend_limit(
        actor=actor or desk.head, case_no=case_no, reason="情况复杂，需进一步核实", key=key
    ),
    Act.TELL_HEARING: lambda desk, case_no, key, actor: services.tell_hearing(
        actor=actor or desk.reviewer, case_no=case_no, matter="拟作出不予许可决定", key=key
    ),
    Act.ASK_HEARING: lambda desk, case_no, key, actor: services.ask_hearing(
        actor=actor or desk.clerk, case_no=case_no, text="申请人要求听证", key=key
    ),
    Act.SEND_UP: lambda desk, case_no, key, actor: services.send_up(
        actor=actor or desk.official,
        case_no=case_no,
        opinion="初审同意",
        carrier="专人送达",
        expected_on=soon(),
        key=key,
    ),
    Act.ACKNOWLEDGE: lambda desk, case_no, key, actor: services.acknowledge(
        actor=actor or desk.reviewer, case_no=case_no, receipt_no="省收2026-1", received_by="省厅收文岗", key=key
    ),
    Act.BRING_BACK: lambda desk, case_no, key, actor: services.bring_back(
        actor=actor or desk.reviewer, case_no=case_no, is_granted=True, document_no="省批〔2026〕1号", key=key
    ),
    Act.GRANT: lambda desk, case_no, key, actor: services.decide_case(
        actor=actor or desk.official, case_no=case_no, is_granted=True, key=key
    ),
    Act.DENY: lambda desk, case_no, key, actor: services.decide_case(
        actor=actor or desk.official, case_no=case_no, is_granted=False, reasons=["场所不符合要求"], key=key
    ),
    Act.ISSUE: lambda desk, case_no, key, actor: services.issue_result(
        actor=actor or desk.official, case_no=case_no, key=key
    ),
    Act.DELIVER: lambda desk, case_no, key, actor: services.deliver_result(
        actor=actor or desk.clerk, case_no=case_no, method=DeliveryMethod.WINDOW, key=key
    ),
    Act.WITHDRAW: lambda desk, case_no, key, actor: services.withdraw_case(
        actor=actor or desk.clerk, case_no=case_no, reason="不再需要", key=key
    ),
    Act.TERMINATE: lambda desk, case_no, key, actor: services.terminate_case(
        actor=actor or desk.official,
        case_no=case_no,
        ground=TerminationGround.GONE,
        reason="申请单位已注销",
        key=key,
    ),
    Act.LAPSE: _lapse,
    Act.VERIFY: lambda desk, case_no, key, actor: services.verify_commitment(
        actor=actor or desk.reviewer, case_no=case_no, is_kept=True, text="现场核查属实", key=key
    ),
    Act.DEEM_RENEWED: lambda _desk, case_no, _key, actor: services.deem_renewed(actor=actor or SYSTEM, case_no=case_no),
    Act.REVOKE: _ended(Act.REVOKE, RevocationGround.FRAUD),
    Act.RECALL: _ended(Act.RECALL, RecallGround.LAW_CHANGED),
    Act.CANCEL: _ended(Act.CANCEL, CancellationGround.ON_REQUEST),
    Act.RECUSE: lambda desk, case_no, key, actor: services.recuse(
        actor=actor or desk.reviewer, case_no=case_no, reason="与申请人有利害关系", key=key
    ),
    Act.ARCHIVE: lambda desk, case_no, key, actor: services.archive_case(
        actor=actor or desk.records, case_no=case_no, key=key
    ),
    Act.HAND_OVER: lambda desk, case_no, key, actor: services.take_case(
        actor=actor or desk.reviewer, case_no=case_no, key=key
    ),
}
