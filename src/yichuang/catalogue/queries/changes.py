"""Items that changed for the public since an instant, for those who keep a copy of the catalogue."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery

from yichuang.catalogue.models import Item, VersionEvent
from yichuang.catalogue.queries.items import LARGEST_PAGE
from yichuang.catalogue.rules import ServiceObject
from yichuang.catalogue.rules.lifecycle import Act, VersionState
from yichuang.core.paging import CursorError, Page, decode_cursor, page_of

_PUBLIC_ACTS = (Act.PUBLISH, Act.SUSPEND, Act.RESUME, Act.CANCEL)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item whose public version was published, suspended, resumed or cancelled at `changed_at`, the latest time."""

    id: int
    code: str
    version_id: int
    name: str
    organisation_id: int
    organisation_name: str
    state: VersionState
    changed_at: datetime


def list_item_changes(
    since: datetime,
    *,
    organisation_id: int | None = None,
    service_object: ServiceObject | None = None,
    cursor: str | None = None,
    size: int = 20,
) -> Page[ItemChange]:
    """The items that changed at or after the instant, also those suspended or cancelled since, the oldest change first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    size = min(size, LARGEST_PAGE)
    events = VersionEvent.objects.filter(version_id=OuterRef("current_id"), act__in=[act.value for act in _PUBLIC_ACTS])
    rows = Item.objects.filter(current__isnull=False).annotate(
        changed_at=Subquery(events.order_by("-at").values("at")[:1])
    )
    rows = rows.filter(changed_at__gte=since).select_related("current", "organisation").defer("current__content")
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    if service_object is not None:
        rows = rows.filter(current__service_objects__contains=[service_object.value])
    if cursor:
        at, last_id = _instant_and_id(cursor)
        rows = rows.filter(Q(changed_at__gt=at) | Q(changed_at=at, pk__gt=last_id))
    found = [_change(row, row.changed_at) for row in rows.order_by("changed_at", "pk")[: size + 1]]
    return page_of(found, size, [(one.changed_at.isoformat(), one.id) for one in found])


def _change(row: Item, changed_at: datetime) -> ItemChange:
    version = row.current
    if version is None:
        message = "only items with a public version are listed"
        raise AssertionError(message)
    return ItemChange(
        id=row.pk,
        code=row.task_code,
        version_id=version.pk,
        name=version.name,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation.name,
        state=VersionState(version.state),
        changed_at=changed_at,
    )


def _instant_and_id(cursor: str) -> tuple[datetime, int]:
    at, last_id = decode_cursor(cursor, 2)
    if not isinstance(at, str) or not isinstance(last_id, int):
        raise CursorError
    try:
        return datetime.fromisoformat(at), last_id
    except ValueError as error:
        raise CursorError from error
