"""The published national calendars, as the library chinesecalendar carries them."""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version

import chinese_calendar

from yichuang.deadlines.rules import CalendarDay, CalendarYear, DayKind, YearStatus, plain_kind

EARLIEST_YEAR = 2004

_NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


def published_year(year: int) -> CalendarYear | None:
    """The confirmed national calendar of the year, None where the library does not have it.

    Law: HOL 2, HOL 7
    """
    source = f"国务院办公厅节假日安排通知 (chinesecalendar {version('chinesecalendar')})"
    try:
        days = tuple(_exceptions(year, source))
    except NotImplementedError:
        return None
    return CalendarYear(year, YearStatus.CONFIRMED, days, source)


def latest_published_year() -> int:
    """The last year for which the library has the notice."""
    years: set[int] = {day.year for day in chinese_calendar.holidays}
    return max(years)


def _exceptions(year: int, source: str) -> Iterator[CalendarDay]:
    day = date(year, 1, 1)
    while day.year == year:
        is_off, name = chinese_calendar.get_holiday_detail(day)
        if name is not None:
            kind = DayKind.HOLIDAY if is_off else DayKind.MAKE_UP_WORKDAY
            yield CalendarDay(day, kind, _NAMES[name], source)
        elif is_off is not (not plain_kind(day).is_working):
            message = f"The library calls {day} neither a plain day nor a named exception."
            raise ValueError(message)
        day += timedelta(days=1)
