"""Which days count for a case, and why a day is the one on which something is due."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, last_row, policy
from yichuang.cases.rules import UNDER_DECISION, Act, State, fitting_extension
from yichuang.core import clock
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import Clock as Which
from yichuang.deadlines.rules import (
    Life,
    Limit,
    Stop,
    Term,
    Unit,
    WorkCalendar,
    count_life,
    due_date,
    list_days,
    stops_of,
)
from yichuang.organisations.queries import region_chain
from yichuang.portal import words
from yichuang.portal.standings import STANDINGS
from yichuang.ui.parts import Day

_DECIDING = frozenset({State.ACCEPTED, State.IN_REVIEW})
_AWAY = frozenset({State.SPECIAL, State.SENT_UP})


@dataclass(frozen=True, slots=True)
class DueText:
    """A due date and its derivation, in the reader's words. `due_on` None: the clock stands still.

    `was_on` is the day before anything moved it, None where nothing did; `extended_by` the extension in words.
    """

    title: str
    begun: str
    limit: str
    unit: Unit
    due_on: date | None
    is_provisional: bool
    days: tuple[Day, ...]
    was_on: date | None = None
    extended_by: str = ""
    total: int | None = None


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
    """The day that is next, how the days of the case are counted, and the life of the limit that binds the decision."""

    countdown: Countdown | None
    dues: tuple[DueText, ...]
    binding: Life | None


def clock_of(view: CaseView) -> Clock:
    """How the days of the case run now, the binding day first; of a closed case nothing runs any more."""
    if view.closed_at is not None:
        return Clock(None, (), None)
    calendar = calendar_for(region_chain(settings.REGION_CODE))
    lives = _lives(view, calendar)
    begun = gettext("Accepted on {day}").format(day=_day(view.accepted_at))
    dues = [_life_text(title, begun, life, calendar) for title, life in lives]
    if view.state not in _DECIDING:
        dues = [*_next(view, calendar), *dues]
    binding = lives[0][1] if lives and view.state in UNDER_DECISION else None
    return Clock(_countdown(view, dues, calendar), tuple(dues), binding)


def _lives(view: CaseView, calendar: WorkCalendar) -> list[tuple[str, Life]]:
    """The limits of the decision with everything that happened since the acceptance, the promised one first."""
    content, start = view.version.content, view.accepted_at
    stops = [Stop(one.from_day, one.to_day, one.procedure.value, one.clocks) for one in view.stops]
    limits = [
        (gettext("Promised due date"), content.promised_limit, Which.PROMISED),
        (gettext("Statutory due date"), content.statutory_limit, Which.STATUTORY),
    ]
    return [
        (title, count_life(start, limit, calendar, stops_of(stops, which), fitting_extension(limit, view.extension)))
        for title, limit, which in limits
        if start is not None and limit is not None
    ]


def _life_text(title: str, begun: str, life: Life, calendar: WorkCalendar) -> DueText:
    was_on = life.original_due_on
    return DueText(
        title,
        begun,
        _limit_text(life.limit),
        _unit(life.limit),
        life.due_on,
        life.provisional,
        words.days(list_days(life, calendar)),
        was_on=was_on if was_on != life.due_on else None,
        extended_by=_limit_text(life.extension) if life.extension else "",
        total=life.total.value or None,
    )


def _limit_text(limit: Limit) -> str:
    return words.term_text(limit) if isinstance(limit, Term) else ""


def _unit(limit: Limit) -> Unit:
    return limit.unit if isinstance(limit, Term) else Unit.CALENDAR_DAY


def _next(view: CaseView, calendar: WorkCalendar) -> list[DueText]:
    """The day of the act that is next, where it can be explained."""
    start, begun = _start(view)
    term = policy().limit_of(view.state)
    if start is None or term is None or view.next_due_on is None:
        return []
    due = due_date(start, term, calendar)
    title = gettext(STANDINGS[view.state].due_label)
    if due.due_on != view.next_due_on:
        return []
    begun = begun.format(day=_day(start))
    text = words.term_text(term)
    return [
        DueText(
            title, begun, text, term.unit, due.due_on, due.provisional, words.days(due.days), total=term.value or None
        )
    ]


def _start(view: CaseView) -> tuple[datetime | None, str]:
    if view.state is State.SUBMITTED:
        return view.submitted_at, gettext("Submitted on {day}")
    if view.state is State.CORRECTION_REQUESTED:
        return _last(view, Act.REQUEST_CORRECTION), gettext("Told on {day}")
    if view.state is State.RECEIVED:
        corrected_at = _last(view, Act.CORRECT)
        return (corrected_at, gettext("Corrected on {day}")) if corrected_at else (
            view.submitted_at,
            gettext("Arrived on {day}"),
        )  # fmt: skip
    return view.decided_at, gettext("Decided on {day}")


def _last(view: CaseView, act: Act) -> datetime | None:
    row = last_row(view.ledger, act)
    return row.at if row is not None else None


def _day(instant: datetime | None) -> str:
    return words.day_text(clock.local(instant).date()) if instant else ""


def _countdown(view: CaseView, dues: list[DueText], calendar: WorkCalendar) -> Countdown | None:
    """Days that count as far as the day is ahead; plain days once it is past."""
    due_on, today = view.duty.due_on, clock.today()
    if due_on is None or view.state in _AWAY:
        return None  # what is expected is no limit that runs out
    if due_on < today:
        return _counted(due_on, (due_on - today).days, Unit.CALENDAR_DAY, None)
    first = next((one for one in dues if one.due_on == due_on), None)
    if first is None:
        return _counted(due_on, calendar.working_days_between(today, due_on), Unit.WORKING_DAY, None)
    left = sum(1 for day in first.days if day.is_counted and day.on > today)
    return _counted(due_on, left, first.unit, first.total)


def _counted(due_on: date, days_left: int, unit: Unit, total: int | None) -> Countdown:
    one, _many, name = words.UNIT_WORDS[unit]
    return Countdown(due_on, days_left, gettext(name), gettext(one), total)
