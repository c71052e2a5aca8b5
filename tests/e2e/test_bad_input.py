"""What goes wrong at people: nothing typed is lost, and the message says what to do."""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import time_machine
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e import steps
from tests.support import cases, catalogue, identity
from tests.support.browser import PHONE_PX, Crowd, Look, Person, paper
from tests.support.line import line_to
from yichuang.cases.queries import get_case_view, get_draft_view, list_my_cases
from yichuang.catalogue import services as items
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.identity.queries import actor_of, get_person
from yichuang.outbox.models import Message

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
RARE = "㐀𠮷"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>{{ 7*7 }}\"'"
MARKED = "示例\u202e路\u200f1号"
ADDRESS = "经营场所地址"
LEFT_OUT = "Characters that cannot be seen were left out in: {labels}. Please check that it reads right."
LOCKED = (
    "Too many wrong passwords: this login is locked here until {time}. Wait, or set a new password with a code (below),"
    " or ask at the window."
)


@pytest.fixture(params=[Look(PHONE_PX, "contrast")], ids=str)
def look(request: pytest.FixtureRequest) -> Look:
    """A phone: the narrow one of the journeys."""
    assert isinstance(request.param, Look)
    return request.param


@pytest.fixture
def desk() -> cases.Desk:
    """A department with a small licence."""
    return cases.make_desk(steps.small_content())


@pytest.fixture
def person(crowd: Crowd, desk: cases.Desk) -> Iterator[Person]:
    """The applicant, whose browser is told of refusals here."""
    applicant = crowd.arrive("bad-input", desk.applicant)
    yield applicant
    applicant.refusals.clear()


def to_questions(person: Person, desk: cases.Desk) -> None:
    """To the page of the questions about the premises."""
    steps.begin(person, desk)
    person.press("Save and continue")
    person.press("Save and continue")


def key_of(page: Page) -> str:
    """The key of the draft in the page's address."""
    found = re.search(r"/draft/([0-9a-f-]{36})/", page.url)
    assert found is not None, page.url
    return found[1]


def test_the_session_ends_in_the_middle_of_a_form(person: Person, desk: cases.Desk) -> None:
    to_questions(person, desk)
    person.forget()
    person.write({ADDRESS: "会话结束前的地址"})
    person.press("Save and continue")
    expect(person.page).to_have_url(re.compile("/account/sign-in/"))
    person.shoot("session-ended")

    person.sign_in_here(get_person(desk.applicant.account_id or 0).phone, identity.PASSWORD)

    expect(person.field(ADDRESS)).to_have_value("会话结束前的地址")
    person.write({"经营面积": "60"})
    person.choose("不制作热食")
    person.press("Save and continue")
    person.sees(steps.M1)


def test_the_version_is_replaced_before_the_draft_is_submitted(person: Person, desk: cases.Desk) -> None:
    steps.begin(person, desk)
    steps.answer_questions(person)
    steps.add_file(person, steps.M1, "申请书.pdf")
    steps.add_file(person, steps.M2, "平面图.pdf")
    person.press("Save and continue")
    new = items.start_draft(
        actor=SYSTEM, item_id=desk.version.item_id, content=steps.small_content(summary="新版本的说明")
    )
    catalogue.approve(new.version_id)
    items.publish(actor=SYSTEM, version_id=new.version_id)

    person.page.locator("[name=declaration]").check()
    person.press("Submit the application")
    person.sees("The service was renewed")
    person.shoot("renewed")
    person.press("Go on with the new version")
    person.press("Go on")

    person.sees(steps.ANSWERS[ADDRESS], "申请书.pdf", "平面图.pdf")
    case_no = steps.submit(person)
    assert get_case_view(desk.applicant, case_no).version.number == 2


def test_an_upload_that_breaks_off_at_90_percent_is_sent_again(
    person: Person, desk: cases.Desk, live_server: LiveServer
) -> None:
    steps.begin(person, desk)
    steps.answer_questions(person)
    large = paper("申请书.pdf")
    large["buffer"] += b"\n%" + b"x" * 3_000_000 + b"\n%%EOF\n"
    with line_to(live_server.url) as line:
        person.page.goto(line.url + urlsplit(person.page.url).path)
        line.break_at(0.9)
        box = person.main.locator("#material-M1")
        box.locator("input[type=file]:not([data-photo])").set_input_files([large])
        expect(box).to_contain_text(
            person.words(
                "The sending of this file broke off. What you typed is kept. Try again when the connection is back."
            )
        )
        assert line.breaks > 0
        draft = get_draft_view(desk.applicant, UUID(key_of(person.page)))
        assert [uploads for uploads in draft.materials.values() if uploads] == []
        person.shoot("upload-broken")

        line.mend()
        box.get_by_role("button", name=person.words("Try again")).click()

        expect(box.get_by_role("link", name="申请书.pdf")).to_be_visible()
    person.faults = [fault for fault in person.faults if "ERR_CONNECTION_RESET" not in fault]


