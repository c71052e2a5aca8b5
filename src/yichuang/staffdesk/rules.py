"""Standard wordings for papers, and how the desk reads what is pasted.

Papers are written in Chinese whatever the language of the page, so the wordings are not translated.

Law: ALL 32.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from yichuang.cases.rules import TextKind
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.deadlines.rules import CalendarDay, DayKind
from yichuang.staffdesk.errors import CalendarLineError

NOT_HANDED_IN = "未提交"
STANDARD_PROBLEMS: Sequence[str] = (
    NOT_HANDED_IN,
    "份数不足",
    "未签字或者未盖章",
    "填写不完整",
    "填写内容与证件不一致",
    "已超过有效期",
    "复印件不清晰或者未核对原件",
    "不是规定的格式文本",
)
HAND_IN = "请提交该材料"
STANDARD_REMEDIES: Sequence[str] = (
    HAND_IN,
    "补交原件",
    "补交复印件并出示原件核对",
    "补齐份数",
    "补签字、补盖章",
    "按填写说明补充完整",
    "更正后重新提交",
    "提交有效期内的证件",
)
STANDARD_NOT_REQUIRED: Sequence[str] = ("申请事项依法不需要取得行政许可",)
"""Why no permit is needed: an act of its own, so these are offered there and not with a refusal. Law: ALL 32(1)(1)."""
WRONG_BODY = "申请事项依法不属于本机关职权范围"
STANDARD_REFUSALS: Sequence[str] = (
    WRONG_BODY,
    "申请材料不齐全或者不符合法定形式，经一次性告知后逾期未补正",
    "申请人隐瞒有关情况或者提供虚假材料",
)
STANDARD_OPINIONS: Sequence[str] = (
    "申请材料齐全、符合法定形式，符合许可条件，建议准予",
    "经现场核查，场所、设施与申报一致，建议准予",
)
STANDARD_OBJECTIONS: Sequence[str] = (
    "申请人不具备法定条件，建议不予",
    "申报内容与核查情况不一致，建议不予",
)
STANDARD_DENIALS: Sequence[str] = (
    "申请人不具备法律、法规规定的条件",
    "经营场所、设施设备不符合规定的标准",
    "申请材料的实质内容与核查情况不一致",
)
STANDARD_TEXTS: Mapping[TextKind, Sequence[str]] = MappingProxyType(
    {
        TextKind.PROBLEM: STANDARD_PROBLEMS,
        TextKind.REMEDY: STANDARD_REMEDIES,
        TextKind.REFUSAL: STANDARD_REFUSALS,
        TextKind.OPINION: STANDARD_OPINIONS,
        TextKind.OBJECTION: STANDARD_OBJECTIONS,
        TextKind.DENIAL: STANDARD_DENIALS,
    }
)
"""What is offered of a kind until the centre keeps texts of its own; `services.seed_texts` makes them the centre's."""

HOLIDAYS: Sequence[str] = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
"""The names of the holidays of the whole country, to pick from."""

REASON_MIN = 10
_DIFFERENT_MIN = 5

Wordings = Mapping[TextKind, Sequence[str]]


def wordings(kept: Iterable[tuple[TextKind, str]]) -> Wordings:
    """The texts to pick by kind: those that are kept, or the standard ones for a kind of which none is."""
    found: dict[TextKind, dict[str, None]] = {}
    for kind, text in kept:
        found.setdefault(kind, {})[text] = None
    return {kind: tuple(found.get(kind, STANDARD_TEXTS[kind])) for kind in TextKind}


def reason_from_above(body: str, document_no: str, grounds: str) -> str:
    """How the reasons of a denial begin that the higher body has decided. Law: ALL 38(2), 43."""
    return f"{body}决定不予批准（{document_no}），理由：{grounds}"


def is_real_reason(text: str) -> bool:
    """Whether the text says something: ten letters, characters or digits at least, and not always the same ones.

    Law: ALL 38(2), 72(7).
    """
    said = [sign for sign in text if sign.isalnum()]
    return len(said) >= REASON_MIN and len(set(said)) >= _DIFFERENT_MIN


_LINE = re.compile(r"(?P<day>\d{4}-\d{1,2}-\d{1,2})[\s,，;；]+(?P<kind>\S+?)[\s,，;；]+(?P<name>.+)", re.ASCII)
_KINDS = {
    "休": DayKind.HOLIDAY,
    "放假": DayKind.HOLIDAY,
    "holiday": DayKind.HOLIDAY,
    "班": DayKind.MAKE_UP_WORKDAY,
    "上班": DayKind.MAKE_UP_WORKDAY,
    "work": DayKind.MAKE_UP_WORKDAY,
}


def read_calendar_lines(text: str, source: str) -> tuple[CalendarDay, ...]:
    """The days of a pasted list, one a line: date, 休 or 班 (holiday or work), name of the holiday.

    Raises:
        CalendarLineError: lines that cannot be read; each is named with its number.
    """
    days: list[CalendarDay] = []
    problems: list[FieldProblem] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        day = _read(line.strip(), source)
        if day is None:
            wanted = gettext_noop("Line {line} is not “date, 休 or 班, name”, such as 2027-01-01 休 元旦.")
            problems.append(FieldProblem("days", "staffdesk.calendar_line", wanted, line.strip(), {"line": number}))
        else:
            days.append(day)
    if problems:
        raise CalendarLineError(problems)
    return tuple(days)


def _read(line: str, source: str) -> CalendarDay | None:
    written = _LINE.fullmatch(line)
    kind = _KINDS.get(written["kind"].lower()) if written else None
    if written is None or kind is None:
        return None
    try:
        year, month, day = map(int, written["day"].split("-"))
        return CalendarDay(date(year, month, day), kind, written["name"].strip(), source)
    except ValueError:
        return None
