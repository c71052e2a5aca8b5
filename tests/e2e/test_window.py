"""What is done at a window: intake, refusal, decision, an item on the spot, and the second screen."""

import re

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.e2e import steps
from tests.support import cases, hall
from tests.support.browser import Crowd, Person, case_number
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import State
from yichuang.core.actor import Actor
from yichuang.identity.queries import get_person

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
CODE = r"[2-9A-HJ-NP-Z]{5}(?:-[2-9A-HJ-NP-Z]{5}){3}"
# Fields filled in, things pressed and files given from the page of intake to the receipt, for an item of four questions.
MOST_STEPS = 16


def fill_in(clerk: Person, applicant: Actor, answers: dict[str, str]) -> None:
    """The page of intake for an applicant who has an account and hands in paper."""
    person = get_person(applicant.account_id or 0)
    clerk.write({"Number of the document": person.identity_no})
    clerk.page.keyboard.press("Tab")
    expect(clerk.field("Name")).to_have_value(person.name)
    expect(clerk.field("Phone number")).to_have_value(person.phone)
    expect(clerk.field("身份证号码")).to_have_value(person.identity_no)
    clerk.write(answers)
    for box in clerk.main.get_by_label(clerk.words("Handed in on paper")).all():
        if box.is_visible():
            clerk.steps += 1
            box.check()


def test_a_clerk_takes_in_a_known_item(crowd: Crowd) -> None:
    desk = cases.make_desk(steps.small_content())
    clerk = crowd.arrive("intake", desk.clerk)
    clerk.go("/desk/")
    clerk.shoot("today")

    clerk.steps = 0
    clerk.press("Take in an application")
    clerk.shoot("choose")
    clerk.press("Take in")
    fill_in(clerk, desk.applicant, steps.ANSWERS)
    clerk.choose("不制作热食")
    clerk.shoot("form")
    clerk.press("Receive and give the receipt")
    case_no = case_number(clerk.page)
    clerk.shoot("received")

    assert get_case_view(desk.clerk, case_no).state is State.RECEIVED
    assert clerk.steps <= MOST_STEPS


def test_a_refusal_is_read_before_it_is_sealed(crowd: Crowd) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    clerk = crowd.arrive("refuse", desk.clerk)
    clerk.go(f"/desk/cases/{case_no}/")
    fold = clerk.unfold("Refuse to accept")
    clerk.write({"Reasons": "申请事项不属于本机关职权范围，应当向示例市市场监督管理局提出"}, fold)
    clerk.press("Check the paper first", fold)
    clerk.sees("Preview; nothing is sealed yet", "示例市市场监督管理局")
    clerk.shoot("preview")
    assert get_case_view(desk.clerk, case_no).state is State.RECEIVED

    clerk.press("Seal and issue the paper")

    clerk.sees("Not accepted")
    clerk.shoot("refused")
    assert get_case_view(desk.clerk, case_no).state is State.REFUSED
    applicant = crowd.arrive("refuse-applicant", desk.applicant)
    applicant.go(f"/cases/{case_no}/")
    applicant.sees("示例市市场监督管理局")
    applicant.shoot("case")


def test_a_case_is_decided_delivered_and_its_paper_verified(crowd: Crowd) -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.ACCEPTED)
    reviewer, official = crowd.arrive("decide-reviewer", desk.reviewer), crowd.arrive("decide-official", desk.official)
    clerk = crowd.arrive("decide-clerk", desk.clerk)
    reviewer.go("/desk/")
    reviewer.shoot("today")
    steps.act(reviewer, case_no, "Give an opinion", {"Grounds": "材料齐全，符合条件"}, ["Proposes to grant"])
    reviewer.shoot("case")
    official.go("/desk/")
    official.shoot("today")
    official.go(f"/desk/cases/{case_no}/")
    official.sees("材料齐全，符合条件")
    official.shoot("case")
    steps.act(official, case_no, "Grant")
    steps.act(clerk, case_no, "Issue the result")
    steps.act(clerk, case_no, "Deliver", choices=["Handed over at the window"])
    clerk.shoot("delivered")

    applicant = crowd.arrive("decide-applicant", desk.applicant)
    applicant.go(f"/cases/{case_no}/")
    applicant.shoot("case")
    code = _code_of_decision(applicant)
    applicant.go("/verify/")
    applicant.write({"Verification code": code})
    applicant.press("Verify")
    applicant.sees("Issued by this centre", steps.ITEM)
    applicant.shoot("verified")


def test_an_instant_item_is_decided_on_the_spot(crowd: Crowd) -> None:
    desk = cases.make_desk(steps.instant_content())
    clerk = crowd.arrive("instant", desk.clerk)
    clerk.go("/desk/intake/")
    clerk.press("Take in")
    fill_in(clerk, desk.applicant, {})
    clerk.shoot("form")
    clerk.press("Receive and decide on the spot")
    clerk.sees("Decide on the spot", "Accept", "Grant")
    clerk.shoot("acts")
    clerk.press("Do all of them")
    case_no = case_number(clerk.page)
    clerk.shoot("decided")

    assert get_case_view(desk.clerk, case_no).state is State.GRANTED


def test_the_applicant_sees_confirms_and_rates_on_the_second_screen(crowd: Crowd) -> None:
    counter = hall.make_counter(is_paired=False)
    clerk, screen = crowd.arrive("screen-clerk", counter.clerk), crowd.arrive("screen")
    _pair(clerk, screen)

    key = hall.start_draft(counter)
    clerk.go(f"/desk/intake/{key}/")
    clerk.touch("Show what is saved")
    screen.sees("张示例")
    screen.shoot("shown")
    clerk.touch("Ask to confirm")
    expect(screen.page.get_by_role("button", name=screen.words("It is right"))).to_be_visible()
    screen.shoot("confirm")
    screen.press("It is right")
    screen.sees("You have confirmed that this is right. Thank you, please wait a moment.")
    clerk.sees("The applicant confirmed")
    clerk.shoot("confirmed")

    clerk.press("Receive and give the receipt")
    case_no = case_number(clerk.page)
    screen.sees(case_no)
    screen.shoot("receipt")
    clerk.touch("Ask how it was")
    _rate(screen)


def _pair(clerk: Person, screen: Person) -> None:
    screen.go("/screen/")
    screen.shoot("code")
    clerk.go("/desk/screen/")
    clerk.shoot("pair")
    clerk.write({"Pairing code": screen.page.locator(".screen-code").inner_text()})
    clerk.press("Pair")
    expect(screen.page.locator(".screen--idle")).to_be_visible()
    screen.shoot("idle")


def _rate(screen: Person) -> None:
    expect(screen.page.get_by_role("radiogroup")).to_be_visible()
    screen.shoot("rate")
    screen.page.locator(".screen-face").first.click()
    screen.press("Send rating")
    screen.sees("Thank you")
    screen.shoot("thanks")


def _code_of_decision(person: Person) -> str:
    link = person.main.locator("a[href*='/papers/']", has_text="决定")
    with person.page.expect_download() as waiting:
        link.first.click()
    text = "".join(part.extract_text() for part in PdfReader(waiting.value.path()).pages)
    found = re.search(CODE, text)
    assert found is not None, text
    return found[0]
