from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from tests.support.deadlines import keeper, local, year_2027
from yichuang.core.actor import RightMissingError
from yichuang.core.rights import Right
from yichuang.deadlines import models
from yichuang.deadlines.errors import (
    CalendarInvalidError,
    CalendarYearConfirmedError,
    CalendarYearNotFoundError,
    YearRangeInvalidError,
)
from yichuang.deadlines.queries import calendar_for, get_year, list_changes
from yichuang.deadlines.rules import CalendarAct, CalendarDay, DayKind, Term, YearStatus, due_date
from yichuang.deadlines.services import Seeded, confirm_year, seed_national_years, set_day
from yichuang.organisations.errors import RegionCodeError
from yichuang.organisations.rules import NATIONAL

DISTRICT = "990101000000"
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知(示例)"


def _state() -> tuple[int, int, int, int]:
    """How much is in the tables, and the sum of all revisions."""
    revisions = models.CalendarYear.objects.values_list("revision", flat=True)
    return (
        len(revisions),
        sum(revisions),
        models.CalendarDay.objects.count(),
        models.CalendarChange.objects.count(),
    )


@pytest.mark.django_db
def test_seeding_confirms_what_is_published_and_leaves_the_rest_provisional() -> None:
    seeded = seed_national_years(actor=keeper(), first=2025, last=2027)

    assert seeded == Seeded(confirmed=(2025, 2026), provisional=(2027,), kept=())
    assert get_year(NATIONAL, 2026).status is YearStatus.CONFIRMED
    assert len(get_year(NATIONAL, 2026).days) == 39
    assert get_year(NATIONAL, 2027).status is YearStatus.PROVISIONAL
    assert len(get_year(NATIONAL, 2027).days) == 13


@pytest.mark.django_db
def test_seeding_again_changes_nothing() -> None:
    seed_national_years(actor=keeper(), first=2025, last=2027)
    before = _state()

    seeded = seed_national_years(actor=keeper(), first=2025, last=2027)

    assert seeded == Seeded(confirmed=(), provisional=(), kept=(2025, 2026, 2027))
    assert _state() == before


@pytest.mark.django_db
def test_seeding_replaces_a_provisional_year_once_its_notice_is_published() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)
    models.CalendarYear.objects.update(status=YearStatus.PROVISIONAL)
    models.CalendarDay.objects.filter(day=date(2026, 10, 10)).delete()

    seeded = seed_national_years(actor=keeper(), first=2026, last=2026)

    assert seeded.confirmed == (2026,)
    assert get_year(NATIONAL, 2026).revision == 2
    assert date(2026, 10, 10) in {day.day for day in get_year(NATIONAL, 2026).days}


@pytest.mark.django_db
@pytest.mark.parametrize(("first", "last"), [(2003, 2026), (2027, 2026), (2026, 2199)])
def test_a_range_that_cannot_be_seeded_is_refused(first: int, last: int) -> None:
    with pytest.raises(YearRangeInvalidError):
        seed_national_years(actor=keeper(), first=first, last=last)

    assert _state() == (0, 0, 0, 0)


@pytest.mark.django_db
def test_confirming_replaces_the_provisional_days_and_moves_a_due_date() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2027)
    start = local("2027-09-30T09:00")
    provisional = due_date(start, Term.parse("5wd"), calendar_for(NATIONAL))

    confirmed = confirm_year(actor=keeper(), region_code=NATIONAL, year=2027, days=year_2027(), source=NOTICE)

    due = due_date(start, Term.parse("5wd"), calendar_for(NATIONAL))
    # 1-3 October off either way; the notice takes Monday 4 and gives Saturday 9.
    assert (provisional.due_on, provisional.provisional) == (date(2027, 10, 8), True)
    assert (due.due_on, due.provisional) == (date(2027, 10, 9), False)
    assert confirmed.revision == get_year(NATIONAL, 2027).revision == 2
    assert {day.source for day in get_year(NATIONAL, 2027).days} == {NOTICE}


