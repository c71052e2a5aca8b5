"""Cases in the archive get their packages by jobs of their own: when they are put there, and after each act from then on."""

from collections.abc import Sequence

from procrastinate.contrib.django import app

from yichuang.archives.queries import PackageView
from yichuang.archives.services.packing import make_package
from yichuang.cases.queries import LedgerNews
from yichuang.cases.rules import State
from yichuang.core.actor import SYSTEM

TASK = "archives.make_package"


def take_news_rows(rows: Sequence[LedgerNews]) -> None:
    """A job for each case of which an act leaves it in the archive, in the caller's transaction; to be told twice does no harm.

    Acts on a grant keep the state of its case, so that each of them on an archived case gives a further package.
    """
    for case_no in dict.fromkeys(row.case_no for row in rows if row.after is State.ARCHIVED):
        app.configure_task(TASK, lock=f"archives-{case_no}").defer(case_no=case_no)


def make_archived(*, case_no: str) -> PackageView:
    """The package of a case that was archived; what the job does. Raises: as `make_package`."""
    return make_package(actor=SYSTEM, case_no=case_no)
