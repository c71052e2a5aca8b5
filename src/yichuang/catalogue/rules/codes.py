"""Codes of items: what they are made of, as data.

A national implementation code is the body's 18-character credit code, one digit of exercise level and the 12-character
basic code; a handling code adds two digits. Local codes are kept as published. The patterns are the defaults; a
centre may pass its own.

Law: GB 32100 (credit code). The composition follows published codes; the standard's text is the authority.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from yichuang.catalogue.errors import BasicCodeError, CodeCreditCodeError, CodeError
from yichuang.core.errors import InvalidError
from yichuang.core.identifiers import check_credit_code


class CodeKind(StrEnum):
    """Which pattern a code follows."""

    NATIONAL = "national"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class CodePattern:
    """One shape of code. Groups named credit, level, base and handling are read out of it."""

    kind: CodeKind
    regex: str


@dataclass(frozen=True, slots=True)
class TaskCode:
    """A code and its parts; parts that the shape does not have are empty."""

    value: str
    kind: CodeKind
    credit_code: str = ""
    level: str = ""
    base_code: str = ""
    handling: str = ""


BASIC_CODE = r"[0-9]{9}[0-9A-Z]{3}"
DEFAULT_PATTERNS: tuple[CodePattern, ...] = (
    CodePattern(
        CodeKind.NATIONAL,
        rf"(?P<credit>[0-9A-HJ-NPQRTUWXY]{{18}})(?P<level>[1-7])(?P<base>{BASIC_CODE})(?P<handling>[0-9]{{2}})?",
    ),
    CodePattern(CodeKind.LOCAL, r"[0-9A-Za-z][0-9A-Za-z._-]{0,35}"),
)


def read_task_code(value: str, patterns: tuple[CodePattern, ...] = DEFAULT_PATTERNS) -> TaskCode:
    """The code with its parts, by the first pattern that fits the whole of it.

    Raises:
        CodeError: no pattern fits.
        CodeCreditCodeError: it has the national shape, but its credit code is wrong.
    """
    for pattern in patterns:
        match = re.fullmatch(pattern.regex, value)
        if match:
            parts = {key: part or "" for key, part in match.groupdict().items()}
            _check_credit(value, parts.get("credit", ""))
            return TaskCode(
                value,
                pattern.kind,
                parts.get("credit", ""),
                parts.get("level", ""),
                parts.get("base", ""),
                parts.get("handling", ""),
            )
    raise CodeError(value=value)


def make_task_code(credit_code: str, level: str, base_code: str, handling: str = "") -> str:
    """The national implementation code of a body for a basic item.

    Raises:
        CodeError: the parts do not make such a code.
    """
    code = read_task_code(f"{credit_code}{level}{base_code}{handling}", DEFAULT_PATTERNS[:1])
    return code.value


def check_basic_code(value: str) -> str:
    """The basic code, unchanged.

    Raises:
        BasicCodeError: it is not one.
    """
    if not re.fullmatch(BASIC_CODE, value):
        raise BasicCodeError(value=value)
    return value


def _check_credit(value: str, credit: str) -> None:
    if not credit:
        return
    try:
        check_credit_code(credit)
    except InvalidError as error:
        raise CodeCreditCodeError(value=value) from error
