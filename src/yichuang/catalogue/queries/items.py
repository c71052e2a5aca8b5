"""Finding items: by name, initials or a mistyped name, and by organisation, service object and theme."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from itertools import combinations

from django.db.models import BooleanField, Case, F, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Length, Lower, StrIndex

from yichuang.catalogue.errors import ItemNotFoundError
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.queries.overview import overview
from yichuang.catalogue.queries.versions import VersionRow, version_row
from yichuang.catalogue.rules import CaseType, ItemType, ServiceObject
from yichuang.catalogue.rules.lifecycle import REVIEW_RIGHTS, VersionState
from yichuang.core import search
from yichuang.core.actor import Actor
from yichuang.core.paging import CursorError, Page, decode_cursor, page_of
from yichuang.deadlines.rules import Term

LARGEST_PAGE = 100
MOST_PRODUCERS = 20
SHORTEST_INITIALS = 2
# A mistyped name shares most characters with the right one; below these it is another word.
LEAST_SHARED = 0.6
MOST_PAIRS = 8
PAIRS_OF_A_CHARACTER = 2
LEAST_ALIKE = 0.7
LENGTHS_APART = 2
WORDS_MEANT = 3
CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a public list, with what its current version says. `promised_limit` is None while unknown."""

    id: int
    code: str
    version_id: int
    name: str
    name_en: str
    organisation_id: int
    organisation_name: str
    item_type: ItemType | None
    case_type: CaseType
    service_objects: tuple[ServiceObject, ...]
    themes: tuple[str, ...]
    promised_limit: Term | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item as such; `current_version_id` is None until its first publication."""

    id: int
    code: str
    local_code: str
    catalog_code: str
    name: str
    organisation_id: int
    current_version_id: int | None
    is_listed: bool
    is_cancelled: bool


def get_item(item_id: int) -> ItemView:
    """The item, whatever its state.

    Raises:
        ItemNotFoundError: there is none.
    """
    return _one(Item.objects.filter(pk=item_id), item_id)


def get_item_by_code(code: str) -> ItemView:
    """The item with that code, whatever its state.

    Raises:
        ItemNotFoundError: there is none.
    """
    return _one(Item.objects.filter(task_code=code), code)


def search_items(
    text: str,
    *,
    organisation_id: int | None = None,
    service_object: ServiceObject | None = None,
    theme: str = "",
    cursor: str | None = None,
    size: int = 20,
) -> Page[ItemRow]:
    """Published items whose name, English name, code or theme has every part of the text, best first.

    ASCII text also matches the initials of the pinyin. When nothing matches, one page of items with a similar name.
    An empty text gives an empty page.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    text = search.normalised(text)[: search.LONGEST_QUERY]
    if not search.words(text):
        return Page(())
    size = min(size, LARGEST_PAGE)
    listed = _listed(organisation_id=organisation_id, service_object=service_object, theme=theme)
    page = _matches(listed, text, cursor, size)
    if page.rows or cursor:
        return page
    return Page(_similar(listed, text, size))


def list_items(
    *,
    organisation_id: int | None = None,
    service_object: ServiceObject | None = None,
    theme: str = "",
    cursor: str | None = None,
    size: int = 20,
) -> Page[ItemRow]:
    """Published items in the order of their making.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    size = min(size, LARGEST_PAGE)
    rows = _listed(organisation_id=organisation_id, service_object=service_object, theme=theme).order_by("pk")
    if cursor:
        rows = rows.filter(pk__gt=_numbers(cursor, 1)[0])
    found = list(_shown(rows)[: size + 1])
    return page_of([_row(row) for row in found], size, [(row.pk,) for row in found])


def list_all_items(*, organisation_id: int | None = None, cursor: str | None = None, size: int = 50) -> Page[ItemView]:
    """Items in any state, for those who keep them, in the order of their making.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    size = min(size, LARGEST_PAGE)
    rows = Item.objects.order_by("pk")
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if cursor:
        rows = rows.filter(pk__gt=_numbers(cursor, 1)[0])
    found = list(rows[: size + 1])
    return page_of([_view(row) for row in found], size, [(row.pk,) for row in found])


