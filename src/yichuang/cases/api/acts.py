"""Acts on cases for programs: each answers with the ledger row that it wrote."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema, Status
from pydantic import Field, StringConstraints

from yichuang.cases import queries, services
from yichuang.cases.rules import Act, Channel, DeliveryMethod, FormValue, Opinion, PartyKind, State
from yichuang.documents.rules import LINE_MAX, TEXT_MAX
from yichuang.identity.access import actor_for_request
from yichuang.identity.rules import IdentityType

router = Router(tags=["cases"])
# What the ledger and the papers can hold; the database keeps no null characters.
_WITHOUT_NULL = r"^[^\x00]*$"
Line = Annotated[str, StringConstraints(max_length=LINE_MAX, pattern=_WITHOUT_NULL)]
Text = Annotated[str, StringConstraints(max_length=TEXT_MAX, pattern=_WITHOUT_NULL)]
Key = Annotated[str, StringConstraints(max_length=64, pattern=_WITHOUT_NULL)]


class ActOut(Schema):
    """The ledger row that the act wrote; `is_repeat` when the same request was answered before."""

    case_no: str
    seq: int
    act: Act
    state: State
    at: datetime
    digest: str
    papers: tuple[int, ...]
    is_repeat: bool


class KeyIn(Schema):
    """`key` makes a request safe to repeat: the same key again gives the first answer."""

    key: Key = ""


class PartyIn(Schema):
    """Who applies."""

    kind: PartyKind
    name: str
    identity_type: IdentityType
    identity_no: str
    phone: str


class SubmitIn(Schema):
    """A complete application; `materials` maps codes to ids of uploads."""

    key: UUID
    version_id: int
    channel: Channel
    party: PartyIn
    form: dict[str, FormValue]
    materials: dict[str, list[int]] = {}
    about: Line = ""
    later: list[Line] = Field([], max_length=200)
    is_on_commitment: bool = False


class MissingIn(Schema):
    """One thing that is missing or wrong."""

    item: Line
    problem: Text
    remedy: Text = ""


class CorrectionIn(KeyIn):
    """Everything that is missing, at once."""

    missing: list[MissingIn] = Field(max_length=100)


class CorrectIn(KeyIn):
    """Answers that replace the former ones, and further materials."""

    form: dict[str, FormValue] | None = None
    materials: dict[str, list[int]] | None = None


class RefuseIn(KeyIn):
    """Why the application is not accepted."""

    reason: Text
    proper_body: Line = ""


class WordIn(KeyIn):
    """What the applicant says about it."""

    text: Text = ""


class SupplyIn(KeyIn):
    """Materials that were to follow, by code; an empty list for paper at the window."""

    materials: dict[str, list[int]]


class AcceptIn(KeyIn):
    """The acceptance; `deferred` are codes of materials that the applicant promises to bring later."""

    deferred: list[Line] = Field([], max_length=200)


class ReviewIn(KeyIn):
    """A reviewer's opinion."""

    opinion: Opinion
    text: Text = ""


class DecideIn(KeyIn):
    """The decision; a denial needs reasons."""

    decision: Literal["grant", "deny"]
    reasons: list[Text] = Field([], max_length=100)
    conditions: list[Text] = Field([], max_length=100)


class DeliverIn(KeyIn):
    """How the result reached the applicant."""

    method: DeliveryMethod
    receiver: Line = ""


class LedgerOut(Schema):
    """One row of the ledger."""

    seq: int
    act: Act
    before: State | None
    after: State
    at: datetime
    actor_name: str
    post_title: str
    reason: str
    law: tuple[str, ...]
    previous: str
    digest: str


@router.post("", response={201: ActOut, 200: ActOut})
def submit(request: HttpRequest, given: SubmitIn) -> Status[services.ActDone]:
    """File an application."""
    submission = services.Submission(
        key=given.key,
        version_id=given.version_id,
        channel=given.channel,
        party=services.Party(**given.party.dict()),
        form=given.form,
        materials=given.materials,
        about=given.about,
        later=tuple(given.later),
        is_on_commitment=given.is_on_commitment,
    )
    done = services.submit_application(actor=actor_for_request(request), submission=submission)
    return Status(200 if done.is_repeat else 201, done)


@router.post("/{case_no}/receive", response=ActOut)
def receive(request: HttpRequest, case_no: str, given: KeyIn) -> services.ActDone:
    """Take the application in; the receipt is issued."""
    return services.receive_case(actor=actor_for_request(request), case_no=case_no, key=given.key)


