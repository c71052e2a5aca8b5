"""The base pages: language, navigation by right, the person, the messages, the pages for refusals."""

import pytest
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from pytest_django.fixtures import Settings

from yichuang.core.actor import ANONYMOUS, Actor, ActorKind, PostHeld, Principal, Scope
from yichuang.ui import views

DESK = "ui/desk_base.html"
PORTAL = "ui/portal_base.html"


@pytest.fixture(autouse=True)
def _no_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has notices: these pages are drawn without a database."""
    monkeypatch.setattr("yichuang.config.context.count_unread", lambda actor: 0)


def a_request(actor: Actor = ANONYMOUS, path: str = "/somewhere/?q=1") -> HttpRequest:
    """A request of that actor."""
    request = RequestFactory().get(path)
    setattr(request, "actor", actor)  # noqa: B010 - what the middleware does
    return request


def an_official(*rights: str) -> Actor:
    """An official in one post with these rights."""
    post = PostHeld(1, "Clerk", 1, "Office", None, Scope.ORGANISATION, frozenset(rights))
    return Actor(7, "王小明", ActorKind.STAFF, (post,))


@pytest.mark.parametrize(("language", "expected"), [("zh-hans", '<html lang="zh-Hans">'), ("en", '<html lang="en">')])
def test_a_page_names_its_language(language: str, expected: str) -> None:
    with translation.override(language):
        html = render_to_string(PORTAL, request=a_request())

    assert expected in html


def test_a_page_is_called_after_the_centre_in_the_readers_language(settings: Settings) -> None:
    settings.CENTRE_NAME, settings.CENTRE_NAME_EN = "甲中心", "Centre A"

    with translation.override("zh-hans"):
        chinese = render_to_string(PORTAL, request=a_request())
    with translation.override("en"):
        english = render_to_string(PORTAL, request=a_request())

    assert '<span class="ui-brand__name">甲中心</span>' in chinese
    assert '<span class="ui-brand__name">Centre A</span>' in english


def test_htmx_may_neither_evaluate_nor_write_styles() -> None:
    html = render_to_string(PORTAL, request=a_request())

    assert '"includeIndicatorStyles": false, "allowEval": false' in html


def test_a_page_begins_with_a_way_to_its_content() -> None:
    html = render_to_string(DESK, request=a_request())

    assert '<a class="ui-skip" href="#main">' in html
    assert html.count('id="main"') == 1


def test_the_language_switch_leads_back_to_the_page() -> None:
    html = render_to_string(PORTAL, request=a_request())

    assert '<input type="hidden" name="next" value="/somewhere/?q=1">' in html
    assert html.count("csrfmiddlewaretoken") == html.count('method="post"')


def test_messages_are_announced_with_their_tone() -> None:
    messages = [Message(constants.ERROR, "<b>not done</b>")]

    html = render_to_string("ui/messages.html", {"messages": messages})

    assert 'role="status"' in html
    assert "ui-tone-bad" in html
    assert "&lt;b&gt;not done&lt;/b&gt;" in html


@pytest.mark.urls("tests.ui.addresses")
def test_officials_see_what_their_rights_open() -> None:
    with translation.override("en"):
        html = render_to_string(DESK, request=a_request(an_official("cases.view", "catalogue.publish")))

    assert [word for word in ("Worklist", "Intake", "Items", "Ledger") if f">{word}</a>" in html] == [
        "Worklist",
        "Items",
    ]


@pytest.mark.urls("tests.ui.addresses")
def test_the_present_place_is_marked_in_the_navigation() -> None:
    html = render_to_string(DESK, request=a_request(an_official("cases.view"), "/desk/worklist/17/"))

    assert '<a href="/desk/worklist/" aria-current="page">' in html


def test_an_address_that_does_not_exist_has_no_entry(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.ui.few_addresses"

    html = render_to_string(PORTAL, request=a_request())

    assert "<li>" not in html


@pytest.mark.urls("tests.ui.addresses")
def test_a_person_signed_in_sees_name_and_way_out() -> None:
    with translation.override("en"):
        html = render_to_string(DESK, request=a_request(an_official()))

    assert "王小明" in html
    assert ">Sign out</button>" in html
    assert ">Sign in</a>" not in html


@pytest.mark.parametrize(
    ("actor", "class_name"),
    [(an_official(), "ui-desk"), (ANONYMOUS, "ui-portal")],
)
def test_a_refusal_stands_on_the_page_of_the_actors_side(actor: Actor, class_name: str) -> None:
    problem = {
        "title": "Wrong <b>",
        "code": "core.invalid",
        "problems": [{"field": "name", "message": "No", "value": "<i>"}],
    }

    html = render_to_string("problem.html", {"problem": problem, "status": 422}, request=a_request(actor))

    assert f'<body class="ui-page {class_name}"' in html
    assert "<h1>Wrong &lt;b&gt;</h1>" in html
    assert "<strong>name</strong>" in html
    assert "&lt;i&gt;" in html
    assert "core.invalid" in html


@pytest.mark.parametrize("status", [401, 403, 404, 409, 413, 415, 422])
def test_a_refusal_says_what_can_be_done(status: int) -> None:
    html = render_to_string("problem.html", {"problem": {"title": "x"}, "status": status}, request=a_request())

    assert html.split("<h2>")[1].split("</ul>")[0].count("<li>") == 2


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "500.html"])
def test_pages_for_faults_need_no_request(name: str) -> None:
    html = render_to_string(name)

    assert html.count("<h1>") == 1
    assert "<form" not in html


def test_a_fault_of_ours_is_answered_with_its_number() -> None:
    request = RequestFactory().get("/")
    request.META["YICHUANG_ERROR_ID"] = "abc123"

    answer = views.server_error(request)

    assert answer.status_code == 500
    assert "abc123" in answer.content.decode()


def test_the_gallery_shows_every_component(settings: Settings) -> None:
    settings.UI_GALLERY = True

    answer = views.gallery(a_request())

    html = answer.content.decode()
    assert answer.status_code == 200
    parts = (
        "due",
        "timeline",
        "files",
        "steps",
        "pairs",
        "figures",
        "table",
        "errors",
        "empty",
        "search",
        "alert",
        "badge",
        "crumbs",
        "tiles",
        "chart",
        "flow",
        "qr",
        "dialog",
        "upload",
        "filter",
        "bulk",
        "save",
    )
    assert [part for part in parts if f'class="ui-{part}' not in html] == []


def test_the_gallery_is_absent_in_production(settings: Settings) -> None:
    settings.UI_GALLERY = False

    with pytest.raises(Http404):
        views.gallery(a_request())


def choose(data: dict[str, str], cookie: str = "") -> HttpResponse:
    """The answer to a choice of display."""
    request = RequestFactory().post("/ui/display/", data)
    request.COOKIES = {"display": cookie} if cookie else {}
    return views.choose_display(request)


def test_a_choice_of_display_is_kept_for_a_year() -> None:
    answer = choose({"theme": "dark", "next": "/services/?q=1"}, cookie="light.large")

    kept = answer.cookies["display"]
    assert (kept.value, kept["max-age"], kept["httponly"], kept["samesite"]) == ("dark.large", 31_536_000, True, "Lax")
    assert answer["Location"] == "/services/?q=1"


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_choice_of_display_leads_to_no_foreign_place(wanted: str) -> None:
    assert choose({"size": "large", "next": wanted})["Location"] == "/"


@pytest.mark.parametrize("theme", ["purple", "<script>", ""])
def test_an_unknown_choice_of_display_changes_nothing(theme: str) -> None:
    assert choose({"theme": theme}, cookie="contrast.large").cookies["display"].value == "contrast.large"


@pytest.mark.parametrize(
    ("cookie", "root", "sheets"),
    [
        ("", '<html lang="en">', ["theme-dark", "theme-contrast"]),
        ("dark.normal", '<html lang="en" data-theme="dark">', ["theme-dark"]),
        ("contrast.large", '<html lang="en" data-theme="contrast" data-size="large">', ["theme-contrast"]),
        ("light.normal", '<html lang="en" data-theme="light">', []),
        ("nonsense", '<html lang="en">', ["theme-dark", "theme-contrast"]),
    ],
)
def test_a_page_looks_as_chosen_or_else_as_the_device(cookie: str, root: str, sheets: list[str]) -> None:
    request = a_request()
    request.COOKIES = {"display": cookie}

    with translation.override("en"):
        html = render_to_string(PORTAL, request=request)

    assert root in html
    assert [name for name in ("theme-dark", "theme-contrast") if name in html] == sheets
    assert ("prefers-color-scheme: dark" in html) == (len(sheets) == 2)


@pytest.mark.urls("tests.ui.addresses")
def test_the_mode_for_elders_shows_fewer_things() -> None:
    request = a_request()
    request.COOKIES = {"display": "light.large"}

    with translation.override("en"):
        plain = render_to_string(PORTAL, request=a_request())
        large = render_to_string(PORTAL, request=request)

    assert "Verify a paper</a></li>" in plain.split("</nav>")[0]
    assert "Verify a paper</a></li>" not in large.split("</nav>")[0]
    assert "My cases</a></li>" in large.split("</nav>")[0]


@pytest.mark.urls("tests.ui.addresses")
def test_an_agent_sees_for_whom() -> None:
    principal = Principal(9, "示例<b>公司", 4)
    actor = Actor(7, "王小明", ActorKind.APPLICANT, acting_for=principal)

    with translation.override("en"):
        html = render_to_string(PORTAL, request=a_request(actor))

    assert "Acting for 示例&lt;b&gt;公司" in html
    assert 'action="/me/act-for/"' in html


@pytest.mark.urls("tests.ui.addresses")
@pytest.mark.parametrize(("unread", "shown"), [(0, False), (3, True)])
def test_the_bell_tells_how_many_notices_are_unread(unread: int, shown: bool) -> None:
    html = render_to_string(DESK, {"unread_notices": unread}, request=a_request(an_official()))

    assert 'href="/desk/notices/"' in html
    assert ('<span class="ui-count">3</span>' in html) == shown


def test_the_footer_says_where_the_centre_is(settings: Settings) -> None:
    settings.CENTRE_ADDRESS, settings.CENTRE_PHONE = "示例路1号", "0990-1234567"

    with translation.override("zh-hans"):
        html = render_to_string(PORTAL, request=a_request())

    assert "示例路1号" in html
    assert '<a href="tel:0990-1234567">' in html
