from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.deadlines import bare_year, national_calendar
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules import (
    CalendarDay,
    CalendarYear,
    DayKind,
    Term,
    Unit,
    WorkCalendar,
    YearStatus,
    due_on,
    due_on_many,
    plain_kind,
)

_DAYS_OF_2030 = st.dates(date(2030, 1, 1), date(2030, 12, 31))


def _exception(day: date) -> CalendarDay:
    is_weekend = plain_kind(day) is DayKind.WEEKEND
    return CalendarDay(day, DayKind.MAKE_UP_WORKDAY if is_weekend else DayKind.HOLIDAY, "假日")


@st.composite
def _calendars(draw: st.DrawFn) -> WorkCalendar:
    """Three years; in the first any days may be holidays or made up."""
    swapped = draw(st.sets(_DAYS_OF_2030, max_size=60))
    first = CalendarYear(2030, YearStatus.CONFIRMED, tuple(_exception(day) for day in sorted(swapped)))
    return WorkCalendar([first, bare_year(2031), bare_year(2032)])


def _by_days(start: date, count: int, calendar: WorkCalendar) -> date:
    day = start
    while count:
        day += timedelta(days=1)
        count -= calendar.is_working_day(day)
    return day


@given(calendar=_calendars(), start=_DAYS_OF_2030, count=st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_adding_agrees_with_counting_day_by_day(calendar: WorkCalendar, start: date, count: int) -> None:
    assert calendar.add_working_days(start, count) == _by_days(start, count, calendar)


@given(calendar=_calendars(), start=_DAYS_OF_2030, count=st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_counting_takes_adding_back(calendar: WorkCalendar, start: date, count: int) -> None:
    end = calendar.add_working_days(start, count)

    assert calendar.working_days_between(start, end) == count
    assert calendar.working_days_between(end, start) == -count


@given(calendar=_calendars(), start=_DAYS_OF_2030, count=st.integers(1, 300))
@settings(max_examples=60, deadline=None)
def test_a_limit_ends_on_a_working_day(calendar: WorkCalendar, start: date, count: int) -> None:
    assert calendar.is_working_day(due_on(start, Term(count, Unit.WORKING_DAY), calendar))
    assert calendar.is_working_day(due_on(start, Term(count, Unit.CALENDAR_DAY), calendar))


@given(
    calendar=_calendars(),
    starts=st.tuples(_DAYS_OF_2030, _DAYS_OF_2030),
    counts=st.tuples(st.integers(0, 200), st.integers(0, 200)),
    unit=st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]),
)
@settings(max_examples=60, deadline=None)
def test_later_or_longer_never_ends_earlier(
    calendar: WorkCalendar, starts: tuple[date, date], counts: tuple[int, int], unit: Unit
) -> None:
    soon = due_on(min(starts), Term(min(counts), unit), calendar)
    late = due_on(max(starts), Term(max(counts), unit), calendar)

    assert soon <= late


@given(calendar=_calendars(), pairs=st.lists(st.tuples(_DAYS_OF_2030, st.integers(0, 200)), max_size=20))
@settings(max_examples=60, deadline=None)
def test_many_at_once_agree_with_one_by_one(calendar: WorkCalendar, pairs: list[tuple[date, int]]) -> None:
    starts = [start for start, _ in pairs]
    counts = [count for _, count in pairs]

    assert due_on_many(starts, counts, calendar) == [calendar.add_working_days(start, count) for start, count in pairs]


@pytest.mark.parametrize(
    ("start", "count", "year"),
    [(date(2027, 12, 20), 60, 2028), (date(2003, 12, 31), 1, 2003), (date(2028, 1, 1), 1, 2028)],
)
def test_many_at_once_past_the_calendar_are_refused(start: date, count: int, year: int) -> None:
    with pytest.raises(CalendarMissingError) as refused:
        due_on_many([date(2026, 1, 5), start], [1, count], national_calendar())

    assert refused.value.details["year"] == year


def test_many_at_once_need_as_many_counts_as_starts() -> None:
    with pytest.raises(ValueError, match="one count for each start"):
        due_on_many([date(2026, 1, 5)], [1, 2], national_calendar())


def test_a_year_left_out_is_not_jumped_over() -> None:
    calendar = WorkCalendar([bare_year(2030), bare_year(2032)])

    with pytest.raises(CalendarMissingError) as refused:
        calendar.add_working_days(date(2030, 12, 20), 20)
    assert refused.value.details["year"] == 2031
    assert calendar.add_working_days(date(2030, 12, 20), 2) == date(2030, 12, 24)
    assert due_on_many([date(2030, 12, 20)], [2], calendar) == [date(2030, 12, 24)]


@pytest.mark.parametrize("years", [[], [bare_year(2030), bare_year(2030)]])
def test_a_calendar_has_each_year_once(years: list[CalendarYear]) -> None:
    with pytest.raises(ValueError, match="each year once"):
        WorkCalendar(years)


def test_working_days_are_not_counted_backwards() -> None:
    with pytest.raises(ValueError, match="forwards"):
        national_calendar().add_working_days(date(2026, 11, 10), -1)


@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 10, 1), DayKind.HOLIDAY, "国庆节"),
        (date(2026, 10, 10), DayKind.MAKE_UP_WORKDAY, "国庆节"),
        (date(2026, 11, 21), DayKind.WEEKEND, ""),
        (date(2026, 11, 20), DayKind.WORKDAY, ""),
        (date(2015, 9, 3), DayKind.HOLIDAY, "抗战胜利70周年纪念日"),
    ],
)
def test_a_day_has_its_kind_and_name(day: date, kind: DayKind, name: str) -> None:
    calendar = national_calendar()

    assert (calendar.kind_of(day), calendar.name_of(day)) == (kind, name)


def test_only_days_in_a_year_not_confirmed_are_provisional() -> None:
    calendar = national_calendar()

    assert not calendar.is_provisional(date(2026, 1, 1), date(2026, 12, 31))
    assert calendar.is_provisional(date(2026, 12, 31), date(2027, 1, 1))
