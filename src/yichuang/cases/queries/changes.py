"""What was done to the cases that another system filed, for those who ask from time to time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yichuang.cases.models import LedgerRow
from yichuang.cases.queries.news import newest_position
from yichuang.cases.rules import Act, State
from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.core.paging import CursorError, decode_cursor, encode_cursor

_BEYOND = 2**63
INTERNAL_ACTS = (Act.HAND_OVER.value, Act.RECUSE.value)
"""Who has a case in hand is not told outside."""


@dataclass(frozen=True, slots=True)
class Change:
    """An act on a case."""

    case_no: str
    seq: int
    act: Act
    before: State | None
    after: State
    at: datetime


@dataclass(frozen=True, slots=True)
class Changes:
    """Some acts, and the place from which to go on, now or later; `has_more` when there are more now."""

    rows: tuple[Change, ...]
    cursor: str | None
    has_more: bool


def list_client_changes(
    actor: Actor, *, since: datetime | None = None, cursor: str | None = None, size: int = 50
) -> Changes:
    """The acts on the cases that the other system filed, in the order in which they became visible.

    An act whose transaction is not over waits, so that whoever goes on from the cursor misses none and gets none twice.
    Handing over and stepping aside are the office's own affair and are not told.

    Raises:
        SignInRequiredError: the actor is no other system.
        CursorError: the cursor is not one of this list.
    """
    if actor.client is None:
        raise SignInRequiredError
    rows = LedgerRow.objects.filter(case__client_id=actor.client.client_id).exclude(act__in=INTERNAL_ACTS)
    rows = rows.filter(transaction_id__lte=newest_position()[0])
    if since is not None:
        rows = rows.filter(at__gte=since)
    if cursor:
        transaction_id, row_id = _place(cursor)
        rows = rows.filter(Q(transaction_id__gt=transaction_id) | Q(transaction_id=transaction_id, pk__gt=row_id))
    found = list(rows.order_by("transaction_id", "pk")[: size + 1])
    shown = found[:size]
    last = encode_cursor(shown[-1].transaction_id, shown[-1].pk) if shown else cursor
    return Changes(tuple(_change(row) for row in shown), last, has_more=len(found) > size)


def _change(row: LedgerRow) -> Change:
    before = State(row.before) if row.before else None
    return Change(row.case_no, row.seq, Act(row.act), before, State(row.after), row.at)


def _place(cursor: str) -> tuple[int, int]:
    transaction_id, row_id = decode_cursor(cursor, 2)
    if not isinstance(transaction_id, int) or not isinstance(row_id, int):
        raise CursorError
    if not (0 <= transaction_id < _BEYOND and 0 <= row_id < _BEYOND):
        raise CursorError
    return transaction_id, row_id
