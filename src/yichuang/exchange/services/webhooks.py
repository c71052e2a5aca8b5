"""Keeping the addresses that are told of events."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.exchange import access
from yichuang.exchange.errors import ClientRevokedError, WebhookLimitError
from yichuang.exchange.models import Delivery, Webhook
from yichuang.exchange.queries import webhook_row
from yichuang.exchange.queries.webhooks import WebhookRow, webhooks_of
from yichuang.exchange.rules import MOST_WEBHOOKS, ClientAct, DeliveryState, check_kinds, check_url, new_secret
from yichuang.exchange.services.deferring import defer_deliveries
from yichuang.exchange.services.recording import record
from yichuang.exchange.vendors import allowed_networks


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """A webhook and the secret that signs its deliveries, which is shown this once."""

    webhook: WebhookRow
    secret: str


@transaction.atomic
def add_webhook(*, actor: Actor, client_id: int, url: str, kinds: Collection[str]) -> NewWebhook:
    """The address is told of events of those kinds from now on.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.own_client`.
        ClientRevokedError: the client was revoked.
        AddressRefusedError, KindsInvalidError: what was given is wrong.
        WebhookLimitError: the client has too many.
    """
    client = access.own_client(actor, client_id, lock=True)
    if not client.is_active:
        raise ClientRevokedError(name=client.name)
    url, asked = check_url(url.strip(), allowed_networks()), check_kinds(kinds)
    if webhooks_of(client.pk).count() >= MOST_WEBHOOKS:
        raise WebhookLimitError(limit=MOST_WEBHOOKS)
    secret = new_secret()
    webhook = Webhook.objects.create(
        client=client, url=url, kinds=[kind.value for kind in asked], secret=secret, created_at=clock.now()
    )
    told = {"webhook_id": webhook.pk, "url": url, "kinds": webhook.kinds}
    record(actor=actor, client_id=client.pk, act=ClientAct.WEBHOOK_ADDED, after=told)
    return NewWebhook(webhook_row(webhook), secret)


@transaction.atomic
def remove_webhook(*, actor: Actor, webhook_id: int) -> None:
    """The address is told nothing more; what was still to be sent is given up.

    Raises:
        SignInRequiredError, RightMissingError, WebhookNotFoundError: see `access.own_webhook`.
    """
    webhook = access.own_webhook(actor, webhook_id, lock=True)
    webhook.removed_at = clock.now()
    webhook.save(update_fields=["removed_at"])
    waiting = Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING.value)
    waiting.update(state=DeliveryState.FAILED.value, next_attempt_at=None, ended_at=clock.now(), last_error="removed")
    told = {"webhook_id": webhook.pk, "url": webhook.url}
    record(actor=actor, client_id=webhook.client_id, act=ClientAct.WEBHOOK_REMOVED, before=told)


@transaction.atomic
def resume_webhook(*, actor: Actor, webhook_id: int) -> WebhookRow:
    """A paused webhook is sent what it missed, and all that comes. One that is not paused stays as it is.

    Raises:
        SignInRequiredError, RightMissingError, WebhookNotFoundError: see `access.own_webhook`.
    """
    webhook = access.own_webhook(actor, webhook_id, lock=True)
    if webhook.paused_at is None:
        return webhook_row(webhook)
    reason = webhook.pause_reason
    webhook.paused_at, webhook.pause_reason, webhook.failures = None, "", 0
    webhook.save(update_fields=["paused_at", "pause_reason", "failures"])
    held = Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING.value)
    ids = list(held.order_by("pk").values_list("pk", flat=True))
    held.update(next_attempt_at=clock.now())
    defer_deliveries(ids)
    told = {"webhook_id": webhook.pk, "reason": reason}
    record(actor=actor, client_id=webhook.client_id, act=ClientAct.WEBHOOK_RESUMED, before=told)
    return webhook_row(webhook)
