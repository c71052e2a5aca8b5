"""Case numbers."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.rules import case_no, is_case_no

NUMBERS = st.builds(case_no, st.dates(date(2020, 1, 1), date(2099, 12, 31)), st.integers(1, 999_999))


def test_a_number_is_date_serial_and_check_digit() -> None:
    number = case_no(date(2026, 11, 22), 123)

    assert number[:14] == "20261122000123"
    assert len(number) == 15
    assert is_case_no(number)


@given(NUMBERS, st.integers(0, 14), st.integers(1, 9))
def test_one_wrong_digit_is_found(number: str, place: int, shift: int) -> None:
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]

    assert not is_case_no(wrong)


def test_what_is_not_a_number_is_refused() -> None:
    assert not any(
        is_case_no(text) for text in ("", "2026112200012", "２０２６１１２２０００１２３１", "20261122000123x")
    )
