"""Stops: spans of days that a clock does not count, and which reasons stop which clock."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Self, TypeAlias

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.errors import StopBackwardsError, StopInvalidError, StopWithoutReasonError

_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_WRITTEN = re.compile(rf"(?P<from_day>{_DAY})\.\.(?P<to_day>{_DAY})?(?:[:：](?P<reason>.*))?", re.ASCII | re.DOTALL)


class Clock(Labelled):
    """Which of the two limits of a decision is counted; each is stopped by reasons of its own."""

    STATUTORY = "statutory", gettext_noop("Statutory limit")
    PROMISED = "promised", gettext_noop("Promised limit")


class Procedure(Labelled):
    """What is done within a case and takes time that may or may not be counted."""

    HEARING = "hearing", gettext_noop("Hearing")
    TENDER = "tender", gettext_noop("Tender")
    AUCTION = "auction", gettext_noop("Auction")
    INSPECTION = "inspection", gettext_noop("Inspection of goods or equipment")
    TEST = "test", gettext_noop("Testing")
    QUARANTINE = "quarantine", gettext_noop("Quarantine")
    APPRAISAL = "appraisal", gettext_noop("Expert appraisal")
    EXPERT_REVIEW = "expert_review", gettext_noop("Expert review")
    SITE_VISIT = "site_visit", gettext_noop("Visit on site")
    PUBLIC_NOTICE = "public_notice", gettext_noop("Public notice")
    CONSULTATION = "consultation", gettext_noop("Consultation of other bodies")
    REFERRAL = "referral", gettext_noop("Decision of the higher body")


BOTH: frozenset[Clock] = frozenset(Clock)
STOPPED_CLOCKS: Mapping[Procedure, frozenset[Clock]] = MappingProxyType(
    dict.fromkeys(Procedure, BOTH)
    | {
        Procedure.SITE_VISIT: frozenset(),
        Procedure.PUBLIC_NOTICE: frozenset({Clock.PROMISED}),
        Procedure.CONSULTATION: frozenset(),
    }
)
"""The default: the eight of ALL 45 stop both clocks; what is not among them stops no statutory clock. That public notice
stops the promised one is a local rule (BZ 19). What the higher body takes for its decision is its own time (ALL 43)."""

_CHINESE: Mapping[str, Procedure] = MappingProxyType(
    {
        "听证": Procedure.HEARING, "招标": Procedure.TENDER, "拍卖": Procedure.AUCTION, "检验": Procedure.INSPECTION,
        "检测": Procedure.TEST, "检疫": Procedure.QUARANTINE, "鉴定": Procedure.APPRAISAL,
        "专家评审": Procedure.EXPERT_REVIEW, "现场踏勘": Procedure.SITE_VISIT, "公示": Procedure.PUBLIC_NOTICE,
        "征求意见": Procedure.CONSULTATION, "上报审批": Procedure.REFERRAL,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stop:
    """From an event on `from_day` to an event on `to_day` a clock stands still; None while it still stands.

    The day of the event that stops it is still counted, as the day of an event always belongs to what was before; the
    days after it up to and including `to_day` are not. `from_day` and `to_day` on one day take out nothing.
    """

    from_day: date
    to_day: date | None
    reason: str
    clocks: frozenset[Clock] = BOTH

    def __post_init__(self) -> None:
        """Refuse what is no stop.

        Raises:
            StopBackwardsError: it ends before it begins.
            StopWithoutReasonError: it has no reason.
        """
        if self.to_day is not None and self.to_day < self.from_day:
            raise StopBackwardsError(from_day=self.from_day.isoformat(), to_day=self.to_day.isoformat())
        if not self.reason.strip():
            raise StopWithoutReasonError(from_day=self.from_day.isoformat())

    @classmethod
    def parse(cls, text: str) -> Self:
        """The stop written as "2026-02-10..2026-02-26:听证"; without a second day it still stands.

        A reason that names a `Procedure`, by its code or in Chinese, stops the clocks that the procedure stops; any
        other stops both.

        Raises:
            StopInvalidError: it is written otherwise, or a day does not exist.
            StopBackwardsError, StopWithoutReasonError: see above.
        """
        written = _WRITTEN.fullmatch(text.strip())
        try:
            if written is None:
                raise StopInvalidError(given=text)
            from_day = date.fromisoformat(written["from_day"])
            to_day = date.fromisoformat(written["to_day"]) if written["to_day"] else None
        except ValueError as error:
            raise StopInvalidError(given=text) from error
        reason = (written["reason"] or "").strip()
        return cls(from_day, to_day, reason, stopped_clocks(reason))

    def takes_out(self, day: date) -> bool:
        """Whether the clock stands still on that day."""
        return self.from_day < day and (self.to_day is None or day <= self.to_day)


Span: TypeAlias = tuple[date, date | None]
"""The days after the first up to and including the second, or without end."""


def procedure_of(reason: str) -> Procedure | None:
    """The procedure that the reason names, by its code or in Chinese."""
    word = reason.strip()
    return _CHINESE.get(word) or next((one for one in Procedure if one.value == word.lower()), None)


def stopped_clocks(reason: str) -> frozenset[Clock]:
    """Which clocks the reason stops by default; both if it is none that is known.

    Law: ALL 45
    """
    procedure = procedure_of(reason)
    return BOTH if procedure is None else STOPPED_CLOCKS[procedure]


def stops_of(stops: Iterable[Stop], clock: Clock) -> tuple[Stop, ...]:
    """The stops that hold for that clock."""
    return tuple(stop for stop in stops if clock in stop.clocks)


def spans_of(stops: Iterable[Stop], start_on: date) -> list[Span]:
    """What the stops take out after the start, in order, as spans that neither overlap nor touch nor are empty."""
    joined: list[Span] = []
    for stop in sorted(stops, key=lambda stop: stop.from_day):
        first, last = max(stop.from_day, start_on), stop.to_day
        if last is not None and last <= first:
            continue
        if not joined:
            joined.append((first, last))
            continue
        begun, ended = joined[-1]
        if ended is None:
            break
        if first > ended:
            joined.append((first, last))
        elif last is None or last > ended:
            joined[-1] = (begun, last)
    return joined
