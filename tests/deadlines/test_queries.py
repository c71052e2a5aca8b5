from datetime import date

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from tests.support.deadlines import keeper, year_2027
from yichuang.deadlines.errors import CalendarYearNotFoundError, NoCalendarError
from yichuang.deadlines.queries import CalendarYearRow, calendar_for, get_year, latest_year, list_changes, list_years
from yichuang.deadlines.rules import CalendarDay, DayKind, YearStatus
from yichuang.deadlines.services import confirm_year, seed_national_years, set_day
from yichuang.organisations.errors import RegionCodeError
from yichuang.organisations.rules import NATIONAL

PROVINCE = "990000000000"
DISTRICT = "990101000000"
VILLAGE = "990101001001"
FESTIVAL = date(2027, 4, 9)  # a Friday


def _give_own_year(region_code: str) -> None:
    days = (*year_2027(), CalendarDay(FESTIVAL, DayKind.HOLIDAY, "民族节日"))
    confirm_year(actor=keeper(), region_code=region_code, year=2027, days=days, source="省人民政府通知(示例)")


def _set_festival() -> None:
    set_day(
        actor=keeper(), region_code=NATIONAL, day=FESTIVAL, kind=DayKind.HOLIDAY, name="纪念日", source="公告(示例)"
    )


@pytest.mark.django_db
def test_a_warm_calendar_costs_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    seed_national_years(actor=keeper(), first=2025, last=2027)
    with django_assert_num_queries(3):
        cold = calendar_for(DISTRICT)

    with django_assert_num_queries(1):
        warm = calendar_for(DISTRICT)

    assert warm is cold


@pytest.mark.django_db
def test_regions_without_their_own_calendar_share_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    seed_national_years(actor=keeper(), first=2025, last=2027)
    national = calendar_for(NATIONAL)

    with django_assert_num_queries(1):
        assert calendar_for((VILLAGE, DISTRICT, NATIONAL)) is national


@pytest.mark.django_db
def test_a_change_is_seen_at_the_next_reading() -> None:
    seed_national_years(actor=keeper(), first=2027, last=2027)
    before = calendar_for(NATIONAL)

    _set_festival()

    assert before.is_working_day(FESTIVAL)
    assert not calendar_for(NATIONAL).is_working_day(FESTIVAL)


@pytest.mark.django_db
def test_what_was_rolled_back_is_not_remembered() -> None:
    seed_national_years(actor=keeper(), first=2027, last=2027)
    before = calendar_for(NATIONAL)

    with transaction.atomic():
        _set_festival()
        inside = calendar_for(NATIONAL)
        transaction.set_rollback(True)

    assert not inside.is_working_day(FESTIVAL)
    assert calendar_for(NATIONAL) is before


@pytest.mark.django_db
def test_a_region_uses_its_own_year_and_for_others_that_above() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2027)
    _give_own_year(PROVINCE)

    village = calendar_for(VILLAGE)

    assert not village.is_working_day(FESTIVAL)
    assert village.years[2027].region_code == PROVINCE
    assert village.years[2026].region_code == NATIONAL
    assert calendar_for(NATIONAL).is_working_day(FESTIVAL)


@pytest.mark.django_db
def test_the_nearest_region_comes_first() -> None:
    seed_national_years(actor=keeper(), first=2027, last=2027)
    _give_own_year(PROVINCE)
    confirm_year(actor=keeper(), region_code=DISTRICT, year=2027, days=year_2027(), source="通知(示例)")

    assert calendar_for(DISTRICT).years[2027].region_code == DISTRICT
    assert calendar_for("990102000000").years[2027].region_code == PROVINCE


@pytest.mark.django_db
def test_without_any_calendar_the_region_is_named() -> None:
    with pytest.raises(NoCalendarError) as refused:
        calendar_for(DISTRICT)

    assert refused.value.details == {"region_code": DISTRICT}


@pytest.mark.django_db
def test_a_code_that_is_none_is_refused() -> None:
    with pytest.raises(RegionCodeError):
        calendar_for("示例区")


@pytest.mark.django_db
def test_years_are_listed_with_their_figures(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    seed_national_years(actor=keeper(), first=2026, last=2027)

    with django_assert_num_queries(1):
        confirmed, provisional = list_years()

    assert (confirmed.year, confirmed.holidays, confirmed.make_up_workdays) == (2026, 33, 6)
    assert provisional == CalendarYearRow(
        region_code=NATIONAL,
        year=2027,
        status=YearStatus.PROVISIONAL,
        source="《全国年节及纪念日放假办法》第二条",
        revision=1,
        holidays=13,
        make_up_workdays=0,
    )


@pytest.mark.django_db
def test_the_latest_year_may_be_asked_for_confirmed_ones_only() -> None:
    assert latest_year() is None
    seed_national_years(actor=keeper(), first=2026, last=2028)

    assert latest_year() == 2028
    assert latest_year(confirmed_only=True) == 2026
    assert latest_year(DISTRICT) is None


@pytest.mark.django_db
def test_a_year_that_the_region_does_not_have_is_not_found() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)

    with pytest.raises(CalendarYearNotFoundError):
        get_year(DISTRICT, 2026)


@pytest.mark.django_db
def test_history_goes_on_from_the_last_row_seen() -> None:
    seed_national_years(actor=keeper(), first=2024, last=2026)

    first = list_changes(size=2)
    rest = list_changes(size=2, cursor=first.next_cursor)

    assert [change.year for change in first.rows] == [2026, 2025]
    assert [change.year for change in rest.rows] == [2024]
    assert rest.next_cursor is None
