"""Reading clients: by the key of a request, and for those who keep them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, ClientGrant
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.rights import Right
from yichuang.exchange import access
from yichuang.exchange.errors import KeyMissingError, KeyRefusedError
from yichuang.exchange.models import Client, ClientHistory, ClientKey, ClientMinute
from yichuang.exchange.queries.webhooks import WebhookRow, webhook_row, webhooks_of
from yichuang.exchange.rules import CLIENT_RIGHTS, ClientAct, is_secret_of, parse_key

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class ClientRow:
    """A client in a list. `last_used_at` is the minute of its latest request."""

    id: int
    name: str
    organisation_id: int | None
    organisation_name: str
    rights: tuple[Right, ...]
    limit_per_minute: int
    is_active: bool
    expires_on: date | None
    is_expired: bool
    created_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key of a client as far as it may be shown; `valid_until` None: until it is replaced."""

    key_id: str
    created_at: datetime
    valid_until: datetime | None
    is_valid: bool


@dataclass(frozen=True, slots=True)
class ClientView:
    """A client with its keys, newest first, and its webhooks."""

    row: ClientRow
    keys: tuple[KeyRow, ...]
    webhooks: tuple[WebhookRow, ...]


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act on a client."""

    id: int
    act: ClientAct
    before: Mapping[str, object] | None
    after: Mapping[str, object] | None
    actor_name: str
    at: datetime


def client_for_key(header: str) -> Actor:
    """The client whose key came in the header `Authorization`, in one statement.

    Raises:
        KeyMissingError: there is no header.
        KeyRefusedError: the key is wrong, no longer valid, or its client has expired or was revoked.
    """
    if not header.strip():
        raise KeyMissingError
    given = parse_key(header)
    key = ClientKey.objects.select_related("client").filter(key_id=given.key_id).first() if given else None
    if given is None or key is None or not is_secret_of(given, key.digest):
        raise KeyRefusedError
    client = key.client
    if not client.is_active or _is_over(key.valid_until) or is_expired(client):
        raise KeyRefusedError
    grant = ClientGrant(client_id=client.pk, rights=frozenset(client.rights), organisation_id=client.organisation_id)
    return Actor(account_id=None, name=client.name, kind=ActorKind.CLIENT, client=grant)


def list_clients(
    actor: Actor, *, is_active: bool | None = None, cursor: str | None = None, size: int = 50
) -> Page[ClientRow]:
    """The clients that the actor keeps, newest first.

    Raises:
        SignInRequiredError, RightMissingError: the actor keeps none.
        CursorError: the cursor is not one of this list.
    """
    actor.require(Right.MANAGE_CLIENTS)
    size = min(size, LARGEST_PAGE)
    rows = Client.objects.select_related("organisation").order_by("-pk")
    reach = actor.organisations_for(Right.MANAGE_CLIENTS)
    if reach is not None:
        rows = rows.filter(organisation_id__in=sorted(reach))
    if is_active is not None:
        rows = rows.filter(is_active=is_active)
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = list(rows[: size + 1])
    used = dict(ClientMinute.objects.filter(client__in=found).values_list("client_id", "minute"))
    return page_of([_row(one, used.get(one.pk)) for one in found], size, [(one.pk,) for one in found])


def get_client(actor: Actor, client_id: int) -> ClientView:
    """The client, which the actor is or keeps.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.own_client`.
    """
    client = access.own_client(actor, client_id)
    used = ClientMinute.objects.filter(client=client).values_list("minute", flat=True).first()
    return ClientView(
        row=_row(client, used),
        keys=tuple(_key(one) for one in ClientKey.objects.filter(client=client).order_by("-pk")),
        webhooks=tuple(webhook_row(one) for one in webhooks_of(client.pk)),
    )


def list_history(actor: Actor, client_id: int, *, cursor: str | None = None, size: int = 50) -> Page[HistoryRow]:
    """The acts on a client that the actor keeps, newest first.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.kept_client`.
        CursorError: the cursor is not one of this list.
    """
    client = access.kept_client(actor, client_id)
    size = min(size, LARGEST_PAGE)
    rows = ClientHistory.objects.filter(client=client).order_by("-pk")
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [
        HistoryRow(one.pk, ClientAct(one.act), one.before, one.after, one.actor_name, one.at)
        for one in rows[: size + 1]
    ]
    return page_of(found, size, [(one.id,) for one in found])


def is_expired(client: Client) -> bool:
    """Whether the client's last day is over."""
    return client.expires_on is not None and client.expires_on < clock.today()


def _is_over(valid_until: datetime | None) -> bool:
    return valid_until is not None and valid_until <= clock.now()


def _key(key: ClientKey) -> KeyRow:
    return KeyRow(key.key_id, key.created_at, key.valid_until, is_valid=not _is_over(key.valid_until))


def _row(client: Client, last_used_at: datetime | None) -> ClientRow:
    return ClientRow(
        id=client.pk,
        name=client.name,
        organisation_id=client.organisation_id,
        organisation_name=client.organisation.name if client.organisation else "",
        rights=tuple(right for right in CLIENT_RIGHTS if right.value in client.rights),
        limit_per_minute=client.limit_per_minute,
        is_active=client.is_active,
        expires_on=client.expires_on,
        is_expired=is_expired(client),
        created_at=client.created_at,
        last_used_at=last_used_at,
    )
