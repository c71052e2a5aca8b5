"""What a letter of authority (授权书) says, and which posts need one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import LETTER_RIGHTS, Right, Role
from yichuang.organisations.errors import (
    LetterAmountBelowError,
    LetterIssuerMissingError,
    LetterNumberMissingError,
    LetterPeriodError,
    LetterRightsError,
    TextTooLongError,
)
from yichuang.organisations.rules.posts import check_period

NUMBER_MAX, ISSUER_MAX = 60, 100
LETTER_YEARS = 3
LETTER_ROLES = (Role.CHIEF_REPRESENTATIVE,)
"""What they may do in the body's name they may by a letter only."""


class LetterState(Labelled):
    """Whether a letter holds."""

    VALID = "valid", gettext_noop("Valid")
    COMING = "coming", gettext_noop("Not yet valid")
    EXPIRED = "expired", gettext_noop("Expired")
    WITHDRAWN = "withdrawn", gettext_noop("Letter withdrawn")


@dataclass(frozen=True, slots=True)
class SignedCopy:
    """The letter as it was signed: the stored file, its SM3 digest and its name."""

    upload_id: int
    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class LetterTerms:
    """What a letter says: its number, what it allows, in which items (none: in all), up to which amount, when, who signed it."""

    number: str
    rights: tuple[Right, ...]
    item_codes: tuple[str, ...]
    most_cents: int | None
    valid_from: date
    valid_to: date
    issued_by: str

    def checked(self) -> "LetterTerms":
        """The same, tidied: no spaces around, each right and item once, in the order of the lists.

        Raises:
            LetterNumberMissingError, LetterIssuerMissingError, TextTooLongError: number or signer are empty or too long.
            LetterRightsError: it allows nothing, or what no letter can give.
            LetterAmountBelowError: the amount is below zero.
            HoldingPeriodError, LetterPeriodError: the last day lies before the first, or more than three years after it.
        """
        number, issued_by = self.number.strip(), self.issued_by.strip()
        if not number:
            raise LetterNumberMissingError
        if not issued_by:
            raise LetterIssuerMissingError
        for text, most in ((number, NUMBER_MAX), (issued_by, ISSUER_MAX)):
            if len(text) > most:
                raise TextTooLongError(most=most, given=len(text))
        _check_rights(self.rights)
        if self.most_cents is not None and self.most_cents < 0:
            raise LetterAmountBelowError
        check_period(self.valid_from, self.valid_to)
        last = _last_day(self.valid_from)
        if self.valid_to > last:
            raise LetterPeriodError(last=last, years=LETTER_YEARS)
        rights = tuple(right for right in LETTER_RIGHTS if right in self.rights)
        codes = tuple(sorted({code.strip() for code in self.item_codes} - {""}))
        return replace(self, number=number, issued_by=issued_by, rights=rights, item_codes=codes)


def needs_letter(role: Role) -> bool:
    """Whether posts of that role act in the body's name by a letter of authority only."""
    return role in LETTER_ROLES


def letter_state(valid_from: date, valid_to: date, on: date, *, is_withdrawn: bool) -> LetterState:
    """Whether a letter of these days holds on that day."""
    if is_withdrawn:
        return LetterState.WITHDRAWN
    if on < valid_from:
        return LetterState.COMING
    return LetterState.EXPIRED if on > valid_to else LetterState.VALID


def _check_rights(rights: Iterable[Right]) -> None:
    given = tuple(rights)
    wrong = [right for right in given if right not in LETTER_RIGHTS]
    if wrong or not given:
        raise LetterRightsError(rights=wrong or "–", able=LETTER_RIGHTS)


def _last_day(first: date) -> date:
    """The last day that a letter from that day on may have: the day before it came round for the third time."""
    year = first.year + LETTER_YEARS
    if (first.month, first.day) == (2, 29):
        return date(year, 2, 28)
    return date.fromordinal(first.replace(year=year).toordinal() - 1)
