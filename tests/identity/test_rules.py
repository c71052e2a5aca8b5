"""What names, numbers, logins and passwords must be like."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.support.identity import identity_no
from yichuang.core.identifiers import CreditCodeCheckError, IdentityNoCheckError
from yichuang.identity import errors, rules
from yichuang.identity.rules import IdentityType, MandateState

TODAY = date(2026, 9, 25)
RIGHT = identity_no(1)


@pytest.mark.parametrize(
    ("identity_type", "given", "normalised"),
    [
        (IdentityType.RESIDENT_CARD, "11010519491231002x", "11010519491231002X"),
        (IdentityType.CREDIT_CODE, "12441500196720244t", "12441500196720244T"),
        (IdentityType.PASSPORT, "e 1234567", "E1234567"),
        (IdentityType.TW_TRAVEL, "12345678", "12345678"),
    ],
)
def test_a_number_is_checked_as_its_paper_wants(identity_type: IdentityType, given: str, normalised: str) -> None:
    assert rules.check_identity(identity_type, given) == normalised


@pytest.mark.parametrize(
    ("identity_type", "given", "error"),
    [
        (IdentityType.RESIDENT_CARD, "110105194912310021", IdentityNoCheckError),
        (IdentityType.HMT_RESIDENCE, "110105194912310021", IdentityNoCheckError),
        (IdentityType.CREDIT_CODE, "12441500196720244A", CreditCodeCheckError),
        (IdentityType.PASSPORT, "E12/34", errors.IdentityShapeError),
        (IdentityType.PASSPORT, "E12", errors.IdentityShapeError),
    ],
)
def test_a_wrong_number_is_refused_as_its_paper_wants(
    identity_type: IdentityType, given: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        rules.check_identity(identity_type, given)


@pytest.mark.parametrize(
    ("typed", "login"),
    [
        (" Clerk.01 ", "clerk.01"),
        ("ｃｌｅｒｋ０１", "clerk01"),
        ("100-1234-5678", "10012345678"),
        ("０９９０-1234567", "09901234567"),
        ("a-1", "a-1"),
    ],
)
def test_a_login_has_one_form_however_typed(typed: str, login: str) -> None:
    assert rules.normal_login(typed) == login


@pytest.mark.parametrize("login", ["10012345678", "09901234567", "11010519491231002x", "+8610012345678"])
def test_phones_and_identity_numbers_are_personal(login: str) -> None:
    assert rules.is_personal(login)


@pytest.mark.parametrize("login", ["", "ab", "1abc", "a" * 33, "a/b", "王五", "#abc", "10012345678"])
def test_a_login_of_another_form_is_refused(login: str) -> None:
    with pytest.raises(errors.LoginShapeError):
        rules.check_login(login)


@pytest.mark.parametrize(
    ("birth", "child"),
    [(date(2012, 9, 25), False), (date(2012, 9, 26), True), (date(2012, 2, 29), False), (date(2026, 1, 1), True)],
)
def test_a_child_is_under_fourteen_on_the_day(birth: date, child: bool) -> None:
    assert rules.is_child(birth, TODAY) is child


@pytest.mark.parametrize(
    ("password", "is_common", "codes"),
    [
        ("correct-horse-42", False, []),
        ("short-9ch", False, ["identity.password_short"]),
        ("x" * 129, False, ["identity.password_long"]),
        ("10012345678", False, ["identity.password_known"]),
        ("1001234 5678", False, ["identity.password_known"]),
        ("password12", True, ["identity.password_common"]),
        ("qwerty", True, ["identity.password_short", "identity.password_common"]),
    ],
)
def test_a_weak_password_is_told_everything_at_once(password: str, is_common: bool, codes: list[str]) -> None:
    problems = rules.password_problems(password, known=("clerk01", "100-1234-5678"), is_common=is_common)

    assert [problem.code for problem in problems] == codes


def _problems(**changed: str) -> list[tuple[str, str]]:
    given = {"name": "张示例", "identity_no": RIGHT, "phone": "10012345678", "login": "", **changed}
    found = rules.registration_problems(
        identity_type=IdentityType.RESIDENT_CARD,
        today=TODAY,
        name=given["name"],
        identity_no=given["identity_no"],
        phone=given["phone"],
        login=given["login"],
    )
    return [(problem.field, problem.code) for problem in found]


def test_a_right_registration_has_no_problem() -> None:
    assert _problems() == []
    assert _problems(login="zhang.shili") == []
    assert _problems(login="100 1234 5678") == []


def test_everything_wrong_in_a_registration_is_told_at_once() -> None:
    assert _problems(name=" ", identity_no="1", phone="2", login="3") == [
        ("name", "identity.name_missing"),
        ("identity_no", "core.identity_no_shape"),
        ("phone", "core.phone_shape"),
        ("login", "identity.login_shape"),
    ]


def test_a_child_does_not_register_alone() -> None:
    number = identity_no(1, born=date(2013, 1, 1))

    assert _problems(identity_no=number) == [("identity_no", "identity.child")]


def test_a_child_is_told_whatever_else_is_wrong() -> None:
    number = identity_no(1, born=date(2013, 1, 1))

    assert _problems(name="", identity_no=number) == [
        ("name", "identity.name_missing"),
        ("identity_no", "identity.child"),
    ]


def _mandate(**changed: object) -> list[tuple[str, str]]:
    given: dict[str, Any] = {"item_codes": None, "valid_from": TODAY, "valid_to": TODAY, **changed}
    return [(one.field, one.code) for one in rules.mandate_problems(today=TODAY, **given)]


def test_a_mandate_names_matters_and_a_period_of_three_years_at_most() -> None:
    days = timedelta(days=1)
    assert _mandate() == []
    assert _mandate(item_codes=("A-1",), valid_to=date(2029, 9, 24)) == []
    assert _mandate(item_codes=()) == [("item_codes", "identity.mandate_items")]
    assert _mandate(item_codes=("A 1",)) == [("item_codes", "identity.mandate_code")]
    assert _mandate(valid_from=TODAY - days) == [("valid_from", "identity.mandate_past")]
    assert _mandate(valid_from=TODAY + days) == [("valid_to", "identity.mandate_order")]
    assert _mandate(valid_to=TODAY + 1096 * days) == [("valid_to", "identity.mandate_long")]


@pytest.mark.parametrize(
    ("on", "is_withdrawn", "state"),
    [
        (TODAY - timedelta(days=1), False, MandateState.AHEAD),
        (TODAY, False, MandateState.VALID),
        (TODAY + timedelta(days=1), False, MandateState.EXPIRED),
        (TODAY, True, MandateState.WITHDRAWN),
    ],
)
def test_a_mandate_holds_from_its_first_to_its_last_day(on: date, is_withdrawn: bool, state: MandateState) -> None:
    assert rules.mandate_state(TODAY, TODAY, on, is_withdrawn=is_withdrawn) is state


@pytest.mark.parametrize(
    ("phone", "takes"), [("10012345678", True), ("+447700900123", True), ("0990-1234567", False), ("", False)]
)
def test_short_messages_reach_mobiles_only(phone: str, takes: bool) -> None:
    assert rules.takes_messages(phone) is takes
