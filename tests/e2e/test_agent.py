"""An enterprise gives a mandate, and its agent applies in its name."""

from datetime import timedelta

import pytest

from tests.e2e import steps
from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.browser import Crowd, Person
from yichuang.cases.queries import get_case_view
from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.identity import queries, services
from yichuang.identity.rules import IdentityType

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
COMPANY = "示例区示例餐饮有限公司"


def test_an_agent_applies_for_an_enterprise(crowd: Crowd) -> None:
    desk = cases.make_desk(steps.small_content())
    company = make_company()
    person = queries.get_person(desk.applicant.account_id or 0)
    giver, taker = crowd.arrive("agent-giver", company), crowd.arrive("agent", desk.applicant)

    give_mandate(giver, person)
    taker.go("/account/mandates/")
    taker.main.locator("select[name=mandate]").select_option(index=1)
    taker.shoot("choose")
    taker.press("Go on")
    steps.begin(taker, desk)
    taker.sees(COMPANY)
    taker.shoot("applicant")
    fill_in(taker, person.identity_no)
    taker.shoot("check")
    case_no = steps.submit(taker)
    taker.go("/cases/")
    taker.sees(case_no, COMPANY)
    taker.shoot("cases")

    assert get_case_view(company, case_no).party.name == COMPANY
    giver.go(f"/cases/{case_no}/")
    giver.shoot("case")


def make_company() -> Actor:
    """An enterprise with an account."""
    account_id = services.register_applicant(
        name=COMPANY,
        identity_type=IdentityType.CREDIT_CODE,
        identity_no=bodies.credit_code(4711),
        phone=identity.phone(4711),
        password=identity.PASSWORD,
    )
    return queries.actor_of(account_id, on=today())


def give_mandate(giver: Person, agent: queries.Person) -> None:
    """For a month, in all matters."""
    giver.go("/account/mandates/give/")
    giver.write({"Name of the agent": agent.name, "Number of the agent's document": agent.identity_no})
    giver.write(
        {
            "First day of the mandate": today().isoformat(),
            "Last day of the mandate": (today() + timedelta(days=30)).isoformat(),
        }
    )
    giver.shoot("give")
    giver.press("Give the mandate")
    giver.sees(agent.name)
    giver.shoot("given")


def fill_in(taker: Person, identity_no: str) -> None:
    """From the page of the applicant to the last one."""
    taker.press("Save and continue")
    taker.write({"姓名": COMPANY[:20], "身份证号码": identity_no})
    taker.press("Save and continue")
    taker.write(steps.ANSWERS)
    taker.choose("不制作热食")
    taker.press("Save and continue")
    steps.add_file(taker, steps.M1, "申请书.pdf")
    steps.add_file(taker, steps.M2, "平面图.pdf")
    taker.press("Save and continue")
