"""The only way to a screen that is to be changed. Each function holds its row until the transaction ends."""

from datetime import datetime

from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.core.rights import Right
from yichuang.hall.errors import NoScreenError, ScreenNotFoundError, WindowClosedError, WindowNotYoursError
from yichuang.hall.models import Screen
from yichuang.hall.queries import digest_of
from yichuang.hall.rules import is_silent, may_use
from yichuang.organisations.queries import WindowView, get_window
from yichuang.organisations.rules import WindowKind


def require_window(actor: Actor, window_id: int) -> WindowView:
    """The window, for an actor who may use its second screen today.

    Raises:
        WindowNotFoundError: there is none.
        SignInRequiredError, RightMissingError: the actor receives nowhere.
        WindowNotYoursError, WindowClosedError: not there; nobody does.
    """
    window = get_window(window_id)
    actor.require(Right.RECEIVE)
    is_comprehensive = window.kind is WindowKind.COMPREHENSIVE
    if actor.account_id is None or not may_use(actor.posts, window_id, is_comprehensive=is_comprehensive):
        raise WindowNotYoursError(number=window.number)
    if not window.is_open:
        raise WindowClosedError(number=window.number)
    return window


def lock_own(actor: Actor) -> Screen:
    """The actor's own screen.

    Raises:
        SignInRequiredError: nobody is signed in.
        NoScreenError: there is none, or it was silent for a day.
        RightMissingError, WindowNotYoursError, WindowClosedError: see `require_window`.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    rows = Screen.objects.select_for_update(of=("self",)).filter(clerk_id=actor.account_id, clerk__isnull=False)
    screen = rows.first()
    if screen is None or screen.window_id is None or is_silent(screen.seen_at, clock.now()):
        raise NoScreenError
    require_window(actor, screen.window_id)
    return screen


def lock_by_token(token: str) -> Screen:
    """The screen of that token.

    Raises:
        ScreenNotFoundError: no device has it.
    """
    rows = Screen.objects.select_for_update(of=("self",)).filter(token_digest=digest_of(token))
    screen = rows.first() if token else None
    if screen is None:
        raise ScreenNotFoundError
    return screen


def lock_waiting(code: str, now: datetime) -> Screen | None:
    """The unpaired screen that shows this code now."""
    rows = Screen.objects.select_for_update(of=("self",)).filter(code=code, code_until__gt=now, window__isnull=True)
    return rows.first() if code else None
