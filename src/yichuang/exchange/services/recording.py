"""The row of history that each act on a client leaves."""

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.exchange.models import Client, ClientHistory
from yichuang.exchange.rules import ClientAct

Values = dict[str, object]


def snapshot(client: Client) -> Values:
    """What a client is, as JSON values."""
    return {
        "name": client.name,
        "organisation_id": client.organisation_id,
        "rights": sorted(client.rights),
        "limit_per_minute": client.limit_per_minute,
        "expires_on": client.expires_on.isoformat() if client.expires_on else None,
        "is_active": client.is_active,
    }


def record(
    *, actor: Actor, client_id: int, act: ClientAct, before: Values | None = None, after: Values | None = None
) -> None:
    """A row of history says what the act changed. It never has a key or a secret."""
    ClientHistory.objects.create(
        client_id=client_id,
        act=act.value,
        before=before,
        after=after,
        account_id=actor.account_id,
        actor_name=actor.name,
        at=clock.now(),
    )