def producers_of(codes: Iterable[str]) -> dict[str, tuple[ItemRow, ...]]:
    """The published items that produce each of the certificates, in one query, few of many; codes that none produces are left out."""
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    rows = _shown(_listed()).filter(current__produces__overlap=wanted).order_by("pk")[:MOST_PRODUCERS]
    found: dict[str, tuple[ItemRow, ...]] = {}
    for row in rows:
        for code in row.current.produces if row.current else ():
            if code in wanted:
                found[code] = (*found.get(code, ()), _row(row))
    return found


def review_queue(*, actor: Actor, cursor: str | None = None, size: int = 50) -> Page[VersionRow]:
    """Versions that wait for a review or publication the actor has the right to, longest waiting first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    size = min(size, LARGEST_PAGE)
    waiting = Q(pk__in=())
    for state, right in REVIEW_RIGHTS.items():
        reach = actor.organisations_for(right)
        if reach is None:
            waiting |= Q(state=state)
        elif reach:
            waiting |= Q(state=state, item__organisation_id__in=reach)
    rows = ItemVersion.objects.filter(waiting).exclude(state=VersionState.DRAFT)
    if cursor:
        at, last_id = _instant_and_id(cursor)
        rows = rows.filter(Q(submitted_at__gt=at) | Q(submitted_at=at, pk__gt=last_id))
    ordered = rows.select_related("item").defer("content").order_by("submitted_at", "pk")
    found = [version_row(row) for row in ordered[: size + 1]]
    keys = [(row.submitted_at.isoformat() if row.submitted_at else "", row.id) for row in found]
    return page_of(found, size, list(keys))


def _listed(
    *, organisation_id: int | None = None, service_object: ServiceObject | None = None, theme: str = ""
) -> QuerySet[Item]:
    rows = Item.objects.filter(is_listed=True)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if service_object is not None:
        rows = rows.filter(current__service_objects__contains=[service_object.value])
    if theme:
        rows = rows.filter(current__themes__contains=[theme])
    return rows


def _shown(rows: QuerySet[Item]) -> QuerySet[Item]:
    """The items with what a row shows of them, and nothing else."""
    return rows.select_related("current", "organisation").only(*_SHOWN)


_SHOWN = (
    "task_code", "organisation__name", "current__name", "current__name_en", "current__item_type", "current__case_type",
    "current__service_objects", "current__themes", "current__promised_limit", "current__produces",
)  # fmt: skip


def _matches(listed: QuerySet[Item], text: str, cursor: str | None, size: int) -> Page[ItemRow]:
    # The best are picked from the narrow rows first; what a row shows is read for those alone.
    place = StrIndex(Lower("name"), Value(text))
    rank = Case(When(place=1, then=Value(1)), When(place=0, then=Value(3)), default=Value(2))
    # The length of the name second: the shorter, the more of it is what was asked for; the name itself comes first.
    rows = listed.filter(_condition(text)).annotate(place=place).annotate(rank=rank, length=Length("name"))
    rows = rows.order_by("rank", "length", "pk")
    if cursor:
        last_rank, length, last_id = _numbers(cursor, 3)
        rows = rows.filter(
            Q(rank__gt=last_rank)
            | Q(rank=last_rank, length__gt=length)
            | Q(rank=last_rank, length=length, pk__gt=last_id)
        )
    keys = [(rank, length, pk) for rank, length, pk in rows.values_list("rank", "length", "pk")[: size + 1]]
    return page_of(_rows([pk for _rank, _length, pk in keys]), size, list(keys))


def _rows(ids: Sequence[int]) -> list[ItemRow]:
    """The rows of those items, in that order."""
    if not ids:
        return []
    found = {row.pk: _row(row) for row in _shown(Item.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids]


def _condition(text: str) -> Q:
    condition = Q(_matching(search.tsquery_literal(text)))
    for word in search.words(text):
        condition &= Q(search_text__contains=word)
    squeezed = text.replace(" ", "")
    if squeezed.isascii() and squeezed.isalpha() and len(squeezed) >= SHORTEST_INITIALS:
        condition |= Q(name_initials__contains=squeezed)
    return condition


def _similar(listed: QuerySet[Item], text: str, size: int) -> tuple[ItemRow, ...]:
    """The items nearest to a text that none has: Chinese by pairs of characters, else by words."""
    return tuple(_rows(_alike_ascii(listed, text, size) if text.isascii() else _alike_chinese(listed, text, size)))


def _alike_chinese(listed: QuerySet[Item], text: str, size: int) -> list[int]:
    """Items that have all pairs of characters but those that one wrong character breaks; else that two break."""
    pairs = [token for token in search.tokens(text) if len(token) > 1][:MOST_PAIRS]
    for slips in (1, 2):
        needed = len(pairs) - slips * PAIRS_OF_A_CHARACTER
        if pairs and (slips == 1 or needed > 0):
            found = _with_pairs(listed, text, pairs, max(1, needed))
            if found:
                return found[:size]
    return []


def _with_pairs(listed: QuerySet[Item], text: str, pairs: Sequence[str], needed: int) -> list[int]:
    shared = sum((Cast(_matching(f"'{pair}'"), IntegerField()) for pair in pairs), start=Value(0))
    ways = (" & ".join(f"'{pair}'" for pair in some) for some in combinations(pairs, needed))
    rows = listed.filter(_matching(" | ".join(f"({way})" for way in ways)))
    ordered = rows.annotate(shared=shared, length=Length("name")).order_by("-shared", "length", "pk")
    found = ordered.values_list("pk", "search_text")[:CANDIDATES]
    return [pk for pk, other in found if _shared(text, other) >= LEAST_SHARED]


def _alike_ascii(listed: QuerySet[Item], text: str, size: int) -> list[int]:
    """Items that have the words, each mistyped one replaced by those of the catalogue that are most like it."""
    known = overview().words
    likely = [_likely(word, known) for word in search.words(text)]
    meant = [words for words in likely if words]
    if len(meant) * 2 < len(likely) or not meant:
        return []
    tsquery = " & ".join("(" + " | ".join(f"'{word}':*" for word in words) + ")" for words in meant)
    rows = listed.filter(_matching(tsquery)).annotate(length=Length("name")).order_by("length", "pk")
    return list(rows.values_list("pk", flat=True)[:size])


def _likely(word: str, known: Collection[str]) -> list[str]:
    if any(one.startswith(word) for one in known):
        return [word]
    near = [one for one in known if abs(len(one) - len(word)) <= LENGTHS_APART]
    return get_close_matches(word, near, n=WORDS_MEANT, cutoff=LEAST_ALIKE)


def _matching(tsquery: str) -> Func:
    # Not Django's own lookup: it would parse the tokens again, by rules that depend on the database's locale.
    return Func(
        F("search"),
        Value(tsquery),
        template="(%(expressions)s::tsquery)",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def _shared(text: str, other: str) -> float:
    """How much of the text's distinct characters the other has."""
    characters = set(text) - {" "}
    return len(characters & set(other)) / len(characters)


