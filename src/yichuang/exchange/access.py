"""Who may reach which client: whoever keeps it, and the client itself."""

from django.db.models import QuerySet

from yichuang.core.actor import Actor, ActorKind, RightMissingError, SignInRequiredError
from yichuang.core.rights import Right
from yichuang.exchange.errors import ClientNotFoundError, DeliveryNotFoundError, WebhookNotFoundError
from yichuang.exchange.models import Client, Delivery, Webhook


def require_keeper(actor: Actor, organisation_id: int | None) -> None:
    """Nothing, when the actor keeps clients bound to that organisation; those of none only for the whole centre.

    Raises:
        SignInRequiredError, RightMissingError: the actor does not.
    """
    actor.require(Right.MANAGE_CLIENTS, organisation_id)
    if organisation_id is None and actor.organisations_for(Right.MANAGE_CLIENTS) is not None:
        raise RightMissingError(right=Right.MANAGE_CLIENTS)


def kept_client(actor: Actor, client_id: int, *, lock: bool = False) -> Client:
    """The client, which the actor keeps. `lock` holds its row; rows that point at it may still be added.

    Raises:
        SignInRequiredError, RightMissingError: the actor keeps no clients.
        ClientNotFoundError: there is none, or the actor does not keep it.
    """
    actor.require(Right.MANAGE_CLIENTS)
    client = _rows(lock=lock).filter(pk=client_id).first()
    if client is None or not _keeps(actor, client):
        raise ClientNotFoundError
    return client


def own_client(actor: Actor, client_id: int, *, lock: bool = False) -> Client:
    """The client, which the actor is or keeps.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `kept_client`.
    """
    if actor.kind is ActorKind.ANONYMOUS:
        raise SignInRequiredError
    if actor.client is None:
        return kept_client(actor, client_id, lock=lock)
    client = _rows(lock=lock).filter(pk=client_id).first() if actor.client.client_id == client_id else None
    if client is None:
        raise ClientNotFoundError
    return client


def own_webhook(actor: Actor, webhook_id: int, *, lock: bool = False) -> Webhook:
    """The webhook of a client that the actor is or keeps; removed ones are gone.

    Raises:
        SignInRequiredError, RightMissingError: see `kept_client`.
        WebhookNotFoundError: there is none, or it is another's.
    """
    rows = Webhook.objects.select_related("client").filter(pk=webhook_id, removed_at__isnull=True)
    webhook = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    if webhook is None or not _is_or_keeps(actor, webhook.client):
        raise WebhookNotFoundError
    return webhook


def own_delivery(actor: Actor, delivery_id: int, *, lock: bool = False) -> Delivery:
    """The delivery to a webhook of a client that the actor is or keeps.

    Raises:
        SignInRequiredError, RightMissingError: see `kept_client`.
        DeliveryNotFoundError: there is none, or it is another's.
    """
    rows = Delivery.objects.select_related("webhook__client", "event").filter(pk=delivery_id)
    delivery = (rows.select_for_update(of=("self",), no_key=True) if lock else rows).first()
    if delivery is None or not _is_or_keeps(actor, delivery.webhook.client):
        raise DeliveryNotFoundError
    return delivery


def _rows(*, lock: bool) -> QuerySet[Client]:
    return Client.objects.select_for_update(of=("self",), no_key=True) if lock else Client.objects.all()


def _is_or_keeps(actor: Actor, client: Client) -> bool:
    if actor.client is not None:
        return actor.client.client_id == client.pk
    actor.require(Right.MANAGE_CLIENTS)
    return _keeps(actor, client)


def _keeps(actor: Actor, client: Client) -> bool:
    reach = actor.organisations_for(Right.MANAGE_CLIENTS)
    return reach is None or client.organisation_id in reach
