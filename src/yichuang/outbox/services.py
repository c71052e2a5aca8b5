"""Sending: the row first, in the caller's transaction; the gateway later, in none."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from procrastinate.contrib.django import app

from yichuang.core import clock
from yichuang.outbox import rules, vendors
from yichuang.outbox.errors import MessageEmptyError, SendingFailedError, SendingRefusedError
from yichuang.outbox.models import Message
from yichuang.outbox.rules import MessageKind, MessageState

TASK = "outbox.deliver"
_BATCH = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of an attempt; `wait` says when to try again and is None when nothing is left to do."""

    state: MessageState
    wait: timedelta | None = None


@transaction.atomic
def send_message(
    *,
    kind: MessageKind,
    address: str,
    text: str,
    title: str = "",
    subject: str = "",
    not_after: datetime | None = None,
) -> int:
    """The message waits in the outbox and its job is deferred, both only if the caller's transaction commits; its id.

    After `not_after` it is not sent any more.

    Raises:
        AddressError: no gateway would take the address.
        MessageEmptyError: there is no text.
    """
    if not text.strip():
        raise MessageEmptyError
    row = Message.objects.create(
        kind=kind.value,
        address=rules.check_address(kind, address),
        title=title[: rules.TITLE_MAX],
        text=text.strip(),
        subject=subject[: rules.SUBJECT_MAX],
        not_after=not_after,
        created_at=clock.now(),
    )
    app.configure_task(TASK, lock=f"outbox-{row.pk}").defer(message_id=row.pk)
    return row.pk


def deliver_message(*, message_id: int) -> Delivery:
    """The message was handed to its gateway, or the answer says when to try again; what is sent or failed stays so.

    The gateway is called outside any transaction of ours and told the message's id, the same at each attempt.
    """
    row = _claim(message_id)
    if row is None:
        return Delivery(MessageState.SENT)
    if row.not_after is not None and row.not_after < clock.now():
        return _settle(row, MessageState.FAILED, error="too late")
    sender = vendors.sender_for(MessageKind(row.kind))
    try:
        sender.send(vendors.Outgoing.of(row))
    except SendingRefusedError as refusal:
        return _settle(row, MessageState.FAILED, vendor=sender.name, error=str(refusal))
    except SendingFailedError as failure:
        wait = rules.wait_after(row.attempts)
        state = MessageState.FAILED if wait is None else MessageState.WAITING
        return _settle(row, state, vendor=sender.name, error=str(failure), wait=wait)
    return _settle(row, MessageState.SENT, vendor=sender.name)


@transaction.atomic
def forget_texts() -> int:
    """Messages older than 30 days that no longer wait have no text any more; how many those were. Law: PIPL 19."""
    old = Message.objects.filter(is_forgotten=False, created_at__lt=clock.now() - rules.KEEP_TEXTS)
    ids = list(
        old.exclude(state=MessageState.WAITING.value).order_by("created_at").values_list("pk", flat=True)[:_BATCH]
    )
    return Message.objects.filter(pk__in=ids).update(text="", is_forgotten=True)


@transaction.atomic
def _claim(message_id: int) -> Message | None:
    """The message if it still waits, with one attempt more; None otherwise."""
    row = Message.objects.select_for_update(of=("self",)).filter(pk=message_id).first()
    if row is None or row.state != MessageState.WAITING.value:
        return None
    row.attempts += 1
    row.save(update_fields=["attempts"])
    return row


@transaction.atomic
def _settle(
    row: Message, state: MessageState, *, vendor: str = "", error: str = "", wait: timedelta | None = None
) -> Delivery:
    row.state, row.vendor, row.last_error = state.value, vendor, error[: rules.REASON_MAX]
    if state is MessageState.SENT:
        row.sent_at = clock.now()
    row.save(update_fields=["state", "vendor", "last_error", "sent_at"])
    if state is MessageState.FAILED:
        _log.error("message not sent", extra={"message_id": row.pk, "kind": row.kind, "reason": row.last_error})
    return Delivery(state, wait)
