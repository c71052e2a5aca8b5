"""Regions, windows and periods: what may be."""

from datetime import date

import pytest

from yichuang.core.identifiers import PhoneShapeError
from yichuang.organisations import errors, rules
from yichuang.organisations.rules import Place, RegionLevel, WindowKind


@pytest.mark.parametrize(
    ("code", "level"),
    [
        ("000000000000", RegionLevel.NATIONAL),
        ("990000000000", RegionLevel.PROVINCE),
        ("990100000000", RegionLevel.CITY),
        ("990101000000", RegionLevel.COUNTY),
        ("990101101000", RegionLevel.TOWNSHIP),
        ("990101101205", RegionLevel.VILLAGE),
        ("110000000000", RegionLevel.PROVINCE),
        ("441900003000", RegionLevel.TOWNSHIP),
    ],
)
def test_the_zeros_of_a_code_say_its_level(code: str, level: RegionLevel) -> None:
    assert rules.level_of(code) is level


@pytest.mark.parametrize(
    "code", ["", "990101", "99010100000A", "9901010000000", "９９０１０１００００００", "9901 1000000"]
)
def test_a_code_of_another_form_is_refused(code: str) -> None:
    with pytest.raises(errors.RegionCodeError):
        rules.check_region_code(code)


def test_a_level_that_contradicts_the_code_is_refused() -> None:
    with pytest.raises(errors.RegionLevelError) as caught:
        rules.check_level("990101000000", RegionLevel.CITY)

    assert caught.value.details == {"region_code": "990101000000", "expected": "4", "given": "3"}


def test_a_county_governed_by_its_province_may_be_a_city() -> None:
    assert rules.check_level("429004000000", RegionLevel.CITY) is RegionLevel.CITY
    assert rules.check_level("429004000000", None) is RegionLevel.COUNTY


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("990101000000", "990100000000"),
        ("990101000000", "990000000000"),
        ("990101101205", "990101101000"),
        ("441900003000", "441900000000"),
        ("000000000000", None),
    ],
)
def test_a_region_lies_in_one_that_encloses_it(code: str, parent: str | None) -> None:
    rules.check_parent(code, parent)


@pytest.mark.parametrize(
    ("code", "parent"),
    [
        ("990101000000", "990200000000"),
        ("990101000000", "990101000000"),
        ("990101000000", "990101101000"),
        ("990101000000", None),
        ("000000000000", "990000000000"),
    ],
)
def test_a_region_outside_its_parent_is_refused(code: str, parent: str | None) -> None:
    with pytest.raises(errors.RegionParentError):
        rules.check_parent(code, parent)


def test_the_digits_of_a_code_name_everything_above_it() -> None:
    assert rules.code_chain("990101101205") == (
        "990101101205",
        "990101101000",
        "990101000000",
        "990100000000",
        "990000000000",
        "000000000000",
    )


@pytest.mark.parametrize(("kind", "organisation_id"), [(WindowKind.COMPREHENSIVE, 1), (WindowKind.DEDICATED, None)])
def test_a_window_whose_kind_contradicts_its_organisation_is_refused(
    kind: WindowKind, organisation_id: int | None
) -> None:
    with pytest.raises(errors.WindowKindError):
        rules.check_window_kind(kind, organisation_id)


def test_a_last_day_before_the_first_is_refused() -> None:
    rules.check_period(date(2026, 3, 2), date(2026, 3, 2))
    with pytest.raises(errors.HoldingPeriodError):
        rules.check_period(date(2026, 3, 2), date(2026, 3, 1))


def test_a_place_is_kept_without_spaces_around_and_takes_a_hotline() -> None:
    assert Place(" 2楼 ", " 9:00-17:00", "12345").checked() == Place("2楼", "9:00-17:00", "12345")
    assert Place(phone="0990-1234567").checked().phone == "0990-1234567"


def test_a_place_with_a_wrong_phone_or_a_long_note_is_refused() -> None:
    with pytest.raises(PhoneShapeError):
        Place(phone="123").checked()
    with pytest.raises(errors.TextTooLongError) as caught:
        Place(location_note="右" * 301).checked()

    assert caught.value.details == {"most": 300, "given": 301}
