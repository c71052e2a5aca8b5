"""A simulated year in bulk: CPU seconds per case of this program and of PostgreSQL, and what follows for large years.

BENCH_SIMULATED cases by two processes. Other programs on the machine make the wall clock longer, but hardly the CPU seconds;
`minutes_for` is what two free cores would take for 316 994 and for 10 000 000 cases. The examples that the bulk writer learns
from are counted apart, since their number hardly grows with that of the cases.
"""

import os
import resource
import time
from pathlib import Path
from typing import Any

from yichuang.cases.services import verify_ledger
from yichuang.config.demo import make_centre
from yichuang.config.env import environment
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.simulation.services import simulate

CASES = int(os.environ.get("BENCH_SIMULATED", "20000"))
_TICK = os.sysconf("SC_CLK_TCK")


def run() -> dict[str, Any]:
    make_centre()
    answer: dict[str, Any] = {"cases": CASES}
    for name, cases in (("warm_up", max(CASES // 4, 1)), ("year", CASES)):
        own, postgres, started = _own(), _postgres(), time.perf_counter()
        made = simulate(
            actor=SYSTEM, year=2025, cases=cases, seed=f"bench {name}", is_in_bulk=True, hands=2, until=clock.now()
        )
        answer[name] = {
            "wall_s": round(time.perf_counter() - started, 1),
            "own_cpu_s": round(_own() - own, 1),
            "postgres_cpu_s": round(_postgres() - postgres, 1),
            "lessons": made.lessons,
        }
    answer |= _following(answer)
    started = time.perf_counter()
    report = verify_ledger(actor=SYSTEM, hands=2)
    answer |= {
        "ledger_rows": report.rows,
        "broken": len(report.broken),
        "verify_s": round(time.perf_counter() - started, 1),
    }
    answer["largest_process_mb"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return answer


def _following(answer: dict[str, Any]) -> dict[str, Any]:
    """From the difference of both runs, which both had their examples to learn."""
    small, large = answer["warm_up"], answer["year"]
    cpu = [one["own_cpu_s"] + one["postgres_cpu_s"] for one in (small, large)]
    each = (cpu[1] - cpu[0]) / (CASES - max(CASES // 4, 1))
    fixed = cpu[0] - each * max(CASES // 4, 1)
    return {
        "cpu_ms_a_case": round(each * 1000, 3),
        "cpu_s_once": round(fixed, 1),
        "minutes_for": {number: round((fixed + each * number) / 2 / 60, 1) for number in (316_994, 10_000_000)},
    }


def _own() -> float:
    """CPU seconds of this process and of its finished children."""
    return sum(one for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN) for one in resource.getrusage(who)[:2])


def _postgres() -> float:
    """CPU seconds of the server, its present and its finished processes."""
    postmaster = int((environment().cluster.data / "postmaster.pid").read_text().split()[0])
    total = 0.0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        if int(stat.parent.name) == postmaster:
            total += sum(int(one) for one in fields[11:15]) / _TICK
        elif int(fields[1]) == postmaster:
            total += sum(int(one) for one in fields[11:13]) / _TICK
    return total
