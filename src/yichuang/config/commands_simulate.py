"""`yichuang simulate`: a made-up year of cases for a demonstration centre."""

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

from yichuang.config.cli import show
from yichuang.config.demo import centre_exists, make_centre
from yichuang.config.news import leave_out_all
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.simulation.rules.troubles import profile_of
from yichuang.simulation.services import Simulated, simulate

_BAR = 30


def simulate_year(options: argparse.Namespace) -> int:
    """Fill the demonstration centre with the cases of a year."""
    profile = profile_of(options.trouble, lambda name: Path(name).read_bytes())
    if not centre_exists():
        sys.stderr.write("Making the demonstration centre ...\n")
        make_centre()
    started = time.monotonic()
    made = simulate(
        actor=SYSTEM,
        year=options.year,
        cases=options.cases,
        seed=options.seed,
        is_in_bulk=None if options.by is None else options.by == "bulk",
        hands=options.hands,
        until=_end_of(options.until),
        profile=profile,
        tell=_bar(options.cases),
    )
    leave_out_all()
    if options.breaches:
        lines = (json.dumps(one, ensure_ascii=False) for one in made.breaches)
        Path(options.breaches).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    answer = _answer(made, time.monotonic() - started)
    show(options, answer, "\n".join(f"{name}: {value}" for name, value in answer.items()))
    return 0


def _end_of(day: str | None) -> datetime | None:
    if day is None:
        return None
    return datetime.combine(datetime.fromisoformat(day).date() + timedelta(days=1), clock_time.min, clock.zone())


def _answer(made: Simulated, seconds: float) -> dict[str, object]:
    planted: dict[str, int] = {}
    for one in made.breaches:
        planted[one["rule"]] = planted.get(one["rule"], 0) + 1
    answer = {name: value for name, value in asdict(made).items() if name != "breaches"}
    return answer | {"planted": dict(sorted(planted.items())), "seconds": round(seconds, 1)}


def _bar(cases: int) -> Callable[[int], None]:
    """A line that grows, where somebody looks."""
    done = 0

    def tell(written: int) -> None:
        nonlocal done
        done += written
        if sys.stderr.isatty():
            full = _BAR * done // max(cases, 1)
            end = "\n" if done >= cases else ""
            sys.stderr.write(f"\r[{'#' * full}{'.' * (_BAR - full)}] {done} of {cases}{end}")
            sys.stderr.flush()

    return tell
