from datetime import date

import pytest
from pydantic import BaseModel, ValidationError

from yichuang.core.errors import InvalidError
from yichuang.deadlines.errors import LimitInvalidError, TermInvalidError
from yichuang.deadlines.rules import Months, Term, Unit, add_months, parse_limit


class _Step(BaseModel):
    limit: Term


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("20wd", Term(20, Unit.WORKING_DAY)),
        ("15cd", Term(15, Unit.CALENDAR_DAY)),
        ("24h", Term(24, Unit.HOUR)),
        ("0wd", Term(0, Unit.WORKING_DAY)),
        (" 5 WD ", Term(5, Unit.WORKING_DAY)),
    ],
)
def test_a_term_is_read_as_written(text: str, term: Term) -> None:
    assert Term.parse(text) == term


@pytest.mark.parametrize("text", ["", "wd", "20", "-1wd", "1.5wd", "20d", "20wdx", "10000wd", "５wd", "5个工作日"])
def test_what_is_not_a_term_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(TermInvalidError) as refused:
        Term.parse(text)

    assert isinstance(refused.value, InvalidError)
    assert refused.value.details == {"given": text, "largest": 9999}


@pytest.mark.parametrize("text", ["20wd", "15cd", "24h", "0wd"])
def test_a_term_is_written_as_it_is_read(text: str) -> None:
    assert str(Term.parse(text)) == text


def test_a_term_below_zero_is_refused() -> None:
    with pytest.raises(TermInvalidError):
        Term(-1, Unit.WORKING_DAY)


def test_a_schema_keeps_a_term_and_reads_it_back() -> None:
    step = _Step(limit=Term(20, Unit.WORKING_DAY))

    assert step.model_dump(mode="json") == {"limit": {"value": 20, "unit": "wd"}}
    assert _Step.model_validate_json(step.model_dump_json()) == step


def test_a_schema_reports_a_wrong_term_as_a_wrong_field() -> None:
    with pytest.raises(ValidationError) as refused:
        _Step.model_validate({"limit": {"value": -1, "unit": "wd"}})

    assert refused.value.errors()[0]["loc"] == ("limit",)


@pytest.mark.parametrize(
    ("text", "limit"), [("3mo", Months(3)), (" 12 MO ", Months(12)), ("2y", Months(24)), ("5wd", Term.parse("5wd"))]
)
def test_a_limit_may_be_in_months_and_years(text: str, limit: Term | Months) -> None:
    assert parse_limit(text) == limit


@pytest.mark.parametrize("text", ["", "3m", "0mo", "0y", "-1mo", "1000y", "10000mo", "5个工作日"])
def test_what_is_not_a_limit_is_refused(text: str) -> None:
    with pytest.raises(LimitInvalidError):
        parse_limit(text)


def test_months_are_written_as_they_are_read() -> None:
    assert [str(parse_limit(text)) for text in ("3mo", "1y")] == ["3mo", "12mo"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 3, 31), 6, date(2026, 9, 30)),
    ],
)
def test_a_month_ends_on_the_same_day_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected
