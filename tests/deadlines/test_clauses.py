"""Limits as laws write them. The expected readings are from reading the texts, not from running the reader."""

import csv
from pathlib import Path

import pytest

from yichuang.deadlines.errors import LimitInvalidError
from yichuang.deadlines.rules import (
    Months,
    RunsFrom,
    Term,
    Unit,
    Unread,
    WrittenUnit,
    limit_from,
    read_clause,
    read_number,
)

DAY, WORKING_DAY, MONTH, YEAR, HOUR = (
    WrittenUnit.DAY, WrittenUnit.WORKING_DAY, WrittenUnit.MONTH, WrittenUnit.YEAR, WrittenUnit.HOUR,
)  # fmt: skip
ACCEPTANCE, RECEIPT, OTHER, UNSAID = RunsFrom.ACCEPTANCE, RunsFrom.RECEIPT, RunsFrom.OTHER, RunsFrom.UNSAID

READ = [
    ("自受理之日起二十日内", 20, DAY, ACCEPTANCE, "受理"),
    ("应当自受理行政许可申请之日起二十日内作出行政许可决定", 20, DAY, ACCEPTANCE, "受理行政许可申请"),
    ("除可以当场作出行政许可决定的外,行政机关应当自受理行政许可申请之日起二十日内作出行政许可决定",
     20, DAY, ACCEPTANCE, "受理行政许可申请"),
    ("自收到申请之日起5个工作日内", 5, WORKING_DAY, RECEIPT, "收到申请"),
    ("二十个工作日", 20, WORKING_DAY, UNSAID, ""),
    ("45日", 45, DAY, UNSAID, ""),
    ("3个月", 3, MONTH, UNSAID, ""),
    ("自接到申请之日起的30日内办结", 30, DAY, RECEIPT, "接到申请"),
    ("自接到提请批准逮捕书后的七日以内", 7, DAY, RECEIPT, "接到提请批准逮捕书"),
    ("收到申请后,应当在三日以内作出决定", 3, DAY, RECEIPT, "收到申请"),
    ("自收到补正文件之日起，六个月内审查完毕", 6, MONTH, RECEIPT, "收到补正文件"),
    ("自收到省、自治区、直辖市电信管理机构签署同意的申请文件之日起30日内",
     30, DAY, RECEIPT, "收到省、自治区、直辖市电信管理机构签署同意的申请文件"),
    ("受理申请的部门应当自收到审评意见之日起２０日内作出决定", 20, DAY, RECEIPT, "收到审评意见"),
    ("自作出决定之日起十日内向申请人颁发、送达行政许可证件", 10, DAY, OTHER, "作出决定"),
    ("自受理自诉案件之日起三日以内", 3, DAY, ACCEPTANCE, "受理自诉案件"),
    ("应当在受理期限终止之日起30日内颁发", 30, DAY, OTHER, "受理期限终止"),
    ("受理申请后，应当于3个月内完成调查", 3, MONTH, ACCEPTANCE, "受理申请"),
    ("自知道该行政行为之日起一年内提出", 1, YEAR, OTHER, "知道该行政行为"),
    ("应当在24小时内答复", 24, HOUR, UNSAID, ""),
    ("最长不超过一百二十日", 120, DAY, UNSAID, ""),
    ("半年内", 6, MONTH, UNSAID, ""),
    ("十五个自然日内", 15, WrittenUnit.CALENDAR_DAY, UNSAID, ""),
    ("当场作出决定", 0, WORKING_DAY, UNSAID, ""),
    ("应当即时告知申请人不受理", 0, WORKING_DAY, UNSAID, ""),
]  # fmt: skip
NOT_READ = [
    ("应当及时办理", Unread.VAGUE),
    ("在规定的期限内办结", Unread.VAGUE),
    ("有效期三年", Unread.NOTHING),
    ("每日按百分之三加处罚款", Unread.NOTHING),
    ("除可以当场作出决定的外", Unread.NOTHING),
    ("", Unread.NOTHING),
    ("5至10个工作日内", Unread.RANGE),
    ("三日到五日内", Unread.RANGE),
    ("一周内", Unread.UNIT),
    ("30分钟内办结", Unread.UNIT),
    ("半个月内", Unread.PART),
    ("一个半月内", Unread.PART),
    ("1.5个工作日内", Unread.PART),
    ("三五日内", Unread.PART),
    ("0个月内", Unread.PART),
]


@pytest.mark.parametrize(("text", "value", "unit", "runs_from", "event"), READ)
def test_a_limit_is_read_with_the_event_from_which_it_runs(
    text: str, value: int, unit: WrittenUnit, runs_from: RunsFrom, event: str
) -> None:
    reading = read_clause(text)

    told = [(one.value, one.unit, one.runs_from, one.event) for one in reading.limits]
    assert (told, reading.unread) == ([(value, unit, runs_from, event)], ())


@pytest.mark.parametrize(("text", "why"), NOT_READ)
def test_what_states_no_one_limit_is_told_with_the_reason(text: str, why: Unread) -> None:
    reading = read_clause(text)

    assert (reading.limits, [reason for _, reason in reading.unread]) == ((), [why])
    assert not reading.is_read


def test_several_limits_of_a_clause_are_told_in_order() -> None:
    reading = read_clause("自收到投诉之日起3个工作日内决定是否受理投诉，并自受理投诉之日起30个工作日内作出书面处理决定")

    told = [(one.value, one.unit, one.runs_from, one.text) for one in reading.limits]
    assert told == [
        (3, WORKING_DAY, RECEIPT, "3个工作日内"),
        (30, WORKING_DAY, ACCEPTANCE, "30个工作日内"),
    ]


