"""Facts about the text that names are searched by."""

import pytest

from yichuang.core import search


def test_chinese_is_cut_into_characters_and_pairs() -> None:
    assert search.tokens("食品许可") == ["食", "品", "许", "可", "食品", "品许", "许可"]


def test_words_are_lower_case_and_half_width() -> None:
    assert search.tokens("Ｆｏｏｄ LICENCE（新办）2024") == ["food", "licence", "新", "办", "新办", "2024"]


def test_a_token_occurs_once() -> None:
    assert search.tokens("可可") == ["可", "可可"]


def test_a_vector_literal_quotes_each_token() -> None:
    assert search.tsvector_literal("许可", "A1") == "'许' '可' '许可' 'a1'"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("许", "'许'"),
        ("食品经营", "'食品' & '品经' & '经营'"),
        ("food lic", "'food':* & 'lic':*"),
        ("'); DROP --", "'drop':*"),
        ("，。", ""),
        ("", ""),
    ],
)
def test_a_query_asks_for_all_pairs_and_beginnings_of_words(text: str, query: str) -> None:
    assert search.tsquery_literal(text) == query


def test_a_query_is_bounded() -> None:
    assert search.words("食" * 1000) == ["食" * search.LONGEST_QUERY]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("食品经营许可", "spjyxk"),
        ("重庆银行", "cqyh"),
        ("道路运输（4500千克以上）", "dlys4500qkys"),
        ("Food 许可", "foodxk"),
        ("", ""),
    ],
)
def test_initials_are_the_first_letters_of_the_pinyin(name: str, initials: str) -> None:
    assert search.pinyin_initials(name) == initials
