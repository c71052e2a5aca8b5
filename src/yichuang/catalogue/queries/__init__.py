"""Reading the catalogue: frozen views, never rows of the tables."""

from yichuang.catalogue.queries.export import export_items
from yichuang.catalogue.queries.items import (
    ItemRow,
    ItemView,
    get_item,
    get_item_by_code,
    list_all_items,
    list_items,
    list_themes,
    review_queue,
    search_items,
)
from yichuang.catalogue.queries.versions import (
    EventRow,
    VersionDetail,
    VersionRow,
    VersionView,
    current_version,
    describe_version,
    get_difference,
    get_version,
    is_open_for_cases,
    list_events,
    list_versions,
    published_version,
)

__all__ = [
    "EventRow",
    "ItemRow",
    "ItemView",
    "VersionDetail",
    "VersionRow",
    "VersionView",
    "current_version",
    "describe_version",
    "export_items",
    "get_difference",
    "get_item",
    "get_item_by_code",
    "get_version",
    "is_open_for_cases",
    "list_all_items",
    "list_events",
    "list_items",
    "list_themes",
    "list_versions",
    "published_version",
    "review_queue",
    "search_items",
]
