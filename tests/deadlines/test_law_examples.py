"""Worked examples of limits, each with the article it follows. The days were counted by hand from the yearly notices:

2025: 1-8 October off; 28 September (Sunday) and 11 October (Saturday) worked.
2026: 15-23 February off, 14 and 28 February worked; 4-6 April; 1-5 May off, 9 May worked; 19-21 June; 25-27 September;
1-7 October off, 20 September and 10 October worked. 2027, not announced: 1 January and 5-8 February off.
"""

from dataclasses import dataclass
from datetime import date, datetime

import pytest

from tests.support.deadlines import local, national_calendar
from yichuang.deadlines.rules import Clock, Limit, Stop, count_life, life_due_on, list_days, parse_limit, stops_of


@dataclass(frozen=True)
class Example:
    """A life: what the law says, what happened, and the two dates, the first without extension and stops."""

    law: str
    start: str
    limit: str
    original: str
    due: str = ""
    stops: tuple[str, ...] = ()
    extend: str = ""
    is_provisional: bool = False


EXAMPLES = [
    # 3-6 March are 1-4, 9-13 5-9, 16-20 10-14, 23-27 15-19, Monday the 30th is 20.
    Example("ALL 42: 20 working days from acceptance", "2026-03-02T09:00", "20wd", "2026-03-30"),
    # 31 March-3 April are 21-24; Qingming; 7-10 25-28, 13-14 29-30.
    Example("ALL 42: 10 more", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-04-14", extend="10wd"),
    # 20-24 April are 34-38, 27-30 39-42; Labour Day; 6-8 May 43-45.
    Example("ALL 42 (2): joint handling in 45", "2026-03-02T09:00", "45wd", "2026-05-08"),
    # Saturday 9 May, worked, is 46; 11-15 47-51, 18-22 52-56, 25-28 57-60.
    Example("ALL 42 (2): 15 more", "2026-03-02T09:00", "45wd", "2026-05-08", "2026-05-28", extend="15wd"),
    # 27-30 April are 1-4, 6-8 May 5-7, Saturday the 9th 8, 11-15 9-13, 18-22 14-18, 25-26 19-20.
    Example("ALL 43: preliminary review in 20", "2026-04-24T15:00", "20wd", "2026-05-26"),
    # 30 April is 1, 6-8 May 2-4, Saturday the 9th 5, 11-15 6-10.
    Example("ALL 44: issue and delivery in 10", "2026-04-29T10:00", "10wd", "2026-05-15"),
    # Dragon Boat Festival is Friday to Sunday; 22-26 June are 1-5.
    Example("ALL 55: two inspectors in 5", "2026-06-18T10:00", "5wd", "2026-06-26"),
    # Five calendar days of the applicant end on 3 October, a holiday; the first working day is the 8th.
    Example("ALL 47, CIV 203: asking for a hearing", "2026-09-28T10:00", "5cd", "2026-10-08"),
    # 30 September is 1, 8-9 October 2-3, Saturday the 10th 4, 12-16 5-9, 19-23 10-14, 26-30 15-19, 2 November 20.
    Example("ALL 47: hearing within 20 of the request", "2026-09-29T10:00", "20wd", "2026-11-02"),
    Example("ALL 32 (4): notice in 5", "2026-11-06T16:00", "5wd", "2026-11-13"),
    # HOL 7: received on a Saturday that is worked; that day is still the day of the event.
    Example("ALL 32 (4), HOL 7: received on a make-up Saturday", "2026-10-10T10:00", "5wd", "2026-10-16"),
    Example("ALL 42, HOL 7: accepted on a make-up Saturday", "2026-02-28T10:00", "20wd", "2026-03-27"),
    Example("SPC-L 6: arrived on a Sunday", "2026-11-22T22:00", "20wd", "2026-12-18"),
    # 8-9 October are 1-2, Saturday the 10th 3, 12-16 4-8, 19-23 9-13, 26-30 14-18, 2-3 November 19-20.
    Example("SPC-L 6: arrived on the National Day", "2026-10-01T08:00", "20wd", "2026-11-03"),
    # 22-25 December are 1-4, 28-31 5-8, 4-8 January 9-13, 11-15 14-18, 18-19 19-20.
    Example("ALL 82: over New Year", "2026-12-21T09:00", "20wd", "2027-01-19", is_provisional=True),
    # 26-29 January are 1-4, 1-4 February 5-8, 9-10 February 9-10.
    Example("HOL 2: Spring Festival not yet announced", "2027-01-25T09:00", "10wd", "2027-02-10", is_provisional=True),
    # Sunday 28 September is 1, 29-30 2-3, 9-10 October 4-5, Saturday the 11th 6, 13-16 7-10.
    Example("ALL 82: Mid-Autumn within the National Day", "2025-09-26T09:00", "10wd", "2025-10-16"),
    # 28-30 September are 1-3, 8-9 October 4-5, Saturday the 10th 6, 12-16 7-11, 19-23 12-16, 26-29 17-20.
    Example("ALL 82: an October of two holidays", "2026-09-24T09:00", "20wd", "2026-10-29"),
    # Counted: 3-6 February 1-4, 9-10 5-6. Out: 11-14, 24-25, six working days, so 6 March goes on to the 16th.
    Example(
        "ALL 45: expert review over Spring Festival", "2026-02-02T09:00", "20wd", "2026-03-06", "2026-03-16",
        ("2026-02-10..2026-02-25:专家评审",),
    ),
    # From Saturday the 14th, worked, to Monday the 23rd there is no working day to take out.
    Example(
        "ALL 45, 82: a stop of days off only", "2026-02-02T09:00", "20wd", "2026-03-06", "2026-03-06",
        ("2026-02-14..2026-02-23:检疫",),
    ),
    # Out: 4-6 March and 11-12, five days; 31 March-3 April and 7 April.
    Example(
        "ALL 45: test, then quarantine", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-04-07",
        ("2026-03-03..2026-03-06:检测", "2026-03-10..2026-03-12:检疫"),
    ),
    # Out: 4-6 and 9-12 March once each, seven days; 31 March-3 April and 7-9 April.
    Example(
        "ALL 45: two at the same time count once", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-04-09",
        ("2026-03-03..2026-03-10:检验", "2026-03-09..2026-03-12:鉴定"),
    ),
    # 14 April with the extension; out 17-20 March, four days.
    Example(
        "ALL 42, 45: hearing and extension", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-04-20",
        ("2026-03-16..2026-03-20:听证",), "10wd",
    ),
    # Only Monday the 9th is taken out.
    Example(
        "ALL 45, WORK 7: from Friday to Monday", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-03-31",
        ("2026-03-06..2026-03-09:招标",),
    ),
    # 29-30 April are 1-2, 6-8 May 3-5, Saturday the 9th is out, 11-15 6-10.
    Example(
        "ALL 45, HOL 7: a stop of a make-up Saturday", "2026-04-28T09:00", "10wd", "2026-05-14", "2026-05-15",
        ("2026-05-08..2026-05-09:拍卖",),
    ),
    # Of the stop only 3-4 March come after the acceptance.
    Example(
        "ALL 45, CIV 201: begun before the acceptance", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-04-01",
        ("2026-02-25..2026-03-04:鉴定",),
    ),
    Example(
        "ALL 45: a stop that ends the day it begins", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-03-30",
        ("2026-03-10..2026-03-10:听证",),
    ),
    # Nothing is left when it ends, so the decision falls due on that day.
    Example(
        "ALL 45: begun on the last day", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-04-10",
        ("2026-03-30..2026-04-10:听证",),
    ),
    Example(
        "ALL 42, 45: begun when it was already late", "2026-03-02T09:00", "20wd", "2026-03-30", "2026-03-30",
        ("2026-03-31..2026-04-10:听证",),
    ),
    # 17, 18 and 19 November; then 20, 23 and 24.
    Example("MER 19: 3, and 3 more", "2026-11-16T09:00", "3wd", "2026-11-19", "2026-11-24", extend="3wd"),
    # 2-5 June are 1-4, 8-12 5-9, 15-18 10-13, 22-26 14-18, 29-30 19-20; 40 weekdays on is 25 August.
    Example("INV 10: 20, and 40 more", "2026-06-01T09:00", "20wd", "2026-06-30", "2026-08-25", extend="40wd"),
    Example("AY 42: told within 1 of an application at night", "2026-11-20T23:50", "1wd", "2026-11-23"),
    # Sixty days end on 2 October, a holiday.
    Example("REC 20, CIV 203: reconsideration in 60 days", "2026-08-03T09:00", "60cd", "2026-10-08"),
    # There is no 31 February; the 28th is a Saturday that is worked.
    Example("LIT 46, CIV 202: six months from the 31st", "2025-08-31T09:00", "6mo", "2026-02-28"),
    # 15 February is a holiday; the first working day after it is the 24th.
    Example("LIT 46, CIV 203: six months into Spring Festival", "2025-08-15T09:00", "6mo", "2026-02-24"),
    Example("CIV 202: a year from 29 February", "2024-02-29T09:00", "1y", "2025-02-28"),
    # Ten calendar days, 11-20 September, are taken out of 45.
    Example(
        "CIV 200, ALL 45: calendar days with a stop", "2026-09-01T09:00", "45cd", "2026-10-16", "2026-10-26",
        ("2026-09-10..2026-09-20:检测",),
    ),
    # 2 June + 4 days is Saturday the 6th, so Monday the 8th.
    Example(
        "CIV 202, 203: a month with a stop ends on a Saturday", "2026-05-02T09:00", "1mo", "2026-06-02", "2026-06-08",
        ("2026-05-11..2026-05-15:鉴定",),
    ),
    Example("CIV 201: on the spot, on a Sunday", "2026-11-22T09:00", "0wd", "2026-11-22"),
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.law)
def test_a_limit_ends_as_the_law_says(example: Example) -> None:
    start, limit, stops, extension = read(example)

    life = count_life(start, limit, national_calendar(), stops, extension)

    expected = (date.fromisoformat(example.original), date.fromisoformat(example.due or example.original))
    assert (life.original_due_on, life.due_on) == expected
    assert life.provisional is example.is_provisional
    assert life_due_on(start.date(), limit, national_calendar(), stops, extension) == expected[1]
    assert list_days(life, national_calendar())[-1].day == expected[1]


def read(example: Example) -> tuple[datetime, Limit, list[Stop], Limit | None]:
    stops = [Stop.parse(text) for text in example.stops]
    extension = parse_limit(example.extend) if example.extend else None
    return local(example.start), parse_limit(example.limit), stops, extension


def test_a_notice_on_the_fifth_day_is_in_time_until_midnight() -> None:
    life = count_life(local("2026-11-06T16:00"), parse_limit("5wd"), national_calendar())

    fifth = next(one for one in list_days(life, national_calendar()) if one.ordinal == 5)
    assert fifth.day == life.due_on == date(2026, 11, 13)
    assert life.due_at == local("2026-11-14T00:00")


def test_without_a_notice_the_decision_is_due_as_if_accepted_on_receipt() -> None:
    """Law: ALL 32 (4): on the sixth day it counts as accepted, not from that day but from the receipt."""
    received = local("2026-11-06T16:00")
    notice = count_life(received, parse_limit("5wd"), national_calendar())

    decision = count_life(received, parse_limit("20wd"), national_calendar())

    # 9-13 November are 1-5, 16-20 6-10, 23-27 11-15, 30 November-4 December 16-20; from the sixth day it were the 14th.
    assert notice.due_at is not None
    assert notice.due_at < local("2026-11-16T09:00")
    assert decision.due_on == date(2026, 12, 4)
    assert life_due_on(date(2026, 11, 16), parse_limit("20wd"), national_calendar()) == date(2026, 12, 14)


@pytest.mark.parametrize(
    ("start", "hours", "stops", "due_at"),
    [
        ("2026-11-21T10:00", "24h", [], "2026-11-22T10:00"),
        ("2026-09-30T16:30", "48h", [], "2026-10-02T16:30"),
        # 11 November is taken out from 0:00 to 24:00.
        ("2026-11-10T09:00", "48h", ["2026-11-10..2026-11-11:检测"], "2026-11-13T09:00"),
        # It ends before the stop begins, which is the midnight after 10 November.
        ("2026-11-10T09:00", "8h", ["2026-11-10..2026-11-11:检测"], "2026-11-10T17:00"),
        # It would end at that very midnight.
        ("2026-11-10T09:00", "15h", ["2026-11-10..2026-11-11:检测"], "2026-11-12T00:00"),
    ],
)
def test_hours_run_through_days_off_and_stop_for_whole_days(
    start: str, hours: str, stops: list[str], due_at: str
) -> None:
    life = count_life(local(start), parse_limit(hours), national_calendar(), [Stop.parse(text) for text in stops])

    assert life.due_at == local(due_at)


@pytest.mark.parametrize(
    ("reason", "statutory", "promised"),
    [
        ("听证", "2026-04-03", "2026-04-03"),
        ("expert_review", "2026-04-03", "2026-04-03"),
        # Not among the eight of ALL 45; that public notice stops the promised clock is a local rule (BZ 19).
        ("公示", "2026-03-30", "2026-04-03"),
        ("现场踏勘", "2026-03-30", "2026-03-30"),
        ("征求意见", "2026-03-30", "2026-03-30"),
        # A reason that is none of these stops both: whoever approves it answers for it.
        ("涉及不可抗力", "2026-04-03", "2026-04-03"),
    ],
)
def test_the_two_clocks_are_stopped_by_reasons_of_their_own(reason: str, statutory: str, promised: str) -> None:
    stop = Stop.parse(f"2026-03-10..2026-03-16:{reason}")

    dues = [
        life_due_on(date(2026, 3, 2), parse_limit("20wd"), national_calendar(), stops_of([stop], clock))
        for clock in (Clock.STATUTORY, Clock.PROMISED)
    ]

    assert dues == [date.fromisoformat(statutory), date.fromisoformat(promised)]
