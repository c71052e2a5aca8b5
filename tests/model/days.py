"""Counting days by the finger, over lists of days copied from the notices of the State Council; 2027 by the statute alone."""

from collections.abc import Iterable
from datetime import date, timedelta

DAY = timedelta(days=1)
SATURDAY = 5
_OFF = """
2025: 01-01 01-28 01-29 01-30 01-31 02-03 02-04 04-04 05-01 05-02 05-05 06-02 10-01 10-02 10-03 10-06 10-07 10-08
2026: 01-01 01-02 02-16 02-17 02-18 02-19 02-20 02-23 04-06 05-01 05-04 05-05 06-19 09-25 10-01 10-02 10-05 10-06 10-07
2027: 01-01 02-05 02-08 04-05 06-09 09-15 10-01
"""
_WORKED = """
2025: 01-26 02-08 04-27 09-28 10-11
2026: 01-04 02-14 02-28 05-09 09-20 10-10
"""
Period = tuple[date, date | None]
"""From the day of one event to that of another; None while the second has not come."""


def _days(text: str) -> frozenset[date]:
    years = [line.split(":") for line in text.split("\n") if line]
    return frozenset(date.fromisoformat(f"{year}-{day}") for year, days in years for day in days.split())


OFF, WORKED = _days(_OFF), _days(_WORKED)


def is_worked(day: date) -> bool:
    return day in WORKED or (day.weekday() < SATURDAY and day not in OFF)


def after(start: date, working_days: int) -> date:
    """The day of the event is not counted (CIV 201), nor is a day off (ALL 82)."""
    day = start
    while working_days:
        day += DAY
        working_days -= is_worked(day)
    return day


def after_plain(start: date, days: int) -> date:
    """Every day counts, and the last is moved on from a day off (CIV 203)."""
    day = start + days * DAY
    while not is_worked(day):
        day += DAY
    return day


def decision_due(start: date, working_days: int, stops: Iterable[Period]) -> date | None:
    """The term and all working days that were taken out of it (ALL 45); None while a stop keeps it from ending.

    A procedure that begins on the day on which another ends goes on with it: the clock has not moved in between.
    """
    rows = _joined(sorted(stops, key=lambda row: row[0]))
    due = after(start, working_days)
    while True:
        felt = [(max(begun, start), ended) for begun, ended in rows if begun <= due]
        if any(ended is None for _begun, ended in felt):
            return None
        taken = {day for begun, ended in felt if ended for day in _between(begun, ended) if is_worked(day)}
        moved = after(start, working_days + len(taken))
        if moved == due:
            return due
        due = moved


def _joined(rows: Iterable[Period]) -> list[Period]:
    joined: list[Period] = []
    for begun, ended in rows:
        if ended == begun:
            continue  # over on its first day: nothing is taken out
        if joined and joined[-1][1] == begun:
            joined[-1] = (joined[-1][0], ended)
        else:
            joined.append((begun, ended))
    return joined


def _between(begun: date, ended: date) -> list[date]:
    """The days after the first up to and including the second."""
    return [begun + number * DAY for number in range(1, (ended - begun).days + 1)]


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in range(day.day, 27, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    return date(year, month + 1, day.day)
