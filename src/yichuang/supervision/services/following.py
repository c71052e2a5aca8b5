"""Following the ledger: each case with news is examined again as a whole."""

from collections.abc import Sequence

from django.db import connection, transaction

from yichuang.cases.queries import LedgerNews, stories_of
from yichuang.core import clock
from yichuang.supervision.queries.stories import outlook_for
from yichuang.supervision.services.examining import Examined, examine

FOLLOWER = "supervision"
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('yichuang.supervision'))"


def lock_examining() -> None:
    """Nobody else examines until this transaction ends: following and sweeping would count a case twice."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK)


@transaction.atomic
def take_news_rows(rows: Sequence[LedgerNews]) -> None:
    """Facts, counts and signals of the cases with news are what their ledgers say now."""
    examine_cases(sorted({row.case_no for row in rows}))


@transaction.atomic
def examine_cases(case_nos: Sequence[str]) -> Examined:
    """The same for cases by their numbers."""
    lock_examining()
    return examine(stories_of(case_nos), outlook_for(clock.today()))
