"""Who may open each page: anonymous, applicant, colleague without the right, holder."""

import uuid
from collections.abc import Mapping
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support import cases as make
from tests.support import catalogue, identity
from tests.support import organisations as bodies
from tests.support.seals import make_seal
from tests.support.staffdesk import Hall, client_for, key, make_hall
from yichuang.cases.rules import Channel, State
from yichuang.cases.services import start_draft
from yichuang.core.clock import today
from yichuang.core.rights import Role
from yichuang.organisations.queries import get_post, list_posts
from yichuang.staffdesk.urls import urlpatterns

pytestmark = pytest.mark.django_db


class Door(NamedTuple):
    """An address, who may pass, who of the staff may not, and what the holder gets."""

    name: str
    holder: str
    stranger: str
    status: int
    method: str = "get"
    typed: Mapping[str, str] = {}


DOORS = [
    Door("today", "clerk", "nobody", 200),
    Door("worklist", "clerk", "nobody", 200),
    Door("filter_save", "clerk", "editor", 302, "post", {"name": "到期", "query": "due=overdue"}),
    Door("filter_delete", "clerk", "editor", 404, "post"),
    Door("bulk", "clerk", "editor", 200, "post", {"act": "take"}),
    Door("handling", "clerk", "editor", 302, "post", {"text": "已电话联系申请人"}),
    Door("decide_now", "clerk", "editor", 403, "post"),
    Door("correspondence", "clerk", "editor", 200),
    Door("question", "clerk", "editor", 404),
    Door("question_act", "clerk", "editor", 404, "post"),
    Door("texts", "official", "clerk", 200),
    Door("texts_seed", "manager", "clerk", 302, "post"),
    Door("text", "official", "clerk", 404),
    Door("text_retire", "official", "clerk", 404, "post"),
    Door("case", "clerk", "editor", 200),
    Door("unmask", "clerk", "editor", 200, "post", {"reason": "核对"}),
    Door("act", "clerk", "editor", 302, "post"),
    Door("file", "clerk", "editor", 404),
    Door("paper", "clerk", "editor", 404),
    Door("packages", "records", "clerk", 409),
    Door("package", "records", "clerk", 409, "post", {"reason": "移交"}),
    Door("intake", "clerk", "reviewer", 200),
    Door("intake_start", "clerk", "reviewer", 302, "post"),
    Door("intake_form", "clerk", "reviewer", 200),
    Door("intake_person", "clerk", "reviewer", 200, "post"),
    Door("intake_upload", "clerk", "reviewer", 422, "post"),
    Door("intake_move", "clerk", "reviewer", 302, "post"),
    Door("intake_spot", "clerk", "reviewer", 200),
    Door("screen", "clerk", "reviewer", 200),
    Door("screen_panel", "clerk", "reviewer", 200),
    Door("screen_act", "clerk", "reviewer", 302, "post"),
    Door("intake_discard", "clerk", "reviewer", 302, "post"),
    Door("intake_remove_file", "clerk", "reviewer", 302, "post"),
    Door("items", "editor", "clerk", 200),
    Door("item_new", "editor", "clerk", 200),
    Door("import", "editor", "clerk", 200),
    Door("export", "editor", "clerk", 200),
    Door("item", "editor", "clerk", 200),
    Door("draft_start", "editor", "legal", 302, "post"),
    Door("version", "editor", "clerk", 200),
    Door("draft", "editor", "legal", 200),
    Door("draft_section", "editor", "legal", 200),
    Door("draft_part", "editor", "legal", 200),
    Door("draft_change", "editor", "legal", 302, "post", {"do": "down", "revision": "1"}),
    Door("version_act", "editor", "clerk", 302, "post"),
    Door("difference", "editor", "clerk", 200),
    Door("organisations", "manager", "clerk", 200),
    Door("organisation_new", "manager", "clerk", 200),
    Door("organisation", "manager", "clerk", 200),
    Door("post", "manager", "reviewer", 200),
    Door("staff", "manager", "reviewer", 200),
    Door("window", "manager", "clerk", 200),
    Door("letter_copy", "manager", "clerk", 404),
    Door("organisation_act", "manager", "clerk", 302, "post", {"name": "二楼办公室"}),
    Door("seals", "manager", "clerk", 200),
    Door("seal_new", "manager", "clerk", 200),
    Door("seal", "manager", "clerk", 200),
    Door("seal_act", "manager", "clerk", 302, "post", {"reason": "停用"}),
    Door("accounts", "manager", "clerk", 200),
    Door("account_new", "manager", "clerk", 200),
    Door("account", "manager", "clerk", 200),
    Door("account_act", "manager", "clerk", 302, "post"),
    Door("calendar", "manager", "clerk", 200),
    Door("calendar_seed", "manager", "clerk", 302, "post", {"first": "2025", "last": "2026"}),
    Door("calendar_moved", "manager", "clerk", 404),
    Door("deadline", "clerk", "legal", 200),
    Door("calendar_year", "manager", "clerk", 200),
    Door("calendar_act", "manager", "clerk", 422, "post"),
    Door("clients", "admin", "clerk", 200),
    Door("client_new", "admin", "clerk", 200),
    Door("client", "admin", "clerk", 404),
    Door("client_act", "admin", "clerk", 404, "post"),
    Door("ledger", "supervisor", "clerk", 200),
]

