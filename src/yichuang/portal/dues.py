"""Which days count for a case, and why a day is the one on which something is due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView
from yichuang.cases.rules import TERMS, Act, State
from yichuang.core import clock
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import Due, Unit, WorkCalendar, due_date
from yichuang.organisations.queries import region_chain
from yichuang.portal import words
from yichuang.ui.parts import Day

_DECIDING = frozenset({State.ACCEPTED, State.IN_REVIEW})


@dataclass(frozen=True, slots=True)
class DueText:
    """A due date and its derivation, in the reader's words."""

    title: str
    begun: str
    due: Due
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Countdown:
    """How far off a day is; negative when it is past. `total` None: the bar has no length."""

    due_on: date
    days_left: int
    unit: str
    one: str
    total: int | None


@dataclass(frozen=True, slots=True)
class Clock:
    """The day that is next, and how the days of the case are counted."""

    countdown: Countdown | None
    dues: tuple[DueText, ...]


def clock_of(view: CaseView) -> Clock:
    """How the days of the case run now: the binding day first."""
    calendar = calendar_for(region_chain(settings.REGION_CODE))
    dues = _deciding(view, calendar) if view.accepted_at else []
    if view.state not in _DECIDING:
        dues = [*_next(view, calendar), *dues]
    return Clock(_countdown(view, dues, calendar), tuple(dues))


def _deciding(view: CaseView, calendar: WorkCalendar) -> list[DueText]:
    content, start = view.version.content, view.accepted_at
    titles = [
        (gettext("Promised due date"), content.promised_limit, view.promised_due_on),
        (gettext("Statutory due date"), content.statutory_limit, view.statutory_due_on),
    ]
    begun = gettext("Accepted on {day}")
    return [
        _text(title, begun, due_date(start, term, calendar))
        for title, term, carried in titles
        if start is not None and term is not None and carried is not None
    ]


def _next(view: CaseView, calendar: WorkCalendar) -> list[DueText]:
    """The day of the act that is next, where it can be explained."""
    start, begun = _start(view)
    term = TERMS.get(view.state)
    if start is None or term is None or view.next_due_on is None:
        return []
    due = due_date(start, term, calendar)
    title = gettext(words.STANDINGS[view.state].due_label)
    return [_text(title, begun, due)] if due.due_on == view.next_due_on else []


def _start(view: CaseView) -> tuple[datetime | None, str]:
    if view.state is State.SUBMITTED:
        return view.submitted_at, gettext("Submitted on {day}")
    if view.state is State.CORRECTION_REQUESTED:
        return _last(view, Act.REQUEST_CORRECTION), gettext("Told on {day}")
    if view.state is State.RECEIVED:
        corrected_at = _last(view, Act.CORRECT)
        return (corrected_at, gettext("Corrected on {day}")) if corrected_at else (
            view.received_at,
            gettext("Received on {day}"),
        )  # fmt: skip
    return view.decided_at, gettext("Decided on {day}")


def _last(view: CaseView, act: Act) -> datetime | None:
    return next((row.at for row in reversed(view.ledger) if row.act is act), None)


def _text(title: str, begun: str, due: Due) -> DueText:
    day = words.day_text(clock.local(due.start_at).date())
    return DueText(title, begun.format(day=day), due, words.days(due.days))


def _countdown(view: CaseView, dues: list[DueText], calendar: WorkCalendar) -> Countdown | None:
    """Days that count as far as the day is ahead; plain days once it is past."""
    due_on, today = view.next_due_on, clock.today()
    if due_on is None or view.duty.due_on is None:
        return None
    if due_on < today:
        return _counted(due_on, (due_on - today).days, Unit.CALENDAR_DAY, None)
    first = next((one for one in dues if one.due.due_on == due_on), None)
    if first is None:
        return _counted(due_on, calendar.working_days_between(today, due_on), Unit.WORKING_DAY, None)
    left = sum(1 for day in first.days if day.is_counted and day.on > today)
    return _counted(due_on, left, first.due.term.unit, first.due.term.value or None)


def _counted(due_on: date, days_left: int, unit: Unit, total: int | None) -> Countdown:
    one, _many, name = words.UNIT_WORDS[unit]
    return Countdown(due_on, days_left, gettext(name), gettext(one), total)