def test_going_back_after_the_submission_leads_to_the_receipt(person: Person, desk: cases.Desk) -> None:
    case_no = steps.apply(person, desk)

    person.page.go_back()
    person.page.wait_for_load_state()
    if person.page.locator("[name=declaration]").count():
        person.page.locator("[name=declaration]").check()
        person.press("Submit the application")

    expect(person.page).to_have_url(re.compile(f"/cases/{case_no}/"))
    person.sees(case_no)
    assert [row.case_no for row in list_my_cases(desk.applicant).rows] == [case_no]


def test_two_tabs_write_the_same_answer(person: Person, crowd: Crowd, desk: cases.Desk) -> None:
    to_questions(person, desk)
    other = Person(person.page.context.new_page(), person.look, person.folder, "bad-input-tab")
    other.go(person.page.url)
    other.write({ADDRESS: "第二个窗口的地址", "经营面积": "60"})
    other.choose("不制作热食")
    other.press("Save and continue")
    person.write({ADDRESS: "第一个窗口的地址", "经营面积": "60"})
    person.choose("不制作热食")
    person.press("Save and continue")

    person.sees("第一个窗口的地址", "第二个窗口的地址")
    person.shoot("two-tabs")
    person.press("Save and continue")
    draft = get_draft_view(desk.applicant, UUID(key_of(person.page)))
    assert draft.form["address"] == "第一个窗口的地址"
    assert other.faults == []


@pytest.mark.parametrize(
    ("name", "text"),
    [(f"{RARE}示例", f"{RARE}路1号"), ("示例" * 50, "示例路" * 60), ("张示例", SCRIPT), ("张示例", MARKED)],
    ids=["rare", "long", "script", "right-to-left"],
)
def test_strange_texts_are_shown_as_they_are(name: str, text: str, crowd: Crowd, desk: cases.Desk) -> None:
    applicant = actor_of(identity.make_applicant(name), on=clock.today())
    person, clerk = crowd.arrive("bad-input-strange", applicant), crowd.arrive("bad-input-desk", desk.clerk)
    to_questions(person, desk)
    person.write({ADDRESS: text, "经营面积": "60"})
    person.choose("不制作热食")
    person.press("Save and continue")
    seen = re.sub("[\u202e\u200f]", "", text)
    if seen != text:
        person.sees(re.sub(r"\{labels\}.*", "", person.words(LEFT_OUT)))
    steps.add_file(person, steps.M1, f"{RARE}的申请书.pdf")
    steps.add_file(person, steps.M2, "平面图.pdf")
    person.press("Save and continue")
    person.sees(seen, name)
    person.shoot(f"check-{len(text)}")
    case_no = steps.submit(person)

    person.go(f"/cases/{case_no}/")
    expect(person.main).to_contain_text(seen)
    person.shoot(f"case-{len(text)}")
    clerk.go(f"/desk/cases/{case_no}/")
    expect(clerk.main).to_contain_text(seen)
    clerk.shoot(f"case-{len(text)}")
    assert get_case_view(applicant, case_no).party.name == name


def test_an_expired_code_says_to_ask_for_a_new_one(crowd: Crowd, desk: cases.Desk) -> None:
    person = crowd.arrive("bad-input-code")
    phone = get_person(desk.applicant.account_id or 0).phone
    person.go("/account/recover/")
    person.write({"Login or phone number": phone})
    person.press("Send me a code")
    code = re.search(r"\d{6}", Message.objects.latest("pk").text)
    assert code is not None

    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=True):
        person.write({"Login or phone number": phone, "Code from the message": code[0]})
        for field in person.main.locator("input[type=password]").all():
            field.fill("another-horse-43")
        person.press("Set the password")

        expect(person.field("Login or phone number")).to_have_value(phone)
        person.shoot("code-expired")
        person.press("Ask for a new code")
        expect(person.page).to_have_url(re.compile("/account/recover/$"))
    person.refusals.clear()


def test_a_link_to_a_paper_that_is_not_there_says_what_to_do(crowd: Crowd) -> None:
    person = crowd.arrive("bad-input-link")

    person.page.goto("/verify/22222-33333-44444-55555/")

    expect(person.main.get_by_role("alert").first).to_be_visible()
    expect(person.field("Verification code")).to_be_visible()
    person.shoot("verify")
    person.refusals.clear()


def test_a_locked_account_says_until_when_and_what_to_do(crowd: Crowd, desk: cases.Desk) -> None:
    person = crowd.arrive("bad-input-locked")
    phone = get_person(desk.applicant.account_id or 0).phone
    person.go("/account/sign-in/")
    for _ in range(6):
        person.sign_in_here(phone, "wrong-password-1")

    expect(person.page.locator("[name=login]")).to_have_value(phone)
    told = person.words(LOCKED)
    person.sees(*[part for part in re.split(r"\{time\}", told) if part])
    person.shoot("locked")
    person.press("Set a new one with a code")
    expect(person.page).to_have_url(re.compile("/account/recover/"))
    person.refusals.clear()
