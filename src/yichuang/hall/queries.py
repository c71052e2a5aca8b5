"""Reading second screens: for the device itself by its token, for the clerk whose screen it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yichuang.cases import queries as cases
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.digests import sm3_hex
from yichuang.core.prepared import run_prepared
from yichuang.core.rights import Right
from yichuang.hall.errors import ScreenNotFoundError
from yichuang.hall.models import Screen
from yichuang.hall.rules import (
    DRAFT_STAGES,
    LANGUAGE_KEPT,
    LIVE_WITHIN,
    SEEN_EVERY,
    Draft,
    Stage,
    Turn,
    followed,
    has_lapsed,
    is_ending,
    is_silent,
    may_use,
)
from yichuang.identity.queries import actor_of
from yichuang.organisations.queries import WindowView, list_windows
from yichuang.organisations.rules import WindowKind

# A screen asks every second, so this is one prepared statement with everything that may have changed.
_READ = """
    SELECT s.id, s.window_id, w.number, w.name, coalesce(w.closed_on IS NULL, false), s.clerk_id, s.code, s.code_until,
           s.seen_at, s.stage, s.revision, s.active_at, s.language, s.draft_key, s.draft_revision, s.is_changed, s.case_no,
           s.objection, d.revision, d.case_no
    FROM hall_screen s
    LEFT JOIN organisations_window w ON w.id = s.window_id
    LEFT JOIN cases_draft d ON d.key = s.draft_key
"""
_BY_TOKEN = _READ + " WHERE s.token_digest = %(digest)s"
_BY_CLERK = _READ + " WHERE s.clerk_id = %(clerk_id)s"
_BY_ID = _READ + " WHERE s.id = %(screen_id)s"


@dataclass(frozen=True, slots=True)
class ScreenView:
    """A second screen as it stands. `is_due` says that `services.settle` has something to do before it is shown."""

    id: int
    is_paired: bool
    window_id: int | None
    window_number: str
    window_name: str
    clerk_id: int | None
    code: str
    code_until: datetime | None
    stage: Stage
    revision: int
    is_ending: bool
    is_due: bool
    language: str
    draft_key: UUID | None
    draft_revision: int | None
    is_changed: bool
    case_no: str
    objection: str


@dataclass(frozen=True, slots=True)
class ClerkScreen:
    """The clerk's own second screen: what stands on it, and what the applicant said.

    `is_confirmed` holds for the draft as it is saved now. `objection` names the part that is wrong: `party`, `form-1`...,
    `materials` or `other`; empty without one. `is_live` says that the device was heard of just now.
    """

    window_id: int
    window_number: str
    window_name: str
    is_live: bool
    stage: Stage
    revision: int
    draft_key: UUID | None
    is_confirmed: bool
    objection: str
    case_no: str


@dataclass(frozen=True, slots=True)
class WindowChoice:
    """A window whose second screen the actor may use, and whether one is paired with it."""

    window: WindowView
    has_screen: bool


def digest_of(token: str) -> str:
    """The digest under which a token is known."""
    return sm3_hex(token.encode())


def screen_view(token: str) -> ScreenView:
    """The screen of that token; one statement. What has lapsed is not in it.

    Raises:
        ScreenNotFoundError: no device has this token.
    """
    rows = run_prepared(_BY_TOKEN, {"digest": digest_of(token)}) if token else []
    if not rows:
        raise ScreenNotFoundError
    return _view(rows[0], clock.now())


def screen_of(actor: Actor) -> ClerkScreen | None:
    """The actor's own second screen; None without one. One statement."""
    rows = run_prepared(_BY_CLERK, {"clerk_id": actor.account_id}) if actor.account_id is not None else []
    if not rows or is_silent(rows[0][8], clock.now()):
        return None
    row, now = rows[0], clock.now()
    view = _view(row, now)
    turn = _turn_now(row, now)
    return ClerkScreen(
        window_id=view.window_id or 0,
        window_number=view.window_number,
        window_name=view.window_name,
        is_live=now - row[8] < LIVE_WITHIN,
        stage=turn.stage,
        revision=view.revision,
        draft_key=view.draft_key if turn.stage in DRAFT_STAGES else None,
        is_confirmed=turn.stage is Stage.CONFIRMED,
        objection=view.objection if turn.stage is Stage.OBJECTED else "",
        case_no=turn.case_no,
    )


