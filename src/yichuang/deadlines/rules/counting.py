"""When a limit ends, and why: each day with the rule that counts it or does not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.errors import StartWithoutZoneError, TermNeedsInstantError
from yichuang.deadlines.rules.days import DayKind
from yichuang.deadlines.rules.terms import Term, Unit
from yichuang.deadlines.rules.work_calendar import ONE_DAY, WorkCalendar

_INSTANT = timedelta(microseconds=1)


class Reason(Labelled):
    """Why a day is counted or is not."""

    ON_THE_SPOT = "on_the_spot", gettext_noop("To be done on the spot, the same day")
    EVENT_DAY = (
        "event_day",
        gettext_noop("The day of the event is not counted; counting starts the day after (Civil Code, article 201)"),
    )
    WORKING_DAY = "working_day", gettext_noop("Working day")
    MAKE_UP_WORKDAY = (
        "make_up_workday",
        gettext_noop("Weekend day worked in exchange for a holiday (Holidays Regulation, article 7)"),
    )
    WEEKEND = "weekend", gettext_noop("Weekends are not working days (Working Hours Provisions, article 7)")
    HOLIDAY = "holiday", gettext_noop("Holidays are not counted (Administrative Licensing Law, article 82)")
    CALENDAR_DAY = "calendar_day", gettext_noop("Every calendar day is counted")
    LAST_DAY_OFF = (
        "last_day_off",
        gettext_noop(
            "The last day is a day off, so the limit goes on to the next working day (Civil Code, article 203)"
        ),
    )
    STILL_OFF = "still_off", gettext_noop("Still a day off; the limit goes on (Civil Code, article 203)")
    AFTER_DAYS_OFF = (
        "after_days_off",
        gettext_noop("First working day after the days off: the limit ends here (Civil Code, article 203)"),
    )
    HOURS = "hours", gettext_noop("Hours run at once and through days off (Civil Code, article 201)")


_WORKING_DAY_REASONS = {
    DayKind.WORKDAY: Reason.WORKING_DAY,
    DayKind.MAKE_UP_WORKDAY: Reason.MAKE_UP_WORKDAY,
    DayKind.WEEKEND: Reason.WEEKEND,
    DayKind.HOLIDAY: Reason.HOLIDAY,
}


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the count; `ordinal` is its number among the days counted, None when it is not counted."""

    day: date
    kind: DayKind
    name: str
    counted: bool
    ordinal: int | None
    reason: Reason
    source: str


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
    if start.utcoffset() is None:
        raise StartWithoutZoneError(given=start.isoformat())
    first = start.astimezone(calendar.zone).date()
    if term.unit is Unit.HOUR and not term.is_on_the_spot:
        due_at = (start.astimezone(UTC) + timedelta(hours=term.value)).astimezone(calendar.zone)
        last = (due_at - _INSTANT).date()
    else:
        last = due_on(first, term, calendar)
        due_at = datetime.combine(last + ONE_DAY, time(), tzinfo=calendar.zone)
    days = tuple(_count(first, last, term, calendar))
    return Due(start, term, last, due_at, _is_provisional(first, last, term, calendar), days)


def due_on(start_on: date, term: Term, calendar: WorkCalendar) -> date:
    """The last day of a term in days whose event is on `start_on`: `due_date` without its explanation.

    Law: CIV 201, CIV 203, ALL 82

    Raises:
        TermNeedsInstantError: the term is in hours.
        CalendarMissingError: a year needed has no calendar.
    """
    if term.is_on_the_spot or term.unit is Unit.WORKING_DAY:
        return calendar.add_working_days(start_on, term.value)
    if term.unit is Unit.HOUR:
        raise TermNeedsInstantError(given=str(term))
    return calendar.working_day_from(start_on + timedelta(days=term.value))


def due_on_many(starts_on: Sequence[date], working_days: Sequence[int], calendar: WorkCalendar) -> list[date]:
    """The last days of many terms in working days: several million a second, one answer for each start.

    Law: CIV 201, ALL 82

    Raises:
        CalendarMissingError: a year needed has no calendar.
        ValueError: a number of days is negative, or there are not as many numbers as starts.
    """
    return calendar.add_many(starts_on, working_days)


def explain(start: datetime, term: Term, calendar: WorkCalendar) -> dict[str, object]:
    """`due_date` as plain values for JSON; instants carry the offset of the calendar's place.

    Law: CIV 201, CIV 203, ALL 82

    Raises:
        StartWithoutZoneError: `start` is naive.
        CalendarMissingError: a year needed has no calendar.
    """
    due = due_date(start, term, calendar)
    return {
        "due_on": due.due_on.isoformat(),
        "due_at": due.due_at.isoformat(),
        "provisional": due.provisional,
        "days": [
            {
                "date": count.day.isoformat(),
                "kind": count.kind.value,
                "name": count.name,
                "counted": count.counted,
                "ordinal": count.ordinal,
                "reason": count.reason.label,
            }
            for count in due.days
        ],
    }


def _is_provisional(first: date, last: date, term: Term, calendar: WorkCalendar) -> bool:
    if term.is_on_the_spot or term.unit is Unit.HOUR:
        return False
    if term.unit is Unit.CALENDAR_DAY:
        # Only whether the last day is a day off depends on the calendar.
        return calendar.is_provisional(first + timedelta(days=term.value), last)
    return calendar.is_provisional(first, last)


def _count(first: date, last: date, term: Term, calendar: WorkCalendar) -> Iterator[DayCount]:
    ordinal = 0
    for passed in range((last - first).days + 1):
        day = first + timedelta(days=passed)
        counted, reason = _judge(passed, day, term, calendar)
        numbered = counted and term.unit is not Unit.HOUR
        ordinal += numbered
        yield DayCount(
            day=day,
            kind=calendar.kind_of(day),
            name=calendar.name_of(day),
            counted=counted,
            ordinal=ordinal if numbered else None,
            reason=reason,
            source=calendar.source_of(day),
        )


def _judge(passed: int, day: date, term: Term, calendar: WorkCalendar) -> tuple[bool, Reason]:
    """Whether the day, so many days after the event, is counted, and why."""
    if term.is_on_the_spot:
        return True, Reason.ON_THE_SPOT
    if term.unit is Unit.HOUR:
        return True, Reason.HOURS
    if passed == 0:
        return False, Reason.EVENT_DAY
    kind = calendar.kind_of(day)
    if term.unit is Unit.WORKING_DAY:
        return kind.is_working, _WORKING_DAY_REASONS[kind]
    return _judge_calendar_day(passed - term.value, kind)


def _judge_calendar_day(beyond: int, kind: DayKind) -> tuple[bool, Reason]:
    """The same for a term in calendar days; `beyond` is 0 on its last day and more after it."""
    if beyond > 0:
        return False, Reason.AFTER_DAYS_OFF if kind.is_working else Reason.STILL_OFF
    moves = beyond == 0 and not kind.is_working
    return True, Reason.LAST_DAY_OFF if moves else Reason.CALENDAR_DAY
