"""Applicants apply, go on the next day, and correct."""

import re
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import expect

from tests.e2e import steps
from tests.support import cases, identity
from tests.support.browser import Crowd
from yichuang.core import clock

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk() -> cases.Desk:
    """A department with a small licence."""
    return cases.make_desk(steps.small_content())


def test_an_application_goes_from_the_search_to_the_receipt(crowd: Crowd, desk: cases.Desk) -> None:
    person = crowd.arrive("apply", desk.applicant)

    person.go("/")
    person.shoot("home")
    steps.read_guide(person)
    person.shoot("guide")
    person.press("Apply online")
    person.shoot("start")
    person.press("Start the application")
    person.shoot("applicant")
    person.press("Save and continue")
    person.press("Save and continue")
    person.write(steps.ANSWERS)
    person.choose("制作热食")
    person.write({"灶台数量": "3"})
    person.shoot("answers")
    person.press("Save and continue")
    for name, file in ((steps.M1, "申请书.pdf"), (steps.M2, "平面图.pdf"), (steps.M3, "说明.pdf")):
        steps.add_file(person, name, file)
    person.shoot("materials")
    person.press("Save and continue")
    person.sees("示例区示例路1号", "灶台数量", "申请书.pdf")
    person.shoot("check")
    case_no = steps.submit(person)
    person.sees(case_no)
    person.shoot("receipt")


def test_a_draft_goes_on_the_next_day(crowd: Crowd, desk: cases.Desk) -> None:
    person, phone = crowd.arrive("resume"), identity.phone(5005)
    steps.register(person, phone)
    steps.begin(person, desk)
    person.press("Save and continue")
    person.press("Save and continue")
    person.write({"经营场所地址": "示例区示例路1号"})
    person.press("Save and finish later")
    person.shoot("finish-later")

    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        person.go("/cases/")
        expect(person.page).to_have_url(re.compile("/account/sign-in/"))
        person.shoot("signed-out")
        person.sign_in_here(phone, identity.PASSWORD)
        expect(person.page).to_have_url(re.compile("/cases/$"))
        person.sees(steps.ITEM)
        person.shoot("my-drafts")
        person.press("Continue")
        expect(person.field("经营场所地址")).to_have_value("示例区示例路1号")
        person.write({"经营面积": "60"})
        person.choose("不制作热食")
        person.press("Save and continue")
        steps.add_file(person, steps.M1, "申请书.pdf")
        steps.add_file(person, steps.M2, "平面图.pdf")
        person.press("Save and continue")
        steps.submit(person)
        person.shoot("receipt")


def test_what_a_notice_names_is_corrected(crowd: Crowd, desk: cases.Desk) -> None:
    person, clerk = crowd.arrive("correct", desk.applicant), crowd.arrive("correct-desk", desk.clerk)
    case_no = steps.apply(person, desk)
    steps.act(clerk, case_no, "Receive")
    clerk.shoot("received")
    steps.tell_missing(clerk, case_no, steps.M2, "未标明面积")
    clerk.sees("Waiting for corrections")
    clerk.shoot("told")

    person.go(f"/cases/{case_no}/")
    person.sees("未标明面积")
    person.shoot("case")
    person.press("Correct now")
    person.shoot("form")
    steps.add_correction(person, steps.M2, "平面图-补正.pdf")
    person.press("Hand in the corrections")
    expect(person.page).to_have_url(re.compile(f"/cases/{case_no}/"))
    person.shoot("corrected")

    clerk.go(f"/desk/cases/{case_no}/")
    clerk.sees("平面图-补正.pdf")
    clerk.shoot("answered")
    steps.act(clerk, case_no, "Accept")
    clerk.sees("Accepted")
