"""`yichuang timers`: what the law brings about because a day has passed."""

import argparse
from collections.abc import Sequence

from yichuang.cases.services import DueTimer, due_timers, run_timers
from yichuang.config.cli import show, table
from yichuang.core import clock
from yichuang.core.actor import SYSTEM


def timers(options: argparse.Namespace) -> int:
    """Do what is due, or only show it: what a job does each quarter of an hour."""
    found: list[DueTimer] = []
    if options.dry_run:
        found = due_timers(clock.today())
    else:
        run_timers(actor=SYSTEM, each=found.append)
    rows = _rows(found)
    show(options, {"timers": rows, "done": not options.dry_run}, table(rows) or "Nothing is due.")
    return 0


def _rows(found: Sequence[DueTimer]) -> list[dict[str, str]]:
    return [{"due_on": one.due_on.isoformat(), "case_no": one.case_no, "act": one.act.value} for one in found]
