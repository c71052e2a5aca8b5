"""The tree of the centre, stand-ins, places and history, through the client."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.support import organisations as bodies
from tests.support.staffdesk import Hall, key, make_hall
from yichuang.core.clock import today
from yichuang.core.rights import Role
from yichuang.organisations import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    """A hall with one published item."""
    return make_hall()


@pytest.fixture
def manager(hall: Hall) -> Client:
    """Who keeps organisations."""
    return hall.staff(Role.CENTRE_MANAGER)


def _do(client: Client, act: str, at: int, on: str, /, **typed: object) -> tuple[int, str]:
    page = client.post(f"{reverse('staffdesk:organisation_act', args=[act, at])}?on={on}", {"key": key(), **typed})
    return page.status_code, page.content.decode()


def _tree(client: Client, **query: str) -> list[str]:
    """The posts on the page, with holder or none."""
    found: list[str] = []
    todo = list(client.get(reverse("staffdesk:organisations"), query).context["bodies"])
    while todo:
        body = todo.pop(0)
        todo += body.children
        found += [f"{post.title}: {post.holder or '-'}" for post in body.posts]
    return found


def test_the_tree_shows_posts_with_holders_and_vacancies(hall: Hall, manager: Client) -> None:
    bodies.make_post(hall.desk.organisation_id, Role.REVIEWER, title="空缺岗")

    every, vacant = _tree(manager), _tree(manager, show="vacant")

    assert "空缺岗: -" in every
    assert len(every) > len(vacant)
    assert vacant == ["空缺岗: -"]


def test_a_body_a_post_and_a_person_are_found(hall: Hall, manager: Client) -> None:
    at = hall.desk.organisation_id
    post_id = bodies.make_post(at, Role.REVIEWER, title="特种设备审查岗")
    bodies.hold(post_id, bodies.make_staff(at, "欧阳示例"))
    name = queries.get_organisation(at).name

    found = [_tree(manager, q=text) for text in ("特种设备", "欧阳", name, "没有这样的")]

    assert found[0] == found[1] == ["特种设备审查岗: 欧阳示例"]
    assert "特种设备审查岗: 欧阳示例" in found[2]
    assert found[3] == []


def test_the_tree_takes_as_many_queries_for_many_bodies_as_for_few(hall: Hall, manager: Client) -> None:
    counts = []
    for number in (1, 5):
        for _ in range(number):
            at = bodies.make_organisation()
            bodies.make_window(at)
            bodies.hold(bodies.make_post(at, Role.WINDOW_CLERK), bodies.make_staff(at))
        with CaptureQueriesContext(connection) as asked:
            manager.get(reverse("staffdesk:organisations"))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_colleague_stands_in_and_is_shown_as_such(hall: Hall, manager: Client) -> None:
    at = hall.desk.organisation_id
    post = queries.list_posts(on=today(), organisation_id=at).rows[0]
    colleague = bodies.make_staff(at, "顾替班")
    until = today() + timedelta(days=3)

    status, _page = _do(
        manager,
        "appoint_stand_in",
        post.id,
        f"post-{post.id}",
        staff=colleague,
        held_from=today().isoformat(),
        held_to=until.isoformat(),
    )

    page = manager.get(reverse("staffdesk:post", args=[post.id]))
    assert status == 302
    rows = [[getattr(cell, "text", cell) for cell in row.cells] for row in page.context["holdings"]]
    assert ["顾替班", "Stand-in", today().isoformat(), until.isoformat(), "Runs"] in rows
    assert queries.get_post(post.id, today()).holder_id == post.holder_id
    holding = queries.get_post(post.id, today()).stand_in_holding_id or 0

    assert _do(manager, "end_stand_in", holding, f"post-{post.id}")[0] == 302
    assert queries.get_post(post.id, today()).stand_in_id is None


def test_a_stand_in_for_too_long_is_refused_at_the_last_day(hall: Hall, manager: Client) -> None:
    at = hall.desk.organisation_id
    post = queries.list_posts(on=today(), organisation_id=at).rows[0]
    until = (today() + timedelta(days=120)).isoformat()

    page = manager.post(
        f"{reverse('staffdesk:organisation_act', args=['appoint_stand_in', post.id])}?on=post-{post.id}",
        {"key": key(), "staff": bodies.make_staff(at), "held_from": today().isoformat(), "held_to": until},
    )

    panel = next(one for one in page.context["acts"] if one.name == f"appoint_stand_in-{post.id}")
    assert page.status_code == 422
    assert list(panel.form.errors) == ["held_to"]


def test_the_place_of_a_window_is_kept_and_a_wrong_phone_told_at_its_field(hall: Hall, manager: Client) -> None:
    at = bodies.make_window()
    typed = {
        "name": "综合窗口",
        "location": "一楼",
        "location_note": "进门右转",
        "hours": "9:00-17:00",
        "phone": "12345",
    }

    wrong, page = _do(manager, "change_window", at, f"window-{at}", **{**typed, "phone": "1"})
    right, _page = _do(manager, "change_window", at, f"window-{at}", **typed)

    window = queries.get_window(at)
    assert (wrong, right) == (422, 302)
    assert f'id="change_window-{at}_phone_field"' in page
    assert (window.location_note, window.hours, window.phone) == ("进门右转", "9:00-17:00", "12345")


def test_an_office_is_opened_and_changed(hall: Hall, manager: Client) -> None:
    at = hall.desk.organisation_id
    _do(manager, "open_office", at, f"organisation-{at}", name="许可科")
    office = queries.list_offices(at)[0]

    status, _page = _do(manager, "change_office", office.id, f"organisation-{at}", name="审批科", phone="12345")

    assert status == 302
    changed = queries.list_offices(at)[0]
    assert (changed.name, changed.phone) == ("审批科", "12345")


def test_the_history_says_what_was_changed_from_what_to_what(hall: Hall, manager: Client) -> None:
    post_id = bodies.make_post(hall.desk.organisation_id, Role.REVIEWER, title="旧名")

    _do(manager, "rename_post", post_id, f"post-{post_id}", title="新名")

    newest, oldest = manager.get(reverse("staffdesk:post", args=[post_id])).context["history"]
    assert newest.text == "Title of the post: 旧名 → 新名"
    assert oldest.who == "System"
    assert "Title of the post: 旧名" in oldest.text


def test_the_holder_of_a_post_lets_a_colleague_stand_in_and_sees_nothing_else_of_it(hall: Hall) -> None:
    at, colleague = hall.desk.organisation_id, bodies.make_staff(hall.desk.organisation_id, "顾替班")
    own, other = hall.desk.official.posts[0].post_id, hall.desk.clerk.posts[0].post_id
    official = hall.as_("official")
    on = today().isoformat()

    page = official.get(reverse("staffdesk:post", args=[own]))
    done = official.post(
        f"{reverse('staffdesk:organisation_act', args=['appoint_stand_in', own])}?on=post-{own}",
        {"key": key(), "staff": colleague, "held_from": on, "held_to": on},
    )

    assert [one.name for one in page.context["acts"]] == [f"appoint_stand_in-{own}"]
    assert f"/desk/organisations/{at}/" not in page.content.decode()
    assert f'href="{reverse("staffdesk:post", args=[own])}"' in official.get("/desk/").content.decode()
    assert done["Location"] == reverse("staffdesk:post", args=[own])
    assert queries.get_post(own, today()).stand_in_name == "顾替班"
    assert official.get(reverse("staffdesk:post", args=[other])).status_code == 403
    renamed = official.post(
        reverse("staffdesk:organisation_act", args=["rename_post", own]), {"key": key(), "title": "甲"}
    )
    assert renamed.status_code == 403


def test_english_names_are_kept_and_shown(hall: Hall, manager: Client) -> None:
    at = hall.desk.organisation_id
    one = queries.get_organisation(at)
    typed = {"name": one.name, "credit_code": one.credit_code, "name_en": "Bureau of Examples"}
    english = {"name_en": "Health", "location_en": "Area A", "hours_en": "Daily"}

    body = _do(manager, "change", at, f"organisation-{at}", **typed)
    opened = _do(manager, "open_window", at, f"organisation-{at}", number="E01", name="卫生窗口", **english)

    assert (body[0], opened[0]) == (302, 302)
    assert queries.get_organisation(at).name_en == "Bureau of Examples"
    assert "Bureau of Examples" in manager.get(reverse("staffdesk:organisation", args=[at])).content.decode()
    (window,) = [one for one in queries.list_windows(at) if one.number == "E01"]
    assert (window.name_en, window.location_en, window.hours_en) == ("Health", "Area A", "Daily")
    page = manager.get(reverse("staffdesk:window", args=[window.id])).content.decode()
    assert [page.count(text) > 1 for text in english.values()] == [True, True, True]  # told, and in the form

    _do(manager, "change_window", window.id, f"window-{window.id}", name="卫生窗口", name_en="Hygiene")

    changed = queries.get_window(window.id)
    assert (changed.name_en, changed.location_en) == ("Hygiene", "")
