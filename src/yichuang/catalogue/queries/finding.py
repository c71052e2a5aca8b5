"""Finding items by what people say: parts of names, everyday words, English, initials, mistyped words."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Length, StrIndex

from yichuang.catalogue.models import Item
from yichuang.catalogue.queries.items import LARGEST_PAGE, ItemRow, cursor_numbers, listed_items, rows_of
from yichuang.catalogue.queries.overview import known_words
from yichuang.catalogue.rules import ServiceObject
from yichuang.catalogue.rules.synonyms import SYNONYMS, meant
from yichuang.core import search
from yichuang.core.paging import Page, page_of

SHORTEST_INITIALS = 2
# A mistyped name shares most characters with the right one; below these it is another word.
LEAST_SHARED = 0.6
LEAST_ALIKE = 0.6
MOST_PAIRS = 8
PAIRS_OF_A_CHARACTER = 2
WORDS_MEANT = 3
CANDIDATES = 200

Groups = Sequence[Sequence[str]]


def search_items(
    text: str,
    *,
    organisation_id: int | None = None,
    service_object: ServiceObject | None = None,
    theme: str = "",
    cursor: str | None = None,
    size: int = 20,
) -> Page[ItemRow]:
    """Published items whose name, English name, code or theme has every part of the text or a word that means the same.

    First the names that begin with the whole text, the shortest first; then those that have it; then those that have its
    parts scattered; then those found by other words. ASCII text also matches the initials of the pinyin. When nothing
    matches, one page of items with a similar name. An empty text gives an empty page.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    text = search.normalised(text)[: search.LONGEST_QUERY]
    groups = meant(text)
    if not groups:
        return Page(())
    size = min(size, LARGEST_PAGE)
    listed = listed_items(organisation_id=organisation_id, service_object=service_object, theme=theme)
    page = _best(listed.filter(_condition(text, groups)), text, groups, cursor, size)
    if page.rows or cursor:
        return page
    if text.isascii():
        likely = _likely_groups(text)
        return Page(_best(listed.filter(_has(likely)), text, likely, None, size).rows if likely else ())
    return Page(tuple(rows_of(_alike(listed, text)[:size])))


def _best(rows: QuerySet[Item], text: str, groups: Groups, cursor: str | None, size: int) -> Page[ItemRow]:
    # The best are picked from the narrow rows first; what a row shows is read for those alone.
    length = Length("name_en" if text.isascii() else "name")
    rows = rows.annotate(place=StrIndex("search_text", Value(text)), english=Length("name") + 2)
    rows = rows.annotate(rank=_rank(groups), length=length).order_by("rank", "length", "pk")
    if cursor:
        last_rank, last_length, last_id = cursor_numbers(cursor, 3)
        rows = rows.filter(
            Q(rank__gt=last_rank)
            | Q(rank=last_rank, length__gt=last_length)
            | Q(rank=last_rank, length=last_length, pk__gt=last_id)
        )
    keys = [(rank, length, pk) for rank, length, pk in rows.values_list("rank", "length", "pk")[: size + 1]]
    return page_of(rows_of([pk for _rank, _length, pk in keys]), size, list(keys))


def _rank(groups: Groups) -> Case:
    """Where the text stands: 1 opens a name, 2 in a name, 3 in a theme or code, 4 its parts apart, 5 by other words only.

    The text that is searched opens with the name and the English name, a space after each.
    """
    # Whether an item has the parts as typed is asked only where other words may have found it: it costs the most.
    typed = " & ".join(search.tsquery_literal(group[0]) for group in groups if len(group) > 1)
    return Case(
        When(Q(place=1) | Q(place=F("english")), then=Value(1)),
        When(place__gt=F("english") + Length("name_en"), then=Value(3)),
        When(place__gt=0, then=Value(2)),
        *([When(Q(_matching(typed)), then=Value(4))] if typed else []),
        default=Value(5 if typed else 4),
        output_field=IntegerField(),
    )


