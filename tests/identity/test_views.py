"""Pages of one's own account through the client."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext
from django.utils.translation import override as language
from pytest_django import DjangoAssertNumQueries

from tests.support import identity as make
from tests.support import organisations as bodies
from yichuang.core.actor import SYSTEM
from yichuang.core.identifiers import IdentityNoCheckError
from yichuang.identity import queries, services
from yichuang.identity.access import find_session
from yichuang.identity.rules import EventKind

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 9, 25, 1, 0, 20, tzinfo=UTC)


def _sign_in(client: Client, login: str, password: str = make.PASSWORD, **extra: str) -> int:
    return client.post(reverse("identity:sign_in"), {"login": login, "password": password, **extra}).status_code


def _phone(account_id: int) -> str:
    return queries.get_person(account_id).phone


def _registration(**changed: str) -> dict[str, str]:
    return {
        "name": "张示例",
        "identity_type": "resident_card",
        "identity_no": "11010519491231002X",
        "phone": "10012345678",
        "password": make.PASSWORD,
        "password_again": make.PASSWORD,
        **changed,
    }


def test_an_applicant_signs_in_by_phone_and_it_is_recorded(client: Client) -> None:
    account_id = make.make_applicant()

    status = _sign_in(client, _phone(account_id))

    assert status == 302
    assert client.session["_auth_user_id"] == str(account_id)
    newest = queries.list_events(account_id=account_id).rows[0]
    assert (newest.kind, newest.ip) == (EventKind.SIGNED_IN, "127.0.0.1")


def test_a_wrong_password_is_answered_alike_for_known_and_unknown_logins(client: Client) -> None:
    known = _phone(make.make_applicant())

    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    pages = [
        client.post(reverse("identity:sign_in"), {"login": login, "password": "wrong-horse-42"})
        for login in (known, "10099999999")
    ]

    assert [page.status_code for page in pages] == [401, 401]
    assert ["Login or password are not right." in page.content.decode() for page in pages] == [True, True]
    assert "_auth_user_id" not in client.session


def test_the_fifth_failure_locks_and_says_until_when(client: Client) -> None:
    phone = _phone(make.make_applicant())
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"

    with time_machine.travel(MORNING, tick=False):
        statuses = [_sign_in(client, phone, "wrong-horse-42") for _ in range(5)]
        page = client.post(reverse("identity:sign_in"), {"login": phone, "password": make.PASSWORD})

    assert statuses == [401, 401, 401, 401, 429]
    assert page.status_code == 429
    assert page["Retry-After"] == "900"
    assert "this login is locked here until 09:16" in page.content.decode()
    assert "_auth_user_id" not in client.session


def test_a_lock_ends_after_fifteen_minutes_and_is_not_prolonged(client: Client) -> None:
    phone = _phone(make.make_applicant())

    with time_machine.travel(MORNING, tick=False) as clock:
        for _ in range(5):
            _sign_in(client, phone, "wrong-horse-42")
        clock.shift(timedelta(minutes=14))
        locked = _sign_in(client, phone)
        clock.shift(timedelta(minutes=1, seconds=1))
        opened = _sign_in(client, phone)

    assert (locked, opened) == (429, 302)


def test_a_lock_is_recorded_once_and_can_be_lifted(client: Client) -> None:
    account_id = make.make_applicant()
    phone = _phone(account_id)
    for _ in range(7):
        _sign_in(client, phone, "wrong-horse-42")

    services.unlock_account(actor=SYSTEM, account_id=account_id)

    assert _sign_in(client, phone) == 302
    kinds = [row.kind for row in queries.list_events(account_id=account_id).rows]
    failures = [EventKind.SIGN_IN_FAILED] * 4
    assert kinds == [EventKind.SIGNED_IN, EventKind.UNLOCKED, EventKind.LOCKED, *failures, EventKind.CREATED]


def test_a_lock_at_one_address_leaves_others_free(client: Client) -> None:
    phone = _phone(make.make_applicant())
    for _ in range(5):
        _sign_in(client, phone, "wrong-horse-42")

    elsewhere = Client(REMOTE_ADDR="192.0.2.9")

    assert _sign_in(elsewhere, phone) == 302


def test_the_limiter_stores_no_phone_number(client: Client) -> None:
    phone = _phone(make.make_applicant())

    _sign_in(client, phone, "wrong-horse-42")
    _sign_in(client, phone)
    _sign_in(client, phone, "wrong-horse-42")

    stored = [str(list(model.objects.values())) for model in (AccessAttempt, AccessLog, AccessFailureLog)]
    assert AccessAttempt.objects.count() == 1
    assert [phone in text for text in stored] == [False, False, False]


def test_an_account_switched_off_cannot_sign_in_and_its_session_ends(client: Client) -> None:
    account_id = make.make_applicant()
    phone = _phone(account_id)
    _sign_in(client, phone)
    services.set_active(actor=SYSTEM, account_id=account_id, is_active=False)

    page = client.get(reverse("identity:account"))

    assert page.status_code == 302
    assert _sign_in(Client(), phone) == 401


def test_a_sign_in_leads_on_within_the_site_only(client: Client) -> None:
    phone = _phone(make.make_applicant())
    url = reverse("identity:sign_in")

    targets = [
        client.post(url, {"login": phone, "password": make.PASSWORD, "next": wanted})["Location"]
        for wanted in ("/account/", "https://evil.example/", "//evil.example/")
    ]

    assert targets == ["/account/", "/", "/"]


def test_signing_out_needs_a_post_and_ends_the_session(client: Client) -> None:
    _sign_in(client, _phone(make.make_applicant()))

    refused = client.get(reverse("identity:sign_out"))
    client.post(reverse("identity:sign_out"))

    assert refused.status_code == 405
    assert "_auth_user_id" not in client.session


def test_registering_signs_in(client: Client) -> None:
    page = client.post(reverse("identity:register"), _registration())

    assert page.status_code == 302
    found = queries.find_applicant_by_identity_no("11010519491231002X")
    assert found is not None
    assert client.session["_auth_user_id"] == str(found.id)


@pytest.mark.parametrize("accept", ["zh-hans", "en"])
def test_a_wrong_identity_number_is_told_in_the_readers_language(client: Client, accept: str) -> None:
    page = client.post(
        reverse("identity:register"), _registration(identity_no="110105194912310021"), HTTP_ACCEPT_LANGUAGE=accept
    )

    with language(accept):
        message = gettext(IdentityNoCheckError.text)
    assert message.isascii() is (accept == "en")
    assert page.status_code == 422
    assert escape(message) in page.content.decode()
    assert 'id="id_identity_no_error"' in page.content.decode()
    assert queries.list_accounts().rows == ()


@pytest.mark.parametrize(
    ("accept", "message"),
    [
        ("zh-hans", "护照或者通行证号码由5至20位字母、数字组成。"),
        ("en", "The number of a passport or permit has 5 to 20 letters and digits."),
    ],
)
def test_a_wrong_passport_number_is_told_in_the_readers_language(client: Client, accept: str, message: str) -> None:
    page = client.post(
        reverse("identity:register"),
        _registration(identity_type="passport", identity_no="E1"),
        HTTP_ACCEPT_LANGUAGE=accept,
    )

    assert message in page.content.decode()


def test_two_different_passwords_are_refused(client: Client) -> None:
    page = client.post(reverse("identity:register"), _registration(password_again="another-horse-43"))

    assert page.status_code == 422
    assert queries.list_accounts().rows == ()


def test_a_second_registration_is_a_conflict(client: Client) -> None:
    client.post(reverse("identity:register"), _registration())

    page = Client().post(reverse("identity:register"), _registration(phone="10087654321"))

    assert page.status_code == 409
    assert len(queries.list_accounts().rows) == 1


def test_no_password_comes_back_in_a_page(client: Client) -> None:
    page = client.post(reverse("identity:register"), _registration(name=""))

    assert make.PASSWORD not in page.content.decode()


def test_ones_own_data_are_masked_until_shown_and_the_look_is_recorded(client: Client) -> None:
    client.post(reverse("identity:register"), _registration())

    masked = client.get(reverse("identity:account")).content.decode()
    shown = client.post(reverse("identity:show"))

    assert "110105**********2X" in masked
    assert "11010519491231002X" not in masked
    assert "11010519491231002X" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    account_id = int(client.session["_auth_user_id"])
    assert [row.kind for row in queries.list_events(subject=f"account:{account_id}").rows] == [EventKind.UNMASKED]


@pytest.mark.parametrize("name", ["account", "change_password"])
def test_pages_of_the_account_ask_the_stranger_to_sign_in(client: Client, name: str) -> None:
    page = client.get(reverse(f"identity:{name}"))

    assert page.status_code == 302
    assert page["Location"].startswith(reverse("identity:sign_in") + "?next=")


@pytest.mark.parametrize("name", ["show", "choose_language"])
def test_acts_of_the_account_ask_the_stranger_to_sign_in(client: Client, name: str) -> None:
    page = client.post(reverse(f"identity:{name}"), {"language": "en"})

    assert page.status_code == 302
    assert page["Location"].startswith(reverse("identity:sign_in"))


def test_a_first_password_is_changed_before_anything_else(client: Client) -> None:
    staff = bodies.make_staff(bodies.make_organisation())
    services.create_staff_account(actor=SYSTEM, staff_id=staff, login="clerk.two", password=make.PASSWORD)

    page = client.post(reverse("identity:sign_in"), {"login": "Clerk.Two", "password": make.PASSWORD})

    assert page["Location"] == reverse("identity:change_password")


def test_a_changed_password_keeps_this_session_and_ends_the_others(client: Client) -> None:
    phone, other = _phone(make.make_applicant()), Client()
    for each in (client, other):
        _sign_in(each, phone)

    page = client.post(
        reverse("identity:change_password"),
        {"present": make.PASSWORD, "password": "another-horse-43", "password_again": "another-horse-43"},
    )

    assert page.status_code == 302
    assert client.get(reverse("identity:account")).status_code == 200
    assert other.get(reverse("identity:account")).status_code == 302


def test_a_mistyped_present_password_changes_nothing(client: Client) -> None:
    account_id = make.make_applicant()
    _sign_in(client, _phone(account_id))

    page = client.post(
        reverse("identity:change_password"),
        {"present": "wrong-horse-42", "password": "another-horse-43", "password_again": "another-horse-43"},
    )

    assert page.status_code == 422
    assert _sign_in(Client(), _phone(account_id)) == 302


def test_the_chosen_language_comes_back_with_the_next_sign_in(client: Client) -> None:
    phone = _phone(make.make_applicant())
    _sign_in(client, phone)
    client.post(reverse("identity:choose_language"), {"language": "en"})
    fresh = Client()

    _sign_in(fresh, phone)

    assert fresh.cookies["django_language"].value == "en"


def test_a_session_is_read_in_one_statement_and_holds_for_its_password_only(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    account_id = make.make_applicant()
    _sign_in(client, _phone(account_id))
    request = client.get(reverse("identity:account")).wsgi_request
    assert request.session["_auth_user_id"] == str(account_id)

    with django_assert_num_queries(1):
        session = find_session(request)
    services.reset_password(actor=SYSTEM, account_id=account_id, password="another-horse-43")

    assert session is not None
    assert session.actor.account_id == account_id
    assert find_session(request) is None


def test_every_field_is_labelled_and_completes_itself(client: Client) -> None:
    with language("en"):
        body = client.get(reverse("identity:register")).content.decode()

    for name, purpose in (("name", "name"), ("phone", "tel"), ("password", "new-password")):
        assert f'for="id_{name}"' in body
        assert f'autocomplete="{purpose}"' in body
