"""What a second screen may show, for how long, and who may drive it: tables and plain functions."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

from yichuang.core.actor import PostHeld
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right

CODE_DIGITS = 6
CODE_VALID = timedelta(minutes=5)
SILENT_AFTER = timedelta(days=1)
# How often a screen that asks every second is written down as seen.
SEEN_EVERY = timedelta(seconds=30)
LIVE_WITHIN = timedelta(seconds=75)
WARNED_BEFORE = timedelta(seconds=30)
# A language that somebody chose holds for him, not for whoever comes next.
LANGUAGE_KEPT = timedelta(minutes=2)
LANGUAGES = ("zh-hans", "en")
GUESSES = 5
GUESSES_WITHIN = timedelta(minutes=5)
# Screens that wait for a code to be entered: how many from one address, and how long they are kept when they fall silent.
WAITING_PER_ADDRESS = 40
WAITING_KEPT = timedelta(minutes=15)


class Stage(Labelled):
    """What a screen shows."""

    IDLE = "idle", gettext_noop("Nothing of a person")
    DRAFT = "draft", gettext_noop("What is being entered")
    CONFIRM = "confirm", gettext_noop("Waiting for the applicant to confirm")
    CONFIRMED = "confirmed", gettext_noop("The applicant confirmed")
    OBJECTED = "objected", gettext_noop("The applicant says that something is wrong")
    RECEIPT = "receipt", gettext_noop("The receipt")
    RATE = "rate", gettext_noop("The applicant is asked how it was")
    THANKS = "thanks", gettext_noop("Thanks")


DRAFT_STAGES = frozenset({Stage.DRAFT, Stage.CONFIRM, Stage.CONFIRMED, Stage.OBJECTED})

LASTS: Mapping[Stage, timedelta] = MappingProxyType(
    {
        Stage.DRAFT: timedelta(minutes=2),
        Stage.CONFIRM: timedelta(minutes=2),
        Stage.CONFIRMED: timedelta(minutes=2),
        Stage.OBJECTED: timedelta(minutes=2),
        Stage.RECEIPT: timedelta(minutes=2),
        Stage.RATE: timedelta(minutes=2),
        Stage.THANKS: timedelta(seconds=12),
    }
)
_WARNED = DRAFT_STAGES | {Stage.RECEIPT}

PARTY, MATERIALS, OTHER = "party", "materials", "other"
_PART = re.compile(r"party|materials|other|form-[1-9][0-9]?")


def is_part(text: str) -> bool:
    """Whether that names a part of a draft: `party`, `form-1`, `form-2`..., `materials` or `other`."""
    return _PART.fullmatch(text) is not None


def group_of(part: str) -> int | None:
    """The place of the group of questions from 1 that a part names; None for the other parts."""
    return int(part.removeprefix("form-")) if part.startswith("form-") and is_part(part) else None


def has_lapsed(stage: Stage, active_at: datetime, now: datetime) -> bool:
    """Whether the screen must be empty by now. Law: PIPL 51."""
    return stage in LASTS and now - active_at >= LASTS[stage]


def is_ending(stage: Stage, active_at: datetime, now: datetime) -> bool:
    """Whether whoever still reads should be told that the screen is about to be emptied."""
    return stage in _WARNED and now - active_at >= LASTS[stage] - WARNED_BEFORE


def is_silent(seen_at: datetime, now: datetime) -> bool:
    """Whether the device was silent so long that it belongs to its window no more."""
    return now - seen_at >= SILENT_AFTER


def is_locked(failures: int, since: datetime, now: datetime) -> bool:
    """Whether so many wrong codes were entered that no more are taken for now."""
    return failures >= GUESSES and now - since < GUESSES_WITHIN


@dataclass(frozen=True, slots=True)
class Draft:
    """How the draft on a screen stands: how often it was saved, and the number of the case that it has become."""

    revision: int
    case_no: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """What a screen shows: a draft as it stood at `draft_revision`, or a case."""

    stage: Stage = Stage.IDLE
    draft_revision: int | None = None
    case_no: str = ""
    is_changed: bool = False


def followed(turn: Turn, draft: Draft | None) -> Turn:
    """What the screen shows now that its draft stands so (None: it is gone); the same turn when nothing changed.

    A draft that became a case is followed by its receipt. A word that was given for an older state counts no more: the draft is
    shown again, and where the applicant was just asked, the new state is what he is asked about.
    """
    if turn.stage not in DRAFT_STAGES:
        return turn
    if draft is None:
        return Turn()
    if draft.case_no:
        return Turn(Stage.RECEIPT, case_no=draft.case_no)
    if draft.revision == turn.draft_revision:
        return turn
    is_asked = turn.stage is Stage.CONFIRM
    return Turn(Stage.CONFIRM if is_asked else Stage.DRAFT, draft.revision, is_changed=is_asked)


def may_use(posts: Iterable[PostHeld], window_id: int, *, is_comprehensive: bool) -> bool:
    """Whether these posts allow the screen of that window: one that receives, there or, if it is comprehensive, anywhere."""
    return any(Right.RECEIVE in post.rights and (is_comprehensive or post.window_id == window_id) for post in posts)