@router.post("/{case_no}/request-correction", response=ActOut)
def request_correction(request: HttpRequest, case_no: str, given: CorrectionIn) -> services.ActDone:
    """Tell the applicant once everything that is missing."""
    missing = [services.Missing(**one.dict()) for one in given.missing]
    return services.request_correction(
        actor=actor_for_request(request), case_no=case_no, missing=missing, key=given.key
    )


@router.post("/{case_no}/correct", response=ActOut)
def correct(request: HttpRequest, case_no: str, given: CorrectIn) -> services.ActDone:
    """Hand in corrections."""
    return services.correct_case(
        actor=actor_for_request(request), case_no=case_no, form=given.form, materials=given.materials, key=given.key
    )


@router.post("/{case_no}/accept", response=ActOut)
def accept(request: HttpRequest, case_no: str, given: AcceptIn) -> services.ActDone:
    """Accept the application; the clocks run."""
    return services.accept_case(
        actor=actor_for_request(request), case_no=case_no, deferred=given.deferred, key=given.key
    )


@router.post("/{case_no}/supply", response=ActOut)
def supply(request: HttpRequest, case_no: str, given: SupplyIn) -> services.ActDone:
    """Bring materials that were to follow."""
    return services.supply_deferred(
        actor=actor_for_request(request), case_no=case_no, materials=given.materials, key=given.key
    )


@router.post("/{case_no}/ask-hearing", response=ActOut)
def ask_hearing(request: HttpRequest, case_no: str, given: WordIn) -> services.ActDone:
    """Ask for a hearing, while the notice allows it."""
    return services.ask_hearing(actor=actor_for_request(request), case_no=case_no, text=given.text, key=given.key)


@router.post("/{case_no}/withdraw", response=ActOut)
def withdraw(request: HttpRequest, case_no: str, given: WordIn) -> services.ActDone:
    """Withdraw the application; nothing is decided."""
    return services.withdraw_case(actor=actor_for_request(request), case_no=case_no, reason=given.text, key=given.key)


@router.post("/{case_no}/refuse", response=ActOut)
def refuse(request: HttpRequest, case_no: str, given: RefuseIn) -> services.ActDone:
    """Refuse to accept, in writing."""
    return services.refuse_case(
        actor=actor_for_request(request),
        case_no=case_no,
        reason=given.reason,
        proper_body=given.proper_body,
        key=given.key,
    )


@router.post("/{case_no}/review", response=ActOut)
def review(request: HttpRequest, case_no: str, given: ReviewIn) -> services.ActDone:
    """Give an opinion."""
    return services.review_case(
        actor=actor_for_request(request), case_no=case_no, opinion=given.opinion, text=given.text, key=given.key
    )


@router.post("/{case_no}/decide", response=ActOut)
def decide(request: HttpRequest, case_no: str, given: DecideIn) -> services.ActDone:
    """Grant or deny."""
    return services.decide_case(
        actor=actor_for_request(request),
        case_no=case_no,
        is_granted=given.decision == "grant",
        reasons=given.reasons,
        conditions=given.conditions,
        key=given.key,
    )


@router.post("/{case_no}/issue", response=ActOut)
def issue(request: HttpRequest, case_no: str, given: KeyIn) -> services.ActDone:
    """Issue the result."""
    return services.issue_result(actor=actor_for_request(request), case_no=case_no, key=given.key)


@router.post("/{case_no}/deliver", response=ActOut)
def deliver(request: HttpRequest, case_no: str, given: DeliverIn) -> services.ActDone:
    """Hand the result over; the case is closed."""
    return services.deliver_result(
        actor=actor_for_request(request), case_no=case_no, method=given.method, receiver=given.receiver, key=given.key
    )


@router.post("/{case_no}/archive", response=ActOut)
def archive(request: HttpRequest, case_no: str, given: KeyIn) -> services.ActDone:
    """Put the closed case into the archive."""
    return services.archive_case(actor=actor_for_request(request), case_no=case_no, key=given.key)


@router.get("/{case_no}/ledger", response=list[LedgerOut])
def ledger(request: HttpRequest, case_no: str) -> Sequence[queries.LedgerView]:
    """All rows of the case's ledger."""
    return queries.list_ledger(actor_for_request(request), case_no)