def test_a_clause_with_one_part_not_read_is_not_read() -> None:
    reading = read_clause("自受理之日起二十日内审查，一周内公告")

    assert ([one.value for one in reading.limits], reading.is_read) == ([20], False)
    assert reading.unread == (("一周内", Unread.UNIT),)


def test_a_bare_day_means_what_the_asker_says() -> None:
    day = read_clause("自受理之日起二十日内").limits[0]

    assert day.limit(Unit.WORKING_DAY) == Term(20, Unit.WORKING_DAY)
    assert day.limit(Unit.CALENDAR_DAY) == Term(20, Unit.CALENDAR_DAY)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("20wd", Term(20, Unit.WORKING_DAY)),
        ("二十个工作日内", Term(20, Unit.WORKING_DAY)),
        ("十五个自然日", Term(15, Unit.CALENDAR_DAY)),
        ("48小时内", Term(48, Unit.HOUR)),
        ("当场办结", Term(0, Unit.WORKING_DAY)),
        ("3个月", Months(3)),
        ("两年", Months(24)),
    ],
)
def test_a_limit_is_taken_by_its_code_or_in_words(text: str, limit: Term | Months) -> None:
    assert limit_from(text) == limit


@pytest.mark.parametrize("text", ["二十日", "尽快", "一周", "5个工作日内受理，20个工作日内办结", "20xx", ""])
def test_what_leaves_a_doubt_is_not_taken(text: str) -> None:
    with pytest.raises(LimitInvalidError) as refused:
        limit_from(text)

    assert refused.value.details["given"] == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("十", 10), ("二十", 20), ("四十五", 45), ("一百二十", 120), ("两百零五", 205), ("二七", None), ("半", None),
     ("0.5", None), ("9999", 9999), ("10000", None)],
)  # fmt: skip
def test_a_number_is_read_in_digits_and_in_numerals(text: str, number: int | None) -> None:
    assert read_number(text) == number


UNITS = {"日": DAY, "个工作日": WORKING_DAY, "个月": MONTH}
EVENTS = {"受理": ACCEPTANCE, "收到": RECEIPT, "接到": RECEIPT}
OTHER_EVENTS = {
    32: (OTHER, "稿件发出"),
    68: (RECEIPT, "收到申请"),
    171: (OTHER, "受理通知书》"),
    173: (RECEIPT, "收到申诉"),
    204: (RECEIPT, "收到审评意见"),
    205: (OTHER, "医疗器械准予注册"),
    248: (OTHER, "作出复核决定"),
    301: (RECEIPT, "收到完整的申请材料"),
    343: (OTHER, "受理期限终止"),
    362: (RECEIPT, "收到申请材料"),
    500: (ACCEPTANCE, "受理申请"),
    501: (ACCEPTANCE, "受理申请"),
    612: (RECEIPT, "收到审评意见"),
}
"""Lines whose column names the first verb of the excerpt, while the text lets the limit run from another event. Line 171
is cut off within the title of a paper."""
SEVERAL = {
    7: [(1, MONTH), (1, MONTH)],
    8: [(1, MONTH), (2, MONTH)],
    10: [(3, DAY), (3, DAY)],
    12: [(2, MONTH), (30, DAY)],
    50: [(30, DAY), (3, MONTH)],
    78: [(30, DAY), (90, DAY)],
    102: [(60, DAY), (30, DAY)],
    136: [(5, WORKING_DAY), (15, WORKING_DAY)],
    302: [(60, DAY), (30, DAY)],
    325: [(3, WORKING_DAY), (30, WORKING_DAY)],
    361: [(10, DAY), (3, DAY)],
    423: [(15, DAY), (2, MONTH)],
    424: [(10, DAY), (15, DAY)],
    611: [(5, WORKING_DAY), (10, WORKING_DAY)],
}
"""Lines that state more than one limit, with each in its order."""


@pytest.fixture(scope="module")
def clauses(shared_data: Path) -> dict[int, dict[str, str]]:
    """The excerpts of laws by their line in the file."""
    with (shared_data / "statutory_time_limits.csv").open(encoding="utf-8-sig", newline="") as stream:
        return dict(enumerate(csv.DictReader(stream), start=2))


def test_every_excerpt_of_a_law_is_read_and_none_is_left_out(clauses: dict[int, dict[str, str]]) -> None:
    readings = {line: read_clause(row["clause_snippet"]) for line, row in clauses.items()}

    assert len(readings) == 618
    assert [line for line, reading in readings.items() if not reading.is_read] == []
    assert {line: [(one.value, one.unit) for one in reading.limits] for line, reading in readings.items()} == {
        line: SEVERAL.get(line, [(int(row["limit_value"]), UNITS[row["limit_unit"]])]) for line, row in clauses.items()
    }


def test_every_excerpt_runs_from_the_event_that_it_names(clauses: dict[int, dict[str, str]]) -> None:
    first = {line: read_clause(row["clause_snippet"]).limits[0] for line, row in clauses.items()}

    assert {line: one.runs_from for line, one in first.items()} == {
        line: OTHER_EVENTS[line][0] if line in OTHER_EVENTS else EVENTS[row["starts_from"]]
        for line, row in clauses.items()
    }
    assert {line: first[line].event for line in OTHER_EVENTS} == {
        line: event for line, (_, event) in OTHER_EVENTS.items()
    }
    unsaid = [line for line, one in first.items() if not one.event]
    assert unsaid == []
