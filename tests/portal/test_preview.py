"""How a version will look, for those who write and review it."""

import pytest
from django.test import Client

from tests.support import catalogue, identity, portal
from tests.support import organisations as bodies
from tests.support.cases import Desk, make_desk
from yichuang.core.rights import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def _draft(desk: Desk) -> int:
    return catalogue.make_draft("A2", catalogue.make_content(name="示例新事项"), desk.organisation_id).version_id


@pytest.mark.parametrize(
    "role", [Role.CATALOGUE_EDITOR, Role.LEGAL_REVIEWER, Role.APPROVING_OFFICIAL, Role.CENTRE_MANAGER]
)
def test_editors_and_reviewers_see_an_unpublished_version(role: Role, desk: Desk) -> None:
    version_id = _draft(desk)
    editor = portal.visitor(identity.staff_actor(role, organisation_id=desk.organisation_id))

    page = editor.client.get(f"/preview/{version_id}/")

    text = page.content.decode()
    assert page.status_code == 200
    assert 'id="preview"' in text
    assert "示例新事项" in text
    assert "尚未公布" in text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in page.headers["Cache-Control"]


def test_the_form_is_shown_and_cannot_be_filled_in(desk: Desk) -> None:
    version_id = _draft(desk)
    editor = portal.visitor(identity.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=desk.organisation_id))

    text = editor.client.get(f"/preview/{version_id}/?part=form").content.decode()

    boxes = [part.split(">")[0] for part in text.split("<input")[1:] if 'name="answer-' in part.split(">")[0]]
    assert boxes
    assert all("disabled" in box for box in boxes)
    assert all(question.label in text for question in catalogue.make_content().fields)


def test_the_preview_is_for_editors_of_that_organisation(desk: Desk) -> None:
    version_id = _draft(desk)
    elsewhere = identity.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=bodies.make_organisation())
    url = f"/preview/{version_id}/"

    answers = [portal.visitor(actor).client.get(url).status_code for actor in (elsewhere, desk.clerk, desk.applicant)]

    assert answers == [403, 403, 403]
    assert Client().get(url).headers["Location"].startswith("/account/sign-in/")


def test_a_version_that_does_not_exist_is_absent(desk: Desk) -> None:
    editor = portal.visitor(identity.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=desk.organisation_id))

    assert editor.client.get("/preview/999999/").status_code == 404


def test_the_preview_of_a_published_version_says_so(desk: Desk) -> None:
    editor = portal.visitor(identity.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=desk.organisation_id))

    assert "目前向社会公开的版本" in editor.client.get(f"/preview/{desk.version.id}/").content.decode()
