"""Reading the catalogue: frozen views, never rows of the tables."""

from yichuang.catalogue.queries.alike import versions_alike
from yichuang.catalogue.queries.export import export_items
from yichuang.catalogue.queries.finding import search_items
from yichuang.catalogue.queries.items import (
    ItemRow,
    ItemView,
    followers_of,
    get_item,
    get_item_by_code,
    list_all_items,
    list_items,
    producers_of,
    review_queue,
)
from yichuang.catalogue.queries.names import names_in, names_of
from yichuang.catalogue.queries.overview import Overview, list_themes, overview
from yichuang.catalogue.queries.versions import (
    EventRow,
    GuideView,
    VersionDetail,
    VersionRow,
    VersionView,
    current_version,
    describe_version,
    difference_since,
    get_difference,
    get_version,
    guide_of,
    is_open_for_cases,
    list_events,
    list_versions,
    published_version,
)

__all__ = [
    "EventRow",
    "GuideView",
    "ItemRow",
    "ItemView",
    "Overview",
    "VersionDetail",
    "VersionRow",
    "VersionView",
    "current_version",
    "describe_version",
    "difference_since",
    "export_items",
    "followers_of",
    "get_difference",
    "get_item",
    "get_item_by_code",
    "get_version",
    "guide_of",
    "is_open_for_cases",
    "list_all_items",
    "list_events",
    "list_items",
    "list_themes",
    "list_versions",
    "names_in",
    "names_of",
    "overview",
    "producers_of",
    "published_version",
    "review_queue",
    "search_items",
    "versions_alike",
]
