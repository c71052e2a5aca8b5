"""What the law itself fixes of a year whose notice is not out yet.

The dates of the festivals of the lunar calendar are those of the calendar published under GB/T 33661-2017; the tests
compare them with another source. The days off in exchange, and the days given for a holiday that falls on a weekend,
are left to the yearly notice, so they are not here: a provisional limit can end earlier than the final one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.deadlines.rules.days import CalendarDay, CalendarYear, DayKind, YearStatus

REFORM_YEAR = 2025  # From this year New Year's Eve and 2 May are days off (HOL, 2024 amendment).
PROVISIONAL_SOURCE = "《全国年节及纪念日放假办法》第二条"
_WITHOUT_LUNAR = PROVISIONAL_SOURCE + "(不含农历节日)"


@dataclass(frozen=True, slots=True)
class LunarDates:
    """On which dates the movable festivals of a year fall."""

    spring_festival: date
    tomb_sweeping_day: date
    dragon_boat_festival: date
    mid_autumn_festival: date


LUNAR_DATES: Mapping[int, LunarDates] = MappingProxyType(
    {
        2027: LunarDates(date(2027, 2, 6), date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)),
        2028: LunarDates(date(2028, 1, 26), date(2028, 4, 4), date(2028, 5, 28), date(2028, 10, 3)),
        2029: LunarDates(date(2029, 2, 13), date(2029, 4, 4), date(2029, 6, 16), date(2029, 9, 22)),
        2030: LunarDates(date(2030, 2, 3), date(2030, 4, 5), date(2030, 6, 5), date(2030, 9, 12)),
    }
)


def fixed_holidays(year: int) -> dict[date, str]:
    """The statutory days off that have the same date every year, with their names.

    Law: HOL 2
    """
    holidays = {date(year, 1, 1): "元旦", date(year, 5, 1): "劳动节"}
    if year >= REFORM_YEAR:
        holidays[date(year, 5, 2)] = "劳动节"
    return holidays | {date(year, 10, day): "国庆节" for day in (1, 2, 3)}


def movable_holidays(dates: LunarDates) -> dict[date, str]:
    """The statutory days off that follow the lunar calendar or the solar terms: seven, from New Year's Eve on.

    Law: HOL 2
    """
    eve = dates.spring_festival - timedelta(days=1)
    return {eve + timedelta(days=passed): "春节" for passed in range(4)} | {
        dates.tomb_sweeping_day: "清明节",
        dates.dragon_boat_festival: "端午节",
        dates.mid_autumn_festival: "中秋节",
    }


def provisional_year(year: int) -> CalendarYear:
    """The national calendar of a year before its notice: weekends and the statutory days whose dates are known.

    Where the lunar dates are not known, only the days with a fixed date are in it, and the source says so. Two
    holidays on one date are one day off with both names.

    Law: HOL 2
    """
    holidays = fixed_holidays(year)
    lunar = LUNAR_DATES.get(year)
    for day, name in movable_holidays(lunar).items() if lunar else ():
        holidays[day] = f"{holidays[day]}、{name}" if day in holidays else name
    source = PROVISIONAL_SOURCE if lunar else _WITHOUT_LUNAR
    days = tuple(CalendarDay(day, DayKind.HOLIDAY, holidays[day], source) for day in sorted(holidays))
    return CalendarYear(year, YearStatus.PROVISIONAL, days, source)


def missing_holidays(year: int, days: Sequence[CalendarDay]) -> list[FieldProblem]:
    """One problem for each fixed statutory holiday that a calendar to be confirmed does not have.

    Law: HOL 2
    """
    given = {day.day for day in days if day.kind is DayKind.HOLIDAY}
    return [
        FieldProblem(
            "days",
            "deadlines.statutory_holiday_missing",
            gettext_noop("{day} ({name}) is a statutory holiday and is missing."),
            day.isoformat(),
            {"day": day.isoformat(), "name": name},
        )
        for day, name in fixed_holidays(year).items()
        if day not in given
    ]
