"""When a limit that nothing stops ends, and why: the plain case of `lives`, as most limits are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.deadlines.rules.listing import DayCount, list_days
from yichuang.deadlines.rules.lives import Life, count_life, life_due_on
from yichuang.deadlines.rules.terms import Term
from yichuang.deadlines.rules.work_calendar import WorkCalendar


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a limit.

    `due_on` is the last civil day. `due_at` is the instant at which the limit has run out: for days 24:00 of the last
    day, which is written as 00:00 of the day after; whatever is done before `due_at` is in time. `provisional` says
    that the answer may change when a calendar year is confirmed.
    """

    start_at: datetime
    term: Term
    due_on: date
    due_at: datetime
    provisional: bool
    days: tuple[DayCount, ...]


def due_date(start: datetime, term: Term, calendar: WorkCalendar) -> Due:
    """When the term that starts with an event at `start` ends, with the reason for each day.

    The day of the event is the civil day at the calendar's place, and is not counted. Days end at 24:00. A limit in
    calendar days that would end on a day off goes on to the next working day; one in hours does not. 0 of any unit
    is on the spot: the same day until 24:00, working day or not.

    Law: CIV 201, CIV 203, ALL 82

    Raises:
        StartWithoutZoneError: `start` is naive.
        CalendarMissingError: a year needed has no calendar.
    """
    life = count_life(start, term, calendar)
    days = list_days(life, calendar)
    return Due(start, term, life.original_due_on, life.original_due_at, life.provisional, days)


def due_on(start_on: date, term: Term, calendar: WorkCalendar) -> date:
    """The last day of a term in days whose event is on `start_on`: `due_date` without its explanation.

    Law: CIV 201, CIV 203, ALL 82

    Raises:
        TermNeedsInstantError: the term is in hours.
        CalendarMissingError: a year needed has no calendar.
    """
    last = life_due_on(start_on, term, calendar)
    assert last is not None, "Only a stop leaves a limit without a last day."  # noqa: S101 - for the type only
    return last


def due_on_many(starts_on: Sequence[date], working_days: Sequence[int], calendar: WorkCalendar) -> list[date]:
    """The last days of many terms in working days: several million a second, one answer for each start.

    Law: CIV 201, ALL 82

    Raises:
        CalendarMissingError: a year needed has no calendar.
        ValueError: a number of days is negative, or there are not as many numbers as starts.
    """
    return calendar.add_many(starts_on, working_days)


def explain(life: Life, calendar: WorkCalendar) -> dict[str, object]:
    """A life with its days as plain values for JSON; instants carry the offset of the calendar's place.

    `due_on` and `due_at` are null while the clock stands still; `left` then says how many days are still to run.
    """
    return {
        "due_on": life.due_on.isoformat() if life.due_on else None,
        "due_at": life.due_at.isoformat() if life.due_at else None,
        "provisional": life.provisional,
        "original_due_on": life.original_due_on.isoformat(),
        "original_due_at": life.original_due_at.isoformat(),
        "left": life.left,
        "term": str(life.limit),
        "extension": str(life.extension) if life.extension else None,
        "days": [_told(count) for count in list_days(life, calendar)],
    }


def _told(count: DayCount) -> Mapping[str, object]:
    return {
        "date": count.day.isoformat(),
        "kind": count.kind.value,
        "name": count.name,
        "counted": count.counted,
        "ordinal": count.ordinal,
        "reason": count.reason.label,
        "note": count.note,
        "provisional": count.provisional,
    }
