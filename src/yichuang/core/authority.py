"""By which letter of authority (授权书) somebody in a post acts: looked up at the moment of the act, for the ledger to cite.

A chief representative does what the heads of the body would do only as far as the letter goes: these acts, these items, up to
this amount, from this day to that.
"""

from collections.abc import Callable
from datetime import date

from yichuang.core.actor import Letter, PostHeld
from yichuang.core.errors import ForbiddenError, gettext_noop
from yichuang.core.money import Money
from yichuang.core.rights import LETTER_RIGHTS, Right


class LetterError(ForbiddenError):
    """The act is not covered by a letter of authority."""


class LetterMissingError(LetterError):
    """There is no letter at all."""

    code = "core.letter_missing"
    text = gettext_noop("As {title} you need a letter of authority for this ({right}), and none is registered for you.")


class LetterRightError(LetterError):
    """No letter is for such an act."""

    code = "core.letter_right"
    text = gettext_noop("Your letter of authority {number} does not cover this act: {right}.")


class LetterItemError(LetterError):
    """The letters for such an act are for other items."""

    code = "core.letter_item"
    text = gettext_noop("Your letter of authority {number} is for other items, not for {item_code}.")


class LetterExpiredError(LetterError):
    """The letter's last day has passed."""

    code = "core.letter_expired"
    text = gettext_noop("Your letter of authority {number} expired on {day}.")


class LetterNotYetValidError(LetterError):
    """The letter's first day has not come."""

    code = "core.letter_not_yet_valid"
    text = gettext_noop("Your letter of authority {number} is valid from {day} on, not before.")


class LetterAmountError(LetterError):
    """The amount is above the letter's limit."""

    code = "core.letter_amount"
    text = gettext_noop("Your letter of authority {number} goes up to {most} yuan; this is about {amount} yuan.")


class LetterAmountUnknownError(LetterAmountError):
    """The letter has a limit and nobody knows the amount."""

    code = "core.letter_amount_unknown"
    text = gettext_noop(
        "Your letter of authority {number} goes up to {most} yuan, and the amount of this case is not known."
    )


def letter_for(post: PostHeld, right: Right, *, item_code: str, on: date, cents: int | None = 0) -> Letter | None:
    """The letter by which the post's holder may do this on that day; None when this post, or this act, needs none.

    Of several that cover it the newest. `cents`: the amount that the act grants; 0 where it is about none, None when it is not
    known. What is refused names the letter that came nearest.

    Raises:
        LetterMissingError: no letter at all.
        LetterRightError, LetterItemError: the letters are for other acts, or for other items.
        LetterExpiredError, LetterNotYetValidError: the last day has passed, or the first has not come.
        LetterAmountError, LetterAmountUnknownError: the amount is above the limit, or not known although there is one.
    """
    if not post.needs_letter or right not in LETTER_RIGHTS:
        return None
    tests: tuple[Callable[[Letter], bool], ...] = (
        lambda one: right in one.rights,
        lambda one: one.item_codes is None or item_code in one.item_codes,
        lambda one: one.valid_from <= on <= one.valid_to,
        lambda one: one.most_cents is None or (cents is not None and cents <= one.most_cents),
    )
    refusals: tuple[Callable[[Letter], LetterError], ...] = (
        lambda one: LetterRightError(number=one.number, right=right),
        lambda one: LetterItemError(number=one.number, item_code=item_code),
        lambda one: _not_on(one, on),
        lambda one: _beyond(one, cents),
    )
    left = list(post.letters)
    if not left:
        raise LetterMissingError(title=post.title, right=right)
    for holds, refusal in zip(tests, refusals, strict=True):
        fitting = [one for one in left if holds(one)]
        if not fitting:
            raise refusal(min(left, key=lambda one: _distance(one, on)))
        left = fitting
    return left[0]


def _distance(letter: Letter, on: date) -> int:
    """By how many days the letter misses the day; 0 within its period."""
    return max((letter.valid_from - on).days, (on - letter.valid_to).days, 0)


def _not_on(letter: Letter, on: date) -> LetterError:
    if on > letter.valid_to:
        return LetterExpiredError(number=letter.number, day=letter.valid_to)
    return LetterNotYetValidError(number=letter.number, day=letter.valid_from)


def _beyond(letter: Letter, cents: int | None) -> LetterError:
    most = str(Money(letter.most_cents or 0))
    if cents is None:
        return LetterAmountUnknownError(number=letter.number, most=most)
    return LetterAmountError(number=letter.number, most=most, amount=str(Money(cents)))
