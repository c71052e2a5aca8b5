"""The whole life of a limit: its term, an extension, and the stops in which it is not counted.

Everything is computed from the first event on, never carried on from an earlier answer, so that the original due date
stays what it was and a changed calendar or a corrected stop gives the answer that holds from the beginning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from yichuang.deadlines.errors import ExtensionUnitError, StartWithoutZoneError, TermNeedsInstantError
from yichuang.deadlines.rules.stops import Span, Stop, spans_of
from yichuang.deadlines.rules.terms import Limit, Months, Term, Unit, add_months
from yichuang.deadlines.rules.work_calendar import ONE_DAY, WorkCalendar

_INSTANT = timedelta(microseconds=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Life:
    """When a limit ends, and when it would have ended without extension and stops.

    `due_on` is the last civil day, `due_at` the instant at which the limit has run out: for days 24:00 of the last day,
    written as 00:00 of the day after. Both are None while a stop has no end; `left` then says how many days (for hours:
    hours begun) are still to run once it ends. `provisional` says that the answer may change when a calendar year is
    confirmed.
    """

    start_at: datetime
    start_on: date
    limit: Limit
    extension: Limit | None
    stops: tuple[Stop, ...]
    original_due_on: date
    original_due_at: datetime
    due_on: date | None
    due_at: datetime | None
    left: int | None
    provisional: bool

    @property
    def total(self) -> Limit:
        """The term with its extension."""
        return extended(self.limit, self.extension)


@dataclass(frozen=True, slots=True)
class _End:
    """Where a limit runs out before it is moved on from a day off, and from which day it stands still without end."""

    on: date
    at: datetime
    stopped_from: date | None


def count_life(
    start: datetime, limit: Limit, calendar: WorkCalendar, stops: Sequence[Stop] = (), extension: Limit | None = None
) -> Life:
    """When the limit that starts with an event at `start` ends.

    A stop takes out the days after its first up to and including its last; stops that overlap or touch are one, and
    what lies before the event or after the limit's end changes nothing. A stop that begins on the last day still keeps
    the limit from ending before the stop does. Of a limit in hours it takes out the hours of those days, from 0:00 to
    24:00; months are moved by as many calendar days. An extension is counted as if the limit had been longer from the
    beginning.

    Law: CIV 201, CIV 202, CIV 203; ALL 42 (extension), 45 (what is not counted), 82

    Raises:
        StartWithoutZoneError: `start` is naive.
        ExtensionUnitError: the extension is in another unit.
        CalendarMissingError: a year needed has no calendar.
    """
    if start.utcoffset() is None:
        raise StartWithoutZoneError(given=start.isoformat())
    start_on = start.astimezone(calendar.zone).date()
    total = extended(limit, extension)
    for day in (start_on, *(stop.to_day for stop in stops if stop.to_day and stop.to_day > start_on)):
        calendar.kind_of(day)  # refuses what lies outside the calendar before anything is added to it
    original = _end(start, start_on, limit, calendar)
    end = _end(start, start_on, total, calendar, stops) if stops or extension else original
    is_open = end.stopped_from is not None
    original_on, original_at = _settled(original, limit, calendar)
    due_on, due_at = _settled(end, total, calendar)
    return Life(
        start_at=start,
        start_on=start_on,
        limit=limit,
        extension=extension,
        stops=tuple(stops),
        original_due_on=original_on,
        original_due_at=original_at,
        due_on=None if is_open else due_on,
        due_at=None if is_open else due_at,
        left=_left(end, total, calendar),
        provisional=_is_provisional(start_on, end, due_on, total, calendar),
    )


def life_due_on(
    start_on: date, limit: Limit, calendar: WorkCalendar, stops: Sequence[Stop] = (), extension: Limit | None = None
) -> date | None:
    """The last day of a limit in days or months, as `count_life` finds it; None while a stop has no end.

    Law: CIV 201, CIV 202, CIV 203; ALL 42, 45, 82

    Raises:
        TermNeedsInstantError: the limit is in hours.
        ExtensionUnitError: the extension is in another unit.
        CalendarMissingError: a year needed has no calendar.
    """
    total = limit if extension is None else extended(limit, extension)
    if _is_in_hours(total):
        raise TermNeedsInstantError(given=str(total))
    last, stopped_from = _reach(start_on, total, calendar, spans_of(stops, start_on) if stops else ())
    return None if stopped_from is not None else _moved_on(last, total, calendar)


def extended(limit: Limit, extension: Limit | None) -> Limit:
    """The limit made longer; on the spot, which has no unit of its own, takes that of the extension.

    Law: ALL 42

    Raises:
        ExtensionUnitError: the two are not in one unit.
    """
    if extension is None:
        return limit
    if isinstance(limit, Term) and limit.is_on_the_spot:
        return extension
    if isinstance(limit, Months) and isinstance(extension, Months):
        return Months(limit.value + extension.value)
    if isinstance(limit, Term) and isinstance(extension, Term) and limit.unit is extension.unit:
        return Term(limit.value + extension.value, limit.unit)
    raise ExtensionUnitError(limit=str(limit), extension=str(extension))


def days_in(start_on: date, limit: Limit) -> int:
    """How many days the limit counts: months have as many as they have from that day."""
    return (add_months(start_on, limit.value) - start_on).days if isinstance(limit, Months) else limit.value


def counts_working_days(limit: Limit) -> bool:
    """Whether only working days count, as they do on the spot, when none is counted."""
    return isinstance(limit, Term) and (limit.unit is Unit.WORKING_DAY or limit.is_on_the_spot)


def _is_in_hours(limit: Limit) -> bool:
    return isinstance(limit, Term) and limit.unit is Unit.HOUR and not limit.is_on_the_spot


def _reach(start_on: date, limit: Limit, calendar: WorkCalendar, spans: Sequence[Span]) -> tuple[date, date | None]:
    """The day on which the count is complete, and from which day an open stop keeps it from ending."""
    is_working = counts_working_days(limit)
    if is_working:
        last = calendar.add_working_days(start_on, limit.value)
    else:
        last = start_on + timedelta(days=days_in(start_on, limit))
    for first, end in spans:
        if first > (last if is_working else calendar.working_day_from(last)):
            break
        if end is None:
            return last, first
        if is_working:
            last = calendar.add_working_days(last, calendar.working_days_between(first, end))
        else:
            last = max(last, first) + (end - first)
    return last, None


def _reach_hours(
    start: datetime, hours: int, calendar: WorkCalendar, spans: Sequence[Span]
) -> tuple[datetime, date | None]:
    """The same for hours, which run at once: a stop takes out the whole days between two midnights."""
    end_at = start.astimezone(UTC) + timedelta(hours=hours)
    for first, end in spans:
        begins_at = _midnight_after(first, calendar)
        if begins_at > end_at:
            break
        if end is None:
            return end_at, first
        end_at += _midnight_after(end, calendar) - begins_at
    return end_at, None


def _midnight_after(day: date, calendar: WorkCalendar) -> datetime:
    return datetime.combine(day + ONE_DAY, time(), tzinfo=calendar.zone).astimezone(UTC)


def _end(start: datetime, start_on: date, limit: Limit, calendar: WorkCalendar, stops: Sequence[Stop] = ()) -> _End:
    spans = spans_of(stops, start_on)
    if _is_in_hours(limit):
        end_at, stopped_from = _reach_hours(start, limit.value, calendar, spans)
        return _End((end_at.astimezone(calendar.zone) - _INSTANT).date(), end_at, stopped_from)
    last, stopped_from = _reach(start_on, limit, calendar, spans)
    return _End(last, _midnight_after(last, calendar), stopped_from)


def _moved_on(last: date, limit: Limit, calendar: WorkCalendar) -> date:
    """The last day, moved on from a day off where the limit counts calendar days. Law: CIV 203."""
    return last if counts_working_days(limit) or _is_in_hours(limit) else calendar.working_day_from(last)


def _settled(end: _End, limit: Limit, calendar: WorkCalendar) -> tuple[date, datetime]:
    last = _moved_on(end.on, limit, calendar)
    ends_at = end.at if last == end.on else _midnight_after(last, calendar)
    return last, ends_at.astimezone(calendar.zone)


def _left(end: _End, limit: Limit, calendar: WorkCalendar) -> int | None:
    if end.stopped_from is None:
        return None
    if _is_in_hours(limit):
        return -((_midnight_after(end.stopped_from, calendar) - end.at) // _HOUR)
    if counts_working_days(limit):
        return calendar.working_days_between(end.stopped_from, end.on)
    return max(0, (end.on - end.stopped_from).days)


def _is_provisional(start_on: date, end: _End, due_on: date, limit: Limit, calendar: WorkCalendar) -> bool:
    if _is_in_hours(limit) or due_on == start_on:
        return False
    if counts_working_days(limit):
        return calendar.is_provisional(start_on, end.stopped_from or due_on)
    # Only whether the last day is a day off depends on the calendar.
    return end.stopped_from is None and calendar.is_provisional(end.on, due_on)
