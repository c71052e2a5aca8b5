"""Telling other systems what happened."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Q

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.exchange import access
from yichuang.exchange.errors import WebhookPausedError
from yichuang.exchange.models import Delivery, Event, Webhook
from yichuang.exchange.queries import DeliveryRow, delivery_row
from yichuang.exchange.rules import DeliveryState, EventKind, check_data, find_kind
from yichuang.exchange.services.deferring import defer_deliveries


@transaction.atomic
def publish_event(
    *,
    kind: str,
    subject: str,
    client_id: int | None,
    organisation_id: int | None,
    data: Mapping[str, object],
    key: str = "",
    at: datetime | None = None,
) -> int:
    """The event is on its way to each webhook that asked for its kind and whose client may know; given is to how many.

    That is the client that filed the case (`client_id`), and who may see the cases of the organisation. A kind that is not
    told goes to nobody.

    `key` says what the event is, at most 100 characters; without one it is the subject and the data's `seq`. The same key
    again changes nothing and gives 0. `at` is when it happened; without it the data's `at` (ISO 8601), else now. A webhook
    is not told what happened before it was added.

    Law: PIPL 6 (no more than is needed).

    Raises:
        EventDataError: the data has more than may be told.
    """
    told = find_kind(kind)
    if told is None:
        return 0
    values = dict(data)
    happened_at = values.pop("at", None)
    event = Event(
        uid=uuid4(),
        key=key or f"{subject}/{values.get('seq', told.value)}",
        kind=told.value,
        subject=subject,
        client_id=client_id,
        organisation_id=organisation_id,
        data=check_data(values),
        at=at or (datetime.fromisoformat(str(happened_at)) if happened_at else clock.now()),
    )
    if not _is_new(event):
        return 0
    rows = Webhook.objects.filter(
        _may_know(client_id, organisation_id),
        kinds__contains=[told.value],
        removed_at__isnull=True,
        client__is_active=True,
        created_at__lte=event.at,
    )
    return len(_send(event, list(rows.order_by("pk"))))


@transaction.atomic
def test_webhook(*, actor: Actor, webhook_id: int) -> DeliveryRow:
    """A trial is on its way to the webhook, signed like everything else; what came of it is seen in the delivery.

    Raises:
        SignInRequiredError, RightMissingError, WebhookNotFoundError: see `access.own_webhook`.
        WebhookPausedError: it is paused.
    """
    webhook = access.own_webhook(actor, webhook_id)
    if webhook.paused_at is not None:
        raise WebhookPausedError(reason=webhook.pause_reason)
    uid = uuid4()
    event = Event.objects.create(
        uid=uid, key=f"ping/{uid}", kind=EventKind.PING.value, client_id=webhook.client_id, data={}, at=clock.now()
    )
    (delivery,) = _send(event, [webhook])
    return delivery_row(delivery)


def _is_new(event: Event) -> bool:
    """Whether the event was not there before; it has its id then. Waits for whoever is just writing the same one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"exchange.event/{event.key}"])
    if Event.objects.filter(key=event.key).exists():
        return False
    event.save(force_insert=True)
    return True


def _may_know(client_id: int | None, organisation_id: int | None) -> Q:
    sees = Q(client__organisation_id__isnull=True)
    if organisation_id is not None:
        sees |= Q(client__organisation_id=organisation_id)
    known = sees & Q(client__rights__contains=[Right.VIEW_CASES.value])
    return known if client_id is None else known | Q(client_id=client_id)


def _send(event: Event, webhooks: list[Webhook]) -> list[Delivery]:
    """A delivery a webhook; those to paused ones are held."""
    now = clock.now()
    deliveries = Delivery.objects.bulk_create(
        Delivery(
            event=event,
            webhook=webhook,
            state=DeliveryState.WAITING.value,
            next_attempt_at=None if webhook.paused_at else now,
            created_at=now,
        )
        for webhook in webhooks
    )
    defer_deliveries([one.pk for one in deliveries if one.next_attempt_at is not None])
    return deliveries
