"""Other systems: keys, rights, webhooks and deliveries, through the client."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support import exchange
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Right, Role
from yichuang.exchange import queries, services
from yichuang.exchange.rules import DeliveryState

pytestmark = pytest.mark.django_db
TYPED = {"name": "区税务系统", "rights": [Right.VIEW_CASES.value], "limit_per_minute": 60, "expires_on": ""}


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


@pytest.fixture
def keeper(hall: Hall) -> Client:
    """Who keeps other systems."""
    return hall.staff(Role.SYSTEM_ADMINISTRATOR)


def _act(client: Client, client_id: int, name: str, at: int, /, **typed: object) -> tuple[int, str]:
    page = client.post(reverse("staffdesk:client_act", args=[client_id, name, at]), {"key": key(), **typed})
    return page.status_code, page.content.decode()


def test_a_new_system_gets_a_key_that_is_shown_once(keeper: Client) -> None:
    page = keeper.post(reverse("staffdesk:client_new"), {"key": key(), "organisation": "", **TYPED})

    given = page.context["secret"].value
    row = page.context["client"]
    assert (row.name, row.rights, row.limit_per_minute) == ("区税务系统", (Right.VIEW_CASES,), 60)
    assert queries.client_for_key(f"Bearer {given}").name == "区税务系统"
    assert given not in keeper.get(reverse("staffdesk:client", args=[row.id])).content.decode()


def test_everything_wrong_with_a_system_is_told_at_its_field(keeper: Client) -> None:
    wrong = {"key": key(), "name": "", "limit_per_minute": 0, "expires_on": "2020", "organisation": ""}

    page = keeper.post(reverse("staffdesk:client_new"), wrong)

    assert page.status_code == 422
    assert {"name", "limit_per_minute", "expires_on"} <= set(page.context["form"].errors)


def test_rights_are_changed_the_key_replaced_and_the_system_revoked(keeper: Client) -> None:
    made = exchange.new_client(Right.VIEW_CASES)

    changed, _page = _act(keeper, made.client_id, "change", made.client_id, **{**TYPED, "rights": []})
    rotated, page = _act(keeper, made.client_id, "rotate", made.client_id, grace_hours=0)
    assert (changed, rotated) == (302, 200)
    assert "yck_" in page
    assert queries.get_client(SYSTEM, made.client_id).row.rights == ()

    revoked, _page = _act(keeper, made.client_id, "revoke", made.client_id, reason="合同到期")

    assert revoked == 302
    assert not queries.get_client(SYSTEM, made.client_id).row.is_active


def test_revoking_needs_a_reason(keeper: Client) -> None:
    made = exchange.new_client(Right.VIEW_CASES)

    status, page = _act(keeper, made.client_id, "revoke", made.client_id, reason="")

    assert status == 422
    assert f'id="act-revoke-{made.client_id}" open' in page
    assert queries.get_client(SYSTEM, made.client_id).row.is_active


def test_a_webhook_to_a_private_address_is_refused_at_its_field(keeper: Client) -> None:
    made = exchange.new_client(Right.VIEW_CASES)

    status, page = _act(
        keeper, made.client_id, "add_webhook", made.client_id, url="https://10.0.0.1/x", kinds=["case.accept"]
    )

    assert status == 422
    assert "https://10.0.0.1/x” is not taken" in page


def test_a_delivery_that_was_given_up_is_sent_again(keeper: Client) -> None:
    made = exchange.new_client(Right.VIEW_CASES)
    hook = services.add_webhook(
        actor=SYSTEM, client_id=made.client_id, url="https://example.org/x", kinds=["case.accept"]
    ).webhook
    _act(keeper, made.client_id, "test_webhook", hook.id)
    delivery = queries.list_deliveries(SYSTEM, made.client_id).rows[0]
    _act(keeper, made.client_id, "remove_webhook", hook.id)

    status, page = _act(keeper, made.client_id, "resend", delivery.id)

    assert delivery.state is DeliveryState.WAITING
    assert queries.get_delivery(SYSTEM, delivery.id).state is DeliveryState.FAILED
    assert status == 409
    assert "The webhook is paused" in page


def test_only_who_keeps_other_systems_sees_them(hall: Hall) -> None:
    made = exchange.new_client(Right.VIEW_CASES)

    pages = [reverse("staffdesk:clients"), reverse("staffdesk:client", args=[made.client_id])]

    assert [hall.staff(Role.CENTRE_MANAGER).get(page).status_code for page in pages] == [403, 403]


def test_the_list_takes_as_many_queries_for_many_systems_as_for_one(keeper: Client) -> None:
    counts = []
    for number in (1, 6):
        for _ in range(number):
            exchange.new_client(Right.VIEW_CASES)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            keeper.get(reverse("staffdesk:clients"))
        counts.append(len(asked))

    assert counts[0] == counts[1]
