"""A manager publishes a new version while a case and a draft run on the old one."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import steps
from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.browser import Crowd, Person
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import State
from yichuang.catalogue.queries import published_version
from yichuang.core.rights import Role
from yichuang.organisations.rules import OrganisationKind

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_new_version_is_published_while_a_case_runs_on_the_old_one(crowd: Crowd) -> None:
    desk = cases.make_desk(steps.small_content())
    case_no = steps.file_case(desk)
    authority = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    editor = crowd.arrive(
        "publish-editor", identity.staff_actor(Role.CATALOGUE_EDITOR, organisation_id=desk.organisation_id)
    )
    applicant = crowd.arrive("publish-applicant", desk.applicant)
    _begin_draft(applicant, desk)

    _write_new_version(editor, desk)
    legal = identity.staff_actor(Role.LEGAL_REVIEWER, organisation_id=desk.organisation_id)
    _pass(crowd.arrive("publish-department", desk.official), editor.page.url)
    _pass(crowd.arrive("publish-legal", legal), editor.page.url)
    manager = crowd.arrive("publish-manager", identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority))
    _pass(manager, editor.page.url)
    manager.shoot("publish")
    steps.version_act(manager, "Publish")
    manager.shoot("published")

    assert published_version(desk.version.item_code).number == 2
    assert get_case_view(desk.clerk, case_no).version.number == 1
    clerk = crowd.arrive("publish-clerk", desk.clerk)
    steps.act(clerk, case_no, "Accept")
    assert get_case_view(desk.clerk, case_no).state is State.ACCEPTED
    applicant.press("Save and continue")
    applicant.sees("The service was renewed")
    applicant.shoot("renew")
    applicant.press("Go on with the new version")
    applicant.sees("食品安全管理人员")
    applicant.shoot("renewed")
    applicant.press("Go on")
    steps.go_to_check(applicant)
    applicant.sees(steps.ANSWERS["经营场所地址"])


def _begin_draft(applicant: Person, desk: cases.Desk) -> None:
    steps.begin(applicant, desk)
    applicant.press("Save and continue")
    applicant.press("Save and continue")
    applicant.write(steps.ANSWERS)
    applicant.choose("不制作热食")


def _write_new_version(editor: Person, desk: cases.Desk) -> None:
    editor.go(f"/desk/items/{desk.version.item_id}/")
    editor.shoot("item")
    editor.press("Start a new draft")
    editor.go(_version_path(editor) + "draft/")
    editor.shoot("editor")
    editor.press("Form")
    editor.page.locator("main a[href$='/form/1-new/']").click()
    expect(editor.page).to_have_url(re.compile("/form/1-new/$"))
    steps.fill_part(
        editor, {"id": "safety", "label": "食品安全管理人员", "element": "place.safety", "max_length": "20"}
    )
    editor.shoot("question")
    editor.press("Save the draft")
    editor.sees("食品安全管理人员")
    editor.go(_version_path(editor))
    editor.sees("食品安全管理人员")
    editor.shoot("version")
    steps.version_act(editor, "Submit for review")


def _pass(person: Person, url: str) -> None:
    person.go(url)
    person.sees("食品安全管理人员")
    person.shoot("review")
    titles = ("Pass the department's review", "Pass the legal review", "Pass the centre's review")
    title = next(one for one in titles if person.fold(one).count())
    steps.version_act(person, title)


def _version_path(person: Person) -> str:
    found = re.search(r"/desk/items/versions/\d+/", person.page.url)
    assert found is not None, person.page.url
    return found[0]
