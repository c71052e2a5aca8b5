"""Pages by HTTP with a million cases and ten thousand items loaded: 16 people who read a page, think, and read the next.

What is measured is the time from request to last byte on a kept connection: waiting for a free worker is in it. Client, web
server and database share the machine's cores. BENCH_THINK is how long a person thinks, in seconds.
"""

import http.client
import os
import random
import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from bench.bench_http import CLIENTS, PORT, cookie_of, memory_mb, serve, wait
from bench.load_cases import load
from yichuang.cases.queries import WorklistFilter, worklist
from yichuang.core.actor import Actor

SECONDS = float(os.environ.get("BENCH_SECONDS", "45"))
THINK = float(os.environ.get("BENCH_THINK", "1"))
_WORDS = ("食品", "经营许可", "道路", "外国人资格", "养老", "shipin", "消防审批")

Ask = tuple[str, str, str]  # name, address, cookie


def run() -> dict[str, Any]:
    loaded = load()
    return {"seconds_to_load": loaded.seconds} | measure(
        loaded.desk.version.item_code, loaded.desk.clerk, loaded.centre
    )


def measure(item_code: str, clerk: Actor, centre: Actor) -> dict[str, Any]:
    """Milliseconds of each page at the median and the 95th percentile, with the workers' memory after it."""
    asks = _asks(item_code, clerk, centre)
    server = serve()
    try:
        wait()
        _drive(asks, 8.0, think=0.0)
        times, failures = _drive(asks, SECONDS, think=THINK)
        busy, busy_failures = _drive(asks, SECONDS / 3, think=0.0)
        pages = {name: _percentiles(found) for name, found in sorted(times.items())}
        requests = sum(len(found) for found in busy.values())
        return {
            "people": CLIENTS,
            "think_s": THINK,
            "requests_per_s": round(sum(len(found) for found in times.values()) / SECONDS, 1),
            "pages_ms": pages,
            "without_thinking_requests_per_s": round(requests / (SECONDS / 3), 1),
            "failures": failures + busy_failures,
            "workers_mb": memory_mb(server.pid),
        }
    finally:
        server.terminate()
        server.wait()


def _asks(item_code: str, clerk: Actor, centre: Actor) -> list[list[Ask]]:
    """What each person asks for: four of ten read the portal, six work at the desk."""
    desk, manager = cookie_of(clerk), cookie_of(centre)
    numbers = [row.case_no for row in worklist(clerk, WorklistFilter(), size=40).rows]
    public: list[Ask] = [("home", "/", ""), ("guide", f"/services/{item_code}/", "")]
    public += [("search", f"/services/?q={quote(word)}", "") for word in _WORDS]
    staff: list[Ask] = [("worklist", "/desk/cases/", desk), ("worklist of the centre", "/desk/cases/", manager)]
    staff += [("today", "/desk/", desk), *(("case", f"/desk/cases/{number}/", desk) for number in numbers)]
    return [public if number % 5 < 2 else staff for number in range(CLIENTS)]


def _drive(asks: list[list[Ask]], seconds: float, *, think: float) -> tuple[Mapping[str, list[float]], list[str]]:
    times: dict[str, list[float]] = defaultdict(list)
    failures: list[str] = []
    end = time.perf_counter() + seconds

    def work(number: int) -> None:
        dice = random.Random(number)
        time.sleep(dice.random() * think)
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
        by_name: dict[str, list[Ask]] = defaultdict(list)
        for ask in asks[number]:
            by_name[ask[0]].append(ask)
        while time.perf_counter() < end:
            name, address, cookie = dice.choice(by_name[dice.choice(sorted(by_name))])
            started = time.perf_counter()
            connection.request("GET", address, headers={"Cookie": cookie, "Accept-Language": "zh-CN"})
            response = connection.getresponse()
            response.read()
            times[name].append((time.perf_counter() - started) * 1000)
            if response.status != 200:
                failures.append(f"{address} {response.status}")
            time.sleep(think * (0.5 + dice.random()))

    threads = [threading.Thread(target=work, args=[number]) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, failures[:5]


def _percentiles(found: list[float]) -> dict[str, float]:
    ordered = sorted(found)
    return {
        "asked": len(found),
        "p50": round(statistics.median(ordered), 1),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 1),
    }
