"""What accounts are, and what names, numbers, logins and passwords must be like.

Law: GB 11643, GB 32100 (numbers); PIPL 31 (children under 14).
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date

from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.identifiers import (
    check_credit_code,
    check_identity_no,
    check_phone,
    identity_no_birth_date,
    normalised,
)
from yichuang.core.labels import Labelled
from yichuang.identity.errors import IdentityShapeError, LoginShapeError

PASSWORD_MIN = 10
PASSWORD_MAX = 128
GUARDIAN_AGE = 14
NAME_MAX = 100


class AccountKind(Labelled):
    """Whose account it is."""

    APPLICANT = "applicant", gettext_noop("Applicant")
    STAFF = "staff", gettext_noop("Staff")


class IdentityType(Labelled):
    """The papers by which applicants identify themselves."""

    RESIDENT_CARD = "resident_card", gettext_noop("Resident identity card")
    CREDIT_CODE = "credit_code", gettext_noop("Unified social credit code")
    PASSPORT = "passport", gettext_noop("Passport")
    FOREIGNER_PERMIT = "foreigner_permit", gettext_noop("Foreigner's permanent residence card")
    HMT_RESIDENCE = "hmt_residence", gettext_noop("Residence permit for Hong Kong, Macao and Taiwan residents")
    HM_TRAVEL = "hm_travel", gettext_noop("Mainland travel permit for Hong Kong and Macao residents")
    TW_TRAVEL = "tw_travel", gettext_noop("Mainland travel permit for Taiwan residents")


class EventKind(Labelled):
    """What happened to or through an account."""

    CREATED = "created", gettext_noop("Account created")
    SIGNED_IN = "signed_in", gettext_noop("Signed in")
    SIGNED_OUT = "signed_out", gettext_noop("Signed out")
    SIGN_IN_FAILED = "sign_in_failed", gettext_noop("Sign-in failed")
    LOCKED = "locked", gettext_noop("Locked after failed sign-ins")
    UNLOCKED = "unlocked", gettext_noop("Unlocked")
    PASSWORD_CHANGED = "password_changed", gettext_noop("Password changed")
    PASSWORD_RESET = "password_reset", gettext_noop("Password reset")
    SWITCHED_OFF = "switched_off", gettext_noop("Account switched off")
    SWITCHED_ON = "switched_on", gettext_noop("Account switched on")
    UNMASKED = "unmasked", gettext_noop("Personal data shown unmasked")


class Language(Labelled):
    """The languages of the interface, each by its own name."""

    CHINESE = "zh-hans", "中文"
    ENGLISH = "en", "English"


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


def password_problems(password: str, *, known: tuple[str, ...], is_common: bool) -> tuple[FieldProblem, ...]:
    """Why a password is too weak; empty when it is not. `known` are login, phone and other numbers of the person."""
    problems = []
    if len(password) < PASSWORD_MIN:
        text = gettext_noop("A password has at least {least} characters.")
        problems.append(FieldProblem("password", "identity.password_short", text, details={"least": PASSWORD_MIN}))
    if len(password) > PASSWORD_MAX:
        text = gettext_noop("A password has at most {most} characters.")
        problems.append(FieldProblem("password", "identity.password_long", text, details={"most": PASSWORD_MAX}))
    if normal_login(password) in {normal_login(value) for value in known if value}:
        text = gettext_noop("A password must not be your login or one of your numbers.")
        problems.append(FieldProblem("password", "identity.password_known", text))
    if is_common:
        text = gettext_noop("This password is among the most used ones and soon guessed.")
        problems.append(FieldProblem("password", "identity.password_common", text))
    return tuple(problems)


def registration_problems(
    *, name: str, identity_type: IdentityType, identity_no: str, phone: str, login: str, today: date
) -> tuple[FieldProblem, ...]:
    """Everything that is wrong with a registration, all at once; empty when nothing is. Law: PIPL 31."""
    problems = []
    if not name.strip():
        problems.append(FieldProblem("name", "identity.name_missing", gettext_noop("Give your name.")))
    elif len(name.strip()) > NAME_MAX:
        text = gettext_noop("A name has at most {most} characters.")
        problems.append(FieldProblem("name", "identity.name_long", text, details={"most": NAME_MAX}))
    problems += _problem("identity_no", identity_no, lambda: check_identity(identity_type, identity_no))
    if not problems and _is_childs(identity_type, normalised(identity_no), today):
        text = gettext_noop("For a child under 14 a guardian registers and applies.")
        problems.append(FieldProblem("identity_no", "identity.child", text))
    problems += _problem("phone", phone, lambda: check_phone(phone))
    if login.strip() and normal_login(login) != normal_login(phone):
        problems += _problem("login", login, lambda: check_login(login))
    return tuple(problems)


def _is_childs(identity_type: IdentityType, number: str, today: date) -> bool:
    carries_date = _CHECKS.get(identity_type) is check_identity_no
    return carries_date and is_child(identity_no_birth_date(number), today)


def _problem(field: str, value: str, check: Callable[[], str]) -> list[FieldProblem]:
    try:
        check()
    except InvalidError as error:
        return [FieldProblem(field, error.code, error.text, value, error.details)]
    return []