# Every member of staff has notices.
FOR_ALL_STAFF = {"notices", "notices_read"}


class Place:
    """A hall with one thing of each kind, and everybody as a client."""

    def __init__(self) -> None:
        self.hall: Hall = make_hall()
        desk = self.hall.desk
        self.case_no = make.make_case(desk, State.SUBMITTED)
        self.draft = start_draft(actor=desk.clerk, key=uuid.uuid4(), version_id=desk.version.id, channel=Channel.WINDOW)
        self.ref = catalogue.make_draft("B2", organisation_id=desk.organisation_id)
        self.post_id = list_posts(on=today(), organisation_id=desk.organisation_id).rows[0].id
        self.staff_id = get_post(self.post_id, today()).holder_id
        self.letter_id = _make_letter(desk.organisation_id)
        self.window_id = bodies.make_window(desk.organisation_id)
        self.seal_id = make_seal(desk.organisation_id).seal_id

    def client(self, who: str) -> Client:
        """The client of somebody."""
        if who in {"clerk", "reviewer", "official", "records", "applicant"}:
            return self.hall.as_(who)
        roles = {
            "editor": Role.CATALOGUE_EDITOR,
            "legal": Role.LEGAL_REVIEWER,
            "manager": Role.CENTRE_MANAGER,
            "supervisor": Role.SUPERVISOR,
            "admin": Role.SYSTEM_ADMINISTRATOR,
        }
        if who == "nobody":
            return client_for(identity.staff_actor(organisation_id=self.hall.desk.organisation_id))
        return self.hall.staff(roles[who])

    def url(self, name: str) -> str:
        """The address of that name, about what is there."""
        desk = self.hall.desk
        arguments: dict[str, list[object]] = {
            "filter_delete": [1],
            "handling": [self.case_no, "note"],
            "decide_now": [self.case_no],
            "question": ["20260101-1"],
            "question_act": ["20260101-1", "answer"],
            "text": [10**9],
            "text_retire": [10**9],
            "case": [self.case_no],
            "unmask": [self.case_no],
            "act": [self.case_no, "receive"],
            "file": [self.case_no, 1],
            "paper": [self.case_no, 1],
            "packages": [self.case_no],
            "package": [self.case_no, 1],
            "intake_form": [self.draft],
            "intake_person": [self.draft],
            "intake_upload": [self.draft, "M1"],
            "intake_move": [self.draft],
            "intake_spot": [self.draft],
            "screen_act": ["clear"],
            "intake_discard": [self.draft],
            "intake_remove_file": [self.draft, "M1", 1],
            "export": ["json"],
            "item": [self.ref.item_id],
            "draft_start": [desk.version.item_id],
            "version": [self.ref.version_id],
            "draft": [self.ref.version_id],
            "draft_section": [self.ref.version_id, "limits"],
            "draft_part": [self.ref.version_id, "materials", "0"],
            "draft_change": [self.ref.version_id, "materials", "0"],
            "version_act": [self.ref.version_id, "submit"],
            "difference": [self.ref.version_id, desk.version.id],
            "organisation": [desk.organisation_id],
            "post": [self.post_id],
            "staff": [self.staff_id],
            "window": [self.window_id],
            "letter_copy": [self.letter_id],
            "organisation_act": ["open_office", desk.organisation_id],
            "seal": [self.seal_id],
            "seal_act": [self.seal_id, "withdraw"],
            "account": [desk.clerk.account_id],
            "account_act": [desk.clerk.account_id, "unlock"],
            "client": [10**9],
            "client_act": [10**9, "resend", 1],
            "calendar_year": ["000000000000", 2026],
            "calendar_act": ["000000000000", 2026, "day"],
        }
        return reverse(f"staffdesk:{name}", args=arguments.get(name, []))

    def knock(self, door: Door, client: Client) -> int:
        """Go to the address; answers the status."""
        typed = {"key": key(), "version": str(self.hall.desk.version.id), **door.typed}
        url = self.url(door.name)
        return (client.post(url, typed) if door.method == "post" else client.get(url)).status_code


