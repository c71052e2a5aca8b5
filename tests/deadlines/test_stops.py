"""Stops as they are written, and what is refused."""

from datetime import date

import pytest

from yichuang.deadlines.errors import StopBackwardsError, StopInvalidError, StopWithoutReasonError
from yichuang.deadlines.rules import (
    BOTH,
    STOPPED_CLOCKS,
    Clock,
    Procedure,
    Stop,
    procedure_of,
    stopped_clocks,
)


def test_a_stop_is_read_as_written() -> None:
    assert Stop.parse(" 2026-02-10..2026-02-26:听证 ") == Stop(date(2026, 2, 10), date(2026, 2, 26), "听证")


def test_a_stop_without_an_end_still_stands() -> None:
    assert Stop.parse("2026-02-10..：Hearing: second day") == Stop(date(2026, 2, 10), None, "Hearing: second day")


@pytest.mark.parametrize(
    "text",
    ["", "听证", "2026-02-10:听证", "2026-02-10..26:听证", "2026-02-30..2026-03-02:听证", "..2026-02-26:听证",
     "2026-02-10-2026-02-26:听证", "２０２６-02-10..2026-02-26:听证"],
)  # fmt: skip
def test_what_is_no_stop_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(StopInvalidError) as refused:
        Stop.parse(text)

    assert refused.value.details == {"given": text}


def test_a_stop_cannot_end_before_it_begins() -> None:
    with pytest.raises(StopBackwardsError) as refused:
        Stop.parse("2026-02-26..2026-02-10:听证")

    assert refused.value.details == {"from_day": "2026-02-26", "to_day": "2026-02-10"}


@pytest.mark.parametrize("text", ["2026-02-10..2026-02-26", "2026-02-10..2026-02-26:", "2026-02-10..: "])
def test_a_stop_needs_a_reason(text: str) -> None:
    with pytest.raises(StopWithoutReasonError):
        Stop.parse(text)


def test_the_day_of_the_event_that_stops_the_clock_is_still_counted() -> None:
    stop = Stop.parse("2026-02-10..2026-02-12:听证")

    out = [day for day in range(9, 14) if stop.takes_out(date(2026, 2, day))]
    assert out == [11, 12]
    assert Stop.parse("2026-02-10..:听证").takes_out(date(2099, 1, 1))


@pytest.mark.parametrize("word", ["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"])
def test_the_eight_of_the_licensing_law_stop_both_clocks(word: str) -> None:
    assert stopped_clocks(word) == BOTH


def test_besides_those_eight_only_the_time_of_a_higher_body_stops_the_statutory_clock() -> None:
    named = [procedure for procedure in Procedure if Clock.STATUTORY in STOPPED_CLOCKS[procedure]]

    assert [one.value for one in named] == [
        "hearing", "tender", "auction", "inspection", "test", "quarantine", "appraisal", "expert_review", "referral",
    ]  # fmt: skip


def test_a_procedure_is_found_by_its_code_or_its_chinese_name() -> None:
    assert procedure_of(" Site_Visit ") is procedure_of("现场踏勘") is Procedure.SITE_VISIT
    assert procedure_of("其他") is None
