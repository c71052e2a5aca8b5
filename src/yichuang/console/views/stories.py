"""The whole story of a case beside its signal: each row of the ledger with its working day, and the clocks."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.translation import gettext

from yichuang.cases.errors import CaseNotFoundError
from yichuang.cases.queries import CaseView, ClockView, explain_due, get_case_view
from yichuang.console.words import day, label, moment, who_text
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.deadlines.errors import CalendarMissingError, NoCalendarError
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import DayCount, WorkCalendar
from yichuang.organisations.queries import region_chain
from yichuang.ui.parts import Cell, Column, Day, Definition, Row


@dataclass(frozen=True, slots=True)
class ClockTold:
    """A clock of the case: its days, one by one, and what they come to."""

    title: str
    facts: list[Definition]
    days: list[Day]
    unit: str


@dataclass(frozen=True, slots=True)
class Told:
    """The story of a case on a page."""

    case_no: str
    item_name: str
    facts: list[Definition]
    columns: list[Column]
    rows: list[Row]
    clocks: list[ClockTold]


def story_of(actor: Actor, case_no: str, pointed_at: int) -> Told | None:
    """The story with the row marked that the signal points to; None where the actor may not see the case."""
    try:
        view = get_case_view(actor, case_no)
    except CaseNotFoundError:
        return None
    calendar = _calendar()
    return Told(
        case_no, view.item_name, _facts(view), _columns(), _rows(view, pointed_at, calendar), _clocks(actor, view)
    )


def _facts(view: CaseView) -> list[Definition]:
    return [
        Definition(gettext("Item"), view.item_name),
        Definition(gettext("State"), label(view.state)),
        Definition(gettext("Channel"), label(view.channel)),
        Definition(gettext("Promised by"), day(view.promised_due_on) or gettext("no limit")),
        Definition(gettext("By law"), day(view.statutory_due_on) or gettext("no limit")),
        Definition(gettext("Decided at"), moment(view.decided_at) or gettext("not yet")),
    ]


def _columns() -> list[Column]:
    return [
        Column(gettext("No."), is_number=True),
        Column(gettext("When"), is_short=True),
        Column(gettext("Which working day"), is_number=True),
        Column(gettext("Act"), is_short=True),
        Column(gettext("State after")),
        Column(gettext("Who")),
        Column(gettext("Reasons")),
    ]


def _rows(view: CaseView, pointed_at: int, calendar: WorkCalendar | None) -> list[Row]:
    """Days are counted from the acceptance: the day after it is the first."""
    accepted_on = clock.local(view.accepted_at).date() if view.accepted_at else None
    rows = []
    for row in view.ledger:
        on = clock.local(row.at).date()
        is_it = row.seq == pointed_at
        cells = (
            Cell(row.seq),
            moment(row.at),
            _number(accepted_on, on, calendar),
            Cell(label(row.act), note=gettext("The signal points here") if is_it else ""),
            label(row.after),
            Cell(who_text(row.actor_name), note=row.post_title),
            row.reason,
        )
        rows.append(Row(cells, is_marked=is_it))
    return rows


def _number(accepted_on: date | None, on: date, calendar: WorkCalendar | None) -> str:
    if accepted_on is None or calendar is None or on < accepted_on:
        return ""
    try:
        return str(calendar.working_days_between(accepted_on, on))
    except CalendarMissingError:
        return ""


def _clocks(actor: Actor, view: CaseView) -> list[ClockTold]:
    try:
        explained = explain_due(actor, view.case_no)
    except (NoCalendarError, CalendarMissingError):
        return []
    named = [
        (gettext("Promised limit"), explained.promised),
        (gettext("Statutory limit"), explained.statutory),
        (gettext("Step that the case is in"), explained.step),
    ]
    return [_clock(title, one, view) for title, one in named if one is not None]


def _clock(title: str, one: ClockView, view: CaseView) -> ClockTold:
    ended = clock.local(view.decided_at).date() if view.decided_at else clock.today()
    used = max((each.ordinal or 0 for each in one.days if each.day <= ended), default=0)
    stopped = sum(1 for each in one.days if not each.counted and each.note)
    facts = [
        Definition(gettext("Began"), day(one.life.start_on)),
        Definition(gettext("Counted to the decision, or to today"), used),
        Definition(gettext("Falls due on"), day(one.due_on) or gettext("stands still"), note=_moved(one)),
    ]
    if stopped:
        facts.append(Definition(gettext("Days not counted for a procedure"), stopped))
    return ClockTold(title, facts, _days(one.days), gettext("working days"))


def _moved(one: ClockView) -> str:
    original = one.life.original_due_on
    return gettext("at first {day}").format(day=original) if one.due_on and one.due_on != original else ""


def _days(days: Sequence[DayCount]) -> list[Day]:
    return [
        Day(on=one.day, is_counted=one.counted, number=one.ordinal, reason=one.name or label(one.reason))
        for one in days
    ]


def _calendar() -> WorkCalendar | None:
    with suppress(NoCalendarError):
        return calendar_for(region_chain(settings.REGION_CODE))
    return None
