"""Errors of the domain as answers: the status of each kind, for programs and for people, in both languages."""

import json
import re
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import pytest
import structlog
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from yichuang.cases.errors import ActNotAllowedError, FormInvalidError
from yichuang.cases.rules import Act, State
from yichuang.config import urls as true_urls
from yichuang.core import errors
from yichuang.core.actor import RightMissingError, SignInRequiredError
from yichuang.core.errors import FieldProblem
from yichuang.core.rights import Right

pytestmark = pytest.mark.django_db


class OddError(errors.DomainError):
    """An error of no known kind."""


RAISED: dict[str, tuple[Callable[[], Exception], int]] = {
    "absent": (errors.NotFoundError, 404),
    "anonymous": (SignInRequiredError, 401),
    "too-many": (lambda: errors.TooManyError(seconds=60), 429),
    "forbidden": (lambda: RightMissingError(right=Right.ACCEPT), 403),
    "conflict": (
        lambda: ActNotAllowedError(act=Act.ISSUE, state=State.RECEIVED, possible=(Act.ACCEPT, Act.REFUSE)),
        409,
    ),
    "invalid": (
        lambda: FormInvalidError(
            [
                FieldProblem(
                    "q1", "cases.field_date", "The item does not ask for a material “{code}”.", "x<y", {"code": "M9"}
                )
            ]
        ),
        422,
    ),
    "too-large": (errors.TooLargeError, 413),
    "unsupported": (errors.UnsupportedError, 415),
    "odd": (OddError, 400),
}


def fail(request: HttpRequest, kind: str) -> HttpResponse:
    """A view that fails in that way."""
    if kind == "fault":
        message = "a secret of the inside"
        raise RuntimeError(message)
    error = RAISED[kind][0]()
    raise error


ROUTES = [path("fail/<slug:kind>", fail), path("api/fail/<slug:kind>", fail), *true_urls.urlpatterns]


@pytest.fixture(autouse=True)
def _routes() -> Iterator[None]:
    module: Any = ModuleType("routes")
    module.urlpatterns, module.handler500 = ROUTES, true_urls.handler500
    with override_settings(ROOT_URLCONF=module):
        yield


def client(language: str = "en") -> Client:
    return Client(headers={"accept-language": language}, raise_request_exception=False)


def test_every_kind_of_error_is_tried() -> None:
    from_core = {
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.DomainError)
    }
    raised = [make() for make, _status in RAISED.values()]

    assert all(any(isinstance(one, kind) for one in raised) for kind in from_core)


@pytest.mark.parametrize("kind", RAISED)
def test_a_program_gets_problem_details(kind: str) -> None:
    make, status = RAISED[kind]
    error = make()
    assert isinstance(error, errors.DomainError)

    for response in (
        client().get(f"/api/fail/{kind}"),
        client().get(f"/fail/{kind}", headers={"accept": "application/json"}),
    ):
        body = json.loads(response.content)
        assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
        assert (body["type"], body["code"], body["status"]) == (
            f"urn:yichuang:problem:{error.code}",
            error.code,
            status,
        )
        assert body["title"]


@pytest.mark.parametrize("kind", RAISED)
def test_a_person_gets_a_page_with_the_same_status(kind: str) -> None:
    make, status = RAISED[kind]
    error = make()
    assert isinstance(error, errors.DomainError)

    response = client().get(f"/fail/{kind}", headers={"accept": "text/html,*/*"})

    page = response.content.decode()
    assert (response.status_code, response["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert error.code in page
    assert "<h1>" in page


@pytest.mark.parametrize(
    ("language", "title"),
    [
        (
            "en",
            "“Issue the result” is not possible while the case is “Received”. Possible now: Accept, Refuse to accept.",
        ),
        ("zh-hans", "办件状态为“已收件”，不能办理“制发办理结果”。目前可以办理：受理、不予受理。"),
    ],
)
def test_the_message_with_its_labels_is_in_the_readers_language(language: str, title: str) -> None:
    body = json.loads(client(language).get("/api/fail/conflict").content)

    assert body["title"] == title


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "The item does not ask for a material “M9”."), ("zh-hans", "该事项不需要提交材料“M9”。")],
)
def test_each_field_is_named_with_its_value(language: str, message: str) -> None:
    body = json.loads(client(language).get("/api/fail/invalid").content)

    assert body["problems"] == [{"field": "q1", "code": "cases.field_date", "message": message, "value": "x<y"}]


def test_a_page_shows_the_value_without_letting_it_become_markup() -> None:
    page = client().get("/fail/invalid").content.decode()

    assert "x&lt;y" in page
    assert "x<y" not in page


@pytest.mark.parametrize("address", ["/fail/fault", "/api/fail/fault"])
def test_an_unknown_error_is_500_with_the_number_that_the_log_repeats(address: str) -> None:
    with structlog.testing.capture_logs() as logged:
        response = client().get(address)

    page = response.content.decode()
    found = re.search(r"\b[0-9a-f]{12}\b", page)
    assert found is not None
    assert response.status_code == 500
    entry = next(one for one in logged if one["event"] == "unhandled")
    assert (entry["error_id"], entry["path"]) == (found[0], address)
    assert "secret" not in page


def test_a_program_gets_problem_details_of_an_unknown_error_too() -> None:
    response = client().get("/api/fail/fault")

    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert (body["status"], body["code"], len(body["error_id"])) == (500, "core.fault", 12)


def test_an_address_that_does_not_exist_is_a_page_of_ours() -> None:
    response = client().get("/no/such/page")

    assert response.status_code == 404
    assert "<h1>" in response.content.decode()