@pytest.mark.django_db
def test_each_change_is_in_the_history_with_what_was_before() -> None:
    seed_national_years(actor=keeper(), first=2027, last=2027)

    confirm_year(actor=keeper(), region_code=NATIONAL, year=2027, days=year_2027(), source=NOTICE)
    set_day(
        actor=keeper(),
        region_code=NATIONAL,
        day=date(2027, 9, 3),
        kind=DayKind.HOLIDAY,
        name="纪念日",
        source="国务院公告(示例)",
    )

    latest, confirmed, seeded = list_changes(NATIONAL).rows
    assert (seeded.act, seeded.revision, seeded.before) == (CalendarAct.SEEDED, 1, {})
    assert (confirmed.act, confirmed.revision, confirmed.before) == (CalendarAct.CONFIRMED, 2, seeded.after)
    assert confirmed.after["status"] == "confirmed"
    assert (latest.act, latest.revision, latest.source) == (CalendarAct.DAY_SET, 3, "国务院公告(示例)")
    assert latest.before == {"day": "2027-09-03", "kind": "workday", "name": ""}
    assert latest.after == {"day": "2027-09-03", "kind": "holiday", "name": "纪念日"}
    assert latest.actor_name == "测试员甲"


@pytest.mark.django_db
def test_a_confirmed_year_is_not_confirmed_again() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)
    before = _state()

    with pytest.raises(CalendarYearConfirmedError):
        confirm_year(
            actor=keeper(),
            region_code=NATIONAL,
            year=2026,
            days=get_year(NATIONAL, 2026).days,
            source=NOTICE,
        )

    assert _state() == before


@pytest.mark.django_db
def test_each_problem_of_a_year_to_be_confirmed_is_named() -> None:
    may_day = CalendarDay(date(2027, 5, 1), DayKind.HOLIDAY, "劳动节")
    days = [
        *[day for day in year_2027() if day.day.month != 5],
        may_day,
        may_day,
        CalendarDay(date(2028, 1, 3), DayKind.HOLIDAY, "元旦"),
        CalendarDay(date(2027, 11, 22), DayKind.MAKE_UP_WORKDAY, "国庆节"),
        CalendarDay(date(2027, 11, 20), DayKind.WEEKEND, "国庆节"),
        CalendarDay(date(2027, 11, 23), DayKind.HOLIDAY, " "),
    ]

    with pytest.raises(CalendarInvalidError) as refused:
        confirm_year(actor=keeper(), region_code=NATIONAL, year=2027, days=days, source=" ")

    assert [(problem.field, problem.code.removeprefix("deadlines.")) for problem in refused.value.problems] == [
        ("source", "source_missing"),
        ("days.14.day", "day_twice"),
        ("days.15.day", "day_of_other_year"),
        ("days.16.kind", "kind_does_not_fit"),
        ("days.17.kind", "kind_does_not_fit"),
        ("days.18.name", "day_without_name"),
        ("days", "statutory_holiday_missing"),
    ]
    assert refused.value.problems[-1].value == "2027-05-02"
    assert _state() == (0, 0, 0, 0)


@pytest.mark.django_db
@pytest.mark.parametrize("year", [0, 1949, 2200, 10000])
def test_a_year_out_of_range_is_refused(year: int) -> None:
    with pytest.raises(CalendarInvalidError) as refused:
        confirm_year(actor=keeper(), region_code=NATIONAL, year=year, days=(), source=NOTICE)

    assert [problem.code for problem in refused.value.problems] == ["deadlines.year_out_of_range"]


@pytest.mark.django_db
def test_a_region_code_that_is_none_is_refused() -> None:
    with pytest.raises(RegionCodeError):
        confirm_year(actor=keeper(), region_code="9901", year=2027, days=year_2027(), source=NOTICE)


