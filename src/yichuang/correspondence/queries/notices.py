"""Notices of one reader."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yichuang.core.actor import Actor
from yichuang.core.paging import Page, page_of
from yichuang.core.prepared import run_prepared
from yichuang.correspondence.models import Notice
from yichuang.correspondence.queries.paging import instant_and_id
from yichuang.correspondence.queries.wording import notice_text, notice_title
from yichuang.correspondence.rules import NoticeKind

MOST_COUNTED = 100
_COUNT = (
    "SELECT count(*) FROM (SELECT FROM correspondence_notice WHERE account_id = %(account_id)s AND read_at IS NULL"
    " AND (%(codes)s::text[] IS NULL OR item_code = ANY(%(codes)s)) LIMIT %(limit)s) AS unread"
)


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice in the reader's language. `case_no`, `number` (of a question) or `signal_id` says what it is about."""

    id: int
    kind: NoticeKind
    title: str
    text: str
    case_no: str
    number: str
    at: datetime
    is_read: bool
    signal_id: int | None = None


def list_notices(
    actor: Actor, *, only_unread: bool = False, case_no: str = "", cursor: str | None = None, size: int = 20
) -> Page[NoticeRow]:
    """The reader's notices, the newest first; none for nobody. An agent sees those of his principal that his mandate covers.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    if actor.owner_id is None:
        return Page(())
    rows = Notice.objects.filter(own_notices(actor))
    if only_unread:
        rows = rows.filter(read_at=None)
    if case_no:
        rows = rows.filter(case_no=case_no)
    if cursor:
        at, last_id = instant_and_id(cursor)
        rows = rows.filter(at__lte=at).exclude(at=at, pk__gte=last_id)
    found = [_row(row) for row in rows.order_by("-at", "-pk")[: size + 1]]
    return page_of(found, size, [(row.at.isoformat(), row.id) for row in found])


def count_unread(actor: Actor) -> int:
    """How many notices the reader has not read, at most 100. One statement; none for nobody."""
    if actor.owner_id is None:
        return 0
    codes = actor.acting_for.item_codes if actor.acting_for else None
    values = {"account_id": actor.owner_id, "codes": None if codes is None else sorted(codes), "limit": MOST_COUNTED}
    return int(run_prepared(_COUNT, values)[0][0])


def own_notices(actor: Actor) -> Q:
    """The condition for what the reader is told. Somebody must be signed in."""
    own = Q(account_id=actor.owner_id)
    codes = actor.acting_for.item_codes if actor.acting_for else None
    return own if codes is None else own & Q(item_code__in=sorted(codes))


def _row(row: Notice) -> NoticeRow:
    kind = NoticeKind(row.kind)
    return NoticeRow(
        id=row.pk,
        kind=kind,
        title=notice_title(kind, row.values),
        text=notice_text(kind, row.values),
        case_no=row.case_no,
        number=str(row.values.get("number", "")),
        at=row.at,
        is_read=row.read_at is not None,
        signal_id=row.values.get("signal"),
    )
