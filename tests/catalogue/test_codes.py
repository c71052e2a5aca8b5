"""Facts about the codes of items."""

import csv
from pathlib import Path

import pytest

from yichuang.catalogue.errors import BasicCodeError, CodeCreditCodeError, CodeError
from yichuang.catalogue.rules import CodeKind, check_basic_code, make_task_code, read_task_code

CREDIT = "11211300318840894M"


def test_a_handling_code_is_credit_code_level_basic_code_and_two_digits() -> None:
    code = read_task_code(f"{CREDIT}300012301800002")

    assert (code.kind, code.credit_code, code.level, code.base_code, code.handling) == (
        CodeKind.NATIONAL,
        CREDIT,
        "3",
        "000123018000",
        "02",
    )


def test_a_code_is_made_of_its_parts() -> None:
    assert make_task_code(CREDIT, "3", "000123018000") == f"{CREDIT}3000123018000"


def test_the_credit_code_in_a_national_code_is_checked() -> None:
    with pytest.raises(CodeCreditCodeError):
        read_task_code("11211300318840894N3000123018000")


@pytest.mark.parametrize("value", ["511Z07001006", "G", "37", "62052400MZ-XK-0001", "a" * 36])
def test_local_codes_are_kept_as_published(value: str) -> None:
    code = read_task_code(value)

    assert (code.kind, code.value, code.base_code) == (CodeKind.LOCAL, value, "")


@pytest.mark.parametrize("value", ["", "-a", "a b", "食品", "a" * 37, "=1+1", "a\n"])
def test_what_is_no_code_is_refused(value: str) -> None:
    with pytest.raises(CodeError):
        read_task_code(value)


@pytest.mark.parametrize("value", ["000123018000", "00016421300Y", "430131056W00"])
def test_basic_codes_seen_in_the_field_are_taken(value: str) -> None:
    assert check_basic_code(value) == value


@pytest.mark.parametrize("value", ["", "0001230180", "00012301800002", "00012301800y"])
def test_what_is_no_basic_code_is_refused(value: str) -> None:
    with pytest.raises(BasicCodeError):
        check_basic_code(value)


def test_the_real_implementation_codes_are_valid(shared_data: Path) -> None:
    with (shared_data / "real_impl_codes.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    read = [read_task_code(row["code"]) for row in rows]

    assert len(rows) == 12
    assert [(code.credit_code, code.level, code.base_code, code.handling) for code in read] == [
        (row["uscc"], row["level_digit"], row["base_code"], row["suffix"]) for row in rows
    ]
