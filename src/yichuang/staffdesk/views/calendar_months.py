"""The picture of a year: its months with their weeks, each day as what it is."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.formats import date_format

from yichuang.deadlines.rules import CalendarYear, DayKind, plain_kind
from yichuang.staffdesk.forms.calendars import DayForm

_WEEK = 7
_A_MONDAY = date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day in the picture of a year; `kind` is what it is, `name` the holiday."""

    on: date
    kind: DayKind
    name: str


def months(calendar: CalendarYear) -> Iterator[tuple[str, list[list[DayCell | None]]]]:
    """The months of the year with their weeks; None where a week belongs to another month."""
    noted = {one.day: one for one in calendar.days}
    first = date(calendar.year, 1, 1)
    days = [first + timedelta(days=number) for number in range((date(calendar.year + 1, 1, 1) - first).days)]
    for _month, found in groupby(days, key=lambda one: one.month):
        shown = [
            DayCell(one, noted[one].kind, noted[one].name) if one in noted else DayCell(one, plain_kind(one), "")
            for one in found
        ]
        start = shown[0].on
        before: list[DayCell | None] = [None] * start.weekday()
        cells = [*before, *shown, *([None] * (-(len(before) + len(shown)) % _WEEK))]
        yield date_format(start, "F"), [cells[at : at + _WEEK] for at in range(0, len(cells), _WEEK)]


def weekdays() -> list[str]:
    """The days of the week as they head narrow columns: in Chinese one character is enough."""
    days = [_A_MONDAY + timedelta(days=number) for number in range(_WEEK)]
    return [date_format(one, "D").removeprefix("星期") for one in days]


def day_chosen(text: str, calendar: CalendarYear) -> date | None:
    """The day of the year that the address names, if any."""
    try:
        on = date.fromisoformat(text)
    except ValueError:
        return None
    return on if on.year == calendar.year else None


def day_form(calendar: CalendarYear, on: date | None) -> DayForm:
    """The form of a day; it begins with what the chosen day mostly becomes: an exception, or plain again."""
    year, source = calendar.year, _cited(calendar)
    if on is None:
        return DayForm(year=year, ident="day", initial={"source": source})
    is_noted = any(one.day == on for one in calendar.days)
    exception = DayKind.MAKE_UP_WORKDAY if plain_kind(on) is DayKind.WEEKEND else DayKind.HOLIDAY
    kind = plain_kind(on) if is_noted else exception
    return DayForm(year=year, ident="day", chosen=on, initial={"day": on, "kind": kind.value, "source": source})


def _cited(calendar: CalendarYear) -> str:
    """The notice that most days of the year are taken from; that of the year where no day cites any."""
    cited = Counter(one.source for one in calendar.days if one.source)
    return cited.most_common(1)[0][0] if cited else calendar.source
