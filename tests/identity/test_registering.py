"""Registering through the page: all errors at once, counted tries, safe ways back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client, RequestFactory
from django.urls import reverse

from tests.support import identity as make
from yichuang.core.problems import problem_response
from yichuang.identity import errors, queries, services
from yichuang.identity.access import address_of, redirect_to_sign_in
from yichuang.identity.models import Throttle
from yichuang.identity.rules import IdentityType, Limited

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(datetime(2026, 9, 25, 1, 0, tzinfo=UTC), tick=False) as traveller:
        yield traveller


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


def test_everything_wrong_stands_at_its_field_at_once(client: Client) -> None:
    wrong = _registration(name="<b>", identity_no="1", phone="2", password="short", password_again="other")

    body = client.post(reverse("identity:register"), wrong).content.decode()

    fields = ("name", "identity_no", "phone", "password", "password_again")
    assert [body.index(f'href="#id_{field}"') for field in fields] == sorted(
        body.index(f'href="#id_{f}"') for f in fields
    )
    for field in fields:
        assert body.count(f'id="id_{field}_error"') == 1, field
    assert "&lt;b&gt;" in body
    assert "<b>" not in body


def test_what_is_missing_is_told_with_what_is_wrong(client: Client) -> None:
    body = client.post(reverse("identity:register"), _registration(name="", identity_no="1")).content.decode()

    assert 'id="id_name_error"' in body
    assert 'id="id_identity_no_error"' in body


def test_a_child_is_told_beside_a_wrong_name(client: Client) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    number = make.identity_no(1, born=datetime(2013, 1, 1, tzinfo=UTC).date())

    body = client.post(reverse("identity:register"), _registration(name="<", identity_no=number)).content.decode()

    assert "For a child under 14 a guardian registers and applies." in body
    assert "Please take out of the name: &lt;" in body


@pytest.mark.parametrize("name", ["㐀示例", "𠮷示例", "\U00030000示例"])
def test_a_rare_name_is_kept_as_it_is(client: Client, name: str) -> None:
    client.post(reverse("identity:register"), _registration(name=f" {name} "))

    assert queries.get_person(int(client.session["_auth_user_id"])).name == name


def test_registering_is_counted_by_address_and_told_when_to_try_again(client: Client, clock: Any) -> None:
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    for _ in range(30):
        services.count_try(what=Limited.REGISTER, by="127.0.0.1")
    clock.shift(timedelta(minutes=20))

    page = client.post(reverse("identity:register"), _registration())
    elsewhere = Client(REMOTE_ADDR="192.0.2.9").post(reverse("identity:register"), _registration())

    assert (page.status_code, page["Retry-After"]) == (429, "2400")
    assert "Please try again after 10:00, or ask at the window." in page.content.decode()
    assert 'value="张示例"' in page.content.decode()
    assert elsewhere.status_code == 302


def test_mistypes_are_not_counted(client: Client) -> None:
    client.post(reverse("identity:register"), _registration(phone="1"))

    assert Throttle.objects.count() == 0


def test_a_count_begins_anew_after_its_time_and_names_nobody(clock: Any) -> None:
    for _ in range(10):
        services.count_try(what=Limited.FIND_PERSON, by="192.0.2.1")
    with pytest.raises(errors.TooOftenError):
        services.count_try(what=Limited.FIND_PERSON, by="192.0.2.1")
    clock.shift(timedelta(hours=1))
    services.count_try(what=Limited.FIND_PERSON, by="192.0.2.1")

    (row,) = Throttle.objects.values()
    assert row["count"] == 1
    assert "192.0.2.1" not in str(row)


def test_old_counts_are_forgotten(clock: Any) -> None:
    services.count_try(what=Limited.FIND_PERSON, by="192.0.2.1")
    clock.shift(timedelta(hours=3))
    services.count_try(what=Limited.FIND_PERSON, by="192.0.2.2")

    assert Throttle.objects.count() == 1


@pytest.mark.parametrize(
    ("method", "referer", "expected"),
    [
        ("get", "", "/apply/A1/%3Fstep%3D2"),
        ("post", "http://testserver/apply/A1/?step=2", "/apply/A1/%3Fstep%3D2"),
        ("post", "http://testserver/cases/", "/cases/"),
        ("post", "https://evil.example/apply/", "/"),
        ("post", "", "/"),
    ],
)
def test_a_session_that_ended_in_a_form_leads_back_to_its_page(method: str, referer: str, expected: str) -> None:
    request = getattr(RequestFactory(), method)("/apply/A1/?step=2", headers={"referer": referer} if referer else {})

    response = redirect_to_sign_in(request)

    assert response["Location"] == f"{reverse('identity:sign_in')}?next={expected}"


@pytest.mark.parametrize(
    "wanted", ["javascript:alert(1)", "/\\evil.example", "http:///evil.example", "\x00//evil.example"]
)
def test_a_way_back_leads_nowhere_else(client: Client, wanted: str) -> None:
    phone = queries.get_person(make.make_applicant()).phone

    page = client.post(reverse("identity:sign_in"), {"login": phone, "password": make.PASSWORD, "next": wanted})

    assert page.status_code in {302, 422}
    assert page.headers.get("Location", "/") == "/"


def test_an_email_is_checked_and_the_way_of_news_fits_the_phone() -> None:
    def register(number: int, phone: str = "", email: str = "") -> int:
        return services.register_applicant(
            name="张示例",
            identity_type=IdentityType.RESIDENT_CARD,
            identity_no=make.identity_no(number),
            password=make.PASSWORD,
            phone=phone or make.phone(number),
            email=email,
        )

    with pytest.raises(errors.RegistrationError) as caught:
        register(850, email="nowhere")
    landline = register(851, phone="0990-7654321")

    assert [problem.field for problem in caught.value.problems] == ["email"]
    assert queries.notice_of(landline).way.value == "here"


def test_a_limit_met_elsewhere_is_answered_with_when_to_try_again() -> None:
    request = RequestFactory().get("/api/v1/items")

    response = problem_response(request, errors.TooOftenError(time="10:00", seconds=60))

    assert (response.status_code, response["Retry-After"]) == (429, "60")
    assert address_of(request) == "127.0.0.1"


def test_who_was_sent_to_sign_in_and_registers_comes_back_to_the_page(client: Client) -> None:
    wanted = "/account/?from=apply"

    sign_in = client.get(reverse("identity:sign_in"), {"next": wanted}).content.decode()
    register = client.get(reverse("identity:register"), {"next": wanted}).content.decode()
    done = client.post(reverse("identity:register"), _registration(next=wanted))

    assert 'href="/account/register/?next=/account/%3Ffrom%3Dapply"' in sign_in
    assert "完成后将回到您刚才的页面继续办理" in sign_in
    assert f'<input type="hidden" name="next" value="{wanted}"' in register
    assert 'href="/account/sign-in/?next=/account/%3Ffrom%3Dapply"' in register
    assert done["Location"] == wanted


def test_registering_leads_to_no_other_site(client: Client) -> None:
    done = client.post(reverse("identity:register"), _registration(next="https://evil.example/"))

    assert done["Location"] == "/"
