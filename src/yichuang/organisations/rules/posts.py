"""On which days somebody may hold a post, stand in, or be away."""

from datetime import date, timedelta

from yichuang.organisations.errors import (
    HoldingPeriodError,
    LeaveDaysError,
    LeavePeriodError,
    ReasonMissingError,
    StandInPeriodError,
    TextTooLongError,
)

# A post is held by somebody; who stands in longer than this should hold it.
STAND_IN_DAYS = 90
LEAVE_DAYS = 366
REASON_MAX = 200


def check_period(held_from: date, held_to: date | None) -> None:
    """Nothing, when the last day is not before the first.

    Raises:
        HoldingPeriodError: it is.
    """
    if held_to is not None and held_to < held_from:
        raise HoldingPeriodError(held_from=held_from, held_to=held_to)


def check_stand_in_period(held_from: date, held_to: date, today: date) -> None:
    """Nothing, when somebody may stand in on these days.

    Raises:
        HoldingPeriodError: the last day lies before the first.
        StandInPeriodError: they begin before today, or are more than 90.
    """
    check_period(held_from, held_to)
    if held_from < today or held_to - held_from >= timedelta(days=STAND_IN_DAYS):
        raise StandInPeriodError(most=STAND_IN_DAYS, today=today)


def check_leave_period(away_from: date, away_to: date, today: date, *, is_own: bool) -> None:
    """Nothing, when somebody may be away on these days: today or later, of one's own accord only later.

    The day on which one acts is never turned into a day of leave by oneself: what was done on it would lose its ground.

    Raises:
        HoldingPeriodError: the last day lies before the first.
        LeavePeriodError: they begin too early.
        LeaveDaysError: they are more than 366.
    """
    check_period(away_from, away_to)
    first = today + timedelta(days=1) if is_own else today
    if away_from < first:
        raise LeavePeriodError(first=first)
    if away_to - away_from >= timedelta(days=LEAVE_DAYS):
        raise LeaveDaysError(most=LEAVE_DAYS)


def check_reason(reason: str) -> str:
    """The reason without spaces around it.

    Raises:
        ReasonMissingError, TextTooLongError: nothing is left, or more than there is room for.
    """
    reason = reason.strip()
    if not reason:
        raise ReasonMissingError
    if len(reason) > REASON_MAX:
        raise TextTooLongError(most=REASON_MAX, given=len(reason))
    return reason
