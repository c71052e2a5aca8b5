"""Numbers that identify people and bodies: tables of right and wrong ones. Those of people are invented."""

import csv
from datetime import date
from pathlib import Path

import pytest

from yichuang.core import identifiers


@pytest.mark.parametrize(
    ("given", "normalised"),
    [
        ("11010519491231002X", "11010519491231002X"),
        ("11010519491231002x", "11010519491231002X"),
        (" 110105 19491231 002X ", "11010519491231002X"),
        ("１１０１０５１９４９１２３１００２Ｘ", "11010519491231002X"),
        ("990101199003072993", "990101199003072993"),
        ("990101200002290011", "990101200002290011"),
    ],
)
def test_a_right_identity_number_is_normalised(given: str, normalised: str) -> None:
    assert identifiers.check_identity_no(given) == normalised


@pytest.mark.parametrize(
    ("number", "error"),
    [
        ("", identifiers.IdentityNoShapeError),
        ("990101900307299", identifiers.IdentityNoShapeError),
        ("99010119900307299", identifiers.IdentityNoShapeError),
        ("9901011990030729933", identifiers.IdentityNoShapeError),
        ("9901011990030729A3", identifiers.IdentityNoShapeError),
        ("090101199003072993", identifiers.IdentityNoShapeError),
        ("990101199002302994", identifiers.IdentityNoDateError),
        ("990101199013012994", identifiers.IdentityNoDateError),
        ("990101190002290011", identifiers.IdentityNoDateError),
        ("990101199003072994", identifiers.IdentityNoCheckError),
        ("990101199003072939", identifiers.IdentityNoCheckError),
        ("99010119900307299X", identifiers.IdentityNoCheckError),
    ],
)
def test_a_wrong_identity_number_says_what_is_wrong(number: str, error: type[identifiers.IdentifierError]) -> None:
    with pytest.raises(error):
        identifiers.check_identity_no(number)


def test_every_single_wrong_digit_is_noticed() -> None:
    right = "11010519491231002X"
    wrong = [
        right[:place] + digit + right[place + 1 :]
        for place in range(17)
        for digit in "0123456789"
        if digit != right[place]
    ]

    for number in wrong:
        with pytest.raises(identifiers.IdentifierError):
            identifiers.check_identity_no(number)


def test_the_birth_date_stands_in_the_number() -> None:
    assert identifiers.identity_no_birth_date("11010519491231002X") == date(1949, 12, 31)


def test_every_real_credit_code_is_right(shared_data: Path) -> None:
    with (shared_data / "real_impl_codes.csv").open(encoding="utf-8-sig", newline="") as file:
        codes = [row["uscc"] for row in csv.DictReader(file)]

    assert len(codes) == 12
    assert [identifiers.check_credit_code(code) for code in codes] == codes


@pytest.mark.parametrize(
    ("given", "normalised"),
    [("12441500196720244t", "12441500196720244T"), (" 1244 1500196720244T", "12441500196720244T")],
)
def test_a_credit_code_is_normalised(given: str, normalised: str) -> None:
    assert identifiers.check_credit_code(given) == normalised


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("", identifiers.CreditCodeShapeError),
        ("12441500196720244", identifiers.CreditCodeShapeError),
        ("12441500196720244TT", identifiers.CreditCodeShapeError),
        ("1244150019672024OT", identifiers.CreditCodeShapeError),
        ("12441500196720244I", identifiers.CreditCodeShapeError),
        ("12441500196720244A", identifiers.CreditCodeCheckError),
        ("12441500196720424T", identifiers.CreditCodeCheckError),
    ],
)
def test_a_wrong_credit_code_says_what_is_wrong(code: str, error: type[identifiers.IdentifierError]) -> None:
    with pytest.raises(error):
        identifiers.check_credit_code(code)


@pytest.mark.parametrize(
    ("given", "normalised"),
    [
        ("10012345678", "10012345678"),
        ("１００ 1234 5678", "10012345678"),
        ("0990-1234567", "0990-1234567"),
        ("+8610012345678", "10012345678"),
        ("+44 7700 900123", "+447700900123"),
    ],
)
def test_a_right_phone_number_is_normalised(given: str, normalised: str) -> None:
    assert identifiers.check_phone(given) == normalised


@pytest.mark.parametrize("number", ["", "1001234567", "100123456789", "20012345678", "phone", "+44", "+0123456789"])
def test_a_wrong_phone_number_is_refused(number: str) -> None:
    with pytest.raises(identifiers.PhoneShapeError):
        identifiers.check_phone(number)
