"""The worklist: what is open, what is due first."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseRow, WorklistFilter, count_open, find_cases, worklist
from yichuang.cases.rules import OPEN_STATES, State
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.deadlines.rules import WorkCalendar
from yichuang.staffdesk.access import CATALOGUE_RIGHTS, desk, require_any
from yichuang.staffdesk.views.shown import (
    STATE_TONES,
    centre_calendar,
    departments_for,
    due_words,
    label,
    moment,
    organisation_choices,
    page,
    whole,
)
from yichuang.ui.parts import Cell, Choice, Column, Row, Tone

# Where somebody begins who sees no cases.
_OTHER_DOORS = (
    (CATALOGUE_RIGHTS, "staffdesk:items"),
    ((Right.MANAGE_ORGANISATIONS,), "staffdesk:organisations"),
    ((Right.MANAGE_ACCOUNTS,), "staffdesk:accounts"),
    ((Right.MANAGE_CALENDARS,), "staffdesk:calendar"),
)


@desk()
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The open cases where the actor sees cases, or the cases that a search found."""
    if not actor.may(Right.VIEW_CASES):
        return _elsewhere(actor)
    state, organisation_id = _state(request), whole(request.GET.get("organisation"))
    sought = request.GET.get("q", "").strip()
    wanted = WorklistFilter((state,) if state else (), organisation_id)
    calendar = centre_calendar()
    departments = departments_for(actor, Right.VIEW_CASES)
    if sought:
        rows, cursor = find_cases(actor, sought), None
    else:
        found = worklist(actor, wanted, cursor=request.GET.get("cursor"))
        rows, cursor = found.rows, found.next_cursor
    context = {
        "sought": sought,
        "states": _states(actor, state, organisation_id),
        "departments": organisation_choices(departments),
        "organisation": organisation_id,
        "state": state,
        "columns": _columns(has_department=bool(departments)),
        "rows": [_row(row, calendar, has_department=bool(departments)) for row in rows],
        "next_cursor": cursor,
    }
    return page(request, "worklist", context)


def _elsewhere(actor: Actor) -> HttpResponse:
    """Who sees no cases begins with what they keep; who keeps nothing is refused."""
    for rights, name in _OTHER_DOORS:
        if any(actor.may(right) for right in rights):
            return redirect(name)
    require_any(actor, (Right.VIEW_CASES,))
    raise AssertionError


def _state(request: HttpRequest) -> State | None:
    given = request.GET.get("state", "")
    return State(given) if given in {state.value for state in OPEN_STATES} else None


def _states(actor: Actor, chosen: State | None, organisation_id: int | None) -> list[Choice]:
    counts = count_open(actor)
    every = gettext("All open")
    choices = [Choice(f"{every} {sum(counts.values())}", _url(None, organisation_id), chosen is None)]
    for state in OPEN_STATES:
        if counts.get(state) or state is chosen:
            text = f"{label(state)} {counts.get(state, 0)}"
            choices.append(Choice(text, _url(state, organisation_id), state is chosen))
    return choices


def _url(state: State | None, organisation_id: int | None) -> str:
    given = {"state": state.value if state else "", "organisation": str(organisation_id or "")}
    return f"{reverse('staffdesk:worklist')}?{urlencode({name: value for name, value in given.items() if value})}"


def _columns(*, has_department: bool) -> list[Column]:
    names = [gettext("Case number"), gettext("Item"), gettext("Department"), gettext("Applicant"), gettext("State")]
    names += [gettext("Due"), gettext("Submitted at")]
    return [Column(name) for name in names if has_department or name != gettext("Department")]


def _row(row: CaseRow, calendar: WorkCalendar | None, *, has_department: bool) -> Row:
    due = due_words(row.next_due_on, calendar)
    cells: list[Cell | str | int] = [
        Cell(row.case_no, url=reverse("staffdesk:case", args=[row.case_no])),
        row.item_name,
        *([row.organisation_name] if has_department else []),
        row.party_name,
        Cell(label(row.state), tone=STATE_TONES[row.state]),
        Cell(due.text, tone=due.tone, note=str(row.next_due_on)) if due else Cell("–"),
        moment(row.submitted_at),
    ]
    return Row(tuple(cells), is_marked=due is not None and due.tone is Tone.BAD)
