"""Applicants leave the straight road: bring something later, withdraw, renew what they hold."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests.e2e import steps
from tests.support import cases, catalogue
from tests.support.browser import Crowd, paper
from yichuang.cases import services
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import Act, State
from yichuang.catalogue.rules import Handling, Material, Purpose, ResultProduced

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LICENCE = ResultProduced(certificate_code="FOOD-LICENCE", name="食品经营许可证", valid_months=60)


@pytest.fixture
def desk() -> cases.Desk:
    """A department with a small licence that expires."""
    return cases.make_desk(steps.small_content(results=(LICENCE,)))


def test_what_is_promised_is_brought_and_then_the_application_is_withdrawn(crowd: Crowd, desk: cases.Desk) -> None:
    person = crowd.arrive("later", desk.applicant)
    steps.begin(person, desk)
    steps.answer_questions(person)
    steps.add_file(person, steps.M1, "申请书.pdf")
    person.main.locator("[name=later][value=M2]").check()
    person.shoot("promise")
    person.press("Save and continue")
    case_no = steps.submit(person)
    cases.do(desk, Act.RECEIVE, case_no)
    services.accept_case(actor=desk.clerk, case_no=case_no, deferred=get_case_view(desk.clerk, case_no).deferred_wish)

    person.go(f"/cases/{case_no}/")
    person.shoot("to-follow")
    person.press("Hand it in")
    person.main.locator("input[type=file]").set_input_files([paper("平面图.pdf")])
    person.shoot("supply")
    person.press("Hand it in")
    person.sees("平面图.pdf")
    cases.do(desk, Act.REVIEW, case_no)
    cases.do(desk, Act.STOP, case_no)
    person.go(f"/cases/{case_no}/")
    person.shoot("stopped")
    person.press("Withdraw the application")
    person.shoot("withdraw")
    person.press("Withdraw it for good")

    expect(person.main).to_contain_text(person.words("You may apply again at any time."))
    person.shoot("withdrawn")
    assert get_case_view(desk.applicant, case_no).state is State.WITHDRAWN


def test_a_licence_is_renewed_through_the_portal(crowd: Crowd, desk: cases.Desk) -> None:
    form = Material(code="M1", name=steps.M1)
    content = steps.small_content(
        name="食品经营许可延续", handling=Handling(purpose=Purpose.RENEW), results=(LICENCE,), materials=(form,)
    )
    version = catalogue.make_published_item("A2", content, desk.organisation_id)
    first = steps.file_case(desk)
    for act in cases.ROAD[State.DELIVERED][1:]:
        cases.do(desk, act, first)
    person = crowd.arrive("renew", desk.applicant)

    person.go(f"/cases/{first}/")
    person.shoot("granted")
    person.press("食品经营许可延续")
    person.shoot("renewal")
    person.press("Start the application")
    person.press("Save and continue")
    person.shoot("about")
    person.press("Save and continue")
    person.press("Save and continue")
    person.write(steps.ANSWERS)
    person.choose("不制作热食")
    person.press("Save and continue")
    steps.add_file(person, steps.M1, "申请书.pdf")
    person.press("Save and continue")
    person.shoot("check")
    renewal = steps.submit(person)
    for act in (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT):
        cases.do(replace(desk, version=version), act, renewal)

    person.go(f"/cases/{renewal}/")
    person.sees(first)
    person.shoot("renewed")
    before, after = (get_case_view(desk.applicant, one).valid_until for one in (first, renewal))
    assert before == after is not None
