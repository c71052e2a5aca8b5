"""My cases, one case, its files and papers."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from yichuang.cases.queries import (
    CaseRow,
    CaseView,
    case_upload,
    explain_due,
    get_case_view,
    list_drafts,
    list_my_cases,
)
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.identifiers import normalised
from yichuang.deadlines.rules import Due
from yichuang.documents.queries import PaperView, open_upload
from yichuang.documents.services import paper_pdf
from yichuang.identity.access import actor_for_request
from yichuang.organisations.queries import get_organisation
from yichuang.portal import words
from yichuang.portal.summaries import case_answers, case_boxes, case_party_rows
from yichuang.portal.views.common import applicant_only, pdf_file, upload_file
from yichuang.ui.parts import Cell, Column, Crumb, Day, Definition, FileLink, Row

_DECIDING = frozenset({State.ACCEPTED, State.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class DueText:
    """A due date and its derivation."""

    title: str
    due: Due
    days: tuple[Day, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Countdown:
    """How far off a decision is; negative when late."""

    due_on: date
    days_left: int
    unit: str
    total: int | None


@require_safe
@applicant_only
def my_cases(request: HttpRequest) -> HttpResponseBase:
    """The applicant's drafts and cases."""
    actor = actor_for_request(request)
    cursor = request.GET.get("cursor") or None
    page = list_my_cases(actor, cursor=cursor)
    context = {
        "drafts": () if cursor else list_drafts(actor),
        "page": page,
        "columns": [
            Column(gettext("Service")),
            Column(gettext("Case number")),
            Column(gettext("State")),
            Column(gettext("Submitted on")),
            Column(gettext("Next due date")),
        ],
        "rows": [_case_row(row) for row in page.rows],
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("My cases"))],
    }
    return render(request, "portal/cases.html", context)


@require_safe
@applicant_only
def case(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """Where the case stands, what comes next, why that date, what happened, what was handed in, the papers."""
    actor = actor_for_request(request)
    number = normalised(case_no)
    if number != case_no:
        return redirect("portal:case", number)
    view = get_case_view(actor, case_no)
    dues = _dues(actor, view)
    context = {
        "view": view,
        "organisation": get_organisation(view.organisation_id),
        **_standing(view),
        "countdown": _countdown(view, dues),
        "dues": dues,
        "facts": _facts(view),
        "missing": missing_of(view),
        "may_correct": Act.CORRECT in view.possible,
        "moments": words.timeline(view.ledger),
        "party": case_party_rows(view.party),
        "groups": case_answers(view),
        "boxes": case_boxes(view),
        "papers": [_paper_link(view, paper) for paper in view.papers],
        "crumbs": _crumbs(view),
    }
    return render(request, "portal/case.html", context)


@require_safe
@applicant_only
def submitted(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """The application has arrived: its number, and how it goes on."""
    view = get_case_view(actor_for_request(request), case_no)
    context = {
        "view": view,
        "organisation": get_organisation(view.organisation_id),
        "facts": _facts(view),
        "boxes": case_boxes(view),
        "crumbs": _crumbs(view),
    }
    return render(request, "portal/submitted.html", context)


@require_safe
@applicant_only
def case_file(request: HttpRequest, case_no: str, upload_id: int) -> HttpResponseBase:
    """A file that was handed in to the case."""
    return upload_file(open_upload(case_upload(actor_for_request(request), case_no, upload_id)))


@require_safe
@applicant_only
def paper(request: HttpRequest, case_no: str, paper_id: int) -> HttpResponseBase:
    """A paper of the case as PDF."""
    view = get_case_view(actor_for_request(request), case_no)
    found = next((one for one in view.papers if one.id == paper_id), None)
    if found is None:
        raise Http404
    return pdf_file(paper_pdf(found.id), found.number)


def missing_of(view: CaseView) -> list[dict[str, str]]:
    """What the notice in the ledger lists: item, problem, remedy. Law: ALL 32(4)."""
    row = next((row for row in reversed(view.ledger) if row.act is Act.REQUEST_CORRECTION), None)
    listed = row.details.get("missing") if row is not None and view.state is State.CORRECTION_REQUESTED else None
    return [dict(one) for one in listed] if isinstance(listed, list) else []


def _standing(view: CaseView) -> dict[str, object]:
    standing = words.STANDINGS[view.state]
    return {
        "standing": standing,
        "standing_now": gettext(standing.now),
        "standing_next": gettext(standing.next),
        "due_label": gettext(standing.due_label) if standing.due_label and view.next_due_on else "",
    }


def _case_row(row: CaseRow) -> Row:
    return Row(
        (
            Cell(row.item_name, url=reverse("portal:case", args=[row.case_no]), note=row.organisation_name),
            row.case_no,
            Cell(gettext(row.state.label), tone=words.STANDINGS[row.state].tone),
            clock.local(row.submitted_at).date().isoformat(),
            _next_due(row.state, row.next_due_on),
        ),
        is_marked=row.state is State.CORRECTION_REQUESTED,
    )


def _next_due(state: State, due_on: date | None) -> Cell | str:
    if due_on is None:
        return ""
    return Cell(words.day_text(due_on), note=gettext(words.STANDINGS[state].due_label))


def _crumbs(view: CaseView) -> list[Crumb]:
    return [
        Crumb(gettext("Home"), "/"),
        Crumb(gettext("My cases"), reverse("portal:cases")),
        Crumb(view.case_no, reverse("portal:case", args=[view.case_no])),
    ]


def _facts(view: CaseView) -> list[Definition]:
    instants = [
        (gettext("Submitted on"), view.submitted_at),
        (gettext("Received on"), view.received_at),
        (gettext("Accepted on"), view.accepted_at),
        (gettext("Decided on"), view.decided_at),
        (gettext("Closed on"), view.closed_at),
    ]
    told = [
        Definition(gettext("Case number"), view.case_no),
        Definition(gettext("How it came in"), gettext(view.channel.label)),
        *(Definition(term, f"{clock.local(at):%Y-%m-%d %H:%M}") for term, at in instants if at is not None),
    ]
    if view.certificate_no:
        told.append(Definition(gettext("Number of the decision"), view.certificate_no))
    if view.valid_until:
        told.append(Definition(gettext("Valid until"), words.day_text(view.valid_until)))
    return told


def _dues(actor: Actor, view: CaseView) -> list[DueText]:
    explained = explain_due(actor, view.case_no)
    found = [
        (gettext("Promised due date"), explained.promised),
        (gettext("Statutory due date"), explained.statutory),
    ]
    return [
        DueText(title, due, words.days(due.days), gettext(words.UNIT_WORDS[due.term.unit][2]))
        for title, due in found
        if due is not None
    ]


def _countdown(view: CaseView, dues: list[DueText]) -> Countdown | None:
    """Days that count as far as the due date is ahead; plain days once it is past."""
    if view.state not in _DECIDING or not dues:
        return None
    first, today = dues[0], clock.today()
    if first.due.due_on < today:
        return Countdown(first.due.due_on, (first.due.due_on - today).days, gettext("days"), None)
    left = sum(1 for day in first.days if day.is_counted and day.on > today)
    return Countdown(first.due.due_on, left, first.unit, first.due.term.value or None)


def _paper_link(view: CaseView, paper: PaperView) -> FileLink:
    url = reverse("portal:paper", args=[view.case_no, paper.id])
    issued_on = clock.local(paper.issued_at).date()
    note = gettext("{number}, issued {day}").format(number=paper.number, day=issued_on)
    return FileLink(gettext(paper.kind.label), url, note=note)
