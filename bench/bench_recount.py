"""The due dates of a million open cases after a change of the calendar, while a clerk works.

Three changes: a weekday in five weeks becomes a holiday, one in two weeks, and the worst, one tomorrow that moves nearly every case that is
not overdue; before them the loader's due dates, which fit no calendar, are all put right. The clerk submits
and accepts applications all the while, in a process of his own as at a centre; what he waits is told beside what he waits
when nothing is recounted. Before each change the tables are vacuumed, as they are long before the next notice of the State
Council. BENCH_CASES says how many cases.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from multiprocessing import get_context
from typing import Any

import psycopg
from django.db import connection

from bench.load_cases import load
from tests.support import cases
from yichuang.cases.queries.days import calendar
from yichuang.cases.rules import State
from yichuang.cases.services import cases_moved_by, recount_cases, submit_application
from yichuang.config.env import environment
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.rules import DayKind
from yichuang.deadlines.services import set_day
from yichuang.organisations.rules import NATIONAL

OPEN = int(os.environ.get("BENCH_CASES", "1000000"))
ITEMS = int(os.environ.get("BENCH_ITEMS", "1000"))
HANDS = int(os.environ.get("BENCH_HANDS", "2"))
_QUIET_SECONDS = 10


def run() -> dict[str, Any]:
    loaded = load(OPEN, ITEMS, is_open=True)
    answer: dict[str, Any] = {"seconds_to_load": loaded.seconds}
    answer["first_count"] = _measured(
        loaded.desk, lambda: None
    )  # the loader's due dates are none that any calendar gives
    answer["clerk_alone_ms"] = _clerk(loaded.desk, lambda: time.sleep(_QUIET_SECONDS))
    answer["holiday_in_five_weeks"] = _measured(loaded.desk, lambda: _holiday(weeks=5))
    answer["holiday_in_two_weeks"] = _measured(loaded.desk, lambda: _holiday(weeks=2))
    answer["holiday_tomorrow"] = _measured(loaded.desk, lambda: _holiday(weeks=0))
    answer["nothing_changed"] = _measured(loaded.desk, lambda: None)
    return answer


def _measured(desk: cases.Desk, change: Callable[[], None]) -> dict[str, Any]:
    """How many cases the change moves, how long that takes to see and to do, and what the clerk waits meanwhile."""
    change()
    with psycopg.connect(environment().cluster.url("postgres"), autocommit=True) as db:
        db.execute("VACUUM (ANALYZE)")
    started = time.perf_counter()
    seen = cases_moved_by(SYSTEM, calendar()).number
    looked = time.perf_counter() - started
    told: dict[str, Any] = {}

    def recount() -> None:
        begun = time.perf_counter()
        told["moved"] = recount_cases(actor=SYSTEM, hands=HANDS)
        told["seconds"] = round(time.perf_counter() - begun, 1)

    clerk = _clerk(desk, recount)
    return {"seen": seen, "seconds_to_see": round(looked, 1), **told, "clerk_ms": clerk}


def _holiday(*, weeks: int) -> None:
    day: date = clock.today() + timedelta(days=7 * weeks + 1)
    while not calendar().is_working_day(day):
        day += timedelta(days=1)
    set_day(actor=SYSTEM, region_code=NATIONAL, day=day, kind=DayKind.HOLIDAY, name="测试", source="国务院通知")


def _clerk(desk: cases.Desk, work: Callable[[], None]) -> dict[str, float]:
    """What acts take in milliseconds while the work goes on."""
    connection.close()
    processes = get_context("fork")
    is_over, told = processes.Event(), processes.SimpleQueue()

    def act() -> None:
        taken, party = list[float](), cases.party_of(desk.applicant)
        while not is_over.is_set():
            number = submit_application(actor=desk.clerk, submission=cases.submission(desk, party=party)).case_no
            for one in cases.ROAD[State.ACCEPTED]:
                started = time.perf_counter()
                cases.do(desk, one, number)
                taken.append((time.perf_counter() - started) * 1000)
            time.sleep(0.1)
        told.put(taken)

    clerk = processes.Process(target=act, daemon=True)
    clerk.start()
    work()
    is_over.set()
    taken = told.get()
    clerk.join()
    ordered = sorted(taken)
    return {
        "acts": len(ordered),
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[int(len(ordered) * 0.95)], 1),
        "most": round(ordered[-1], 1),
    }
