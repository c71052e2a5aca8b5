"""How long a million due dates take, and how much slower counting day by day is."""

import random
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import TypeVar

from yichuang.deadlines.rules import WorkCalendar, due_on_many, provisional_year
from yichuang.deadlines.vendors import published_year

MANY = 1_000_000
FEW = 2_000
SEED = 20260925

T = TypeVar("T")


def run() -> dict[str, object]:
    """Seconds for a million due dates (starts 2020-2026, 1 to 60 working days) and for counting by days.

    Raises:
        AssertionError: the two ways do not agree on the pairs counted by both.
    """
    built_s, calendar = _timed(
        lambda: WorkCalendar(published_year(year) or provisional_year(year) for year in range(2020, 2028))
    )
    starts, counts = _pairs(MANY)
    many_s = min(_timed(lambda: due_on_many(starts, counts, calendar))[0] for _ in range(3))
    single_s, _ = _timed(
        lambda: [calendar.add_working_days(start, count) for start, count in zip(starts, counts, strict=True)]
    )
    fast = due_on_many(starts[:FEW], counts[:FEW], calendar)
    slow_s, slow = _timed(
        lambda: [_by_days(start, count, calendar) for start, count in zip(starts[:FEW], counts[:FEW], strict=True)]
    )
    if fast != slow:
        message = "The list look-ups and the count by days do not agree."
        raise AssertionError(message)
    return {
        "due_dates": MANY,
        "seconds_for_all": round(many_s, 3),
        "seconds_for_all_one_by_one": round(single_s, 3),
        "seconds_to_build_calendar": round(built_s, 3),
        "pairs_checked_by_days": FEW,
        "by_days_slower_times": round(slow_s / FEW / (many_s / MANY)),
    }


def _pairs(count: int) -> tuple[list[date], list[int]]:
    chance = random.Random(SEED)
    first = date(2020, 1, 1)
    span = (date(2026, 12, 31) - first).days
    starts = [first + timedelta(days=chance.randint(0, span)) for _ in range(count)]
    return starts, [chance.randint(1, 60) for _ in range(count)]


def _by_days(start: date, count: int, calendar: WorkCalendar) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        count -= calendar.is_working_day(day)
    return day


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    result = act()
    return time.perf_counter() - begun, result


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name}: {value}")
