"""Clients and their keys: who keeps them, when a key is taken, and that every act leaves its trace."""

from datetime import timedelta

import pytest

from tests.support import exchange, identity
from tests.support import organisations as bodies
from tests.support.acts import at
from yichuang.core.actor import ANONYMOUS, SYSTEM, Actor, ActorKind, RightMissingError, SignInRequiredError
from yichuang.core.clock import today
from yichuang.core.rights import Right, Role
from yichuang.exchange import queries, services
from yichuang.exchange.errors import (
    ClientInvalidError,
    ClientNameTakenError,
    ClientNotFoundError,
    ClientRevokedError,
    KeyMissingError,
    KeyRefusedError,
)
from yichuang.exchange.models import Client, ClientHistory, ClientKey
from yichuang.exchange.rules import ClientAct
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db


def administrator(kind: OrganisationKind = OrganisationKind.CENTRE_AUTHORITY) -> tuple[int, Actor]:
    organisation_id = bodies.make_organisation(kind=kind)
    return organisation_id, identity.staff_actor(Role.SYSTEM_ADMINISTRATOR, organisation_id=organisation_id)


def taken(key: str) -> bool:
    try:
        queries.client_for_key(f"Bearer {key}")
    except KeyRefusedError:
        return False
    return True


def test_a_key_is_its_client() -> None:
    organisation_id = bodies.make_organisation()
    new = exchange.new_client(*exchange.FILER, name="市一网通办", organisation_id=organisation_id)

    actor = queries.client_for_key(f"Bearer {new.key}")

    assert (actor.kind, actor.name, actor.account_id) == (ActorKind.CLIENT, "市一网通办", None)
    assert actor.may(Right.FILE_FOR_OTHERS, organisation_id)
    assert not actor.may(Right.FILE_FOR_OTHERS, organisation_id + 1)
    assert not actor.may(Right.VIEW_CASES)


def test_a_key_is_read_in_one_statement(django_assert_num_queries: pytest.FixtureRequest) -> None:
    new = exchange.new_client()

    with django_assert_num_queries(1):  # type: ignore[operator]  # a fixture that is a context manager
        queries.client_for_key(f"Bearer {new.key}")


def test_the_key_itself_is_kept_nowhere() -> None:
    new = exchange.new_client()
    secret = new.key.split("_")[2]

    rows = [str(row) for table in (Client, ClientKey, ClientHistory) for row in table.objects.values()]

    assert not [row for row in rows if secret in row]


def test_no_key_and_a_wrong_key_are_refused() -> None:
    new = exchange.new_client()
    other = exchange.new_client()
    mixed = "_".join([*new.key.split("_")[:2], other.key.split("_")[2]])

    with pytest.raises(KeyMissingError):
        queries.client_for_key("")
    assert [taken(key) for key in (new.key, mixed, new.key[:-1], "yck_x", new.key + "0")] == [True] + [False] * 4


def test_a_key_is_taken_until_the_end_of_the_last_day() -> None:
    with at("2026-03-05T08:00"):
        new = exchange.new_client(expires_on=today())

    with at("2026-03-05T23:59"):
        on_the_day = taken(new.key)
    with at("2026-03-06T00:01"):
        after = taken(new.key)

    assert (on_the_day, after) == (True, False)


def test_the_old_key_is_taken_for_the_grace_and_no_longer() -> None:
    with at("2026-03-05T08:00"):
        old = exchange.new_client()
        new = services.rotate_key(actor=SYSTEM, client_id=old.client_id, grace_hours=2)

    with at("2026-03-05T09:59"):
        within = (taken(old.key), taken(new.key))
    with at("2026-03-05T10:00"):
        after = (taken(old.key), taken(new.key))

    assert (within, after) == ((True, True), (False, True))


def test_without_grace_the_old_key_ends_at_once() -> None:
    old = exchange.new_client()

    new = services.rotate_key(actor=SYSTEM, client_id=old.client_id, grace_hours=0)

    assert (taken(old.key), taken(new.key)) == (False, True)


def test_another_rotation_does_not_prolong_an_old_key() -> None:
    with at("2026-03-05T08:00"):
        first = exchange.new_client()
        services.rotate_key(actor=SYSTEM, client_id=first.client_id, grace_hours=1)
        services.rotate_key(actor=SYSTEM, client_id=first.client_id, grace_hours=24)

    with at("2026-03-05T09:30"):
        assert not taken(first.key)


def test_a_revoked_client_is_refused_for_ever() -> None:
    new = exchange.new_client()

    services.revoke_client(actor=SYSTEM, client_id=new.client_id, reason="合作终止")

    assert not taken(new.key)
    for act in (
        lambda: services.rotate_key(actor=SYSTEM, client_id=new.client_id),
        lambda: services.change_client(
            actor=SYSTEM, client_id=new.client_id, name="x", rights=(), limit_per_minute=1, expires_on=None
        ),
    ):
        with pytest.raises(ClientRevokedError):
            act()


