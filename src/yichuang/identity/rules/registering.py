"""What an applicant's registration, password and ways of contact must be like.

Law: PIPL 31 (children under 14).
"""

from collections.abc import Callable
from datetime import date

from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.identifiers import check_phone, normalised
from yichuang.identity.rules.identifying import check_identity, check_login, is_childs, normal_login
from yichuang.identity.rules.kinds import IdentityType, NoticeWay
from yichuang.identity.rules.names import name_problem
from yichuang.outbox.rules import MessageKind, can_receive

PASSWORD_MIN = 10
PASSWORD_MAX = 128
EMAIL_MAX = 254


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
    wrong_name = name_problem(name, is_body=identity_type is IdentityType.CREDIT_CODE)
    problems = [] if wrong_name is None else [wrong_name]
    wrong_number = problem_of_value("identity_no", identity_no, lambda: check_identity(identity_type, identity_no))
    problems += wrong_number
    if not wrong_number and is_childs(identity_type, normalised(identity_no), today):
        text = gettext_noop("For a child under 14 a guardian registers and applies.")
        problems.append(FieldProblem("identity_no", "identity.child", text))
    problems += problem_of_value("phone", phone, lambda: check_phone(phone))
    if login.strip() and normal_login(login) != normal_login(phone):
        problems += problem_of_value("login", login, lambda: check_login(login))
    return tuple(problems)


def contact_problems(*, phone: str, email: str, notice: NoticeWay = NoticeWay.HERE) -> tuple[FieldProblem, ...]:
    """Everything that is wrong with how a person can be reached; empty when nothing is."""
    problems = problem_of_value("phone", phone, lambda: check_phone(phone))
    if email and not (len(email) <= EMAIL_MAX and can_receive(MessageKind.EMAIL, email)):
        text = gettext_noop("Give an e-mail address such as name@example.org, or leave it empty.")
        problems.append(FieldProblem("email", "identity.email_shape", text, email))
    if notice is NoticeWay.EMAIL and not email:
        text = gettext_noop("Give an e-mail address, or choose to be told in another way.")
        problems.append(FieldProblem("email", "identity.email_missing", text))
    if notice is NoticeWay.SMS and not takes_messages(phone):
        text = gettext_noop("A landline takes no short messages: give a mobile number, or choose another way.")
        problems.append(FieldProblem("notice", "identity.notice_landline", text))
    return tuple(problems)


def takes_messages(phone: str) -> bool:
    """Whether short messages reach that number: it is there and is no landline."""
    return bool(phone) and not normalised(phone).removeprefix("+86").startswith("0")


def problem_of_value(field: str, value: str, check: Callable[[], str]) -> list[FieldProblem]:
    """What the check refuses, as a problem of that field; empty when it takes the value."""
    try:
        check()
    except InvalidError as error:
        return [FieldProblem(field, error.code, error.text, value, error.details)]
    return []
