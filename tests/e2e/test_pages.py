"""Every page that somebody can reach: axe, sideways scroll, size of targets; and the weight of the first page."""

import pytest
from django.urls import get_resolver
from playwright.sync_api import Browser
from pytest_django.live_server_helper import LiveServer

from tests.e2e.centre import NO_PAGES, Centre, addresses, make_centre, path
from tests.support.axe import page_weight
from tests.support.browser import DESK_PX, LOOKS, PHONE_PX, Crowd, Look, findings, looks

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
FIRST_PAGE_BYTES = 100_000
PEOPLE = ("anybody", "applicant", "clerk", "official", "records", "editor", "manager", "administrator", "supervisor")
# Each page is loaded once for its colours, and looked at in every width.
WIDTHS = (
    {"light": (DESK_PX,), "contrast": (PHONE_PX,)}
    if looks() != LOOKS
    else dict.fromkeys(("light", "contrast"), (DESK_PX, PHONE_PX))
)


@pytest.fixture(params=[Look(DESK_PX, "light"), Look(PHONE_PX, "contrast")], ids=["light", "contrast"])
def look(request: pytest.FixtureRequest) -> Look:
    """The colours; the page is looked at in each of their widths."""
    assert isinstance(request.param, Look)
    return request.param


@pytest.fixture
def centre() -> Centre:
    """A centre with something on every page."""
    return make_centre()


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page_is_accessible(name: str, crowd: Crowd, centre: Centre) -> None:
    person = crowd.arrive(f"pages-{name}", centre.people[name])

    for address in addresses(centre)[name]:
        there = path(address)
        person.go(there)
        for width in WIDTHS[crowd.look.mode]:
            person.page.set_viewport_size({"width": width, "height": 900})
            person.faults += [f"{there} {width} {crowd.look.mode}: {one}" for one in findings(person.page, width)]


@pytest.mark.django_db
def test_every_page_is_looked_at(centre: Centre) -> None:
    visited = {address[0] for pages in addresses(centre).values() for address in pages}

    for namespace, left_out in NO_PAGES.items():
        known = get_resolver().namespace_dict[namespace][1].reverse_dict
        names = {name for name in known if isinstance(name, str)}
        assert {f"{namespace}:{name}" for name in names - left_out} <= visited


@pytest.mark.parametrize("width", [DESK_PX, PHONE_PX])
def test_the_first_page_is_light(width: int, browser: Browser, live_server: LiveServer, centre: Centre) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, base_url=live_server.url, locale="zh-CN")

    weights = page_weight(context.new_page(), "/")

    context.close()
    assert sum(weights.values()) < FIRST_PAGE_BYTES, weights
