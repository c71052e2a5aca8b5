import pytest
from pydantic import BaseModel, ValidationError

from yichuang.core.errors import InvalidError
from yichuang.deadlines.errors import TermInvalidError
from yichuang.deadlines.rules import Term, Unit


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
