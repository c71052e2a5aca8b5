"""What can be done with packages."""

from yichuang.archives.services.following import TASK, make_archived, take_news_rows
from yichuang.archives.services.packing import make_package
from yichuang.archives.services.reading import OpenedPackage, read_package

__all__ = ["TASK", "OpenedPackage", "make_archived", "make_package", "read_package", "take_news_rows"]
