"""An application and an acceptance by keyboard alone: the place where one is can be seen at every stop."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import steps
from tests.support import cases, identity
from tests.support.browser import Crowd, Person, case_number, paper
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import State
from yichuang.identity.queries import get_person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def enter(person: Person, name: str, kind: str = "") -> None:
    """Goes to the button or link and presses Enter, which leads to a page."""
    person.tab_to(name, kind=kind)
    with person.page.expect_navigation(wait_until="load"):
        person.page.keyboard.press("Enter")


def send(person: Person) -> None:
    """Enter in a field sends its form."""
    with person.page.expect_navigation(wait_until="load"):
        person.page.keyboard.press("Enter")


def type_in(person: Person, label: str, text: str) -> None:
    """Goes to the field and types."""
    person.tab_to(label)
    person.page.keyboard.press("Control+A")
    person.page.keyboard.type(text)


def test_everything_is_done_by_keyboard(crowd: Crowd) -> None:
    desk = cases.make_desk(steps.small_content())
    account = get_person(desk.applicant.account_id or 0)
    person = crowd.arrive("keyboard")
    person.go("/account/sign-in/?next=/")
    type_in(person, "Login or phone number", account.phone)
    type_in(person, "Password", identity.PASSWORD)
    send(person)

    _begin(person)
    _answer(person)
    _send_file(person, steps.M1)
    _send_file(person, steps.M2)
    enter(person, "Save and continue")
    person.tab_to("", kind="checkbox")
    person.page.keyboard.press("Space")
    person.shoot("check")
    enter(person, "Submit the application")
    case_no = case_number(person.page)

    _accept(crowd.arrive("keyboard-desk", desk.clerk), case_no)
    assert get_case_view(desk.clerk, case_no).state is State.ACCEPTED


def _begin(person: Person) -> None:
    """From the first page to the questions."""
    _skip_to_content(person)
    type_in(person, "What do you want to get done?", "食品经营")
    person.shoot("search")
    send(person)
    enter(person, steps.ITEM)
    enter(person, "Apply online")
    enter(person, "Start the application")
    enter(person, "Save and continue")
    enter(person, "Save and continue")


def _answer(person: Person) -> None:
    for label, text in steps.ANSWERS.items():
        type_in(person, label, text)
    person.tab_to("制作热食")
    person.page.keyboard.press("Space")
    person.page.keyboard.press("ArrowDown")
    expect(person.main.get_by_label("不制作热食")).to_be_checked()
    person.shoot("answers")
    enter(person, "Save and continue")


def _skip_to_content(person: Person) -> None:
    person.page.keyboard.press("Tab")
    assert person.focus_fault() == ""
    person.page.keyboard.press("Enter")
    expect(person.main).to_be_focused()


def _send_file(person: Person, material: str) -> None:
    """The dialog for choosing a file is the system's own, with its own keys."""
    with person.page.expect_file_chooser() as waiting:  # asked for first: the browser takes a moment to pass dialogs on
        person.tab_to(material, kind="file")
        person.page.keyboard.press("Space")
    waiting.value.set_files([paper(f"{material}.pdf")])
    expect(person.main.get_by_role("link", name=f"{material}.pdf")).to_be_visible()


def _accept(clerk: Person, case_no: str) -> None:
    clerk.go("/desk/cases/")
    _skip_to_content(clerk)
    enter(clerk, case_no, "a")
    for title in ("Receive", steps.CHECK_FIRST, steps.SEAL):
        _skip_to_content(clerk)
        enter(clerk, title, "submit")
    expect(clerk.page).to_have_url(re.compile(f"/desk/cases/{case_no}/$"))
    clerk.shoot("accepted")
