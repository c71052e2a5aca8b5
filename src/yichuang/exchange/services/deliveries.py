"""Sending deliveries, again and again for a day, and giving up."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.exchange import access
from yichuang.exchange.errors import WebhookPausedError
from yichuang.exchange.models import Delivery, KeptAnswer, Webhook
from yichuang.exchange.queries import DeliveryRow, delivery_row
from yichuang.exchange.queries.clients import is_expired
from yichuang.exchange.rules import (
    LARGEST_FAILURES,
    ClientAct,
    DeliveryState,
    EventKind,
    body_of,
    retry_after,
    signature,
)
from yichuang.exchange.services.deferring import defer_deliveries
from yichuang.exchange.services.recording import record
from yichuang.exchange.vendors import Outcome, post

# An attempt that was begun and never ended (the process died) is begun again after this.
_LEASE = timedelta(minutes=2)
_SWEPT_AT_ONCE = 500
_ANSWERS_KEPT = timedelta(days=30)
_DELIVERIES_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class _Attempt:
    url: str
    secret: str
    event_id: str
    body: bytes
    number: int


def deliver(delivery_id: int) -> DeliveryState | None:
    """The delivery was tried once, and what came of it is written down; None when there was nothing to do now.

    A receiver that answered but whose answer was lost is sent the same again: it knows it by its id.
    """
    attempt = _begin(delivery_id)
    if attempt is None:
        return None
    timestamp = str(int(clock.now().timestamp()))
    signed = signature(secret=attempt.secret, event_id=attempt.event_id, timestamp=timestamp, body=attempt.body)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Yichuang-Webhook/1",
        "X-Yichuang-Id": attempt.event_id,
        "X-Yichuang-Timestamp": timestamp,
        "X-Yichuang-Signature": signed,
    }
    return _end(delivery_id, attempt.number, post(attempt.url, headers=headers, body=attempt.body))


@transaction.atomic
def resend(*, actor: Actor, delivery_id: int) -> DeliveryRow:
    """The delivery is sent once more, with a new day of attempts, whatever came of it before.

    Raises:
        SignInRequiredError, RightMissingError, DeliveryNotFoundError: see `access.own_delivery`.
        WebhookPausedError: its webhook is paused or removed.
    """
    delivery = access.own_delivery(actor, delivery_id, lock=True)
    webhook = delivery.webhook
    if webhook.paused_at is not None or webhook.removed_at is not None:
        raise WebhookPausedError(reason=webhook.pause_reason)
    delivery.state, delivery.attempts = DeliveryState.WAITING.value, 0
    delivery.next_attempt_at, delivery.ended_at = clock.now(), None
    delivery.save(update_fields=["state", "attempts", "next_attempt_at", "ended_at"])
    defer_deliveries([delivery.pk])
    return delivery_row(delivery)


@transaction.atomic
def sweep() -> int:
    """Deliveries whose time has come and whose job was lost have a job again; given is how many."""
    late = Delivery.objects.filter(
        state=DeliveryState.WAITING.value, next_attempt_at__lt=clock.now() - timedelta(minutes=1)
    )
    ids = list(late.order_by("next_attempt_at").values_list("pk", flat=True)[:_SWEPT_AT_ONCE])
    defer_deliveries(ids)
    return len(ids)


@transaction.atomic
def forget_old() -> int:
    """Kept answers older than 30 days and deliveries that ended 90 days ago are gone; given is how many."""
    now = clock.now()
    answers, _by_table = KeptAnswer.objects.filter(at__lt=now - _ANSWERS_KEPT).delete()
    deliveries, _by_table = Delivery.objects.filter(ended_at__lt=now - _DELIVERIES_KEPT).delete()
    return answers + deliveries


@transaction.atomic
def _begin(delivery_id: int) -> _Attempt | None:
    """The attempt is noted before it is made; None when another made it, or it is not to be made now."""
    rows = Delivery.objects.select_related("event", "webhook__client").select_for_update(of=("self",), skip_locked=True)
    now = clock.now()
    delivery = rows.filter(pk=delivery_id, state=DeliveryState.WAITING.value, next_attempt_at__lte=now).first()
    if delivery is None:
        return None
    webhook, event = delivery.webhook, delivery.event
    if not webhook.client.is_active or is_expired(webhook.client):
        delivery.last_error = "client revoked"
        _finish(delivery, DeliveryState.FAILED)
        return None
    delivery.attempts += 1
    delivery.next_attempt_at = now + _LEASE
    delivery.save(update_fields=["attempts", "next_attempt_at"])
    return _Attempt(
        url=webhook.url,
        secret=webhook.secret,
        event_id=str(event.uid),
        body=body_of(
            event_id=event.uid, kind=EventKind(event.kind), at=event.at, subject=event.subject, data=event.data
        ),
        number=delivery.attempts,
    )


@transaction.atomic
def _end(delivery_id: int, number: int, outcome: Outcome) -> DeliveryState | None:
    delivery = Delivery.objects.select_related("webhook").select_for_update(of=("self",)).get(pk=delivery_id)
    if delivery.state != DeliveryState.WAITING.value or delivery.attempts != number:
        return None  # removed or sent anew meanwhile
    webhook = Webhook.objects.select_for_update(of=("self",), no_key=True).get(pk=delivery.webhook_id)
    delivery.last_status, delivery.last_error = outcome.status, outcome.error
    if outcome.is_delivered:
        webhook.failures = 0
        webhook.save(update_fields=["failures"])
        return _finish(delivery, DeliveryState.DELIVERED)
    webhook.failures += 1
    if webhook.failures >= LARGEST_FAILURES and webhook.paused_at is None:
        _pause(webhook, outcome)
    webhook.save(update_fields=["failures", "paused_at", "pause_reason"])
    return _put_off(delivery, webhook)


def _put_off(delivery: Delivery, webhook: Webhook) -> DeliveryState:
    """The delivery waits for its next attempt, or for its webhook, or is given up."""
    pause = retry_after(delivery.attempts)
    if pause is None:
        return _finish(delivery, DeliveryState.FAILED)
    delivery.next_attempt_at = None if webhook.paused_at else clock.now() + pause
    delivery.save(update_fields=["last_status", "last_error", "next_attempt_at"])
    if delivery.next_attempt_at is not None:
        defer_deliveries([delivery.pk], at=delivery.next_attempt_at)
    return DeliveryState.WAITING


def _pause(webhook: Webhook, outcome: Outcome) -> None:
    webhook.paused_at = clock.now()
    webhook.pause_reason = f"{webhook.failures} × {outcome.error or outcome.status}."[:300]
    Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING.value).update(next_attempt_at=None)
    told = {"webhook_id": webhook.pk, "reason": webhook.pause_reason}
    record(actor=SYSTEM, client_id=webhook.client_id, act=ClientAct.WEBHOOK_PAUSED, after=told)


def _finish(delivery: Delivery, state: DeliveryState) -> DeliveryState:
    delivery.state, delivery.next_attempt_at, delivery.ended_at = state.value, None, clock.now()
    delivery.save(update_fields=["state", "next_attempt_at", "ended_at", "last_status", "last_error"])
    return state
