"""The levels of a rating, what may be marked with it, and when it may be given."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled

TEXT_MAX = 300
ONLINE_WITHIN = timedelta(days=60)


class RatingChannel(Labelled):
    """Where the service was rated."""

    WINDOW = "window", gettext_noop("Rated at the window")
    ONLINE = "online", gettext_noop("Rated online")


class Level(Enum):
    """How satisfied somebody is; 1 is the best. Law: GB39046 A.8."""

    VERY_SATISFIED = 1
    SATISFIED = 2
    FAIRLY_SATISFIED = 3
    DISSATISFIED = 4
    VERY_DISSATISFIED = 5

    @property
    def label(self) -> str:
        """The words of the level, to be translated."""
        return _WORDS[self]

    @property
    def is_bad(self) -> bool:
        """Whether it counts as a bad review (差评)."""
        return self in {Level.DISSATISFIED, Level.VERY_DISSATISFIED}


_WORDS: Mapping[Level, str] = MappingProxyType(
    {
        Level.VERY_SATISFIED: gettext_noop("Very satisfied"),
        Level.SATISFIED: gettext_noop("Satisfied"),
        Level.FAIRLY_SATISFIED: gettext_noop("Fairly satisfied"),
        Level.DISSATISFIED: gettext_noop("Dissatisfied"),
        Level.VERY_DISSATISFIED: gettext_noop("Very dissatisfied"),
    }
)


class Tag(Labelled):
    """What may be marked with a rating."""

    KIND = "kind", gettext_noop("Friendly and patient")
    QUICK = "quick", gettext_noop("Quick")
    SKILLED = "skilled", gettext_noop("Knew the matter well")
    CLEAR = "clear", gettext_noop("Everything was explained")
    EASY = "easy", gettext_noop("Easy to fill in")
    ONE_VISIT = "one_visit", gettext_noop("Done in one visit")
    UNFRIENDLY = "unfriendly", gettext_noop("Unfriendly")
    SLOW = "slow", gettext_noop("Slow, or a long wait")
    UNSKILLED = "unskilled", gettext_noop("Did not know the matter")
    UNCLEAR = "unclear", gettext_noop("Not explained at once")
    EXTRA = "extra", gettext_noop("Asked for more than the guide says")
    HARD = "hard", gettext_noop("Hard to use, or errors")
    GUIDE_WRONG = "guide_wrong", gettext_noop("The guide was not right")


TAGS: Mapping[RatingChannel, Mapping[bool, tuple[Tag, ...]]] = MappingProxyType(
    {
        RatingChannel.WINDOW: MappingProxyType(
            {
                False: (Tag.KIND, Tag.QUICK, Tag.SKILLED, Tag.CLEAR),
                True: (Tag.UNFRIENDLY, Tag.SLOW, Tag.UNSKILLED, Tag.UNCLEAR, Tag.EXTRA),
            }
        ),
        RatingChannel.ONLINE: MappingProxyType(
            {
                False: (Tag.EASY, Tag.QUICK, Tag.CLEAR, Tag.ONE_VISIT),
                True: (Tag.HARD, Tag.SLOW, Tag.GUIDE_WRONG, Tag.UNCLEAR, Tag.EXTRA),
            }
        ),
    }
)
"""What may be marked, by channel and by whether the level is a bad one."""


class Refusal(Labelled):
    """Why a case cannot be rated now."""

    NOT_SERVED = "not_served", gettext_noop("A service can be rated once there was one.")
    NOT_CLOSED = "not_closed", gettext_noop("An online service can be rated once the case is closed.")
    TOO_LATE = "too_late", gettext_noop("A case can be rated within 60 days after it was closed.")
    RATED = "rated", gettext_noop("This was rated already. Thank you.")


@dataclass(frozen=True, slots=True)
class Service:
    """When a case was received and closed, and whether this visit (or, online, the case) was rated already."""

    received_at: datetime | None
    closed_at: datetime | None
    is_rated: bool


def refusal(channel: RatingChannel, service: Service, now: datetime) -> Refusal | None:
    """Why the service cannot be rated there now; None when it can."""
    if service.is_rated:
        return Refusal.RATED
    if channel is RatingChannel.WINDOW:
        return None if service.received_at is not None else Refusal.NOT_SERVED
    if service.closed_at is None:
        return Refusal.NOT_CLOSED
    return None if now - service.closed_at <= ONLINE_WITHIN else Refusal.TOO_LATE


def visit_of(channel: RatingChannel, today: date) -> date | None:
    """What is rated once: at a window the visit, which is the day; online the case, whatever the day (None)."""
    return today if channel is RatingChannel.WINDOW else None


def level_of(value: int) -> Level | None:
    """The level of that number; None when there is none."""
    return next((level for level in Level if level.value == value), None)


def tags_of(channel: RatingChannel, level: Level, given: tuple[str, ...]) -> tuple[Tag, ...]:
    """Those of the given marks that go with the level there, each once, in the order in which they are offered."""
    return tuple(tag for tag in TAGS[channel][level.is_bad] if tag.value in given)
