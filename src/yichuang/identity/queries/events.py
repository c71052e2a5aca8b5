"""Reading what happened to accounts, and who looked at personal data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang.core.paging import Page, decode_id, page_of
from yichuang.identity.models import AccountEvent
from yichuang.identity.rules import EventKind, LookBy


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that happened to or through an account."""

    id: int
    kind: EventKind
    account_id: int | None
    actor_id: int | None
    subject: str
    what: str
    reason: str
    ip: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class LookRow:
    """A look at somebody's data in full: who by organisation and post, never by person.

    The person concerned learns who answers for the look; which official it was stays in the record for supervision.
    `subject` is "account:17" or "case:" with its number, `what` the parts seen.
    """

    id: int
    at: datetime
    subject: str
    what: str
    reason: str
    by: LookBy
    organisation_name: str
    post_title: str


def list_events(
    *, account_id: int | None = None, subject: str = "", cursor: str | None = None, size: int = 50
) -> Page[EventRow]:
    """What happened to an account, or who looked at a subject, newest first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = AccountEvent.objects.all()
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if subject:
        rows = rows.filter(subject=subject)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_event(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def looks_at(
    account_id: int, case_nos: Sequence[str] = (), *, cursor: str | None = None, size: int = 50
) -> Page[LookRow]:
    """Who looked at the data of that account and of these cases in full, newest first; one's own looks are left out.

    One statement. The caller makes sure that account and cases are the reader's own.

    Law: PIPL 44, 45.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    subjects = [f"account:{account_id}", *(f"case:{case_no}" for case_no in case_nos)]
    rows = AccountEvent.objects.select_related("actor__staff__organisation")
    rows = rows.filter(kind=EventKind.UNMASKED.value, subject__in=subjects).exclude(actor_id=account_id)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_look(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def _look(row: AccountEvent) -> LookRow:
    staff = None if row.actor is None else row.actor.staff
    by = LookBy.STAFF if staff is not None else LookBy.AGENT
    return LookRow(
        id=row.pk,
        at=row.at,
        subject=row.subject,
        what=row.what,
        reason=row.reason,
        by=LookBy.SYSTEM if row.actor is None else by,
        organisation_name=row.organisation_name or ("" if staff is None else staff.organisation.name),
        post_title=row.post_title,
    )


def _event(row: AccountEvent) -> EventRow:
    return EventRow(
        id=row.pk,
        kind=EventKind(row.kind),
        account_id=row.account_id,
        actor_id=row.actor_id,
        subject=row.subject,
        what=row.what,
        reason=row.reason,
        ip=row.ip,
        at=row.at,
    )
