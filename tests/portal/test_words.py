"""Terms and days in public words, without a database."""

import pytest
from django.utils.translation import override as language

from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.deadlines.rules import Term
from yichuang.portal import happenings, words
from yichuang.portal.reading import seen_text
from yichuang.portal.standings import STANDINGS
from yichuang.ui.parts import Moment


@pytest.mark.parametrize(
    ("term", "chinese", "english"),
    [
        ("0wd", "当场办结", "On the spot"),
        ("1wd", "1个工作日", "1 working day"),
        ("20wd", "20个工作日", "20 working days"),
        ("1cd", "1日", "1 day"),
        ("15cd", "15日", "15 days"),
        ("1h", "1小时", "1 hour"),
        ("24h", "24小时", "24 hours"),
    ],
)
def test_terms_are_told_in_words(term: str, chinese: str, english: str) -> None:
    with language("zh-hans"):
        assert words.term_text(Term.parse(term)) == chinese
    with language("en"):
        assert words.term_text(Term.parse(term)) == english


@pytest.mark.parametrize(
    ("term", "chinese", "english"), [("0wd", "当场", "At once"), ("4wd", "4个工作日", "4 working days")]
)
def test_a_step_without_days_is_done_at_once(term: str, chinese: str, english: str) -> None:
    with language("zh-hans"):
        assert words.step_limit(Term.parse(term)) == chinese
    with language("en"):
        assert words.step_limit(Term.parse(term)) == english


def test_every_state_and_every_act_has_its_words() -> None:
    assert set(STANDINGS) == set(State)
    told = {act: happenings.happened(act, clock.now()) for act in Act}
    assert {act for act, moment in told.items() if moment is None} == {Act.HAND_OVER, Act.RECUSE} == happenings.UNTOLD


def test_moments_of_one_kind_in_a_row_are_told_once() -> None:
    moments = [Moment("a", None), Moment("b", None), Moment("b", None), Moment("a", None)]

    assert [moment.title for moment in happenings.told_once(moments)] == ["a", "b", "a"]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("party, answers", "name, number and phone of the applicant, answers"),
        ("name, identity_no, phone, email", "the name, identity number, phone number, e-mail address"),
        ("name, phone at intake", "the name, phone number, when taking in an application"),
        ("file 17", "a file that was handed in"),
        ("paper 示市监收〔2026〕43号", "paper 示市监收〔2026〕43号"),
        ("cases by identity number", "cases, found by identity number"),
        ("something new", "something new"),
        ("", ""),
    ],
)
def test_what_was_seen_is_told_in_words(what: str, told: str) -> None:
    with language("en"):
        assert seen_text(what) == told


def test_whoever_looks_a_case_up_is_not_sent_to_what_he_does_not_see() -> None:
    told = [standing.looked_up or standing.now for standing in STANDINGS.values()]

    assert [text for text in told if "below" in text] == []


def test_whoever_is_signed_in_is_not_told_to_sign_in() -> None:
    assert [one.now for one in STANDINGS.values() if "ign in" in one.now] == []
