"""Facts about what people say for what names say."""

import pytest

from yichuang.catalogue.rules.synonyms import SYNONYMS, meant


def test_equal_words_find_each_other() -> None:
    assert SYNONYMS["补贴"] == ("补贴", "津贴", "补助")
    assert SYNONYMS["allowance"] == ("allowance", "补贴", "津贴", "补助", "subsidy", "benefit")


def test_an_everyday_word_finds_the_official_one_and_not_the_other_way_round() -> None:
    assert SYNONYMS["餐馆"] == ("餐馆", "食品经营")
    assert "食品经营" not in SYNONYMS
    assert SYNONYMS["restaurants"] == ("restaurant", "食品经营")


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("食品经营许可", ["食品经营", "许可"]),
        ("办身份证", ["身份证"]),
        ("我要办结婚登记", ["结婚", "登记"]),
        ("办理", ["办理"]),
        ("how to", ["how", "to"]),
        ("permits", ["permit"]),
        ("companies near water", ["company", "near", "water"]),
        ("nearby ferries", ["nearby", "ferr"]),
        ("homestay", ["homestay"]),
        ("", []),
    ],
)
def test_a_text_is_cut_into_the_words_that_matter(text: str, groups: list[str]) -> None:
    assert [group[0] for group in meant(text)] == groups


def test_no_word_means_itself_twice() -> None:
    doubled = [word for word, group in SYNONYMS.items() if len(set(group)) != len(group)]

    assert doubled == []
