"""Limits as laws write them ("自受理申请之日起二十日内"): what each says, from which event it runs, and what is not read.

Only what is written is told. Whether a bare 日 means working or calendar days stands elsewhere (ALL 82 for the limits of
licensing, CIV 200 where nothing else is said), so that whoever asks must say it.

Law: CIV 200, 201, 202; ALL 82
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.errors import LimitInvalidError
from yichuang.deadlines.rules.terms import LARGEST, MONTHS_IN_YEAR, Limit, Months, Term, Unit, parse_limit

_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4,
    "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_TENS = {"十": 10, "百": 100, "千": 1000}
_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千]+|半)"
_UNIT = r"(?:个?工作[日天]|个?自然[日天]|个?日历[日天]|个?小时|分钟|日|天|周|个?星期|个?月|年)"
_RANGE = rf"(?:(?P<range>{_NUMBER}{_UNIT}?(?:至|到|-|~|—|–|、))?)"
_AMOUNT = rf"{_RANGE}(?P<number>{_NUMBER})(?P<half_before>个半)?(?P<unit>{_UNIT})(?P<half>半)?"
_WITHIN = re.compile(rf"(?P<at_most>不得?超过|最长|至多)?{_AMOUNT}(?P<within>之内|以内|内)?")
_RUNS_FROM = re.compile(r"(?P<event>.+?)(?:之日起|之时起|当日起|次日起|之日|之后|以后|后)的?$")
_EVENT_BEGINS = re.compile(
    r"(?:自|从)(?!治|然|行|己|愿|动|主|筹|身|有|查|事|诉)|(?:^|应当|必须|并|可以|可|须|或者)(?:在|于)"
)
_OPENING = re.compile(r"^(?:应当|必须|并|可以|须)?(?:在|于)?$")
_BREAK = re.compile(r"[,。;:]")
_VERBS = re.compile(r"(?P<accepted>受理)(?!期限|通知|决定|意见|条件|范围)|(?P<received>收到|接到|收件|收讫)")
_AT_ONCE = re.compile(r"(?<!不能)(?<!无法)(?<!可以)(?:当场|当日|当天|即时|立即|马上|即办)")
_VAGUE = re.compile(r"及时|尽快|适时|合理期限|合理的期限|规定的?期限|限期")


class WrittenUnit(StrEnum):
    """The unit that a text names; a bare 日 is a unit of its own."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    DAY = "day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


class RunsFrom(StrEnum):
    """The event with which a written limit begins."""

    ACCEPTANCE = "acceptance"
    RECEIPT = "receipt"
    OTHER = "other"
    UNSAID = "unsaid"


class Unread(Labelled):
    """Why a text, or a part of it, was not read as a limit."""

    NOTHING = "nothing", gettext_noop("The text states no limit.")
    VAGUE = "vague", gettext_noop("The text states a limit without a number, such as “in good time”.")
    RANGE = "range", gettext_noop("The text states a range and not one limit.")
    PART = "part", gettext_noop("The number is not whole, or not one that can be read.")
    UNIT = "unit", gettext_noop("Weeks and minutes are no units in which limits are counted.")


_UNITS: Mapping[str, WrittenUnit] = MappingProxyType(
    {
        "工作日": WrittenUnit.WORKING_DAY, "工作天": WrittenUnit.WORKING_DAY,
        "自然日": WrittenUnit.CALENDAR_DAY, "自然天": WrittenUnit.CALENDAR_DAY,
        "日历日": WrittenUnit.CALENDAR_DAY, "日历天": WrittenUnit.CALENDAR_DAY,
        "日": WrittenUnit.DAY, "天": WrittenUnit.DAY, "小时": WrittenUnit.HOUR,
        "月": WrittenUnit.MONTH, "年": WrittenUnit.YEAR,
    }
)  # fmt: skip
_TERM_UNITS: Mapping[WrittenUnit, Unit] = MappingProxyType(
    {
        WrittenUnit.WORKING_DAY: Unit.WORKING_DAY,
        WrittenUnit.CALENDAR_DAY: Unit.CALENDAR_DAY,
        WrittenUnit.HOUR: Unit.HOUR,
    }
)


@dataclass(frozen=True, slots=True)
class WrittenLimit:
    """One limit as it is written: number and unit, and the event from which it runs in the words of the text."""

    value: int
    unit: WrittenUnit
    runs_from: RunsFrom
    event: str
    text: str

    def limit(self, day_means: Unit) -> Limit:
        """The limit to count with; `day_means` says what a bare 日 is."""
        match self.unit:
            case WrittenUnit.MONTH:
                return Months(self.value)
            case WrittenUnit.YEAR:
                return Months(self.value * MONTHS_IN_YEAR)
            case _:
                return Term(self.value, _TERM_UNITS.get(self.unit, day_means))