def windows_for(actor: Actor) -> tuple[WindowChoice, ...]:
    """The open windows whose second screen the actor may use, those of the actor's own posts first."""
    if not actor.may(Right.RECEIVE):
        return ()
    own = {post.window_id for post in actor.posts}
    found = [
        window
        for window in list_windows()
        if may_use(actor.posts, window.id, is_comprehensive=window.kind is WindowKind.COMPREHENSIVE)
    ]
    taken = set(Screen.objects.filter(window_id__in=[one.id for one in found]).values_list("window_id", flat=True))
    found.sort(key=lambda window: window.id not in own)
    return tuple(WindowChoice(window, window.id in taken) for window in found)


def shown_draft(view: ScreenView) -> cases.DraftView | None:
    """The draft that stands on the screen, whole; None when none does, or when it was saved again since `view` was read.

    It is shown to the applicant himself, so nothing is masked.
    """
    if view.stage not in DRAFT_STAGES or view.draft_key is None or view.clerk_id is None:
        return None
    draft = cases.get_draft_view(actor_of(view.clerk_id, on=clock.today()), view.draft_key)
    return draft if draft.revision == view.draft_revision and not draft.case_no else None


def shown_case(view: ScreenView) -> cases.CaseView | None:
    """The case that stands on the screen, masked; None when none does."""
    if not view.case_no or view.clerk_id is None:
        return None
    return cases.get_case_view(actor_of(view.clerk_id, on=clock.today()), view.case_no)


def read_screen(screen_id: int) -> tuple[ScreenView, Turn]:
    """The screen, and what it should show now that its draft stands as it does."""
    row, now = run_prepared(_BY_ID, {"screen_id": screen_id})[0], clock.now()
    return _view(row, now), _turn_now(row, now)


def _view(row: Sequence[Any], now: datetime) -> ScreenView:
    is_paired = row[1] is not None and bool(row[4]) and not is_silent(row[8], now)
    stage, has_ended = Stage(row[9]), has_lapsed(Stage(row[9]), row[11], now)
    is_empty = has_ended or not is_paired
    return ScreenView(
        id=row[0],
        is_paired=is_paired,
        window_id=row[1],
        window_number=row[2] or "",
        window_name=row[3] or "",
        clerk_id=row[5],
        code="" if is_paired else row[6],
        code_until=row[7],
        stage=Stage.IDLE if is_empty else stage,
        revision=row[10],
        is_ending=not is_empty and is_ending(stage, row[11], now),
        is_due=_is_due(row, now, is_paired=is_paired),
        language="" if now - row[11] >= LANGUAGE_KEPT else row[12],
        draft_key=None if is_empty else row[13],
        draft_revision=None if is_empty else row[14],
        is_changed=row[15] and not is_empty,
        case_no="" if is_empty else row[16],
        objection="" if is_empty else row[17],
    )


def _turn_now(row: Sequence[Any], now: datetime) -> Turn:
    if has_lapsed(Stage(row[9]), row[11], now) or row[1] is None or is_silent(row[8], now):
        return Turn()
    turn = Turn(Stage(row[9]), row[14], row[16], row[15])
    return followed(turn, None if row[18] is None else Draft(row[18], row[19]))


def _is_due(row: Sequence[Any], now: datetime, *, is_paired: bool) -> bool:
    if now - row[8] >= SEEN_EVERY:
        return True
    if not is_paired and (row[1] is not None or row[7] is None or row[7] <= now):
        return True
    stored = Turn(Stage(row[9]), row[14], row[16], row[15])
    has_changed = is_paired and _turn_now(row, now) != stored
    return has_changed or (bool(row[12]) and now - row[11] >= LANGUAGE_KEPT)
