"""Webhooks for the client that sends the request: addresses, trials, and what was sent to them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema, Status
from pydantic import Field

from yichuang.core.actor import ClientGrant, SignInRequiredError
from yichuang.exchange import queries, services
from yichuang.exchange.rules import DeliveryState, EventKind
from yichuang.identity.access import actor_for_request

router = Router(tags=["webhooks"])
WebhookId = Annotated[int, Field(ge=1, lt=2**63)]


class WebhookIn(Schema):
    """An https address of a public host, and the kinds of events of which it is to be told."""

    url: str = Field(max_length=500, examples=["https://partner.example/yichuang"])
    kinds: list[str] = Field(max_length=50, examples=[["case.accept", "case.grant", "case.deny"]])


class WebhookOut(Schema):
    """A webhook. While it is paused nothing is sent; `pause_reason` says why."""

    id: int
    url: str
    kinds: tuple[EventKind, ...]
    failures: int
    is_paused: bool
    paused_at: datetime | None
    pause_reason: str
    created_at: datetime


class NewWebhookOut(WebhookOut):
    """A new webhook with the secret that signs its deliveries, shown this once."""

    secret: str


class DeliveryOut(Schema):
    """One event on its way to one webhook."""

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


class DeliveriesOut(Schema):
    """A page of deliveries, the newest first; `next_cursor` is null on the last."""

    rows: tuple[DeliveryOut, ...]
    next_cursor: str | None


@router.get("", response=list[WebhookOut])
def list_webhooks(request: HttpRequest) -> tuple[queries.WebhookRow, ...]:
    """Your webhooks."""
    return queries.list_webhooks(actor_for_request(request), _client(request).client_id)


@router.post("", response={201: NewWebhookOut})
def add_webhook(request: HttpRequest, given: WebhookIn) -> Status[NewWebhookOut]:
    """Be told of what happens. Keep the secret: it is not shown again."""
    actor = actor_for_request(request)
    new = services.add_webhook(actor=actor, client_id=_client(request).client_id, url=given.url, kinds=given.kinds)
    shown = WebhookOut.from_orm(new.webhook).model_dump()
    return Status(201, NewWebhookOut(**shown, secret=new.secret))


@router.get("/deliveries", response=DeliveriesOut)
def list_deliveries(
    request: HttpRequest,
    webhook_id: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
    state: DeliveryState | None = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
    size: Annotated[int, Query(ge=1, le=100)] = 50,
) -> DeliveriesOut:
    """What was and is to be sent to you."""
    page = queries.list_deliveries(
        actor_for_request(request),
        _client(request).client_id,
        webhook_id=webhook_id,
        state=state,
        cursor=cursor,
        size=size,
    )
    return DeliveriesOut(rows=tuple(DeliveryOut.from_orm(one) for one in page.rows), next_cursor=page.next_cursor)


@router.get("/deliveries/{delivery_id}", response=DeliveryOut)
def get_delivery(request: HttpRequest, delivery_id: WebhookId) -> queries.DeliveryRow:
    """One delivery."""
    return queries.get_delivery(actor_for_request(request), delivery_id)


@router.post("/deliveries/{delivery_id}/resend", response={202: DeliveryOut})
def resend(request: HttpRequest, delivery_id: WebhookId) -> Status[DeliveryOut]:
    """Have a delivery sent once more, with a new day of attempts."""
    delivery = services.resend(actor=actor_for_request(request), delivery_id=delivery_id)
    return Status(202, DeliveryOut.from_orm(delivery))


@router.delete("/{webhook_id}", response={204: None})
def remove_webhook(request: HttpRequest, webhook_id: WebhookId) -> Status[None]:
    """Be told nothing more at that address."""
    services.remove_webhook(actor=actor_for_request(request), webhook_id=webhook_id)
    return Status(204, None)


@router.post("/{webhook_id}/test", response={202: DeliveryOut})
def test_webhook(request: HttpRequest, webhook_id: WebhookId) -> Status[DeliveryOut]:
    """Have a trial sent (kind `ping`); look at the delivery to see what came of it."""
    delivery = services.test_webhook(actor=actor_for_request(request), webhook_id=webhook_id)
    return Status(202, DeliveryOut.from_orm(delivery))


@router.post("/{webhook_id}/resume", response=WebhookOut)
def resume_webhook(request: HttpRequest, webhook_id: WebhookId) -> WebhookOut:
    """Have a paused webhook sent what it missed, and all that comes."""
    return WebhookOut.from_orm(services.resume_webhook(actor=actor_for_request(request), webhook_id=webhook_id))


def _client(request: HttpRequest) -> ClientGrant:
    client = actor_for_request(request).client
    if client is None:
        raise SignInRequiredError
    return client
