"""Accounts: the list with its filters, every error at once, what happened to them, through the client."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support import identity
from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.core.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


@pytest.fixture
def manager(hall: Hall) -> Client:
    """Who keeps accounts."""
    return hall.staff(Role.SYSTEM_ADMINISTRATOR)


def _logins(client: Client, **query: str | int) -> list[str]:
    return [row.cells[0].text for row in client.get(reverse("staffdesk:accounts"), query).context["rows"]]


def test_accounts_are_listed_by_organisation_kind_and_number(hall: Hall, manager: Client) -> None:
    at = bodies.make_organisation()
    identity.make_staff_account(bodies.make_staff(at), login="only.one")
    identity.make_applicant("孙示例", login="sun.shili")

    assert _logins(manager, organisation=at) == ["only.one"]
    assert _logins(manager, q="only.one") == ["only.one"]
    assert "only.one" in _logins(manager)
    assert "sun.shili" in _logins(manager, kind="applicant")


def test_everything_wrong_with_a_new_account_is_told_at_once(manager: Client) -> None:
    typed = {"key": key(), "staff_no": "nobody", "login": "9", "password": "short"}

    page = manager.post(reverse("staffdesk:account_new"), typed)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"staff_no", "login", "password"}


def test_the_list_takes_as_many_queries_for_many_accounts_as_for_one(hall: Hall, manager: Client) -> None:
    counts = []
    for number in (1, 6):
        for _ in range(number):
            identity.make_staff_account(bodies.make_staff(hall.desk.organisation_id))
        with CaptureQueriesContext(connection) as asked:
            manager.get(reverse("staffdesk:accounts"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_an_event_says_who_did_it(hall: Hall, manager: Client) -> None:
    account_id = identity.make_staff_account(bodies.make_staff(hall.desk.organisation_id))

    manager.post(reverse("staffdesk:account_act", args=[account_id, "switch_off"]), {"key": key(), "reason": "离岗"})

    newest = manager.get(reverse("staffdesk:account", args=[account_id])).context["events"][0]
    assert newest.title == "Account switched off"
    assert newest.who
    assert newest.text == "离岗"
