"""News of the ledger, from where it is written to the contexts above and beside that follow it.

Each subscriber has its own place in the ledger and goes on from there; what it takes and its new place are committed together.
A subscriber bears being told twice. Adding one here is all it takes.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from yichuang.archives.services import take_news_rows as make_packages
from yichuang.cases.queries import LedgerNews
from yichuang.cases.services import leave_out_news, take_news
from yichuang.correspondence.services import take_news_rows
from yichuang.documents.services import seal_soon
from yichuang.exchange.services import publish_event
from yichuang.supervision.services import take_news_rows as supervise

SIZE = 200
_ROUNDS = 50
"""At most 10 000 rows a subscriber and run, so that one that is far behind does not hold up the others."""
_log = logging.getLogger(__name__)

Take = Callable[[Sequence[LedgerNews]], None]


class NewsNotTakenError(Exception):
    """Some subscribers failed; the others were told."""


def tell_other_systems(rows: Sequence[LedgerNews]) -> None:
    """Each row is an event for other systems; the exchange decides who is told."""
    for row in rows:
        publish_event(
            kind=f"case.{row.act}",
            subject=row.case_no,
            client_id=row.client_id,
            organisation_id=row.organisation_id,
            data=event_data(row),
        )


def event_data(row: LedgerNews) -> Mapping[str, object]:
    """What other systems are told of an act: nothing about the applicant, no reasons."""
    return MappingProxyType(
        {
            "item_code": row.item_code,
            "item_name": row.item_name,
            "before": row.before.value if row.before else None,
            "after": str(row.after),
            "seq": row.seq,
            "next_due_on": row.next_due_on.isoformat() if row.next_due_on else None,
            "at": row.at.isoformat(),
        }
    )


def seal_papers(rows: Sequence[LedgerNews]) -> None:
    """The papers of each act are rendered and sealed by jobs."""
    for row in rows:
        seal_soon(row.paper_ids)


class Subscriber(NamedTuple):
    """Who follows the ledger, and from where: its first row, or what comes after the first time it looks."""

    name: str
    take: Take
    is_from_now: bool = False


SUBSCRIBERS = (
    Subscriber("notices", take_news_rows),
    # Papers from before there were seals are sealed when they are asked for.
    Subscriber("papers", seal_papers, is_from_now=True),
    # What was archived before there were packages is made up for by `yichuang archive make --all`.
    Subscriber("archives", make_packages, is_from_now=True),
    # What was before is read by the first sweep.
    Subscriber("supervision", supervise, is_from_now=True),
    # Other systems are not told today what happened before there was anybody to tell.
    Subscriber("webhooks", tell_other_systems, is_from_now=True),
)


def take_all(subscribers: Sequence[Subscriber] = SUBSCRIBERS) -> int:
    """Every subscriber has what is visible now (or 10 000 rows of it); how many rows were taken in all.

    Raises:
        NewsNotTakenError: some failed; their place in the ledger is where it was.
    """
    taken, failed = 0, []
    for subscriber in subscribers:
        try:
            taken += _take(subscriber)
        except Exception:  # noqa: BLE001 - whatever is wrong with one must not keep the others from their news
            _log.exception("news not taken", extra={"follower": subscriber.name})
            failed.append(subscriber.name)
    if failed:
        message = ", ".join(failed)
        raise NewsNotTakenError(message)
    return taken


def leave_out_all(subscribers: Sequence[Subscriber] = SUBSCRIBERS) -> None:
    """Nobody is told of what is visible now, as after a year that was made up."""
    for subscriber in subscribers:
        leave_out_news(subscriber.name)


def _take(subscriber: Subscriber) -> int:
    taken = 0
    for _ in range(_ROUNDS):
        number = take_news(subscriber.name, subscriber.take, size=SIZE, from_now=subscriber.is_from_now)
        taken += number
        if number < SIZE:
            break
    return taken
