"""Which cases a change of a calendar has moved."""

from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from yichuang.cases.queries import MovedRow, list_moved
from yichuang.cases.rules import State
from yichuang.cases.services import MovedCase
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.staffdesk.access import desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.views.shown import day, label, moment, page
from yichuang.ui.parts import Cell, Column, Row

_NAMES = {
    "next": "",
    "promised": gettext_noop("Promised limit"),
    "statutory": gettext_noop("Statutory limit"),
    "step": gettext_noop("Present step"),
    "promised_first": gettext_noop("Promised limit without stops"),
    "statutory_first": gettext_noop("Statutory limit without stops"),
}


@desk(Right.MANAGE_CALENDARS)
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases that were moved after a change and before the next one, as the ledger says."""
    after, before = _instant(request, "after"), _instant(request, "before")
    if after is None:
        raise PageNotFoundError
    found = list_moved(actor, after, before, cursor=request.GET.get("cursor"))
    names = (
        gettext("Case number"),
        gettext("Item"),
        gettext("State"),
        gettext("Due before"),
        gettext("Due after"),
        gettext("Time"),
    )
    context = {
        "changed_at": moment(after),
        "columns": [Column(name) for name in names],
        "rows": [_row(one) for one in found.rows],
        "next_cursor": found.next_cursor,
    }
    return page(request, "calendar_moved", context)


def moved_url(after: datetime, before: datetime | None) -> str:
    """The address of the page for a change and the one that came after it."""
    given = {"after": after.isoformat()} | ({"before": before.isoformat()} if before else {})
    return f"{reverse('staffdesk:calendar_moved')}?{urlencode(given)}"


def _instant(request: HttpRequest, name: str) -> datetime | None:
    text = request.GET.get(name, "")
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise PageNotFoundError from error
    if found is not None and found.tzinfo is None:
        raise PageNotFoundError
    return found


def moved_row(one: MovedCase) -> Row:
    """A case that a change would move."""
    return Row((*_case(one.case_no, one.item_name, one.state), *_due(one.before.days(), one.after.days())))


def _row(one: MovedRow) -> Row:
    return Row((*_case(one.case_no, one.item_name, one.state), *_due(one.before, one.after), moment(one.at)))


def _case(case_no: str, item_name: str, state: State) -> tuple[Cell, str, str]:
    return Cell(case_no, url=reverse("staffdesk:case", args=[case_no])), item_name, label(state)


def _due(before: Mapping[str, date | None], after: Mapping[str, date | None]) -> tuple[Cell, Cell]:
    """The first of the days that goes elsewhere; what is due next needs no name."""
    name = next((name for name in _NAMES if before.get(name) != after.get(name)), "next")
    note = gettext(_NAMES[name]) if _NAMES[name] else ""
    return Cell(day(before.get(name)), note=note), Cell(day(after.get(name)), note=note)
