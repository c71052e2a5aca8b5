"""Terms and days in public words, without a database."""

import pytest
from django.utils.translation import override as language

from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.deadlines.rules import Term
from yichuang.portal import words
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


def test_every_state_and_every_act_has_its_words() -> None:
    assert set(words.STANDINGS) == set(State)
    told = {act: words.happened(act, clock.now()) for act in Act}
    assert {act for act, moment in told.items() if moment is None} == {Act.HAND_OVER}


def test_moments_of_one_kind_in_a_row_are_told_once() -> None:
    moments = [Moment("a", None), Moment("b", None), Moment("b", None), Moment("a", None)]

    assert [moment.title for moment in words.told_once(moments)] == ["a", "b", "a"]