def _numbers(cursor: str, length: int) -> list[int]:
    values = decode_cursor(cursor, length)
    if not all(isinstance(value, int) for value in values):
        raise CursorError
    return [value for value in values if isinstance(value, int)]


def _instant_and_id(cursor: str) -> tuple[datetime, int]:
    at, last_id = decode_cursor(cursor, 2)
    if not isinstance(at, str) or not isinstance(last_id, int):
        raise CursorError
    try:
        return datetime.fromisoformat(at), last_id
    except ValueError as error:
        raise CursorError from error


def _one(rows: QuerySet[Item], item: object) -> ItemView:
    row = rows.first()
    if row is None:
        raise ItemNotFoundError(item=item)
    return _view(row)


def _view(row: Item) -> ItemView:
    return ItemView(
        id=row.pk,
        code=row.task_code,
        local_code=row.local_code,
        catalog_code=row.catalog_code,
        name=row.name,
        organisation_id=row.organisation_id,
        current_version_id=row.current_id,
        is_listed=row.is_listed,
        is_cancelled=row.is_cancelled,
    )


def _row(row: Item) -> ItemRow:
    version = row.current
    if version is None:
        raise ItemNotFoundError(item=row.pk)
    return ItemRow(
        id=row.pk,
        code=row.task_code,
        version_id=version.pk,
        name=version.name,
        name_en=version.name_en,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        item_type=ItemType(version.item_type) if version.item_type else None,
        case_type=CaseType(version.case_type),
        service_objects=tuple(ServiceObject(value) for value in version.service_objects),
        themes=tuple(version.themes),
        promised_limit=Term.parse(version.promised_limit) if version.promised_limit else None,
    )