def _make_letter(organisation_id: int) -> int:
    """A letter of authority whose signed copy is not in the store."""
    post_id = bodies.make_post(organisation_id, Role.CHIEF_REPRESENTATIVE)
    staff_id = bodies.make_staff(organisation_id)
    bodies.hold(post_id, staff_id)
    return bodies.make_letter(post_id, staff_id)


@pytest.fixture
def place() -> Place:
    """Everything that the addresses are about."""
    return Place()


def test_every_address_is_tried() -> None:
    assert {door.name for door in DOORS} | FOR_ALL_STAFF == {pattern.name for pattern in urlpatterns}


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_only_the_holder_of_the_right_passes(place: Place, door: Door) -> None:
    with CaptureQueriesContext(connection) as queries:
        refused = [place.knock(door, Client()), place.knock(door, place.hall.as_("applicant"))]
        refused.append(place.knock(door, place.client(door.stranger)))

    passed = place.knock(door, place.client(door.holder))

    assert refused == [302, 403, 403]
    written = [query["sql"] for query in queries if _is_write(query["sql"])]
    assert written == []
    assert passed == door.status


def test_who_is_not_signed_in_comes_back_after_signing_in(place: Place) -> None:
    page = Client().get(place.url("case"))

    assert page["Location"] == f"/account/sign-in/?next=/desk/cases/{place.case_no}/"


def test_who_sees_no_cases_begins_with_what_they_keep(place: Place) -> None:
    page = place.client("editor").get("/desk/")

    assert page["Location"] == "/desk/items/"


def test_the_navigation_shows_only_what_may_be_opened(place: Place) -> None:
    text = place.client("clerk").get("/desk/").content.decode()

    doors = ("worklist", "intake", "items", "organisations", "accounts", "calendar", "ledger")
    assert [name for name in doors if f'<a href="{reverse(f"staffdesk:{name}")}"' in text] == ["worklist", "intake"]


def test_a_change_is_never_made_by_a_link(place: Place) -> None:
    posts = [door for door in DOORS if door.method == "post" and door.name not in {"unmask", "act"}]

    statuses = {door.name: place.client(door.holder).get(place.url(door.name)).status_code for door in posts}

    assert set(statuses.values()) == {405}


def _is_write(sql: str) -> bool:
    is_write = sql.startswith(("INSERT", "UPDATE", "DELETE"))
    # Making a colleague on the way is not what the page did.
    return is_write and any(one in sql for one in ("cases_", "catalogue_", "deadlines_", "seals_"))
