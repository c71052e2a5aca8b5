"""What can be read of packages."""

from yichuang.archives.queries.packages import (
    PackageView,
    ReadView,
    get_package,
    list_packages,
    list_reads,
    not_packed,
    package_view,
)

__all__ = [
    "PackageView",
    "ReadView",
    "get_package",
    "list_packages",
    "list_reads",
    "not_packed",
    "package_view",
]
