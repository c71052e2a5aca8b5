"""Which seal a paper needs, when a seal may be used, what it says, what a check finds."""

import dataclasses
from datetime import date

import pytest

from yichuang.core.errors import DomainError
from yichuang.documents.rules import PaperKind
from yichuang.seals import rules
from yichuang.seals.errors import FirstDayError, SealEndedError, SealExpiredError, SealNotYetError, SealTextError
from yichuang.seals.rules import (
    Facts,
    Finding,
    Place,
    SealKind,
    SealState,
    SealWords,
    Standing,
    check_first_day,
    check_text,
    check_usable,
    finding,
    kinds_for,
    seal_words,
    usual_name,
)

IN_USE = Standing("示例章", SealState.IN_USE, date(2026, 1, 5), date(2036, 1, 4))
ALL_WELL = Facts(is_intact=True, is_whole=True, is_known=True, is_recorded=True, was_in_use=True, is_test=False)


@pytest.mark.parametrize(
    ("paper_kind", "kinds"),
    [
        ("receipt", (SealKind.APPROVAL, SealKind.OFFICIAL)),
        ("one_time_notice", (SealKind.APPROVAL, SealKind.OFFICIAL)),
        ("acceptance", (SealKind.APPROVAL, SealKind.OFFICIAL)),
        ("refusal", (SealKind.APPROVAL, SealKind.OFFICIAL)),
        ("decision_granted", (SealKind.OFFICIAL, SealKind.APPROVAL)),
        ("decision_denied", (SealKind.OFFICIAL, SealKind.APPROVAL)),
        ("revocation", (SealKind.OFFICIAL, SealKind.APPROVAL)),
        ("transfer", (SealKind.OFFICIAL, SealKind.APPROVAL)),
        ("supervise_order", (SealKind.OFFICIAL, SealKind.APPROVAL)),
        ("extension", (SealKind.APPROVAL, SealKind.OFFICIAL)),
        ("licence", (SealKind.LICENCE, SealKind.OFFICIAL)),
        ("certificate", (SealKind.LICENCE, SealKind.OFFICIAL)),
    ],
)
def test_each_paper_has_its_seal(paper_kind: str, kinds: tuple[SealKind, ...]) -> None:
    assert kinds_for(paper_kind) == kinds


def test_only_papers_that_there_are_carry_the_seal_of_the_body() -> None:
    there = {kind.value for kind in PaperKind}

    assert [one for one in rules._DECISIONS if one not in there | {"decision"}] == []


@pytest.mark.parametrize("on", [date(2026, 1, 5), date(2030, 7, 1), date(2036, 1, 4)])
def test_a_seal_in_use_may_be_used_from_its_first_to_its_last_day(on: date) -> None:
    check_usable(IN_USE, on)


@pytest.mark.parametrize(
    ("seal", "on", "refusal"),
    [
        (IN_USE, date(2026, 1, 4), SealNotYetError),
        (IN_USE, date(2036, 1, 5), SealExpiredError),
        (dataclasses.replace(IN_USE, state=SealState.BROKEN), date(2026, 1, 5), SealEndedError),
        (dataclasses.replace(IN_USE, state=SealState.WITHDRAWN), date(2026, 1, 4), SealEndedError),
    ],
)
def test_any_other_seal_may_not(seal: Standing, on: date, refusal: type[DomainError]) -> None:
    with pytest.raises(refusal):
        check_usable(seal, on)


@pytest.mark.parametrize("on", [date(1949, 10, 1), date(2026, 11, 23), date(2027, 11, 23)])
def test_a_seal_is_in_use_from_the_founding_of_the_state_to_a_year_ahead(on: date) -> None:
    check_first_day(on, date(2026, 11, 23))


@pytest.mark.parametrize("on", [date(1949, 9, 30), date(2027, 11, 24), date(9999, 12, 31)])
def test_no_seal_is_in_use_from_any_other_day(on: date) -> None:
    with pytest.raises(FirstDayError) as refused:
        check_first_day(on, date(2026, 11, 23))

    assert refused.value.details == {"earliest": date(1949, 10, 1), "latest": date(2027, 11, 23)}


def test_a_test_seal_says_that_it_is_one() -> None:
    assert seal_words("示例区林业局", SealKind.APPROVAL, is_test=True) == SealWords(
        "示例区林业局", "行政审批专用章", "测试印章"
    )
    assert seal_words("示例区林业局", SealKind.OFFICIAL, is_test=False) == SealWords("示例区林业局", "", "")


def test_a_seal_is_called_by_what_it_says() -> None:
    assert [usual_name("示例区林业局", kind) for kind in SealKind] == [
        "示例区林业局",
        "示例区林业局行政审批专用章",
        "示例区林业局证照专用章",
    ]


def test_a_square_is_measured_from_the_top_and_given_from_the_bottom() -> None:
    assert Place.square(2, left=357.17, top=485.12, size=119.06) == Place(2, 357, 238, 476, 357)


def test_the_outer_spaces_of_a_text_go() -> None:
    assert check_text("reason", " 印章遗失 ") == "印章遗失"


@pytest.mark.parametrize(
    ("value", "code", "details"),
    [("  ", "seals.text_missing", {}), ("字" * 501, "seals.text_too_long", {"given": 501, "most": 500})],
)
def test_a_text_is_neither_empty_nor_too_long(value: str, code: str, details: dict[str, object]) -> None:
    with pytest.raises(SealTextError) as refused:
        check_text("reason", value)

    (problem,) = refused.value.problems
    assert (problem.field, problem.code, problem.details) == ("reason", code, details)


@pytest.mark.parametrize(
    ("wrong", "found"),
    [
        ({}, Finding.GOOD),
        ({"is_test": True}, Finding.TEST),
        ({"is_test": True, "was_in_use": False}, Finding.NOT_IN_USE),
        ({"was_in_use": False, "is_recorded": False}, Finding.UNRECORDED),
        ({"is_recorded": False, "is_known": False}, Finding.UNKNOWN),
        ({"is_known": False, "is_whole": False}, Finding.ADDED_TO),
        ({"is_whole": False, "is_intact": False}, Finding.CHANGED),
    ],
)
def test_the_gravest_is_told(wrong: dict[str, bool], found: Finding) -> None:
    assert finding(dataclasses.replace(ALL_WELL, **wrong)) == found
