"""The operations on items."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import AwareDatetime

from yichuang.catalogue.api.schemas import (
    ContentOut,
    DepartmentOut,
    GuideOut,
    ItemChangeOut,
    ItemChangesOut,
    ItemRowOut,
    ItemsOut,
    TermOut,
    WindowOut,
)
from yichuang.catalogue.queries import ItemRow, guide_of, list_items, search_items
from yichuang.catalogue.queries.changes import ItemChange, list_item_changes
from yichuang.catalogue.rules import ServiceObject
from yichuang.organisations.queries import get_organisation, list_windows

router = Router(tags=["items"])
Size = Annotated[int, Query(ge=1, le=100, description="Rows of a page.")]
Cursor = Annotated[str | None, Query(max_length=300, description="`next_cursor` of the page before.")]
Department = Annotated[int | None, Query(ge=1, lt=2**63, description="Only items of this department.")]
Since = Annotated[AwareDatetime, Query(description="An instant with its offset, such as 2026-03-05T08:00:00+08:00.")]


@router.get("", response=ItemsOut)
def find_items(
    request: HttpRequest,
    text: Annotated[str, Query(max_length=200, description="Words, initials or a code; empty lists all.")] = "",
    department: Department = None,
    service_object: ServiceObject | None = None,
    cursor: Cursor = None,
    size: Size = 20,
) -> ItemsOut:
    """Published items: those that fit the text, best first, or all in the order of their making."""
    if text.strip():
        page = search_items(text, organisation_id=department, service_object=service_object, cursor=cursor, size=size)
    else:
        page = list_items(organisation_id=department, service_object=service_object, cursor=cursor, size=size)
    return ItemsOut(rows=tuple(map(_row, page.rows)), next_cursor=page.next_cursor)


@router.get("/changes", response=ItemChangesOut)
def item_changes(
    request: HttpRequest,
    since: Since,
    department: Department = None,
    service_object: ServiceObject | None = None,
    cursor: Cursor = None,
    size: Size = 20,
) -> ItemChangesOut:
    """Items published, suspended, resumed or cancelled since, the oldest change first: enough to keep a copy."""
    moment: datetime = since
    page = list_item_changes(
        moment, organisation_id=department, service_object=service_object, cursor=cursor, size=size
    )
    return ItemChangesOut(rows=tuple(map(_change, page.rows)), next_cursor=page.next_cursor)


@router.get("/{item_code}", response=GuideOut)
def item_guide(request: HttpRequest, item_code: str) -> GuideOut:
    """Everything that the public may know of an item, also while it is suspended and after it was cancelled."""
    guide = guide_of(item_code)
    version = guide.version
    organisation = get_organisation(version.organisation_id)
    return GuideOut(
        code=version.item_code,
        version_id=version.id,
        version=version.number,
        published_at=version.published_at,
        state=guide.state,
        is_open=guide.is_open,
        department=DepartmentOut(id=organisation.id, name=organisation.name),
        windows=tuple(WindowOut.from_orm(one) for one in list_windows(version.organisation_id)),
        content=ContentOut.from_orm(version.content),
    )


def _row(row: ItemRow) -> ItemRowOut:
    limit = row.promised_limit
    return ItemRowOut(
        code=row.code,
        version_id=row.version_id,
        name=row.name,
        name_en=row.name_en,
        department=DepartmentOut(id=row.organisation_id, name=row.organisation_name),
        item_type=row.item_type,
        case_type=row.case_type,
        service_objects=row.service_objects,
        themes=row.themes,
        promised_limit=TermOut(value=limit.value, unit=limit.unit) if limit else None,
    )


def _change(change: ItemChange) -> ItemChangeOut:
    return ItemChangeOut(
        code=change.code,
        version_id=change.version_id,
        name=change.name,
        department=DepartmentOut(id=change.organisation_id, name=change.organisation_name),
        state=change.state,
        changed_at=change.changed_at,
    )
