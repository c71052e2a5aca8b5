"""Which device stands at which window, and whose it is."""

import secrets
from datetime import datetime
from math import ceil

from django.db import connection, transaction
from django.db.models import Q

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.sealed import blind_index
from yichuang.hall import access
from yichuang.hall.errors import CodeWrongError, NoScreenError, PairingLockedError, TooManyScreensError
from yichuang.hall.models import PairingGuess, Screen
from yichuang.hall.queries import digest_of
from yichuang.hall.rules import (
    CODE_DIGITS,
    CODE_VALID,
    GUESSES_WITHIN,
    WAITING_KEPT,
    WAITING_PER_ADDRESS,
    Turn,
    is_locked,
)
from yichuang.hall.services.turns import put, release

_TRIES = 20
_MINUTE_S = 60


@transaction.atomic
def open_screen(*, address: str = "") -> str:
    """A new device is known and shows a code; its token is given back, and is kept nowhere else.

    Devices that waited for a code and fell silent are forgotten.

    Raises:
        TooManyScreensError: too many devices of that network address wait already.
    """
    now, index, token = clock.now(), blind_index(address), secrets.token_urlsafe(32)
    waiting = Screen.objects.filter(window__isnull=True)
    waiting.filter(seen_at__lt=now - WAITING_KEPT).delete()
    if waiting.filter(address_index=index).count() >= WAITING_PER_ADDRESS:
        raise TooManyScreensError
    screen = Screen(token_digest=digest_of(token), address_index=index, opened_at=now, seen_at=now, active_at=now)
    screen.save(force_insert=True)
    give_code(screen, now)
    return token


def pair_screen(*, actor: Actor, window_id: int, code: str) -> None:
    """The screen that shows the code belongs to the window and is the actor's; the one that was there before is free.

    Not to be called inside a transaction: a wrong code is counted although it is refused.

    Raises:
        RightMissingError, WindowNotYoursError, WindowClosedError, WindowNotFoundError: see `access.require_window`.
        PairingLockedError: too many wrong codes of this account.
        CodeWrongError: no screen shows it now.
    """
    with transaction.atomic(durable=True):
        is_paired = _guessed(actor, window_id, "".join(code.split()))
    if not is_paired:
        raise CodeWrongError


@transaction.atomic
def take_screen(*, actor: Actor, window_id: int) -> None:
    """The screen of the window is the actor's, who sits there now; what stood on it is gone.

    Raises:
        RightMissingError, WindowNotYoursError, WindowClosedError, WindowNotFoundError: see `access.require_window`.
        NoScreenError: no screen belongs to the window.
    """
    access.require_window(actor, window_id)
    _hold_window(window_id)
    screen = Screen.objects.select_for_update(of=("self",)).filter(window_id=window_id).first()
    if screen is None:
        raise NoScreenError
    _let_go(Q(clerk_id=actor.account_id), screen)
    screen.clerk_id = actor.account_id
    screen.save(update_fields=["clerk"])
    put(screen, Turn())


@transaction.atomic
def unpair_screen(*, actor: Actor, window_id: int) -> None:
    """No screen belongs to the window; the device shows a code again.

    Raises:
        RightMissingError, WindowNotYoursError, WindowClosedError, WindowNotFoundError: see `access.require_window`.
    """
    access.require_window(actor, window_id)
    for screen in Screen.objects.select_for_update(of=("self",)).filter(window_id=window_id):
        release(screen)


def give_code(screen: Screen, now: datetime) -> None:
    """The locked screen shows a fresh code that no other screen shows."""
    for _ in range(_TRIES):
        code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
        taken = Screen.objects.filter(code=code).exclude(pk=screen.pk)
        # A code that nobody renewed belongs to a device that is switched off.
        taken.filter(code_until__lte=now).update(code="", code_until=None)
        if taken.exists():
            continue
        screen.code, screen.code_until = code, now + CODE_VALID
        screen.revision += 1
        screen.save(update_fields=["code", "code_until", "revision"])
        return
    raise TooManyScreensError


def _guessed(actor: Actor, window_id: int, code: str) -> bool:
    """Whether the code was right and the screen is paired; a wrong one is counted."""
    access.require_window(actor, window_id)
    now, account_id = clock.now(), actor.account_id or 0
    PairingGuess.objects.bulk_create([PairingGuess(account_id=account_id, since=now)], ignore_conflicts=True)
    guess = PairingGuess.objects.select_for_update(of=("self",)).get(account_id=account_id)
    if is_locked(guess.failures, guess.since, now):
        left = guess.since + GUESSES_WITHIN - now
        raise PairingLockedError(minutes=ceil(left.total_seconds() / _MINUTE_S))
    _hold_window(window_id)
    screen = access.lock_waiting(code, now)
    if screen is None:
        is_fresh = now - guess.since >= GUESSES_WITHIN or not guess.failures
        guess.failures, guess.since = (1, now) if is_fresh else (guess.failures + 1, guess.since)
        guess.save(update_fields=["failures", "since"])
        return False
    guess.failures = 0
    guess.save(update_fields=["failures"])
    _pair(screen, actor, window_id, now)
    return True


def _pair(screen: Screen, actor: Actor, window_id: int, now: datetime) -> None:
    for other in Screen.objects.select_for_update(of=("self",)).filter(window_id=window_id):
        release(other)
    _let_go(Q(clerk_id=actor.account_id), screen)
    screen.window_id, screen.clerk_id = window_id, actor.account_id
    screen.paired_at = screen.seen_at = now
    screen.code, screen.code_until = "", None
    screen.save(update_fields=["window", "clerk", "paired_at", "seen_at", "code", "code_until"])
    put(screen, Turn())


def _let_go(whose: Q, keep: Screen) -> None:
    """The clerk's screens at other windows stay there, empty, and are nobody's."""
    for other in Screen.objects.select_for_update(of=("self",)).filter(whose).exclude(pk=keep.pk):
        other.clerk_id = None
        other.save(update_fields=["clerk"])
        put(other, Turn())


def _hold_window(window_id: int) -> None:
    """Of several who pair with one window at once, one goes first: its row is another context's, so a number stands for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('hall.window', %s))", [window_id])
