"""How the desk reads a pasted list of days."""

from datetime import date

import pytest

from yichuang.deadlines.rules import CalendarDay, DayKind
from yichuang.staffdesk.errors import CalendarLineError
from yichuang.staffdesk.rules import read_calendar_lines


def test_each_line_is_a_day() -> None:
    days = read_calendar_lines("2027-01-01 休 元旦\n\n2027-2-7，班，春节\n", "通知")

    assert days == (
        CalendarDay(date(2027, 1, 1), DayKind.HOLIDAY, "元旦", "通知"),
        CalendarDay(date(2027, 2, 7), DayKind.MAKE_UP_WORKDAY, "春节", "通知"),
    )


@pytest.mark.parametrize("line", ["2027-02-30 休 春节", "2027-01-01 元旦", "1月1日 休 元旦", "2027-01-01 玩 元旦"])
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    with pytest.raises(CalendarLineError) as refused:
        read_calendar_lines(f"2027-01-02 休 元旦\n{line}", "通知")

    assert [(one.value, one.details["line"]) for one in refused.value.problems] == [(line, 2)]
