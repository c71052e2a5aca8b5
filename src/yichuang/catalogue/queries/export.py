"""Items as files that can be taken in again with the same content."""

import json
from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet

from yichuang.catalogue.models import ItemVersion
from yichuang.catalogue.rules import Handling, ItemContent
from yichuang.catalogue.rules.content import Part
from yichuang.catalogue.rules.maps import OWN_COLUMNS
from yichuang.core.tables import Format, write_table
from yichuang.deadlines.rules import Term

CHUNK = 500


def export_items(kind: Format | str, *, organisation_id: int | None = None, is_published_only: bool = True) -> bytes:
    """A file of the items' current versions, or with `is_published_only=False` of the last version of every item.

    The columns are those of the map "own"; the file imports back to the same content.

    Raises:
        CellTooLongError: an element is longer than a spreadsheet cell holds; JSON has no such bound.
    """
    rows = ItemVersion.objects.select_related("item__organisation")
    if organisation_id is not None:
        rows = rows.filter(item__organisation_id=organisation_id)
    if is_published_only:
        rows = rows.filter(item__is_listed=True, pk=F("item__current_id")).order_by("item_id")
    else:
        rows = rows.order_by("item_id", "-number").distinct("item_id")
    return write_table(OWN_COLUMNS, _rows(rows), Format(kind))


def _rows(versions: QuerySet[ItemVersion]) -> Iterator[dict[str, str]]:
    for version in versions.iterator(CHUNK):
        item = version.item
        content = ItemContent.model_validate(version.content)
        plain = content.model_dump(mode="json")
        yield {
            "task_code": item.task_code,
            "local_code": item.local_code,
            "catalog_code": item.catalog_code,
            "organisation": item.organisation.name,
            "organisation_code": item.organisation.credit_code,
            **{
                name: _text(getattr(content, name), plain[name])
                for name in ItemContent.model_fields
                if name != "handling"
            },
            **_handling(content.handling, plain["handling"]),
        }


def _handling(handling: Handling, plain: Any) -> dict[str, str]:
    """What is said of the handling; what is as it is where nothing was said stays empty."""
    return {
        f"handling.{name}": _text(value, plain[name])
        for name, info in Handling.model_fields.items()
        if (value := getattr(handling, name)) != info.default
    }


def _text(value: object, plain: Any) -> str:
    """A value as the text of a cell that the import reads back: terms as 20wd, lists and parts as JSON."""
    match value:
        case None:
            return ""
        case str():
            return str(plain)
        case bool():
            return "true" if value else "false"
        case Term():
            return str(value)
        case tuple() | Part():
            return json.dumps(plain, ensure_ascii=False) if value != () else ""
        case _:
            return str(plain)
