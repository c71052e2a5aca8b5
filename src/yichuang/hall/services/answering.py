"""What comes from the screen itself: the applicant's word, and the passing of time."""

from dataclasses import dataclass

from django.db import transaction

from yichuang.cases.services import confirm_draft
from yichuang.core import clock
from yichuang.hall import access
from yichuang.hall.errors import PartUnknownError, TurnOverError
from yichuang.hall.models import Screen
from yichuang.hall.queries import ScreenView, read_screen, screen_view
from yichuang.hall.rules import LANGUAGES, SEEN_EVERY, Stage, Turn, has_lapsed, is_part, is_silent
from yichuang.hall.services.pairing import give_code
from yichuang.hall.services.turns import put, release
from yichuang.identity.queries import actor_of


@dataclass(frozen=True, slots=True)
class RatedTurn:
    """Whose service was asked about: the case, the window and the clerk of it."""

    case_no: str
    window_id: int
    clerk_id: int | None


def settle(*, token: str) -> ScreenView:
    """The screen is what it should be now, and is given back.

    It is seen; while it waits, its code holds; after two minutes it is empty; after a day of silence, or when its window was
    closed, it belongs to nobody; its draft is the one that is saved now.

    Raises:
        ScreenNotFoundError: no device has this token.
    """
    with transaction.atomic():
        screen = access.lock_by_token(token)
        view, turn = read_screen(screen.pk)
        now = clock.now()
        if screen.window_id is not None and not view.is_paired:
            release(screen)
        elif _turn_of(screen) != turn or screen.language != view.language:
            put(screen, turn, is_activity=turn.stage is not Stage.IDLE)
        if screen.window_id is None and (screen.code_until is None or screen.code_until <= now):
            give_code(screen, now)
        if now - screen.seen_at >= SEEN_EVERY:
            screen.seen_at = now
            screen.save(update_fields=["seen_at"])
    return screen_view(token)


@transaction.atomic
def confirm(*, token: str, revision: int) -> None:
    """The applicant's word that the draft is right, as it stood on the screen at that revision of the screen, stands in the draft.

    Raises:
        ScreenNotFoundError: no device has this token.
        TurnOverError: something else stands on the screen now, or nobody asked.
        DraftStaleError, DraftNotFoundError, DraftSubmittedError: the draft was saved again, is gone, or is a case.
    """
    view = screen_view(token)
    if (
        view.stage is not Stage.CONFIRM
        or view.draft_key is None
        or view.draft_revision is None
        or view.clerk_id is None
    ):
        raise TurnOverError
    # The draft is the clerk's. Its row before the screen's: so does a clerk who saves the draft and shows it.
    clerk = actor_of(view.clerk_id, on=clock.today())
    confirm_draft(actor=clerk, key=view.draft_key, revision=view.draft_revision)
    screen = _asked(token, revision, Stage.CONFIRM)
    put(screen, Turn(Stage.CONFIRMED, screen.draft_revision))


@transaction.atomic
def say_wrong(*, token: str, revision: int, part: str) -> None:
    """The clerk is told which part of the draft the applicant calls wrong: `party`, `form-1`..., `materials` or `other`.

    Raises:
        ScreenNotFoundError: no device has this token.
        PartUnknownError: there is no such part.
        TurnOverError: something else stands on the screen now, or nobody asked.
    """
    if not is_part(part):
        raise PartUnknownError
    screen = _asked(token, revision, Stage.CONFIRM)
    put(screen, Turn(Stage.OBJECTED, screen.draft_revision), objection=part)


@transaction.atomic
def finish_rating(*, token: str, revision: int) -> RatedTurn:
    """The screen says thanks, whether somebody rated or not; whose service it was is given back.

    Raises:
        ScreenNotFoundError: no device has this token.
        TurnOverError: something else stands on the screen now.
    """
    screen = _asked(token, revision, Stage.RATE)
    rated = RatedTurn(screen.case_no, screen.window_id or 0, screen.clerk_id)
    put(screen, Turn(Stage.THANKS))
    return rated


@transaction.atomic
def stay(*, token: str) -> None:
    """Somebody still reads: the two minutes begin again. A screen that is empty stays so.

    Raises:
        ScreenNotFoundError: no device has this token.
    """
    screen = access.lock_by_token(token)
    if not has_lapsed(Stage(screen.stage), screen.active_at, clock.now()):
        screen.active_at = clock.now()
        screen.save(update_fields=["active_at"])


@transaction.atomic
def choose_language(*, token: str, language: str) -> None:
    """The screen speaks that language (`zh-hans` or `en`) until it is cleared or left alone for two minutes.

    Raises:
        ScreenNotFoundError: no device has this token.
    """
    screen = access.lock_by_token(token)
    is_over = has_lapsed(Stage(screen.stage), screen.active_at, clock.now())
    put(screen, Turn() if is_over else _turn_of(screen), objection=screen.objection)
    screen.language = language if language in LANGUAGES else ""
    screen.save(update_fields=["language"])


def _asked(token: str, revision: int, stage: Stage) -> Screen:
    """The locked screen, which still shows what the answer is about."""
    screen, now = access.lock_by_token(token), clock.now()
    is_there = screen.revision == revision and screen.stage == stage.value and screen.window_id is not None
    if not is_there or has_lapsed(stage, screen.active_at, now) or is_silent(screen.seen_at, now):
        raise TurnOverError
    return screen


def _turn_of(screen: Screen) -> Turn:
    return Turn(Stage(screen.stage), screen.draft_revision, screen.case_no, screen.is_changed)
