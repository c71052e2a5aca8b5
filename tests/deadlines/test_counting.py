"""Worked examples. The expected days were counted by hand from the yearly notices of the State Council:

2025: 1-8 October off; 28 September (Sunday) and 11 October (Saturday) worked.
2026: 15-23 February off, 14 and 28 February (Saturdays) worked; 25-27 September off; 1-7 October off,
20 September (Sunday) and 10 October (Saturday) worked.
"""

from datetime import UTC, date, datetime

import pytest

from tests.support.deadlines import local, national_calendar
from yichuang.deadlines.errors import CalendarMissingError, StartWithoutZoneError, TermNeedsInstantError
from yichuang.deadlines.rules import DayKind, Reason, Term, due_date, due_on

WORKED = [
    # CIV 201: the Friday of the event is not counted, nor is the weekend; Monday is the first day.
    ("2026-11-13T09:00", "1wd", "2026-11-16", False),
    # ALL 82, two holidays: 28-30 Sep are 1-3, 8-9 Oct 4-5, Saturday 10 Oct 6, 12-16 7-11, 19-23 12-16, 26-29 17-20.
    ("2026-09-25T16:30", "20wd", "2026-10-29", False),
    # ALL 82, Mid-Autumn inside the National Day holiday: Sunday 28 Sep 1, 29-30 2-3, 9-10 Oct 4-5, Saturday 11 Oct 6.
    ("2025-09-26T09:00", "5wd", "2025-10-10", False),
    ("2025-09-26T09:00", "6wd", "2025-10-11", False),
    # HOL 7, the event on a Saturday that is worked: it is still not counted.
    ("2026-10-10T10:00", "5wd", "2026-10-16", False),
    # ALL 42, 20 days before Spring Festival: 11-14 Feb 1-4, 24-28 5-9, 2-6 Mar 10-14, 9-13 15-19, 16 Mar 20.
    ("2026-02-10T09:00", "20wd", "2026-03-16", False),
    # HOL 2, over New Year into a year not confirmed: 22-25 Dec 1-4, 28-31 5-8, 4-5 Jan 9-10.
    ("2026-12-21T09:00", "10wd", "2027-01-05", True),
    # The same without crossing: 21-25 Dec 1-5, 28-31 6-9.
    ("2026-12-18T09:00", "9wd", "2026-12-31", False),
    # CIV 203: 15 days from 18 Sep end on 3 Oct, a holiday; the first working day after it is 8 Oct.
    ("2026-09-18T09:00", "15cd", "2026-10-08", False),
    # CIV 203: 21 Nov is a Saturday, so Monday.
    ("2026-11-06T09:00", "15cd", "2026-11-23", False),
    # A Saturday that is worked does not move the end.
    ("2026-09-25T09:00", "15cd", "2026-10-10", False),
    # Days off inside the limit do not matter.
    ("2026-11-09T09:00", "15cd", "2026-11-24", False),
    # Only the end depends on the calendar: 31 Dec is confirmed, 1 Jan is not.
    ("2026-12-16T09:00", "15cd", "2026-12-31", False),
    ("2026-12-17T09:00", "15cd", "2027-01-04", True),
    # 0 is on the spot, also on a Sunday.
    ("2026-11-22T09:00", "0wd", "2026-11-22", False),
    ("2026-11-22T09:00", "0cd", "2026-11-22", False),
]


@pytest.mark.parametrize(("start", "term", "expected", "provisional"), WORKED)
def test_a_limit_ends_as_counted_by_hand(start: str, term: str, expected: str, provisional: bool) -> None:
    due = due_date(local(start), Term.parse(term), national_calendar())

    assert (due.due_on.isoformat(), due.provisional) == (expected, provisional)


@pytest.mark.parametrize(("start", "term", "expected", "provisional"), WORKED)
def test_the_short_form_says_the_same(start: str, term: str, expected: str, provisional: bool) -> None:
    day = due_on(local(start).date(), Term.parse(term), national_calendar())

    assert day == date.fromisoformat(expected)


def test_a_day_ends_at_midnight_of_the_centre() -> None:
    due = due_date(local("2026-09-25T16:30"), Term.parse("20wd"), national_calendar())

    assert due.due_at == datetime(2026, 10, 29, 16, 0, tzinfo=UTC)
    assert due.due_at.isoformat() == "2026-10-30T00:00:00+08:00"


