"""Limits as guides write them ("5个工作日", "即办"): read where the text leaves no doubt, else reported.

A bare 日 or 天 is reported: published guides mean working days by it (as ALL 82 does for licences) or calendar days.
Who knows what a file means by it says so with `day_means`. Months and years have no fixed number of days.

Law: ALL 82 (licence limits are in working days); CIV 200, 201.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Term, Unit, read_number

_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十百千半]+)"
_UNIT = r"(?:工作日|工作天|自然日|自然天|日历日|日历天|小时|钟头|分钟|日|天|周|星期|月|年)"
_LIMIT = re.compile(rf"(?P<number>{_NUMBER})个?(?P<unit>{_UNIT})")
_RANGE = re.compile(rf"{_NUMBER}个?{_UNIT}?(?:-|~|—|–|至|到){_NUMBER}个?{_UNIT}")
_BEFORE = (
    r"(?:自|从|在)?(?:正式)?(?:受理|收到申请|收件|收到材料|收到申请材料|材料齐全)?(?:之日|之后|后|次日|当日)?(?:起|的)?[,:]?"
    r"(?:法定|承诺)?(?:办结|办理)?(?:时限|期限)?(?:为|:)?(?:不超过|最长)?"
)
_AFTER = r"(?:之内|以内|内)?(?:办结|办理完毕|办理|完成|作出决定|做出决定)?"
_WHOLE = re.compile(rf"{_BEFORE}(?P<number>{_NUMBER})个?(?P<unit>{_UNIT}){_AFTER}")
_AT_ONCE = (
    r"(?:即办|即办件|即时|即时办结|即时办理|即来即办|即到即办|立即办理|立即办结|马上办|立等可取|随到随办"
    r"|(?:当场|现场|当日|当天)(?:办结|办理|办|登记|受理办结|审批|决定|发证|出证)?)"
)
_UNITS = {
    "工作日": Unit.WORKING_DAY,
    "工作天": Unit.WORKING_DAY,
    "自然日": Unit.CALENDAR_DAY,
    "自然天": Unit.CALENDAR_DAY,
    "日历日": Unit.CALENDAR_DAY,
    "日历天": Unit.CALENDAR_DAY,
    "小时": Unit.HOUR,
    "钟头": Unit.HOUR,
}
_DAYS = frozenset({"日", "天"})
_WORKING_NOTE = re.compile(r"(?:指|均为|为|按)?工作日(?:计算|计)?")


class Doubt(Enum):
    """Why a written limit was not read."""

    SEVERAL = "limit_several", gettext_noop("“{value}” states several limits; enter the one that holds.")
    RANGE = "limit_range", gettext_noop("“{value}” states a range; enter the one limit that is promised.")
    DAY = "limit_day", gettext_noop("“{value}” does not say whether working days or calendar days are meant.")
    UNIT = (
        "limit_unit",
        gettext_noop("“{value}” is in minutes, weeks, months or years; enter working days, calendar days or hours."),
    )
    PART = "limit_part", gettext_noop("“{value}” is not a whole number of days or hours.")
    WORDS = "limit_words", gettext_noop("“{value}” does not state a limit that can be read.")

    @property
    def code(self) -> str:
        """The stable code of the doubt."""
        return self.value[0]

    @property
    def text(self) -> str:
        """The English text, with the written limit as `{value}`."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class LimitReading:
    """What a text says: a term with what else the text notes, or the doubt that kept it from being read."""

    term: Term | None
    note: str = ""
    doubt: Doubt | None = None


def read_limit(text: str, *, day_means: Unit | None = None) -> LimitReading:
    """The limit that the text states beyond doubt; an empty text has neither term nor doubt.

    "即办" and "当场办结" are 0 working days with the words kept as note. A remark in brackets that states no other
    limit is kept as note. `day_means` is the unit of a bare 日 or 天 where the source is known to mean it.
    """
    original = text.strip()
    if not original:
        return LimitReading(None)
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", original)).rstrip("。.;,")
    main, note = _split_note(plain)
    if re.fullmatch(_AT_ONCE, main) and not _states_limit(note):
        return LimitReading(Term(0, Unit.WORKING_DAY), original)
    written = _WHOLE.fullmatch(main)
    if written is None or _states_limit(note):
        return LimitReading(None, original, _doubt(plain))
    unit = _UNITS.get(written["unit"])
    if unit is None and written["unit"] in _DAYS:
        unit = Unit.WORKING_DAY if _WORKING_NOTE.fullmatch(note) else day_means
    number = read_number(written["number"])
    if unit is None:
        return LimitReading(None, original, Doubt.DAY if written["unit"] in _DAYS else Doubt.UNIT)
    if number is None:
        return LimitReading(None, original, Doubt.PART)
    return LimitReading(Term(number, unit), note)


def _split_note(plain: str) -> tuple[str, str]:
    match = re.fullmatch(r"(?P<main>[^()]+)\((?P<note>[^()]*)\)", plain)
    return (match["main"], match["note"]) if match else (plain, "")


def _states_limit(note: str) -> bool:
    return _LIMIT.search(note) is not None or re.fullmatch(_AT_ONCE, note) is not None


def _doubt(plain: str) -> Doubt:
    if _RANGE.search(plain):
        return Doubt.RANGE
    stated = len(_LIMIT.findall(plain)) + len(re.findall(_AT_ONCE, plain))
    return Doubt.SEVERAL if stated > 1 else Doubt.WORDS
