"""Why a limit ends when it does: each day of it with the rule that counts it or does not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules.days import DayKind
from yichuang.deadlines.rules.lives import Life, counts_working_days, days_in
from yichuang.deadlines.rules.terms import Limit, Term, Unit
from yichuang.deadlines.rules.work_calendar import WorkCalendar


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
    STOPPED = "stopped", gettext_noop("The clock stands still; the day is not counted")


_WORKING_DAY_REASONS = {
    DayKind.WORKDAY: Reason.WORKING_DAY,
    DayKind.MAKE_UP_WORKDAY: Reason.MAKE_UP_WORKDAY,
    DayKind.WEEKEND: Reason.WEEKEND,
    DayKind.HOLIDAY: Reason.HOLIDAY,
}


@dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the count; `ordinal` is its number among the days counted, None when it is not counted.

    `note` is the reason for which the clock stood still on the day; `provisional` says that the day's year is not
    confirmed.
    """

    day: date
    kind: DayKind
    name: str
    counted: bool
    ordinal: int | None
    reason: Reason
    source: str
    note: str = ""
    provisional: bool = False


def list_days(life: Life, calendar: WorkCalendar) -> tuple[DayCount, ...]:
    """Each day from the event to the last, or to the one from which the clock stands still without end."""
    return tuple(_count(life, calendar))


def stop_note(life: Life, day: date) -> str:
    """The reasons for which the clock stands still on the day, none twice; empty where it runs."""
    return "、".join(dict.fromkeys(stop.reason for stop in life.stops if stop.takes_out(day)))


def _count(life: Life, calendar: WorkCalendar) -> Iterator[DayCount]:
    total, ordinal = life.total, 0
    is_in_hours = isinstance(total, Term) and total.unit is Unit.HOUR
    for passed in range((_last_listed(life) - life.start_on).days + 1):
        day = life.start_on + timedelta(days=passed)
        kind, note = calendar.kind_of(day), stop_note(life, day) if passed else ""
        if passed:
            left = days_in(life.start_on, total) - ordinal
            counted, reason = _judge(total, left, kind, is_stopped=bool(note))
        else:
            counted, reason = _judge_event_day(total)
        numbered = counted and not is_in_hours
        ordinal += numbered
        yield DayCount(
            day=day,
            kind=kind,
            name=calendar.name_of(day),
            counted=counted,
            ordinal=ordinal if numbered else None,
            reason=reason,
            source=calendar.source_of(day),
            note=note if reason is Reason.STOPPED else "",
            provisional=calendar.is_provisional(day, day),
        )


def _last_listed(life: Life) -> date:
    if life.due_on is not None:
        return life.due_on
    return max(life.start_on, min(stop.from_day for stop in life.stops if stop.to_day is None))


def _judge_event_day(total: Limit) -> tuple[bool, Reason]:
    """Whether the day of the event is counted, and why."""
    if isinstance(total, Term) and total.is_on_the_spot:
        return True, Reason.ON_THE_SPOT
    if isinstance(total, Term) and total.unit is Unit.HOUR:
        return True, Reason.HOURS
    return False, Reason.EVENT_DAY


def _judge(total: Limit, left: int, kind: DayKind, *, is_stopped: bool) -> tuple[bool, Reason]:
    """The same for a later day, before which so many days are left to count."""
    if counts_working_days(total) and not kind.is_working:
        return False, _WORKING_DAY_REASONS[kind]
    if is_stopped:
        return False, Reason.STOPPED
    if counts_working_days(total):
        return True, _WORKING_DAY_REASONS[kind]
    if isinstance(total, Term) and total.unit is Unit.HOUR:
        return True, Reason.HOURS
    if left == 0:
        return False, Reason.AFTER_DAYS_OFF if kind.is_working else Reason.STILL_OFF
    return True, Reason.LAST_DAY_OFF if left == 1 and not kind.is_working else Reason.CALENDAR_DAY
