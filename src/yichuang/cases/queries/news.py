"""What is new in the ledger, for those who follow it.

A row is safely visible when every transaction that began before its own has ended: then no row can appear before it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Func, Q, QuerySet, TextField
from django.db.models.functions import Cast

from yichuang.cases.models import LedgerRow
from yichuang.cases.rules import Act, State
from yichuang.cases.rules.proofs import Line

_LAST_ROW = 2**63 - 1
_CHUNK = 5000
_COLUMNS = (
    "transaction_id", "pk", "case_no", "seq", "act", "before", "after", "at", "account_id", "organisation_id",
    "case__applicant_id",
    "case__handler_id", "case__client_id", "case__item_code", "case__item_name", "reason", "details",
    "case__next_due_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LedgerNews:
    """An act that became visible, with what its case says now; `transaction_id` and `row_id` are its place."""

    transaction_id: int
    row_id: int
    case_no: str
    seq: int
    act: Act
    before: State | None
    after: State
    at: datetime
    account_id: int | None
    organisation_id: int
    applicant_id: int | None
    handler_id: int | None
    client_id: int | None
    item_code: str
    item_name: str
    reason: str
    details: Mapping[str, object]
    next_due_on: date | None

    @property
    def paper_ids(self) -> tuple[int, ...]:
        """The papers that the act issued."""
        issued: Any = self.details.get("papers", ())
        return tuple(paper["id"] for paper in issued)


def list_news(transaction_id: int, row_id: int, *, size: int) -> tuple[LedgerNews, ...]:
    """The safely visible rows after that place, in order, at most `size`."""
    rows = _rows_after((transaction_id, row_id)).filter(transaction_id__lt=_horizon())
    found = rows.order_by("transaction_id", "pk").values_list(*_COLUMNS)[:size]
    return tuple(_news(*row) for row in found)


def newest_visible(after: tuple[int, int], *, most: int) -> tuple[int, int]:
    """The place (transaction, row) of the last of the safely visible rows after that place, `most` of them at most.

    `after` itself where nothing came after it.
    """
    rows = _rows_after(after).filter(transaction_id__lt=_horizon()).order_by("transaction_id", "pk")
    places = rows.values_list("transaction_id", "pk")
    newest = places[most - 1 : most].first() or places.reverse().first()
    return newest or after


def proof_lines(after: tuple[int, int], through: tuple[int, int]) -> tuple[Line, ...]:
    """The rows after the first place up to and including the second, in order, as a proof lists them."""
    upto = Q(transaction_id__lt=through[0]) | Q(transaction_id=through[0], pk__lte=through[1])
    rows = _rows_after(after).filter(upto, transaction_id__lte=through[0]).order_by("transaction_id", "pk")
    found = rows.values_list("case_no", "seq", "digest")
    return tuple(Line(f"{case_no}/{seq}", digest) for case_no, seq, digest in found.iterator(_CHUNK))


def _rows_after(place: tuple[int, int]) -> QuerySet[LedgerRow]:
    after = Q(transaction_id__gt=place[0]) | Q(transaction_id=place[0], pk__gt=place[1])
    # The second condition says nothing new; it lets the index be entered at the place.
    return LedgerRow.objects.filter(after, transaction_id__gte=place[0])


def _news(
    transaction_id: int, row_id: int, case_no: str, seq: int, act: str, before: str, after: str, *others: Any
) -> LedgerNews:
    earlier = State(before) if before else None
    return LedgerNews(transaction_id, row_id, case_no, seq, Act(act), earlier, State(after), *others)


def newest_position() -> tuple[int, int]:
    """The place before everything that is not safely visible yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        row: tuple[int] = cursor.fetchone()
    return row[0] - 1, _LAST_ROW


def is_ahead_of_server() -> bool:
    """Whether a row claims a transaction that this server has not come to: then nothing new would come after it."""
    newest = LedgerRow.objects.order_by("-transaction_id").values_list("transaction_id", flat=True).first()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1,"
            " coalesce(pg_current_xact_id_if_assigned()::text::bigint, 0))"
        )
        row: tuple[int] = cursor.fetchone()
    return newest is not None and newest > row[0]


def _horizon() -> Cast:
    """The oldest transaction that is still running: all before it have ended."""
    snapshot = Func(function="pg_current_snapshot", output_field=TextField())
    oldest = Func(snapshot, function="pg_snapshot_xmin", output_field=TextField())
    return Cast(Cast(oldest, TextField()), BigIntegerField())
