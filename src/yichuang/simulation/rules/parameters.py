"""What the model assumes, in one place; docs/developers/simulation.md says from where each number is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from types import MappingProxyType

OPENS, CLOSES = 9 * 60, 17 * 60
"""Office hours, in minutes of the day."""
LAST_VISIT = 15 * 60 + 40
"""Nobody comes later whose matter should still be closed on the spot."""


@dataclass(frozen=True, slots=True)
class Margins:
    """How far a lawful life keeps from the thresholds at which supervision lights a signal.

    A decision leaves at least `days_left` working days and `share_left` of the limit (a signal lights at 1 day or 0.2), unless
    the limit is so short that it is made on the day of acceptance; it comes at least `minutes_after_acceptance` after it (a
    signal lights within 30), and a whole promised case takes at least as long (a signal lights within 15).
    """

    days_left: int = 2
    share_left: float = 0.3
    minutes_after_acceptance: int = 45
    stops: int = 1
    corrected_after: int = 8
    """Of the ten working days that an applicant has."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """The model of one centre's year. Shares are of the cases to which they can happen."""

    on_the_spot: float = 0.9423
    """Closed on the day on which they are taken in, of all: 298 702 of 316 994 in ten months (PRACT 004)."""
    at_once: float = 0.985
    """Of the applications for items decided on the spot: closed on the day on which they are taken in."""
    same_day: float = 0.43
    """Of the others: their limits are often a day or two, which a clean year does not use."""
    online_instant: float = 0.35
    online_promised: float = 0.5
    item_exponent: float = 1.1
    never_asked: float = 0.04
    months: tuple[float, ...] = (0.9, 0.6, 1.15, 1.1, 1.0, 1.05, 1.05, 0.95, 1.1, 0.9, 1.1, 1.1)
    weekdays: tuple[float, ...] = (1.2, 1.08, 1.0, 0.95, 0.9, 0.35, 0.35)
    """Monday first; the last two hold for make-up days, when work is done on a weekend."""
    day_off: float = 0.06
    """Of a working day, online only."""
    hours: Mapping[int, float] = field(
        default_factory=lambda: MappingProxyType({9: 1.0, 10: 1.3, 11: 0.9, 12: 0.2, 13: 0.6, 14: 1.1, 15: 1.0})
    )
    hours_online: tuple[float, ...] = (
        0.1, 0.05, 0.03, 0.03, 0.05, 0.1, 0.3, 0.7, 1.2, 2.0, 2.2, 1.6, 1.0, 1.1, 1.7, 1.8, 1.4, 0.9, 0.7, 0.9, 1.1, 1.0, 0.7, 0.3,
    )  # fmt: skip
    refused: float = 0.006
    not_required: float = 0.001
    corrected: float = 0.08
    corrected_instant: float = 0.004
    not_corrected: float = 0.05
    withdrawn: float = 0.012
    terminated: float = 0.002
    denied: float = 0.02
    stopped: float = 0.05
    extended: float = 0.01
    heard: float = 0.004
    deferred: float = 0.15
    committed: float = 0.35
    early: float = 2.2
    """How early decisions are: the share of the time used is a random number to this power."""
    margins: Margins = Margins()


DEFAULT = Parameters()
NIGHT = time(0, 30)
"""When the system does what the law brings about."""
