"""Checks of the numbers that identify people and bodies.

Law: GB 11643 (resident identity number), GB 32100 (unified social credit code).
"""

import re
from datetime import date

from yichuang.core.errors import InvalidError, gettext_noop

_IDENTITY_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_IDENTITY_CHECKS = "10X98765432"
_FIRST_YEAR, _LAST_YEAR = 1850, 2100
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_FULL_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ", "0123456789XX")


class IdentifierError(InvalidError):
    """A number is not of the form it should have."""

    code = "core.identifier"
    text = gettext_noop("This number is not right.")


class IdentityNoShapeError(IdentifierError):
    """Not 17 digits and a check character."""

    code = "core.identity_no_shape"
    text = gettext_noop("An identity number has 18 characters: 17 digits and a last digit or X.")


class IdentityNoDateError(IdentifierError):
    """The date of birth in it does not exist."""

    code = "core.identity_no_date"
    text = gettext_noop("The date of birth in the identity number (digits 7 to 14: {digits}) does not exist.")


class IdentityNoCheckError(IdentifierError):
    """The last character does not fit the others."""

    code = "core.identity_no_check"
    text = gettext_noop("The identity number is mistyped: its last character does not fit the others.")


class CreditCodeShapeError(IdentifierError):
    """Not 18 characters of the alphabet."""

    code = "core.credit_code_shape"
    text = gettext_noop("A unified social credit code has 18 digits and capital letters (without I, O, S, V, Z).")


class CreditCodeCheckError(IdentifierError):
    """The last character does not fit the others."""

    code = "core.credit_code_check"
    text = gettext_noop("The credit code is mistyped: its last character does not fit the others.")


class PhoneShapeError(IdentifierError):
    """Neither a mobile number nor a number with area code."""

    code = "core.phone_shape"
    text = gettext_noop(
        "Give a mobile number of 11 digits, a number with its area code such as 0990-1234567, or a foreign number with its "
        "country code such as +447700900123."
    )


def normalised(number: str) -> str:
    """The number in half-width capitals without spaces."""
    return re.sub(r"\s", "", number.translate(_FULL_WIDTH)).upper()


def identity_check_character(first17: str) -> str:
    """The last character that belongs to the first seventeen digits."""
    total = sum(int(digit) * weight for digit, weight in zip(first17, _IDENTITY_WEIGHTS, strict=True))
    return _IDENTITY_CHECKS[total % 11]


def check_identity_no(number: str) -> str:
    """The normalised resident identity number.

    Raises:
        IdentityNoShapeError, IdentityNoDateError, IdentityNoCheckError: what is wrong with it.
    """
    number = normalised(number)
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number):
        raise IdentityNoShapeError
    identity_no_birth_date(number)
    if identity_check_character(number[:17]) != number[17]:
        raise IdentityNoCheckError
    return number


def identity_no_birth_date(number: str) -> date:
    """The date of birth that the number contains.

    Raises:
        IdentityNoDateError: there is no such date.
    """
    digits = number[6:14]
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError as error:
        raise IdentityNoDateError(digits=digits) from error
    if not _FIRST_YEAR <= born.year < _LAST_YEAR:
        raise IdentityNoDateError(digits=digits)
    return born


def credit_check_character(first17: str) -> str:
    """The last character that belongs to the first seventeen."""
    pairs = zip(first17, _CREDIT_WEIGHTS, strict=True)
    total = sum(_CREDIT_ALPHABET.index(character) * weight for character, weight in pairs)
    return _CREDIT_ALPHABET[(31 - total % 31) % 31]


def check_credit_code(code: str) -> str:
    """The normalised unified social credit code.

    Raises:
        CreditCodeShapeError, CreditCodeCheckError: what is wrong with it.
    """
    code = normalised(code)
    if not re.fullmatch(rf"[{_CREDIT_ALPHABET}]{{18}}", code):
        raise CreditCodeShapeError
    if credit_check_character(code[:17]) != code[17]:
        raise CreditCodeCheckError
    return code


def check_phone(number: str) -> str:
    """The normalised phone number.

    Raises:
        PhoneShapeError: it is neither a mobile number nor one with area code.
    """
    number = normalised(number).removeprefix("+86")
    if not re.fullmatch(r"1[0-9]{10}|0[0-9]{2,3}-?[0-9]{7,8}|\+[1-9][0-9]{6,14}", number):
        raise PhoneShapeError
    return number
