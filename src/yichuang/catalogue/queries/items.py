"""Lists of items: by organisation, service object and theme, by what they produce, by what they wait for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from yichuang.catalogue.errors import ItemNotFoundError
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.queries.versions import VersionRow, version_row
from yichuang.catalogue.rules import CaseType, ItemType, Purpose, ServiceObject
from yichuang.catalogue.rules.lifecycle import REVIEW_RIGHTS, VersionState
from yichuang.core.actor import Actor
from yichuang.core.paging import CursorError, Page, decode_cursor, page_of
from yichuang.deadlines.rules import Term

LARGEST_PAGE = 100
MOST_PRODUCERS = 20
MOST_FOLLOWERS = 20


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
    purpose: Purpose = Purpose.NEW


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
    rows = listed_items(organisation_id=organisation_id, service_object=service_object, theme=theme).order_by("pk")
    if cursor:
        rows = rows.filter(pk__gt=cursor_numbers(cursor, 1)[0])
    found = list(shown_items(rows)[: size + 1])
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
        rows = rows.filter(pk__gt=cursor_numbers(cursor, 1)[0])
    found = list(rows[: size + 1])
    return page_of([_view(row) for row in found], size, [(row.pk,) for row in found])


def producers_of(codes: Iterable[str]) -> dict[str, tuple[ItemRow, ...]]:
    """The published items by which each of the certificates is first got, in one query, few of many.

    Items that change, renew or end what was granted are left out, as are codes that none produces.
    """
    wanted = sorted(set(codes))
    if not wanted:
        return {}
    first = shown_items(listed_items()).filter(current__purpose=Purpose.NEW.value)
    rows = first.filter(current__produces__overlap=wanted).order_by("pk")[:MOST_PRODUCERS]
    found: dict[str, tuple[ItemRow, ...]] = {}
    for row in rows:
        for code in row.current.produces if row.current else ():
            if code in wanted:
                found[code] = (*found.get(code, ()), _row(row))
    return found


def followers_of(codes: Iterable[str]) -> tuple[ItemRow, ...]:
    """The published items that change, renew or end one of the certificates, in the order of their making, few of many.

    Law: ALL 49, 50, 70
    """
    wanted = sorted(set(codes))
    if not wanted:
        return ()
    rows = shown_items(listed_items()).filter(current__concerns__overlap=wanted).order_by("pk")[:MOST_FOLLOWERS]
    return tuple(map(_row, rows))


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


def listed_items(
    *, organisation_id: int | None = None, service_object: ServiceObject | None = None, theme: str = ""
) -> QuerySet[Item]:
    """The published items that all the filters let through."""
    rows = Item.objects.filter(is_listed=True)
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if service_object is not None:
        rows = rows.filter(current__service_objects__contains=[service_object.value])
    if theme:
        rows = rows.filter(current__themes__contains=[theme])
    return rows


def shown_items(rows: QuerySet[Item]) -> QuerySet[Item]:
    """The items with what a row shows of them, and nothing else."""
    return rows.select_related("current", "organisation").only(*_SHOWN)


_SHOWN = (
    "task_code", "organisation__name", "current__name", "current__name_en", "current__item_type", "current__case_type",
    "current__service_objects", "current__themes", "current__promised_limit", "current__produces",
    "current__purpose",
)  # fmt: skip


def rows_of(ids: Sequence[int]) -> list[ItemRow]:
    """The rows of those items, in that order."""
    if not ids:
        return []
    found = {row.pk: _row(row) for row in shown_items(Item.objects.filter(pk__in=ids))}
    return [found[pk] for pk in ids]


def cursor_numbers(cursor: str, length: int) -> list[int]:
    """The numbers of a cursor.

    Raises:
        CursorError: it holds something else.
    """
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
        purpose=Purpose(version.purpose),
    )
