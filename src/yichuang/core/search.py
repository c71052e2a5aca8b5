"""Text for searching Chinese and English names: tokens, tsvector and tsquery literals, initials of the pinyin.

Chinese is cut into single characters and pairs, so that any part of a name is found under any locale of the database;
a match of pairs is checked again in the text itself, since pairs may stand apart. ASCII words are lower-cased and match by prefix.
"""

import re
import unicodedata
from collections.abc import Iterable

_CJK = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003134f"
_RUNS = re.compile(rf"[{_CJK}]+|[a-z0-9]+")
_LONGEST_WORD = 64
LONGEST_QUERY = 100


def normalised(text: str) -> str:
    """The text in one form: half-width, lower case, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def tokens(text: str) -> list[str]:
    """Single characters and pairs of Chinese, and ASCII words, each once, in order."""
    found: dict[str, None] = {}
    for run in _RUNS.findall(normalised(text)):
        if run.isascii():
            found[run[:_LONGEST_WORD]] = None
        else:
            found.update(dict.fromkeys(run))
            found.update(dict.fromkeys(run[start : start + 2] for start in range(len(run) - 1)))
    return list(found)


def tsvector_literal(*texts: str) -> str:
    """A literal that PostgreSQL casts to tsvector, of the tokens of all texts."""
    return _joined(tokens(" ".join(texts)), " ")


def tsquery_literal(text: str) -> str:
    """A literal that PostgreSQL casts to tsquery; empty when the text has nothing to search for.

    All tokens must be there: pairs where the text has pairs, words by their beginning.
    """
    terms: dict[str, None] = {}
    for run in _RUNS.findall(normalised(text)[:LONGEST_QUERY]):
        if run.isascii():
            terms[f"'{run[:_LONGEST_WORD]}':*"] = None
        elif len(run) == 1:
            terms[f"'{run}'"] = None
        else:
            terms.update(dict.fromkeys(f"'{run[start : start + 2]}'" for start in range(len(run) - 1)))
    return " & ".join(terms)


def words(text: str) -> list[str]:
    """The parts of a query that must each occur as written: its pieces between spaces and punctuation."""
    return words_of(text[:LONGEST_QUERY])


def words_of(text: str) -> list[str]:
    """The pieces of a text of any length between spaces and punctuation."""
    return _RUNS.findall(normalised(text))


def pinyin_initials(text: str) -> str:
    """The first letters of the pinyin of Chinese characters; ASCII letters and digits stay, the rest is left out."""
    # Loaded when first needed: its dictionaries take 55 MB, and most processes never ask for pinyin.
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415

    return "".join(lazy_pinyin(normalised(text), style=Style.FIRST_LETTER, errors=_kept)).lower()


def _kept(other: str) -> str:
    return "".join(character for character in other if character.isascii() and character.isalnum())


def _joined(found: Iterable[str], separator: str) -> str:
    return separator.join(f"'{token}'" for token in found)
