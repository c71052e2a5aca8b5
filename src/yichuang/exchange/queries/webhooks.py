"""Reading webhooks and what was sent to them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from yichuang.core.actor import Actor
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.exchange import access
from yichuang.exchange.models import Delivery, Webhook
from yichuang.exchange.rules import DeliveryState, EventKind

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class WebhookRow:
    """A webhook without its secret. `failures` counts attempts that failed since the last one that arrived."""

    id: int
    client_id: int
    url: str
    kinds: tuple[EventKind, ...]
    failures: int
    is_paused: bool
    paused_at: datetime | None
    pause_reason: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One event on its way to one webhook; a waiting one without `next_attempt_at` is held until the webhook is resumed."""

    id: int
    webhook_id: int
    event_id: UUID
    kind: EventKind
    subject: str
    at: datetime
    state: DeliveryState
    attempts: int
    next_attempt_at: datetime | None
    last_status: int | None
    last_error: str
    ended_at: datetime | None


def list_webhooks(actor: Actor, client_id: int) -> tuple[WebhookRow, ...]:
    """The webhooks of a client that the actor is or keeps. A client has few.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.own_client`.
    """
    client = access.own_client(actor, client_id)
    return tuple(webhook_row(one) for one in webhooks_of(client.pk))


def get_webhook(actor: Actor, webhook_id: int) -> WebhookRow:
    """The webhook of a client that the actor is or keeps.

    Raises:
        SignInRequiredError, RightMissingError, WebhookNotFoundError: see `access.own_webhook`.
    """
    return webhook_row(access.own_webhook(actor, webhook_id))


def list_deliveries(
    actor: Actor,
    client_id: int,
    *,
    webhook_id: int | None = None,
    state: DeliveryState | None = None,
    cursor: str | None = None,
    size: int = 50,
) -> Page[DeliveryRow]:
    """What was and is to be sent to a client that the actor is or keeps, newest first.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.own_client`.
        CursorError: the cursor is not one of this list.
    """
    client = access.own_client(actor, client_id)
    size = min(size, LARGEST_PAGE)
    rows = Delivery.objects.select_related("event").filter(webhook__client=client).order_by("-pk")
    if webhook_id is not None:
        rows = rows.filter(webhook_id=webhook_id)
    if state is not None:
        rows = rows.filter(state=state.value)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [delivery_row(one) for one in rows[: size + 1]]
    return page_of(found, size, [(one.id,) for one in found])


def get_delivery(actor: Actor, delivery_id: int) -> DeliveryRow:
    """The delivery to a client that the actor is or keeps.

    Raises:
        SignInRequiredError, RightMissingError, DeliveryNotFoundError: see `access.own_delivery`.
    """
    return delivery_row(access.own_delivery(actor, delivery_id))


def webhooks_of(client_id: int) -> QuerySet[Webhook]:
    """The rows of a client's webhooks that were not removed, in the order of their making."""
    return Webhook.objects.filter(client_id=client_id, removed_at__isnull=True).order_by("pk")


def webhook_row(webhook: Webhook) -> WebhookRow:
    """The view of a row."""
    return WebhookRow(
        id=webhook.pk,
        client_id=webhook.client_id,
        url=webhook.url,
        kinds=tuple(EventKind(kind) for kind in webhook.kinds),
        failures=webhook.failures,
        is_paused=webhook.paused_at is not None,
        paused_at=webhook.paused_at,
        pause_reason=webhook.pause_reason,
        created_at=webhook.created_at,
    )


def delivery_row(delivery: Delivery) -> DeliveryRow:
    """The view of a row whose event is at hand."""
    event = delivery.event
    return DeliveryRow(
        id=delivery.pk,
        webhook_id=delivery.webhook_id,
        event_id=event.uid,
        kind=EventKind(event.kind),
        subject=event.subject,
        at=event.at,
        state=DeliveryState(delivery.state),
        attempts=delivery.attempts,
        next_attempt_at=delivery.next_attempt_at,
        last_status=delivery.last_status,
        last_error=delivery.last_error,
        ended_at=delivery.ended_at,
    )
