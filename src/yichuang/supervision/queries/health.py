"""What the operator is told: cases that could not be examined, rules that were refused, clocks that jumped."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from yichuang.cases.queries import newest_act_at
from yichuang.core import clock
from yichuang.core.errors import gettext_noop
from yichuang.core.findings import Finding
from yichuang.supervision.models import Parked, Progress

TOLERANCE = timedelta(minutes=2)
"""By which clocks of several machines may differ."""
SILENCE = timedelta(days=12)
"""Longer than the longest holidays: a ledger without any act for so long is more likely a clock set forward."""

SWEPT = "swept"
"""The name under which `Progress` says when the last sweep ended."""


@dataclass(frozen=True, slots=True)
class ParkedCase:
    """A case that could not be examined: why, since when, how often it was tried."""

    case_no: str
    reason: str
    first_at: datetime
    last_at: datetime
    attempts: int


def list_parked(*, most: int = 200) -> tuple[ParkedCase, ...]:
    """The cases that could not be examined, the oldest first; each is tried again by the next sweep, and when it has news."""
    rows = Parked.objects.order_by("pk").values_list("case_no", "reason", "first_at", "last_at", "attempts")
    return tuple(ParkedCase(*row) for row in rows[:most])


def clock_findings() -> tuple[Finding, ...]:
    """What is wrong with the clock, seen from the newest act in the ledger and the last sweep; empty when nothing is."""
    now = clock.now()
    newest = newest_act_at()
    swept = Progress.objects.filter(name=SWEPT).values_list("at", flat=True).first()
    last = max(filter(None, (newest, swept)), default=None)
    if last is None:
        return ()
    details = {
        "now": clock.local(now).isoformat(timespec="minutes"),
        "last": clock.local(last).isoformat(timespec="minutes"),
    }
    if last - now > TOLERANCE:
        message = gettext_noop(
            "The clock says {now}, but something was written at {last}: the clock was set back, or was ahead."
        )
        remedy = gettext_noop(
            "Set the clock right. Lights of days that have not come are looked at again by the next sweep."
        )
        return (Finding("supervision.clock_back", "error", message, remedy, details),)
    if newest is not None and now - newest > SILENCE:
        details["last"] = clock.local(newest).isoformat(timespec="minutes")
        message = gettext_noop(
            "The clock says {now}, and the newest act is of {last}: the clock was set forward, or nobody works."
        )
        remedy = gettext_noop(
            "Compare the clock. Signals about limits may have been raised too early; recounting withdraws them."
        )
        return (Finding("supervision.clock_forward", "warning", message, remedy, details),)
    return ()