def test_the_day_of_the_event_is_that_of_the_centre_not_of_utc() -> None:
    half_past_midnight = datetime(2026, 11, 12, 16, 30, tzinfo=UTC)

    due = due_date(half_past_midnight, Term.parse("1wd"), national_calendar())

    assert due.days[0].day == date(2026, 11, 13)
    assert due.due_on == date(2026, 11, 16)


@pytest.mark.parametrize(
    ("start", "term", "due_at", "last"),
    [
        ("2026-09-30T16:30", "24h", "2026-10-01T16:30:00+08:00", "2026-10-01"),
        ("2026-11-20T16:30", "48h", "2026-11-22T16:30:00+08:00", "2026-11-22"),
        ("2026-11-10T00:00", "24h", "2026-11-11T00:00:00+08:00", "2026-11-10"),
        ("2026-12-31T20:00", "5h", "2027-01-01T01:00:00+08:00", "2027-01-01"),
        ("2026-11-10T09:00", "0h", "2026-11-11T00:00:00+08:00", "2026-11-10"),
    ],
)
def test_hours_run_at_once_and_through_days_off(start: str, term: str, due_at: str, last: str) -> None:
    due = due_date(local(start), Term.parse(term), national_calendar())

    assert due.due_at.isoformat() == due_at
    assert due.due_on.isoformat() == last
    assert not due.provisional


def test_each_day_of_a_limit_in_working_days_has_its_reason() -> None:
    due = due_date(local("2026-09-30T09:00"), Term.parse("3wd"), national_calendar())

    told = [(count.day.isoformat(), count.kind, count.name, count.ordinal, count.reason) for count in due.days]
    assert told == [
        ("2026-09-30", DayKind.WORKDAY, "", None, Reason.EVENT_DAY),
        *((f"2026-10-0{day}", DayKind.HOLIDAY, "国庆节", None, Reason.HOLIDAY) for day in range(1, 8)),
        ("2026-10-08", DayKind.WORKDAY, "", 1, Reason.WORKING_DAY),
        ("2026-10-09", DayKind.WORKDAY, "", 2, Reason.WORKING_DAY),
        ("2026-10-10", DayKind.MAKE_UP_WORKDAY, "国庆节", 3, Reason.MAKE_UP_WORKDAY),
    ]


def test_the_days_after_a_last_day_off_are_told_and_not_counted() -> None:
    due = due_date(local("2026-11-19T09:00"), Term.parse("2cd"), national_calendar())

    told = [(count.day.day, count.counted, count.ordinal, count.reason) for count in due.days]
    assert told == [
        (19, False, None, Reason.EVENT_DAY),
        (20, True, 1, Reason.CALENDAR_DAY),
        (21, True, 2, Reason.LAST_DAY_OFF),
        (22, False, None, Reason.STILL_OFF),
        (23, False, None, Reason.AFTER_DAYS_OFF),
    ]


def test_a_holiday_names_its_notice() -> None:
    due = due_date(local("2026-12-31T09:00"), Term.parse("1wd"), national_calendar())

    assert due.days[1].source == "《全国年节及纪念日放假办法》第二条"


def test_on_the_spot_is_one_counted_day() -> None:
    due = due_date(local("2026-10-01T09:00"), Term.parse("0wd"), national_calendar())

    assert [(count.counted, count.ordinal, count.reason) for count in due.days] == [(True, 1, Reason.ON_THE_SPOT)]


@pytest.mark.parametrize(("start", "term"), [("2027-12-20T09:00", "20wd"), ("2027-12-20T09:00", "20cd")])
def test_past_the_last_calendar_the_missing_year_is_named(start: str, term: str) -> None:
    with pytest.raises(CalendarMissingError) as refused:
        due_date(local(start), Term.parse(term), national_calendar())

    assert refused.value.details == {"year": 2028, "first_year": 2004, "last_year": 2027}


def test_a_start_before_the_first_calendar_is_refused() -> None:
    with pytest.raises(CalendarMissingError) as refused:
        due_date(local("2003-12-30T09:00"), Term.parse("20wd"), national_calendar())

    assert refused.value.details["year"] == 2003


def test_a_start_without_zone_is_refused() -> None:
    naive = local("2026-11-10T09:00").replace(tzinfo=None)

    with pytest.raises(StartWithoutZoneError):
        due_date(naive, Term.parse("1wd"), national_calendar())


def test_hours_cannot_be_counted_from_a_date() -> None:
    with pytest.raises(TermNeedsInstantError):
        due_on(date(2026, 11, 10), Term.parse("24h"), national_calendar())
