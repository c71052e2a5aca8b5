"""Electronic supervision over many cases: what a reading, a sweep, following along, and indicators cost.

BENCH_CASES says how many there are (100 000 unless said otherwise), 4 of 100 open. A sweep of ten million cases that were read before
costs the day of its open ones (extrapolated here to 100 000) and the counts, which grow with items and months; run it with several
numbers to see that. The first reading grows with the cases; the loader's rows give two signals each, which is most of its time here.
"""

import os
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import psycopg

from bench.load_cases import load
from tests.support import cases
from yichuang.cases.queries import open_days
from yichuang.cases.rules import State
from yichuang.config.env import environment
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.supervision.models import CaseFact, MonthCount, Signal
from yichuang.supervision.queries import Period, indicators
from yichuang.supervision.services import count, examine_cases, sweep, watch_days

CASES = int(os.environ.get("BENCH_CASES", "100000"))
WANTED_OPEN = 100_000
_REREAD = 10_000
ACTS = int(os.environ.get("BENCH_ACTS", "60"))


def run() -> dict[str, Any]:
    loaded = load(CASES, 500)
    reading, swept = _timed(lambda: sweep(actor=SYSTEM))
    _vacuum()
    again, _swept = _timed(lambda: sweep(actor=SYSTEM))
    CaseFact.objects.filter(case_id__lte=_REREAD).update(edition=0)
    rereading, reread = _timed(lambda: sweep(actor=SYSTEM))
    open_number = len(open_days())
    counting = _best(lambda: count(actor=SYSTEM))
    facts, months = CaseFact.objects.count(), MonthCount.objects.count()
    signals = Signal.objects.count()
    act, following = _following(loaded.desk)
    year, month = _indicators()
    _vacuum()
    days = _best(lambda: watch_days(actor=SYSTEM))
    tenfold = _with_a_tenth(days)
    return {
        "cases": CASES,
        "open": open_number,
        "signals": signals,
        "first_reading_seconds": round(reading, 1),
        "first_reading_ms_a_case": round(reading / max(swept.cases, 1) * 1000, 3),
        "reading_ms_a_case_without_new_signals": round((rereading - again) / max(reread.cases, 1) * 1000, 3),
        "sweep_again_seconds": round(again, 2),
        "day_seconds": round(days, 2),
        "counts_seconds": round(counting, 2),
        "day_of_100_000_open_seconds": round(days * WANTED_OPEN / max(open_number, 1), 1),
        "facts": facts,
        "months": months,
        "act_ms": round(act * 1000, 2),
        "following_ms_an_act": round(following * 1000, 3),
        "following_share": round(following / act, 3),
        "indicator_year_by_department_ms": round(year * 1000, 1),
        "indicator_month_ms": round(month * 1000, 1),
        "day_with_ten_times_the_closed_cases": tenfold,
    }


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = work()
    return time.perf_counter() - started, answer


def _best(work: Callable[[], object], times: int = 3) -> float:
    return min(_timed(work)[0] for _ in range(times))


def _vacuum() -> None:
    with psycopg.connect(environment().cluster.url("postgres"), autocommit=True) as db:
        db.execute("VACUUM (ANALYZE)")


def _following(desk: cases.Desk) -> tuple[float, float]:
    """Seconds of an act of a whole life, and of following it: the lot of a five-second round, each case examined once."""
    road = cases.ROAD[State.ARCHIVED]
    started = time.perf_counter()
    numbers = [cases.make_case(desk, State.ARCHIVED) for _ in range(ACTS)]
    acts = ACTS * (len(road) + 1)
    act = (time.perf_counter() - started) / acts
    examine_cases(numbers)
    following = _best(lambda: examine_cases(numbers)) / len(numbers)
    return act, following


def _indicators() -> tuple[float, float]:
    today = clock.today()
    year = Period(today - timedelta(days=365), today)
    month = Period(date(today.year, today.month, 1), today)
    return _best(lambda: indicators(year, by="organisation")), _best(lambda: indicators(month, by="organisation"))


def _with_a_tenth(full: float) -> dict[str, float]:
    """The day's lights with all closed cases and with a tenth of them, at the same number of open ones."""
    with psycopg.connect(environment().cluster.url("postgres"), autocommit=True) as db:
        db.execute("SET session_replication_role = replica")  # the ledgers of what goes are left behind
        db.execute("DELETE FROM cases_case WHERE closed_at IS NOT NULL AND id % 10 <> 0")
        db.execute("VACUUM (FULL, ANALYZE) cases_case")
    tenth = _best(lambda: watch_days(actor=SYSTEM))
    return {"seconds": round(full, 3), "seconds_with_a_tenth": round(tenth, 3), "times_slower": round(full / tenth, 2)}
