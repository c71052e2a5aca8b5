"""Notices made from the ledger, and marking them as read."""

from collections.abc import Iterator, Sequence

from django.db import transaction

from yichuang.cases.queries import LedgerNews
from yichuang.core import clock
from yichuang.core.actor import Actor, SignInRequiredError
from yichuang.correspondence.models import Notice
from yichuang.correspondence.queries.notices import own_notices
from yichuang.correspondence.rules import NOTICES_OF, STAFF_NOTICES, NoticeKind, notice_day, notice_kind, where_told
from yichuang.correspondence.services.telling import NewNotice, give


@transaction.atomic
def take_news_rows(rows: Sequence[LedgerNews]) -> None:
    """Whoever must know of the acts has a notice of each; acts told before, or older than 30 days, give none."""
    latest = clock.now() - NOTICES_OF
    give([notice for row in rows if row.at >= latest for notice in _notices_of(row)])


def _notices_of(row: LedgerNews) -> Iterator[NewNotice]:
    kind = notice_kind(row.act, row.details)
    if kind is not None and row.applicant_id is not None:
        yield _notice(row, row.applicant_id, kind)
    staff_id = _staff_to_tell(row)
    if staff_id is not None:
        yield _notice(row, staff_id, STAFF_NOTICES[row.act])


def _staff_to_tell(row: LedgerNews) -> int | None:
    """Who has the case in hand, unless the act was his own."""
    if row.act not in STAFF_NOTICES:
        return None
    given_to = row.details.get("to")
    staff_id = given_to if isinstance(given_to, int) else row.handler_id
    return None if staff_id == row.account_id else staff_id


def _notice(row: LedgerNews, account_id: int, kind: NoticeKind) -> NewNotice:
    return NewNotice(
        account_id=account_id,
        kind=kind,
        source=f"ledger:{row.row_id}",
        at=row.at,
        filling={
            "case_no": row.case_no,
            "item": row.item_name,
            "due_on": _due_on(row, kind),
            **where_told(kind, row.details),
        },
        case_no=row.case_no,
        item_code=row.item_code,
    )


def _due_on(row: LedgerNews, kind: NoticeKind) -> str:
    """The day that the notice names, as the act itself wrote it; only for the clerk as the case says now."""
    if kind is NoticeKind.CORRECTED:
        return row.next_due_on.isoformat() if row.next_due_on else ""
    return notice_day(kind, row.details)


@transaction.atomic
def mark_read(*, actor: Actor, notice_ids: Sequence[int] | None = None, case_no: str = "") -> int:
    """The reader's notices are read: those named, those about that case, or all; how many were not before.

    Raises:
        SignInRequiredError: nobody is signed in.
    """
    if actor.owner_id is None:
        raise SignInRequiredError
    rows = Notice.objects.filter(own_notices(actor), read_at=None)
    if notice_ids is not None:
        rows = rows.filter(pk__in=list(notice_ids))
    if case_no:
        rows = rows.filter(case_no=case_no)
    return rows.update(read_at=clock.now())
