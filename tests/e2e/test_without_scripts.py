"""Everything important works where no script runs: apply, correct, accept, decide."""

import pytest

from tests.e2e import steps
from tests.support import cases
from tests.support.browser import Crowd, Person
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import State

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_case_goes_its_way_without_scripts(crowd: Crowd) -> None:
    desk = cases.make_desk(steps.small_content())
    person = crowd.arrive("plain", desk.applicant, has_scripts=False)
    clerk = crowd.arrive("plain-clerk", desk.clerk, has_scripts=False)

    case_no = apply(person)
    steps.act(clerk, case_no, "Receive")
    steps.tell_missing(clerk, case_no, steps.M2, "未标明面积")
    person.go(f"/cases/{case_no}/")
    person.press("Correct now")
    steps.add_correction(person, steps.M2, "平面图-补正.pdf")
    person.press("Hand in the corrections")
    person.shoot("corrected")
    steps.act(clerk, case_no, "Accept")
    clerk.shoot("accepted")
    reviewer = crowd.arrive("plain-reviewer", desk.reviewer, has_scripts=False)
    official = crowd.arrive("plain-official", desk.official, has_scripts=False)
    steps.decide(case_no, reviewer=reviewer, official=official, clerk=clerk)

    assert get_case_view(desk.clerk, case_no).state is State.DELIVERED


def apply(person: Person) -> str:
    """From the search to the receipt; a question that an answer leads to comes with the next page."""
    steps.read_guide(person)
    person.press("Apply online")
    person.press("Start the application")
    person.press("Save and continue")
    person.press("Save and continue")
    person.write(steps.ANSWERS)
    person.choose("制作热食")
    person.press("Save and continue")
    person.write({"灶台数量": "3"})
    person.shoot("answers")
    person.press("Save and continue")
    for name in (steps.M1, steps.M2, steps.M3):
        steps.add_file(person, name, f"{name}.pdf")
    person.shoot("materials")
    person.press("Save and continue")
    return steps.submit(person)
