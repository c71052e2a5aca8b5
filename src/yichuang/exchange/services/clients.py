"""Keeping clients and their keys."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.exchange import access
from yichuang.exchange.errors import ClientNameTakenError, ClientRevokedError
from yichuang.exchange.models import Client, ClientKey
from yichuang.exchange.rules import (
    LONGEST_GRACE_H,
    USUAL_GRACE_H,
    USUAL_LIMIT,
    ClientAct,
    check_client,
    new_key,
)
from yichuang.exchange.services.recording import record, snapshot
from yichuang.organisations.queries import get_organisation


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client and its key, which is shown this once and cannot be had again."""

    client_id: int
    key: str


@transaction.atomic
def create_client(
    *,
    actor: Actor,
    name: str,
    rights: Collection[Right],
    organisation_id: int | None = None,
    limit_per_minute: int = USUAL_LIMIT,
    expires_on: date | None = None,
) -> NewClient:
    """The client exists and has a key. With an organisation its rights reach no further than that.

    `expires_on` is the last day on which its keys are taken.

    Raises:
        SignInRequiredError, RightMissingError: the actor does not keep clients there.
        ClientInvalidError: what was given is wrong; every problem is named.
        OrganisationNotFoundError: there is no such organisation.
        ClientNameTakenError: another has the name.
    """
    access.require_keeper(actor, organisation_id)
    check_client(
        name=name, rights=rights, limit_per_minute=limit_per_minute, expires_on=expires_on, today=clock.today()
    )
    if organisation_id is not None:
        get_organisation(organisation_id)
    client = Client(
        name=name.strip(),
        organisation_id=organisation_id,
        rights=sorted(right.value for right in rights),
        limit_per_minute=limit_per_minute,
        expires_on=expires_on,
        created_at=clock.now(),
    )
    with _own_name(client.name):
        client.save()
    record(actor=actor, client_id=client.pk, act=ClientAct.CREATED, after=snapshot(client))
    return NewClient(client.pk, _give_key(client))


@transaction.atomic
def change_client(
    *,
    actor: Actor,
    client_id: int,
    name: str,
    rights: Collection[Right],
    limit_per_minute: int,
    expires_on: date | None,
) -> None:
    """The client is as given, from its next request on. The organisation that bounds it stays.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.kept_client`.
        ClientRevokedError: it was revoked.
        ClientInvalidError: what was given is wrong; every problem is named.
        ClientNameTakenError: another has the name.
    """
    client = _active(actor, client_id)
    check_client(
        name=name, rights=rights, limit_per_minute=limit_per_minute, expires_on=expires_on, today=clock.today()
    )
    before = snapshot(client)
    client.name, client.rights = name.strip(), sorted(right.value for right in rights)
    client.limit_per_minute, client.expires_on = limit_per_minute, expires_on
    with _own_name(client.name):
        client.save(update_fields=["name", "rights", "limit_per_minute", "expires_on"])
    record(actor=actor, client_id=client.pk, act=ClientAct.CHANGED, before=before, after=snapshot(client))


@transaction.atomic
def rotate_key(*, actor: Actor, client_id: int, grace_hours: int = USUAL_GRACE_H) -> NewClient:
    """The client has a new key; the former ones are taken for `grace_hours` more (0: no longer; at most 30 days).

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.kept_client`.
        ClientRevokedError: it was revoked.
    """
    client = _active(actor, client_id)
    hours = max(0, min(grace_hours, LONGEST_GRACE_H))
    _end_keys(client, hours)
    key = _give_key(client)
    record(actor=actor, client_id=client.pk, act=ClientAct.KEY_ROTATED, after={"grace_hours": hours})
    return NewClient(client.pk, key)


@transaction.atomic
def revoke_client(*, actor: Actor, client_id: int, reason: str = "") -> None:
    """None of the client's keys is taken any more and it is told nothing more, for ever. Again changes nothing.

    Raises:
        SignInRequiredError, RightMissingError, ClientNotFoundError: see `access.kept_client`.
    """
    client = access.kept_client(actor, client_id, lock=True)
    if not client.is_active:
        return
    client.is_active = False
    client.save(update_fields=["is_active"])
    _end_keys(client, 0)
    record(actor=actor, client_id=client.pk, act=ClientAct.REVOKED, after={"reason": reason.strip()[:300]})


def _active(actor: Actor, client_id: int) -> Client:
    client = access.kept_client(actor, client_id, lock=True)
    if not client.is_active:
        raise ClientRevokedError(name=client.name)
    return client


def _give_key(client: Client) -> str:
    issued = new_key()
    ClientKey.objects.create(client=client, key_id=issued.key_id, digest=issued.digest, created_at=clock.now())
    return issued.text


def _end_keys(client: Client, hours: int) -> None:
    """No present key is taken longer than that many hours."""
    end = clock.now() + timedelta(hours=hours)
    still = ClientKey.objects.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=end), client=client)
    still.update(valid_until=end)


@contextmanager
def _own_name(name: str) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        diag = getattr(error.__cause__, "diag", None)
        if getattr(diag, "constraint_name", None) != "exchange_client_name":
            raise
        raise ClientNameTakenError(name=name) from error
