"""Facts about reading written limits: what is certain is read, what is not is reported."""

import pytest

from yichuang.catalogue.rules.limits import Doubt, read_limit
from yichuang.deadlines.rules import Term, Unit


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("5个工作日", "5wd"),
        ("20个工作日", "20wd"),
        ("１０个工作日内", "10wd"),
        ("二十个工作日", "20wd"),
        ("十五个工作日", "15wd"),
        ("一百二十个工作日", "120wd"),
        ("自受理之日起5个工作日内办结", "5wd"),
        ("受理后3工作日", "3wd"),
        ("不超过 7 个工作日。", "7wd"),
        ("法定办结时限：20个工作日", "20wd"),
        ("30个自然日", "30cd"),
        ("三十日历日", "30cd"),
        ("24小时", "24h"),
        ("20日（工作日）", "20wd"),
        ("即办", "0wd"),
        ("当场办结", "0wd"),
        ("当场办理", "0wd"),
        ("当场登记", "0wd"),
        ("即时办结", "0wd"),
        ("0个工作日", "0wd"),
    ],
)
def test_a_clear_limit_is_read(text: str, term: str) -> None:
    reading = read_limit(text)

    assert (reading.term, reading.doubt) == (Term.parse(term), None)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("报告表15个工作日；登记表7个工作日", Doubt.SEVERAL),
        ("网上5个工作日；现场即时", Doubt.SEVERAL),
        ("5个工作日（特殊情况延长5个工作日）", Doubt.SEVERAL),
        ("10+5个工作日", Doubt.WORDS),
        ("5-10个工作日", Doubt.RANGE),
        ("三至五个工作日", Doubt.RANGE),
        ("当场审核（待遇复审1-24日）", Doubt.RANGE),
        ("20日", Doubt.DAY),
        ("三十天", Doubt.DAY),
        ("3个月", Doubt.UNIT),
        ("1年", Doubt.UNIT),
        ("2周", Doubt.UNIT),
        ("0.5个工作日", Doubt.PART),
        ("半个工作日", Doubt.PART),
        ("10000个工作日", Doubt.PART),
        ("及时（当场）", Doubt.WORDS),
        ("按规定", Doubt.WORDS),
        ("30分钟", Doubt.UNIT),
    ],
)
def test_a_doubtful_limit_is_reported_and_kept(text: str, doubt: Doubt) -> None:
    reading = read_limit(text)

    assert (reading.term, reading.doubt, reading.note) == (None, doubt, text)


def test_an_empty_text_is_no_limit_and_no_doubt() -> None:
    assert read_limit("  ").term is None
    assert read_limit("  ").doubt is None


def test_the_words_of_an_instant_limit_are_kept() -> None:
    assert read_limit("当场办结").note == "当场办结"


def test_a_remark_in_brackets_is_kept() -> None:
    reading = read_limit("10个工作日（不含公示）")

    assert (reading.term, reading.note) == (Term(10, Unit.WORKING_DAY), "不含公示")


@pytest.mark.parametrize("unit", [Unit.WORKING_DAY, Unit.CALENDAR_DAY])
def test_a_bare_day_is_read_where_its_meaning_is_given(unit: Unit) -> None:
    assert read_limit("20日", day_means=unit).term == Term(20, unit)