def _condition(text: str, groups: Groups) -> Q:
    condition = _has(groups)
    squeezed = text.replace(" ", "")
    if squeezed.isascii() and squeezed.isalpha() and len(squeezed) >= SHORTEST_INITIALS:
        condition |= Q(name_initials__contains=squeezed)
    return condition


def _has(groups: Groups) -> Q:
    """The item has a word of every group."""
    ways = (" | ".join(f"({search.tsquery_literal(word)})" for word in group) for group in groups)
    condition = Q(_matching(" & ".join(f"({way})" for way in ways)))
    for group in groups:
        if any(_is_loose(word) for word in group):
            condition &= Q(*(Q(_occurs(word)) for word in group), _connector=Q.OR)
    return condition


def _is_loose(word: str) -> bool:
    """Whether its tokens may stand apart in an item that does not have the word."""
    return len(word) > 2 and not (word.isascii() and word.isalnum())  # noqa: PLR2004 - a pair is a token


def _likely_groups(text: str) -> Groups:
    """The words of the text, each unknown one replaced by those most like it; none when most are like nothing."""
    words = [group[0] for group in meant(text)]
    likely = [_likely(word) for word in words]
    found = [group for group in likely if group]
    return found if len(found) * 2 >= len(words) else ()


def _likely(word: str) -> list[str]:
    if any(word in group for group in SYNONYMS.values()):
        return list(SYNONYMS.get(word, (word,)))
    pairs = _pairs(word)
    scored = []
    for known, others in _pairs_of(known_words()).items():
        if known.startswith(word):
            return [word]
        alike = 2 * len(pairs & others) / (len(pairs) + len(others))
        if alike >= LEAST_ALIKE:
            scored.append((-alike, known))
    near = [known for _alike_by, known in sorted(scored)[:WORDS_MEANT]]
    return list(dict.fromkeys(other for known in near for other in SYNONYMS.get(known, (known,))))


@lru_cache(maxsize=2)
def _pairs_of(words: frozenset[str]) -> dict[str, frozenset[str]]:
    return {word: _pairs(word) for word in words}


def _pairs(word: str) -> frozenset[str]:
    """The pairs of neighbouring letters, its beginning and its end among them."""
    framed = f"^{word}$"
    return frozenset(framed[start : start + 2] for start in range(len(framed) - 1))


def _alike(listed: QuerySet[Item], text: str) -> list[int]:
    """Items that have all pairs of Chinese characters but those that one wrong character breaks; else that two break."""
    pairs = [token for token in search.tokens(text) if len(token) > 1][:MOST_PAIRS]
    for slips in (1, 2):
        needed = len(pairs) - slips * PAIRS_OF_A_CHARACTER
        if pairs and (slips == 1 or needed > 0):
            found = _with_pairs(listed, text, pairs, max(1, needed))
            if found:
                return found
    return []


def _with_pairs(listed: QuerySet[Item], text: str, pairs: Sequence[str], needed: int) -> list[int]:
    shared = sum((Cast(_matching(f"'{pair}'"), IntegerField()) for pair in pairs), start=Value(0))
    ways = (" & ".join(f"'{pair}'" for pair in some) for some in combinations(pairs, needed))
    rows = listed.filter(_matching(" | ".join(f"({way})" for way in ways)))
    ordered = rows.annotate(shared=shared, length=Length("name")).order_by("-shared", "length", "pk")
    found = ordered.values_list("pk", "search_text")[:CANDIDATES]
    return [pk for pk, other in found if _shared(text, other) >= LEAST_SHARED]


def _shared(text: str, other: str) -> float:
    """How much of the text's distinct characters the other has."""
    characters = set(text) - {" "}
    return len(characters & set(other)) / len(characters)


def _matching(tsquery: str) -> Func:
    # Not Django's own lookup: it would parse the tokens again, by rules that depend on the database's locale.
    return Func(
        F("search"),
        Value(tsquery),
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _occurs(word: str) -> Func:
    # Not LIKE: the rows are few after the index, and a second index on all texts would cost more than it saves.
    return Func(F("search_text"), Value(word), template="(strpos(%(expressions)s) > 0)", output_field=BooleanField())
