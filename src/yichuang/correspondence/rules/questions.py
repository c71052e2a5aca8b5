"""What a question must have, and how it is numbered."""

import re
from collections.abc import Iterator
from datetime import date

from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.identifiers import IdentifierError, check_phone, normalised
from yichuang.correspondence.rules.kinds import NAME_MAX, TEXT_MAX, TITLE_MAX

LARGEST_SERIAL = 10**6
PER_ADDRESS_AND_HOUR = 5
PER_PERSON_AND_DAY = 20
_NUMBER = re.compile(r"Z[0-9]{8}-[0-9]{6}")


def consultation_no(day: date, serial: int) -> str:
    """The number of a question: the day, and six digits that nobody can guess. As in Z20260925-004711."""
    return f"Z{day:%Y%m%d}-{serial:06d}"


def normal_no(typed: str) -> str:
    """The number as it is kept, from what somebody typed; empty when it cannot be one."""
    bare = re.sub(r"[\s－—–-]", "", typed).upper()
    number = f"{bare[:9]}-{bare[9:]}"
    return number if _NUMBER.fullmatch(number) else ""


def phone_key(phone: str) -> str:
    """The form of a phone number by which a question is found again, however it is typed."""
    return normalised(phone).removeprefix("+86").replace("-", "")


def question_problems(*, title: str, text: str, name: str, phone: str, is_anonymous: bool) -> Iterator[FieldProblem]:
    """Everything that is wrong with a question. Without an account, name and phone are needed for the answer. Law: PIPL 6."""
    for field, value, limit in (("title", title, TITLE_MAX), ("text", text, TEXT_MAX)):
        if not value.strip():
            yield FieldProblem(field, "correspondence.required", gettext_noop("This is needed."))
        elif len(value) > limit:
            details = {"limit": limit, "length": len(value)}
            problem = gettext_noop("At most {limit} characters; these are {length}.")
            yield FieldProblem(field, "correspondence.too_long", problem, details=details)
    if not is_anonymous:
        return
    if not name.strip() or len(name) > NAME_MAX:
        yield FieldProblem("name", "correspondence.name", gettext_noop("Say how we may address you."), name[:NAME_MAX])
    try:
        check_phone(phone)
    except IdentifierError as error:
        yield FieldProblem("phone", error.code, error.text, phone[:NAME_MAX])
