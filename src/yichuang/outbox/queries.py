"""Reading messages; addresses always masked."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.core.paging import Page, decode_id, page_of
from yichuang.outbox.models import Message
from yichuang.outbox.rules import MessageKind, MessageState, masked


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One message. `address` is masked; `text` is empty once it was forgotten."""

    id: int
    kind: MessageKind
    address: str
    title: str
    text: str
    subject: str
    state: MessageState
    attempts: int
    vendor: str
    last_error: str
    created_at: datetime
    sent_at: datetime | None


def list_messages(
    *, state: MessageState | None = None, subject: str = "", cursor: str | None = None, size: int = 50
) -> Page[MessageRow]:
    """The messages of that state and about that subject, the newest first. For the operator only.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = Message.objects.order_by("-id")
    if state is not None:
        rows = rows.filter(state=state.value)
    if subject:
        rows = rows.filter(subject=subject)
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    found = [_row(row) for row in rows[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def _row(row: Message) -> MessageRow:
    kind = MessageKind(row.kind)
    return MessageRow(
        id=row.pk,
        kind=kind,
        address=masked(kind, row.address),
        title=row.title,
        text=row.text,
        subject=row.subject,
        state=MessageState(row.state),
        attempts=row.attempts,
        vendor=row.vendor,
        last_error=row.last_error,
        created_at=row.created_at,
        sent_at=row.sent_at,
    )
