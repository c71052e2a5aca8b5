"""Applications that another system files for applicants: file, correct, follow, fetch papers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Router, Status
from pydantic import AwareDatetime, Field

from yichuang.cases import queries, services
from yichuang.cases.api.schemas import (
    ApplicationIn,
    ApplicationOut,
    ApplicationRowOut,
    ApplicationsOut,
    ChangeOut,
    ChangesOut,
    CorrectionIn,
    DutyOut,
    FiledOut,
    MissingOut,
    PaperOut,
    PledgeOut,
    StepOut,
    StopOut,
    SupplyIn,
    WordIn,
)
from yichuang.cases.queries.changes import INTERNAL_ACTS, list_client_changes
from yichuang.cases.rules import APPLICANT_ACTS, Act, Channel, State
from yichuang.cases.services.exchanging import correct_for_client, submit_for_client
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.documents.errors import PaperNotFoundError
from yichuang.documents.services import paper_pdf
from yichuang.identity.access import actor_for_request

router = Router(tags=["applications"])
_KEYS = UUID("6d6f8f0e-2f0b-5a53-9c58-6f6f1f0d2c11")
_PDF = {
    "200": {
        "description": "The paper as PDF.",
        "content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}},
    }
}
Cursor = Annotated[str | None, Query(max_length=300, description="From the answer before.")]
Size = Annotated[int, Query(ge=1, le=100, description="Rows of a page.")]
Since = Annotated[
    AwareDatetime | None, Query(description="An instant with its offset; only what was done at or after it.")
]
PaperId = Annotated[int, Field(ge=1, lt=2**63)]


@router.post("", response={201: FiledOut})
def file_application(request: HttpRequest, given: ApplicationIn) -> Status[FiledOut]:
    """File an application for somebody. Everything that is missing or wrong is named at once."""
    actor = actor_for_request(request)
    submission = services.Submission(
        key=_key(actor, _repeat_key(request)),
        version_id=given.version_id,
        channel=Channel.EXCHANGE,
        party=services.Party(**given.party.dict()),
        form=given.form,
        materials=given.materials,
        about=given.about,
        later=tuple(given.later),
        is_on_commitment=given.is_on_commitment,
    )
    return Status(201, FiledOut.from_orm(submit_for_client(actor=actor, submission=submission)))


@router.get("", response=ApplicationsOut)
def list_applications(request: HttpRequest, cursor: Cursor = None, size: Size = 50) -> ApplicationsOut:
    """The applications that you filed, the newest first."""
    actor = actor_for_request(request)
    actor.require(Right.FILE_FOR_OTHERS)
    page = queries.list_client_cases(actor, cursor=cursor, size=size)
    rows = tuple(ApplicationRowOut.from_orm(row) for row in page.rows)
    return ApplicationsOut(rows=rows, next_cursor=page.next_cursor)


@router.get("/changes", response=ChangesOut)
def list_changes(request: HttpRequest, since: Since = None, cursor: Cursor = None, size: Size = 50) -> ChangesOut:
    """What was done to the applications that you filed: nothing is left out and nothing comes twice."""
    actor = actor_for_request(request)
    actor.require(Right.FILE_FOR_OTHERS)
    moment: datetime | None = since
    found = list_client_changes(actor, since=moment, cursor=cursor, size=size)
    rows = tuple(ChangeOut.from_orm(row) for row in found.rows)
    return ChangesOut(rows=rows, cursor=found.cursor, has_more=found.has_more)


@router.get("/{case_no}", response=ApplicationOut)
def get_application(request: HttpRequest, case_no: str) -> ApplicationOut:
    """Where an application stands: yours, or with the right to see cases any of the organisation."""
    return _application(queries.get_case_view(_reader(request), case_no))


@router.post("/{case_no}/corrections", response={201: FiledOut})
def file_correction(request: HttpRequest, case_no: str, given: CorrectionIn) -> Status[FiledOut]:
    """Hand in everything that the notice lists, at once."""
    done = correct_for_client(
        actor=actor_for_request(request),
        case_no=case_no,
        form=given.form,
        materials=given.materials,
        key=_repeat_key(request),
    )
    return Status(201, FiledOut.from_orm(done))


@router.post("/{case_no}/supplies", response={201: FiledOut})
def supply_materials(request: HttpRequest, case_no: str, given: SupplyIn) -> Status[FiledOut]:
    """Hand in materials that the applicant promised to bring later."""
    done = services.supply_deferred(
        actor=actor_for_request(request), case_no=case_no, materials=given.materials, key=_repeat_key(request)
    )
    return Status(201, FiledOut.from_orm(done))


@router.post("/{case_no}/hearing-requests", response={201: FiledOut})
def request_hearing(request: HttpRequest, case_no: str, given: WordIn) -> Status[FiledOut]:
    """Ask for a hearing, while the notice allows it."""
    actor, key = actor_for_request(request), _repeat_key(request)
    done = services.ask_hearing(actor=actor, case_no=case_no, text=given.text, key=key)
    return Status(201, FiledOut.from_orm(done))


@router.post("/{case_no}/withdrawals", response={201: FiledOut})
def withdraw_application(request: HttpRequest, case_no: str, given: WordIn) -> Status[FiledOut]:
    """Withdraw an application that is not decided yet. It cannot be taken back."""
    actor, key = actor_for_request(request), _repeat_key(request)
    done = services.withdraw_case(actor=actor, case_no=case_no, reason=given.text, key=key)
    return Status(201, FiledOut.from_orm(done))


@router.get("/{case_no}/papers", response=list[PaperOut])
def list_papers(request: HttpRequest, case_no: str) -> list[PaperOut]:
    """The papers issued in a case, in order: receipt, notices, decision."""
    view = queries.get_case_view(_reader(request), case_no)
    return [PaperOut.from_orm(paper) for paper in view.papers]


@router.get("/{case_no}/papers/{paper_id}", response={200: None}, openapi_extra={"responses": _PDF})
def get_paper(request: HttpRequest, case_no: str, paper_id: PaperId) -> HttpResponseBase:
    """A paper as PDF; always the same bytes."""
    view = queries.get_case_view(_reader(request), case_no)
    if paper_id not in {paper.id for paper in view.papers}:
        raise PaperNotFoundError
    response = HttpResponse(paper_pdf(paper_id), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{case_no}-{paper_id}.pdf"'
    return response


def _reader(request: HttpRequest) -> Actor:
    """The client, which may read some case at all."""
    actor = actor_for_request(request)
    if not actor.may(Right.FILE_FOR_OTHERS):
        actor.require(Right.VIEW_CASES)
    return actor


def _repeat_key(request: HttpRequest) -> str:
    return request.headers.get("Idempotency-Key", "")


def _key(actor: Actor, repeat_key: str) -> UUID:
    """The key of the submission: that of the request, apart for each client."""
    client_id = actor.client.client_id if actor.client else 0
    return uuid5(_KEYS, f"{client_id}/{repeat_key}")


def _application(view: queries.CaseView) -> ApplicationOut:
    duty = view.duty
    return ApplicationOut(
        case_no=view.case_no,
        item_code=view.item_code,
        item_name=view.item_name,
        version_id=view.version.id,
        case_type=view.case_type,
        state=view.state,
        duty=DutyOut(who=duty.who, code=duty.code, act=duty.act, due_on=duty.due_on, law=duty.law),
        missing=_missing(view),
        submitted_at=view.submitted_at,
        received_at=view.received_at,
        accepted_at=view.accepted_at,
        decided_at=view.decided_at,
        closed_at=view.closed_at,
        promised_due_on=view.promised_due_on,
        statutory_due_on=view.statutory_due_on,
        is_due_provisional=view.is_due_provisional,
        certificate_no=view.certificate_no,
        valid_until=view.valid_until,
        purpose=view.purpose,
        about=view.about,
        standing=view.standing,
        possible=tuple(act for act in view.possible if act in APPLICANT_ACTS and act is not Act.FIX),
        promised_first_on=view.promised_first_on,
        statutory_first_on=view.statutory_first_on,
        extension=str(view.extension or ""),
        hearing=view.hearing,
        hearing_by=view.hearing_by,
        stops=tuple(_stop(one) for one in view.stops),
        pledges=tuple(PledgeOut.from_orm(one) for one in view.pledges),
        timeline=tuple(
            StepOut(seq=row.seq, act=row.act, after=row.after, at=row.at)
            for row in view.ledger
            if row.act not in INTERNAL_ACTS
        ),
    )


def _stop(one: queries.StopView) -> StopOut:
    return StopOut(
        procedure=one.procedure,
        clocks=tuple(sorted(one.clocks)),
        from_day=one.from_day,
        expected_on=one.expected_on,
        to_day=one.to_day,
    )


def _missing(view: queries.CaseView) -> tuple[MissingOut, ...]:
    if view.state is not State.CORRECTION_REQUESTED:
        return ()
    notices = [row.details.get("missing") for row in view.ledger if row.act is Act.REQUEST_CORRECTION]
    lines = notices[-1] if notices else None
    return tuple(MissingOut(**line) for line in lines) if isinstance(lines, list) else ()
