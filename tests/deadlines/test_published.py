"""The calendars seeded against two other sources: the notices themselves and an independent library."""

import csv
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest

from tests.support.deadlines import national_calendar
from yichuang.deadlines.rules import (
    LUNAR_DATES,
    DayKind,
    YearStatus,
    fixed_holidays,
    movable_holidays,
    provisional_year,
)
from yichuang.deadlines.services import published_calendar
from yichuang.deadlines.vendors import latest_published_year, published_year

_KINDS = {"休": DayKind.HOLIDAY, "班": DayKind.MAKE_UP_WORKDAY}


def test_every_line_of_the_notices_agrees(shared_data: Path) -> None:
    calendar = national_calendar()
    with (shared_data / "holidays.csv").open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))

    differing = [
        row for row in rows if calendar.kind_of(date.fromisoformat(row["date"])) is not _KINDS[row["off_or_work"]]
    ]

    assert differing == []
    assert len(rows) > 90


def test_the_notices_have_every_exception_of_the_calendar(shared_data: Path) -> None:
    with (shared_data / "holidays.csv").open(encoding="utf-8-sig", newline="") as lines:
        noted = {date.fromisoformat(row["date"]) for row in csv.DictReader(lines)}

    exceptions = {day.day for year in (2024, 2025, 2026) for day in national_calendar().years[year].days}

    assert exceptions == noted


def test_every_day_from_2007_to_2026_agrees_with_another_library() -> None:
    other = holidays.country_holidays("CN", years=range(2007, 2027))
    calendar = national_calendar()
    days = [date(2007, 1, 1) + timedelta(days=passed) for passed in range(7305)]

    differing = [day for day in days if calendar.is_working_day(day) is not other.is_working_day(day)]

    assert differing == []
    assert days[-1] == date(2026, 12, 31)


@pytest.mark.parametrize("year", sorted(LUNAR_DATES))
def test_the_movable_holidays_agree_with_another_library(year: int) -> None:
    other = holidays.country_holidays("CN", years=year, observed=False)

    statutory = {day for day in other if day.year == year}

    assert set(fixed_holidays(year)) | set(movable_holidays(LUNAR_DATES[year])) == statutory


def test_a_year_not_announced_has_the_thirteen_statutory_days() -> None:
    year = provisional_year(2027)

    assert year.status is YearStatus.PROVISIONAL
    assert [(day.day.isoformat(), day.name) for day in year.days] == [
        ("2027-01-01", "元旦"),
        ("2027-02-05", "春节"),
        ("2027-02-06", "春节"),
        ("2027-02-07", "春节"),
        ("2027-02-08", "春节"),
        ("2027-04-05", "清明节"),
        ("2027-05-01", "劳动节"),
        ("2027-05-02", "劳动节"),
        ("2027-06-09", "端午节"),
        ("2027-09-15", "中秋节"),
        ("2027-10-01", "国庆节"),
        ("2027-10-02", "国庆节"),
        ("2027-10-03", "国庆节"),
    ]


def test_two_holidays_on_one_day_are_one_day_off() -> None:
    names = {day.day: day.name for day in provisional_year(2028).days}

    assert names[date(2028, 10, 3)] == "国庆节、中秋节"
    assert len(names) == 12


def test_without_known_lunar_dates_the_source_says_so() -> None:
    year = provisional_year(2031)

    assert [day.day for day in year.days] == sorted(fixed_holidays(2031))
    assert year.source == "《全国年节及纪念日放假办法》第二条(不含农历节日)"


def test_before_2025_the_second_of_may_was_no_holiday() -> None:
    assert date(2024, 5, 2) not in fixed_holidays(2024)
    assert date(2025, 5, 2) in fixed_holidays(2025)


def test_the_library_has_2026_and_nothing_after_the_latest() -> None:
    latest = latest_published_year()

    assert latest >= 2026
    assert published_year(latest) is not None
    assert published_year(latest + 1) is None
    assert published_year(2003) is None


def test_without_a_database_the_published_years_are_confirmed_and_ten_more_are_provisional() -> None:
    calendar = published_calendar()

    provisional = [year.year for year in calendar.years.values() if year.status is YearStatus.PROVISIONAL]
    assert (calendar.first_year, provisional) == (2004, [*range(latest_published_year() + 1, calendar.last_year + 1)])
    assert len(provisional) == 10
    assert calendar.kind_of(date(2026, 10, 10)) is DayKind.MAKE_UP_WORKDAY