@dataclass(frozen=True, slots=True)
class ClauseReading:
    """All limits that a text states, in its order, and each part that looks like one and was not read."""

    limits: tuple[WrittenLimit, ...]
    unread: tuple[tuple[str, Unread], ...] = ()

    @property
    def is_read(self) -> bool:
        """Whether the text states limits and nothing was left out."""
        return bool(self.limits) and not self.unread


def read_clause(text: str) -> ClauseReading:
    """What limits the text states.

    A number of days is a limit where it is said that something is done within it (内, 以内, 不超过), or where the text
    says nothing else; a validity of three years or a fine per day is none. On the spot (当场, 即时) is a limit of 0 where
    the text has no other.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).rstrip("。.;,")
    limits: list[WrittenLimit] = []
    unread: list[tuple[str, Unread]] = []
    from_here = 0
    for found in _stated(plain):
        value, unit = _value_of(found), _unit_of(found)
        doubt = _doubt(found, value, unit)
        if doubt is not None or value is None or unit is None:
            unread.append((found[0], doubt or Unread.PART))
        else:
            limits.append(WrittenLimit(value, unit, *_start_of(plain[from_here : found.start()]), found[0]))
        from_here = found.end()
    if limits or unread:
        return ClauseReading(tuple(limits), tuple(unread))
    return _without_number(plain)


def limit_from(text: str) -> Limit:
    """The limit by its code ("20wd") or in the words of a law ("二十个工作日内").

    Raises:
        LimitInvalidError: it states no limit, several, or bare days of which it is not said what they are.
    """
    if text.isascii():
        return parse_limit(text)
    reading = read_clause(text)
    if not reading.is_read or len(reading.limits) > 1 or reading.limits[0].unit is WrittenUnit.DAY:
        raise LimitInvalidError(given=text, largest=LARGEST)
    return reading.limits[0].limit(Unit.WORKING_DAY)


def read_number(text: str) -> int | None:
    """The whole number in digits or Chinese numerals, up to 9999; None for parts such as 半 or 0.5 and for nonsense."""
    if text.isascii():
        return int(text) if text.isdigit() and len(text) <= len("9999") else None
    total = digit = 0
    for character in text:
        if character in _TENS:
            total += (digit or 1) * _TENS[character]
            digit = 0
        elif character in _DIGITS and digit == 0:
            digit = _DIGITS[character]
        else:
            return None
    return total + digit


def _stated(plain: str) -> Iterator["re.Match[str]"]:
    for found in _WITHIN.finditer(plain):
        if found["within"] or found["at_most"] or found[0] == plain:
            yield found


def _value_of(found: "re.Match[str]") -> int | None:
    """The number; half a year is six months, other halves are no whole number."""
    if found["half"] or found["half_before"]:
        return None
    if found["number"] == "半" and found["unit"] == "年":
        return MONTHS_IN_YEAR // 2
    return read_number(found["number"])


def _unit_of(found: "re.Match[str]") -> WrittenUnit | None:
    unit = _UNITS.get(found["unit"].removeprefix("个"))
    return WrittenUnit.MONTH if found["number"] == "半" and unit is WrittenUnit.YEAR else unit


def _doubt(found: "re.Match[str]", value: int | None, unit: WrittenUnit | None) -> Unread | None:
    if found["range"]:
        return Unread.RANGE
    if unit is None:
        return Unread.UNIT
    is_long = unit in {WrittenUnit.MONTH, WrittenUnit.YEAR}
    return Unread.PART if value is None or (value == 0 and is_long) else None


def _start_of(before: str) -> tuple[RunsFrom, str]:
    """The event that the words before a limit name, in the same part of the sentence or in the one before it."""
    parts = _BREAK.split(before)
    nearest = parts[-1].lstrip("、)")
    runs = _RUNS_FROM.match(nearest.removesuffix("在").removesuffix("于").removesuffix("应当"))
    if runs is None and len(parts) > 1 and _OPENING.match(nearest):
        runs = _RUNS_FROM.match(parts[-2])
    if runs is None:
        return RunsFrom.UNSAID, ""
    event = runs["event"]
    begins = [found.end() for found in _EVENT_BEGINS.finditer(event)]
    event = event[begins[-1] :] if begins else event
    verb = _VERBS.match(event)
    if verb is None:
        return RunsFrom.OTHER, event
    return (RunsFrom.ACCEPTANCE if verb["accepted"] else RunsFrom.RECEIPT), event


def _without_number(plain: str) -> ClauseReading:
    at_once = _AT_ONCE.search(plain)
    if at_once is not None:
        on_the_spot = WrittenLimit(0, WrittenUnit.WORKING_DAY, RunsFrom.UNSAID, "", at_once[0])
        return ClauseReading((on_the_spot,))
    return ClauseReading((), ((plain, Unread.VAGUE if _VAGUE.search(plain) else Unread.NOTHING),))
