"""Limits with stops and extensions: single facts, and properties that hold for any life.

The model below counts day by day and shares nothing with the rules but the kind of a day.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.deadlines import local, national_calendar
from yichuang.deadlines.errors import (
    CalendarMissingError,
    ExtensionUnitError,
    StartWithoutZoneError,
    TermNeedsInstantError,
)
from yichuang.deadlines.rules import (
    SHANGHAI,
    DayKind,
    Limit,
    Months,
    Reason,
    Stop,
    Term,
    Unit,
    count_life,
    due_date,
    due_on,
    explain,
    life_due_on,
    list_days,
    parse_limit,
)

CALENDAR = national_calendar()
DAY = timedelta(days=1)

days = st.dates(date(2025, 1, 1), date(2026, 6, 30))
lengths = st.integers(0, 40).map(lambda number: number * DAY)
stops = st.builds(lambda first, length: Stop(first, first + length, "听证"), days, lengths)
lives = st.lists(stops, max_size=5)
terms = st.builds(Term, st.integers(0, 60), st.sampled_from([Unit.WORKING_DAY, Unit.CALENDAR_DAY]))
limits = st.one_of(terms, st.builds(Months, st.integers(1, 9)))


def last_day(start_on: date, limit: Limit, given_stops: Sequence[Stop]) -> date:
    """The last day by walking from day to day, with what is left in the hand."""
    works_only = isinstance(limit, Term) and (limit.unit is Unit.WORKING_DAY or limit.value == 0)
    left = (same_day_later(start_on, limit.value) - start_on).days if isinstance(limit, Months) else limit.value
    day = last = start_on
    while left or is_stopped(day + DAY, given_stops) or (not works_only and not CALENDAR.is_working_day(day)):
        day += DAY
        if works_only and not CALENDAR.is_working_day(day):
            continue
        if is_stopped(day, given_stops):
            last = last if left else day
        else:
            left, last = max(0, left - 1), day
    return last if works_only else day


def is_stopped(day: date, given_stops: Sequence[Stop]) -> bool:
    return any(stop.to_day is not None and stop.from_day < day <= stop.to_day for stop in given_stops)


def same_day_later(day: date, months: int) -> date:
    first = date(day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - DAY)


def at_noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


@settings(max_examples=300, deadline=None)
@given(days, limits, lives)
def test_a_life_ends_where_walking_from_day_to_day_ends(start_on: date, limit: Limit, given_stops: list[Stop]) -> None:
    assert life_due_on(start_on, limit, CALENDAR, given_stops) == last_day(start_on, limit, given_stops)


@settings(max_examples=150, deadline=None)
@given(days, limits, lives, stops)
def test_one_more_stop_never_makes_the_end_earlier(
    start_on: date, limit: Limit, given_stops: list[Stop], more: Stop
) -> None:
    before = life_due_on(start_on, limit, CALENDAR, given_stops)
    after = life_due_on(start_on, limit, CALENDAR, [*given_stops, more])

    assert before is not None
    assert after is not None
    assert after >= before


@settings(max_examples=100, deadline=None)
@given(days, limits, lives, days)
def test_a_stop_that_ends_the_day_it_begins_changes_nothing(
    start_on: date, limit: Limit, given_stops: list[Stop], day: date
) -> None:
    with_empty = [*given_stops, Stop(day, day, "听证")]

    assert life_due_on(start_on, limit, CALENDAR, with_empty) == life_due_on(start_on, limit, CALENDAR, given_stops)


@settings(max_examples=100, deadline=None)
@given(days, limits, lives)
def test_the_list_of_days_counts_the_limit_and_ends_on_the_due_date(
    start_on: date, limit: Limit, given_stops: list[Stop]
) -> None:
    life = count_life(at_noon(start_on), limit, CALENDAR, given_stops)
    listed = list_days(life, CALENDAR)

    counted = [one.ordinal for one in listed if one.counted]
    in_full = (same_day_later(start_on, limit.value) - start_on).days if isinstance(limit, Months) else limit.value
    assert counted == [*range(1, max(1, in_full) + 1)]
    assert listed[-1].day == life.due_on == life_due_on(start_on, limit, CALENDAR, given_stops)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 47), st.integers(1, 72), st.lists(st.builds(
    lambda first, length: Stop(date(2026, 4, 1) + first * DAY, date(2026, 4, 1) + (first + length) * DAY, "检测"),
    st.integers(-2, 6), st.integers(0, 4)), max_size=3))  # fmt: skip
def test_hours_end_where_walking_by_half_hours_ends(half_hours: int, hours: int, given_stops: list[Stop]) -> None:
    start = local("2026-04-01T00:00") + half_hours * timedelta(minutes=30)

    life = count_life(start, Term(hours, Unit.HOUR), CALENDAR, given_stops)

    at, left = start, 2 * hours
    while left or (at.date() > start.date() and is_stopped(at.date(), given_stops)):
        left -= not (at.date() > start.date() and is_stopped(at.date(), given_stops))
        at += timedelta(minutes=30)
    assert life.due_at == at


@settings(max_examples=100, deadline=None)
@given(days, limits, lives, days, lengths)
def test_once_an_open_stop_ends_what_was_left_runs(
    start_on: date, limit: Limit, given_stops: list[Stop], first: date, length: timedelta
) -> None:
    standing = count_life(at_noon(start_on), limit, CALENDAR, [*given_stops, Stop(first, None, "鉴定")])
    if standing.left is None:
        assert standing.due_on == life_due_on(start_on, limit, CALENDAR, given_stops)
        return
    last = max(first, start_on, *(stop.to_day for stop in given_stops if stop.to_day)) + length + DAY

    ended = life_due_on(start_on, limit, CALENDAR, [*given_stops, Stop(first, last, "鉴定")])

    is_working = isinstance(limit, Term) and (limit.unit is Unit.WORKING_DAY or limit.value == 0)
    if is_working and standing.left:
        assert ended == CALENDAR.add_working_days(last, standing.left)
    elif not is_working:
        assert ended == CALENDAR.working_day_from(last + standing.left * DAY)


@settings(max_examples=60, deadline=None)
@given(days, terms)
def test_a_life_without_stops_is_the_plain_due_date(start_on: date, term: Term) -> None:
    due, life = due_date(at_noon(start_on), term, CALENDAR), count_life(at_noon(start_on), term, CALENDAR)

    assert (due.due_on, due.due_at, due.provisional) == (life.due_on, life.due_at, life.provisional)
    assert (life.original_due_on, life.original_due_at) == (life.due_on, life.due_at)
    assert due.days == list_days(life, CALENDAR)
    assert due.due_on == due_on(start_on, term, CALENDAR)


def test_the_original_due_date_is_kept_beside_the_one_that_holds() -> None:
    hearing = Stop(date(2026, 11, 10), date(2026, 11, 17), "听证")

    life = count_life(local("2026-11-02T09:00"), parse_limit("20wd"), CALENDAR, [hearing], parse_limit("10wd"))

    # 3-10 Nov are 1-6; 11-17 are taken out; 18-20 7-9, 23-27 10-14, 30 Nov-4 Dec 15-19, 7-11 20-24, 14-18 25-29, 21 30.
    assert (life.original_due_on, life.due_on) == (date(2026, 11, 30), date(2026, 12, 21))
    assert life.due_at == local("2026-12-22T00:00")
    assert life.left is None


def test_while_the_clock_stands_still_there_is_no_due_date_but_what_is_left() -> None:
    life = count_life(
        local("2026-11-02T09:00"), parse_limit("20wd"), CALENDAR, [Stop(date(2026, 11, 10), None, "听证")]
    )

    assert (life.due_on, life.due_at, life.left) == (None, None, 14)
    assert life.original_due_on == date(2026, 11, 30)
    assert [one.ordinal for one in list_days(life, CALENDAR) if one.counted] == [1, 2, 3, 4, 5, 6]
    assert list_days(life, CALENDAR)[-1].day == date(2026, 11, 10)
    assert life_due_on(date(2026, 11, 2), parse_limit("20wd"), CALENDAR, life.stops) is None


@pytest.mark.parametrize(("limit", "left"), [("20cd", 12), ("1mo", 22), ("240h", 33), ("8cd", 0), ("20wd", 14)])
def test_what_is_left_is_in_the_unit_of_the_limit(limit: str, left: int) -> None:
    stop = Stop(date(2026, 11, 10), None, "听证")

    assert count_life(local("2026-11-02T09:00"), parse_limit(limit), CALENDAR, [stop]).left == left


def test_a_stop_after_the_end_does_not_bring_a_late_case_back_into_time() -> None:
    late = Stop(date(2026, 12, 1), date(2026, 12, 10), "听证")

    assert life_due_on(date(2026, 11, 2), parse_limit("20wd"), CALENDAR, [late]) == date(2026, 11, 30)
    still = Stop(date(2026, 12, 1), None, "听证")
    assert life_due_on(date(2026, 11, 2), parse_limit("20wd"), CALENDAR, [still]) == date(2026, 11, 30)


def test_a_stop_on_the_last_day_keeps_the_limit_open_to_the_day_it_ends() -> None:
    stop = Stop(date(2026, 11, 30), date(2026, 12, 10), "听证")

    life = count_life(local("2026-11-02T09:00"), parse_limit("20wd"), CALENDAR, [stop])

    last = list_days(life, CALENDAR)[-1]
    assert (life.due_on, last.reason, last.note) == (date(2026, 12, 10), Reason.STOPPED, "听证")


def test_overlapping_stops_take_a_day_out_once_and_both_are_named() -> None:
    both = [Stop(date(2026, 11, 10), date(2026, 11, 16), "检测"), Stop(date(2026, 11, 13), date(2026, 11, 18), "鉴定")]

    life = count_life(local("2026-11-02T09:00"), parse_limit("20wd"), CALENDAR, both)

    # 11-18 Nov are six working days, so the 20th is 8 Dec instead of 30 Nov.
    assert life.due_on == date(2026, 12, 8)
    told = {one.day.day: one.note for one in list_days(life, CALENDAR) if one.reason is Reason.STOPPED}
    assert told == {11: "检测", 12: "检测", 13: "检测", 16: "检测、鉴定", 17: "鉴定", 18: "鉴定"}


def test_a_day_off_within_a_stop_keeps_its_own_reason_where_it_would_not_be_counted() -> None:
    stop = Stop(date(2026, 11, 20), date(2026, 11, 23), "公示")

    working = list_days(count_life(local("2026-11-19T09:00"), parse_limit("2wd"), CALENDAR, [stop]), CALENDAR)
    calendar = list_days(count_life(local("2026-11-19T09:00"), parse_limit("2cd"), CALENDAR, [stop]), CALENDAR)

    assert [one.reason for one in working[2:5]] == [Reason.WEEKEND, Reason.WEEKEND, Reason.STOPPED]
    assert [one.reason for one in calendar[2:5]] == [Reason.STOPPED] * 3


def test_a_day_of_a_year_not_confirmed_says_so() -> None:
    listed = list_days(count_life(local("2026-12-30T09:00"), parse_limit("2wd"), CALENDAR), CALENDAR)

    assert [(one.day.day, one.kind, one.provisional) for one in listed] == [
        (30, DayKind.WORKDAY, False),
        (31, DayKind.WORKDAY, False),
        (1, DayKind.HOLIDAY, True),
        (2, DayKind.WEEKEND, True),
        (3, DayKind.WEEKEND, True),
        (4, DayKind.WORKDAY, True),
    ]


@pytest.mark.parametrize(("limit", "extension"), [("20wd", "10cd"), ("20wd", "1mo"), ("3mo", "10wd"), ("24h", "1wd")])
def test_an_extension_is_in_the_unit_of_the_limit(limit: str, extension: str) -> None:
    with pytest.raises(ExtensionUnitError) as refused:
        count_life(local("2026-11-02T09:00"), parse_limit(limit), CALENDAR, extension=parse_limit(extension))

    assert refused.value.details == {"limit": limit, "extension": extension}


def test_on_the_spot_is_extended_in_the_unit_of_the_extension() -> None:
    life = count_life(local("2026-11-02T09:00"), parse_limit("0wd"), CALENDAR, extension=parse_limit("3cd"))

    assert (life.original_due_on, life.due_on) == (date(2026, 11, 2), date(2026, 11, 5))


def test_hours_have_no_last_day_from_a_day_alone() -> None:
    with pytest.raises(TermNeedsInstantError):
        life_due_on(date(2026, 11, 2), parse_limit("24h"), CALENDAR)


def test_a_life_needs_a_start_with_a_zone() -> None:
    with pytest.raises(StartWithoutZoneError):
        count_life(local("2026-11-02T09:00").replace(tzinfo=None), parse_limit("20wd"), CALENDAR)


@pytest.mark.parametrize("limit", ["20wd", "20cd", "1mo", "24h"])
@pytest.mark.parametrize(
    ("start", "stop", "year"),
    [
        ("9999-12-31T23:00", "2026-11-10..2026-11-17:听证", 9999),
        ("2026-11-02T09:00", "2026-11-02..9999-12-31:听证", 9999),
    ],
)
def test_what_lies_outside_the_calendar_is_refused(start: str, limit: str, stop: str, year: int) -> None:
    with pytest.raises(CalendarMissingError) as refused:
        count_life(local(start), parse_limit(limit), CALENDAR, [Stop.parse(stop)])

    assert refused.value.details["year"] == year


def test_a_life_is_told_ready_for_json() -> None:
    stop = Stop(date(2026, 11, 19), date(2026, 11, 20), "听证")

    told = explain(count_life(local("2026-11-18T09:00"), parse_limit("2wd"), CALENDAR, [stop]), CALENDAR)

    days_told = told.pop("days")
    assert told == {
        "due_on": "2026-11-23",
        "due_at": "2026-11-24T00:00:00+08:00",
        "provisional": False,
        "original_due_on": "2026-11-20",
        "original_due_at": "2026-11-21T00:00:00+08:00",
        "left": None,
        "term": "2wd",
        "extension": None,
    }
    assert isinstance(days_told, list)
    assert days_told[2] == {
        "date": "2026-11-20",
        "kind": "workday",
        "name": "",
        "counted": False,
        "ordinal": None,
        "reason": "The clock stands still; the day is not counted",
        "note": "听证",
        "provisional": False,
    }
