"""Every address: open to everybody on purpose, or closed to whoever is not signed in."""

import re
import uuid
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from tests.support import cases
from tests.support.cases import Desk
from yichuang.cases.rules import State

pytestmark = pytest.mark.django_db
PUBLIC = {
    "i18n/setlang/": "choosing a language",
    "healthz": "asked by the supervisor of processes",
    "readyz": "asked by the supervisor of processes",
    "api/openapi.json": "the description of the API",
    "ui/": "the gallery of components, absent in production",
    "account/sign-in/": "signing in",
    "account/register/": "registering",
    "account/recover/": "a forgotten password",
    "account/recover/code/": "a forgotten password",
    "account/language/": "choosing a language",
    "account/sign-out/": "whoever is not signed in stays so",
    "screen/": "a device shows itself by its cookie",
    "screen/state/": "a device shows itself by its cookie",
    "screen/confirm/": "a device shows itself by its cookie",
    "screen/wrong/": "a device shows itself by its cookie",
    "screen/rate/": "a device shows itself by its cookie",
    "screen/skip/": "a device shows itself by its cookie",
    "screen/stay/": "a device shows itself by its cookie",
    "screen/language/": "a device shows itself by its cookie",
    "ui/display/": "how pages look, a cookie",
    "ask/": "questions of the public",
    "ask/new/": "anybody may ask",
    "ask/received/": "the number just given",
    "ask/follow/": "needs number and phone",
    "ask/answers/<str:number>/": "published answers",
    "": "the front page",
    "services/": "items are public",
    "services/<item_code:item_code>/": "items are public",
    "services/suggest": "items are public",
    "services/<item_code:item_code>/guide.pdf": "items are public",
    "services/<item_code:item_code>/form.pdf": "items are public",
    "services/<item_code:item_code>/sample.pdf": "items are public",
    "services/<item_code:item_code>/files/<int:upload_id>/": "only files that a published item names",
    "services/<item_code:item_code>/check/": "questions about oneself, nothing is kept",
    "about/": "where the centre is",
    "privacy/": "what is done with personal data",
    "accessibility/": "how the pages can be used",
    "progress/": "needs number and name",
    "verify/": "anybody may verify a paper",
    "verify/<str:code>/": "anybody may verify a paper",
}
CLOSED_ANSWERS = {401, 403, 404, 405}


class Route(NamedTuple):
    """An address as it is written in the table of addresses."""

    pattern: str

    def filled(self, desk: Desk, case_no: str) -> str:
        """The address with values that exist where that is possible."""
        values = {"case_no": case_no, "item_code": desk.version.item_code, "organisation_id": str(desk.organisation_id)}
        values |= {"key": str(uuid.uuid4()), "version_id": str(desk.version.id), "item_id": str(desk.version.item_id)}
        return "/" + re.sub(
            r"<(?:(\w+):)?(\w+)>", lambda found: values.get(found[2], _SAMPLES.get(found[2], "1")), self.pattern
        )


_SAMPLES = {"name": "receive", "code": "M1", "kind": "csv", "region": "000000000000", "year": "2026"}


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[Route]:
    """All addresses."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern)
        else:
            assert isinstance(entry, URLPattern)
            yield Route(pattern)


ALL = sorted(set(routes()))
CLOSED = [route for route in ALL if route.pattern not in PUBLIC]


def test_the_list_of_public_addresses_names_only_addresses_that_exist() -> None:
    assert set(PUBLIC) <= {route.pattern for route in ALL}
    assert len(ALL) > 80


def test_every_address_leads_to_a_view() -> None:
    desk = cases.make_desk()
    lost = []
    for route in ALL:
        try:
            resolve(route.filled(desk, "202601010000018"))
        except Resolver404:
            lost.append(route.pattern)

    assert lost == []


def test_every_closed_address_is_closed_to_whoever_is_not_signed_in() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    sign_in, client = reverse("identity:sign_in"), Client()
    open_ones = []

    for route in CLOSED:
        for method in ("get", "post"):
            response = getattr(client, method)(route.filled(desk, case_no))
            to_sign_in = response.status_code == 302 and response["Location"].startswith(sign_in)
            if not to_sign_in and response.status_code not in CLOSED_ANSWERS:
                open_ones.append((method, route.pattern, response.status_code))

    assert open_ones == []


def test_closed_addresses_answer_that_one_must_sign_in() -> None:
    """Not found and not allowed would hide a page that is open by mistake: most must say what is the matter."""
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    client, silent = Client(), []

    for route in CLOSED:
        answers = {getattr(client, method)(route.filled(desk, case_no)).status_code for method in ("get", "post")}
        if not answers & {302, 401, 403}:
            silent.append(route.pattern)

    # The gallery is absent in production; the address of a webhook takes only DELETE.
    assert silent == ["api/", "api/v1/webhooks/<webhook_id>", "ui/upload/"]


def test_public_addresses_are_open() -> None:
    desk = cases.make_desk()
    client = Client()

    answers = {pattern: client.get(Route(pattern).filled(desk, "202601010000018")).status_code for pattern in PUBLIC}

    refused = {pattern: status for pattern, status in answers.items() if status not in {200, 302, 404, 405}}
    assert refused == {}
    assert [answers[pattern] for pattern in ("", "services/", "verify/", "healthz", "readyz")] == [200] * 5
