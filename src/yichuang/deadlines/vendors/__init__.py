"""Sources of calendars outside this system."""

from yichuang.deadlines.vendors.published import EARLIEST_YEAR, latest_published_year, published_year

__all__ = ["EARLIEST_YEAR", "latest_published_year", "published_year"]
