"""Followers of the ledger: each sees every act once, in the order in which acts become safely visible."""

from collections.abc import Callable, Sequence

from django.db import transaction

from yichuang.cases.models import Follower
from yichuang.cases.queries.news import LedgerNews, list_news, newest_position


@transaction.atomic
def take_news(
    name: str, take: Callable[[Sequence[LedgerNews]], None], *, size: int = 200, from_now: bool = False
) -> int:
    """The follower of that name has taken what was new, at most `size` rows; the number of rows is given back.

    `take` runs in the same transaction: if it raises, the follower is where it was, and nothing that `take` wrote
    remains. A second call for the same follower waits for the first. A follower that was never seen begins with the first
    row of the ledger, or `from_now` with what comes after this call.
    """
    follower = _locked(name, from_now=from_now)
    news = list_news(follower.transaction_id, follower.row_id, size=size)
    if news:
        take(news)
        follower.transaction_id, follower.row_id = news[-1].transaction_id, news[-1].row_id
        follower.save(update_fields=["transaction_id", "row_id"])
    return len(news)


@transaction.atomic
def leave_out_news(name: str) -> None:
    """What is visible now is no news for the follower of that name; it goes on with what comes after this call."""
    follower = _locked(name, from_now=True)
    follower.transaction_id, follower.row_id = newest_position()
    follower.save(update_fields=["transaction_id", "row_id"])


def _locked(name: str, *, from_now: bool) -> Follower:
    follower = Follower.objects.select_for_update().filter(name=name).first()
    if follower is not None:
        return follower
    transaction_id, row_id = newest_position() if from_now else (0, 0)
    fresh = Follower(name=name, transaction_id=transaction_id, row_id=row_id)
    Follower.objects.bulk_create([fresh], ignore_conflicts=True)
    return Follower.objects.select_for_update().get(name=name)