@pytest.mark.django_db
def test_a_make_up_day_can_be_taken_back() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)

    changed = set_day(
        actor=keeper(),
        region_code=NATIONAL,
        day=date(2026, 10, 10),
        kind=DayKind.WEEKEND,
        name="",
        source="国务院公告(示例)",
    )

    assert changed
    assert calendar_for(NATIONAL).kind_of(date(2026, 10, 10)) is DayKind.WEEKEND
    assert list_changes(NATIONAL).rows[0].before == {
        "day": "2026-10-10",
        "kind": "make_up_workday",
        "name": "国庆节",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "kind", "name"),
    [
        (date(2026, 10, 1), DayKind.HOLIDAY, "国庆节"),
        (date(2026, 11, 21), DayKind.WEEKEND, ""),
        (date(2026, 11, 20), DayKind.WORKDAY, ""),
    ],
)
def test_setting_a_day_to_what_it_is_changes_nothing(day: date, kind: DayKind, name: str) -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)
    before = _state()

    changed = set_day(actor=keeper(), region_code=NATIONAL, day=day, kind=kind, name=name, source=NOTICE)

    assert not changed
    assert _state() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "kind", "name", "source", "code"),
    [
        (date(2026, 11, 20), DayKind.WEEKEND, "", NOTICE, "deadlines.kind_does_not_fit"),
        (date(2026, 11, 20), DayKind.MAKE_UP_WORKDAY, "国庆节", NOTICE, "deadlines.kind_does_not_fit"),
        (date(2026, 11, 21), DayKind.WORKDAY, "国庆节", NOTICE, "deadlines.kind_does_not_fit"),
        (date(2026, 11, 20), DayKind.HOLIDAY, "", NOTICE, "deadlines.day_without_name"),
        (date(2026, 11, 20), DayKind.HOLIDAY, "纪" * 51, NOTICE, "deadlines.name_too_long"),
        (date(2026, 11, 20), DayKind.HOLIDAY, "纪念日", "", "deadlines.source_missing"),
        (date(2026, 11, 20), DayKind.HOLIDAY, "纪念日", "通" * 501, "deadlines.source_too_long"),
    ],
)
def test_a_day_that_cannot_be_so_is_refused(day: date, kind: DayKind, name: str, source: str, code: str) -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)
    before = _state()

    with pytest.raises(CalendarInvalidError) as refused:
        set_day(actor=keeper(), region_code=NATIONAL, day=day, kind=kind, name=name, source=source)

    assert [problem.code for problem in refused.value.problems] == [code]
    assert _state() == before


@pytest.mark.django_db
def test_a_day_is_not_set_in_a_calendar_that_the_region_does_not_have() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)

    with pytest.raises(CalendarYearNotFoundError):
        set_day(
            actor=keeper(),
            region_code=DISTRICT,
            day=date(2026, 11, 20),
            kind=DayKind.HOLIDAY,
            name="民族节日",
            source=NOTICE,
        )


def _seed() -> None:
    seed_national_years(actor=keeper(Right.EDIT_ITEMS), first=2026, last=2026)


def _confirm() -> None:
    confirm_year(actor=keeper(Right.EDIT_ITEMS), region_code=NATIONAL, year=2027, days=year_2027(), source=NOTICE)


def _set() -> None:
    set_day(
        actor=keeper(Right.EDIT_ITEMS),
        region_code=NATIONAL,
        day=date(2026, 11, 20),
        kind=DayKind.HOLIDAY,
        name="纪念日",
        source=NOTICE,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("act", [_seed, _confirm, _set])
def test_without_the_right_nothing_is_changed(act: Callable[[], None]) -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)
    before = _state()

    with pytest.raises(RightMissingError) as refused:
        act()

    assert refused.value.details == {"right": Right.MANAGE_CALENDARS}
    assert _state() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_seeded", [True, False])
def test_of_two_confirmations_at_once_one_holds(is_seeded: bool) -> None:
    if is_seeded:
        seed_national_years(actor=keeper(), first=2027, last=2027)
    together = Barrier(2)

    def confirm(source: str) -> str:
        try:
            together.wait()
            confirm_year(actor=keeper(), region_code=NATIONAL, year=2027, days=year_2027(), source=source)
        except CalendarYearConfirmedError:
            return "refused"
        finally:
            connection.close()
        return source

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(confirm, ["甲", "乙"]))

    held = next(outcome for outcome in outcomes if outcome != "refused")
    assert sorted(outcomes) == sorted([held, "refused"])
    assert get_year(NATIONAL, 2027).source == held
    changes = list_changes(NATIONAL).rows
    assert [change.act for change in changes].count(CalendarAct.CONFIRMED) == 1
    assert models.CalendarDay.objects.count() == 15


@pytest.mark.django_db
def test_the_table_refuses_a_working_day_that_is_made_up() -> None:
    seed_national_years(actor=keeper(), first=2026, last=2026)

    with (
        pytest.raises(IntegrityError, match="deadlines_calendarday_kind"),
        transaction.atomic(),
    ):
        models.CalendarDay.objects.create(
            calendar_year=models.CalendarYear.objects.get(),
            day=date(2026, 11, 20),
            kind=DayKind.MAKE_UP_WORKDAY,
            name="国庆节",
            source=NOTICE,
        )
