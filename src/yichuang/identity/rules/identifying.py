"""Numbers of papers, and logins.

Law: GB 11643, GB 32100 (numbers); PIPL 31 (children under 14).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from yichuang.core.identifiers import check_credit_code, check_identity_no, identity_no_birth_date, normalised
from yichuang.identity.errors import IdentityShapeError, LoginShapeError
from yichuang.identity.rules.kinds import IdentityType

GUARDIAN_AGE = 14


def _check_passport(number: str) -> str:
    number = normalised(number)
    if not re.fullmatch(r"[A-Z0-9]{5,20}", number):
        raise IdentityShapeError
    return number


_CHECKS: dict[IdentityType, Callable[[str], str]] = {
    IdentityType.RESIDENT_CARD: check_identity_no,
    IdentityType.HMT_RESIDENCE: check_identity_no,
    IdentityType.CREDIT_CODE: check_credit_code,
}


def check_identity(identity_type: IdentityType, number: str) -> str:
    """The normalised number of that kind of paper.

    Law: GB 11643, GB 32100.

    Raises:
        IdentifierError, IdentityShapeError: what is wrong with it.
    """
    return _CHECKS.get(identity_type, _check_passport)(number)


def normal_login(typed: str) -> str:
    """The login in one form: half width, lower case, no spaces; phone and identity numbers without hyphens."""
    login = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed)).casefold()
    bare = login.replace("-", "")
    return bare if is_personal(bare) else login


def is_personal(login: str) -> bool:
    """Whether a login is somebody's phone or identity number, which must not be stored readably."""
    return re.fullmatch(r"\+?[0-9]{7,18}x?", login) is not None


def check_login(typed: str) -> str:
    """The chosen login in its normal form.

    Raises:
        LoginShapeError: it has other characters, or is too short or too long.
    """
    login = normal_login(typed)
    if not re.fullmatch(r"[a-z][a-z0-9._-]{2,31}", login):
        raise LoginShapeError
    return login


def is_child(birth_date: date, today: date) -> bool:
    """Whether a person is under 14 on that day, so that a guardian must act. Law: PIPL 31."""
    had_birthday = (today.month, today.day) >= (birth_date.month, birth_date.day)
    return today.year - birth_date.year - (0 if had_birthday else 1) < GUARDIAN_AGE


def is_childs(identity_type: IdentityType, number: str, today: date) -> bool:
    """Whether the (right) number says that its holder is under 14 on that day; others carry no date of birth."""
    carries_date = _CHECKS.get(identity_type) is check_identity_no
    return carries_date and is_child(identity_no_birth_date(number), today)
