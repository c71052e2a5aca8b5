"""Cases that were put into the archive get their package by a job of their own, which waits for nobody."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from yichuang.archives.queries import PackageView
from yichuang.archives.services.packing import make_package
from yichuang.cases.queries import LedgerNews
from yichuang.cases.rules import State
from yichuang.core.actor import SYSTEM

TASK = "archives.make_package"


def take_news_rows(rows: Sequence[LedgerNews]) -> None:
    """A job for each case of which an act leaves it in the archive, in the caller's transaction; to be told twice does no harm."""
    for case_no in dict.fromkeys(row.case_no for row in rows if row.after is State.ARCHIVED):
        app.configure_task(TASK, lock=f"archives-{case_no}").defer(case_no=case_no)


def make_archived(*, case_no: str) -> PackageView:
    """The package of a case that was archived; what the job does. Raises: as `make_package`."""
    return make_package(actor=SYSTEM, case_no=case_no)
