"""Changing what a screen shows."""

from yichuang.core import clock
from yichuang.hall.models import Screen
from yichuang.hall.rules import LANGUAGE_KEPT, Turn

_TURN = (
    "stage",
    "draft_revision",
    "case_no",
    "is_changed",
    "draft_key",
    "objection",
    "revision",
    "active_at",
    "language",
)


def put(screen: Screen, turn: Turn, *, objection: str = "", is_activity: bool = True) -> None:
    """The locked screen shows the turn and its revision has grown; if somebody did it, the two minutes begin again."""
    now = clock.now()
    if now - screen.active_at >= LANGUAGE_KEPT:
        screen.language = ""
    screen.stage = turn.stage.value
    screen.draft_revision = turn.draft_revision
    screen.case_no = turn.case_no
    screen.is_changed = turn.is_changed
    screen.objection = objection
    if turn.draft_revision is None:
        screen.draft_key = None
    screen.revision += 1
    if is_activity:
        screen.active_at = now
    screen.save(update_fields=_TURN)


def release(screen: Screen) -> None:
    """The locked screen is empty and belongs to no window; it will show a code again."""
    put(screen, Turn())
    screen.window_id = screen.clerk_id = screen.paired_at = screen.code_until = None
    screen.code = screen.language = ""
    screen.save(update_fields=["window", "clerk", "paired_at", "code", "code_until", "language"])