def test_changed_rights_hold_from_the_next_request() -> None:
    new = exchange.new_client(*exchange.FILER, name="甲")

    services.change_client(
        actor=SYSTEM, client_id=new.client_id, name="乙", rights=exchange.VIEWER, limit_per_minute=7, expires_on=None
    )

    actor = exchange.actor_of(new)
    assert (actor.name, actor.may(Right.FILE_FOR_OTHERS), actor.may(Right.VIEW_CASES)) == ("乙", False, True)
    assert queries.get_client(SYSTEM, new.client_id).row.limit_per_minute == 7


def test_every_act_stands_in_the_history_without_a_key() -> None:
    _authority, keeper = administrator()
    new = services.create_client(actor=keeper, name="甲", rights=exchange.FILER)
    services.rotate_key(actor=keeper, client_id=new.client_id, grace_hours=1)
    services.revoke_client(actor=keeper, client_id=new.client_id, reason="泄露")

    rows = queries.list_history(keeper, new.client_id).rows

    assert [row.act for row in rows] == [ClientAct.REVOKED, ClientAct.KEY_ROTATED, ClientAct.CREATED]
    assert {row.actor_name for row in rows} == {keeper.name}
    assert (rows[0].after, rows[1].after) == ({"reason": "泄露"}, {"grace_hours": 1})
    assert "yck_" not in str(rows)


def test_the_administrator_of_a_department_keeps_only_its_clients() -> None:
    department, keeper = administrator(OrganisationKind.DEPARTMENT)
    own = services.create_client(actor=keeper, name="甲", rights=(), organisation_id=department)
    foreign = exchange.new_client()

    with pytest.raises(RightMissingError):
        services.create_client(actor=keeper, name="乙", rights=())
    with pytest.raises(RightMissingError):
        services.create_client(actor=keeper, name="乙", rights=(), organisation_id=bodies.make_organisation())
    with pytest.raises(ClientNotFoundError):
        services.revoke_client(actor=keeper, client_id=foreign.client_id)
    assert [row.id for row in queries.list_clients(keeper).rows] == [own.client_id]


@pytest.mark.parametrize("role", [Role.WINDOW_CLERK, Role.CENTRE_MANAGER])
def test_others_keep_no_clients(role: Role) -> None:
    stranger = identity.staff_actor(
        role, organisation_id=bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    )
    new = exchange.new_client()
    before = ClientHistory.objects.count()

    for act in (
        lambda: services.create_client(actor=stranger, name="甲", rights=()),
        lambda: services.rotate_key(actor=stranger, client_id=new.client_id),
        lambda: services.revoke_client(actor=stranger, client_id=new.client_id),
        lambda: queries.list_clients(stranger),
        lambda: queries.list_history(stranger, new.client_id),
    ):
        with pytest.raises(RightMissingError):
            act()
    with pytest.raises(SignInRequiredError):
        services.create_client(actor=ANONYMOUS, name="甲", rights=())
    assert (ClientHistory.objects.count(), taken(new.key)) == (before, True)


def test_a_client_reads_itself_and_no_other() -> None:
    new, other = exchange.new_client(), exchange.new_client()
    actor = exchange.actor_of(new)

    assert queries.get_client(actor, new.client_id).row.id == new.client_id
    with pytest.raises(ClientNotFoundError):
        queries.get_client(actor, other.client_id)
    with pytest.raises(RightMissingError):
        services.rotate_key(actor=actor, client_id=new.client_id)


def test_names_of_clients_are_their_own() -> None:
    exchange.new_client(name="甲")

    with pytest.raises(ClientNameTakenError):
        exchange.new_client(name=" 甲 ")
    with pytest.raises(ClientInvalidError):
        exchange.new_client(Right.DECIDE)


def test_the_list_of_clients_goes_on_and_costs_two_statements(django_assert_num_queries: pytest.FixtureRequest) -> None:
    ids = [exchange.new_client().client_id for _ in range(5)]
    services.count_request(actor=exchange.client_actor())

    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture that is a context manager
        first = queries.list_clients(SYSTEM, size=3)
    second = queries.list_clients(SYSTEM, size=3, cursor=first.next_cursor)

    assert [row.id for row in second.rows] == ids[2::-1]
    assert first.rows[0].last_used_at is not None
    assert first.rows[1].last_used_at is None


def test_keys_are_shown_by_their_ids() -> None:
    old = exchange.new_client()
    new = services.rotate_key(actor=SYSTEM, client_id=old.client_id, grace_hours=24)

    keys = queries.get_client(SYSTEM, old.client_id).keys

    assert [key.key_id for key in keys] == [new.key.split("_")[1], old.key.split("_")[1]]
    assert keys[0].valid_until is None
    assert keys[1].valid_until is not None
    assert keys[1].valid_until - keys[0].created_at <= timedelta(hours=24)
