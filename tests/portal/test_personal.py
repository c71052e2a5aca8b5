"""Personal data: what is held, who looked, all of it as a file."""

import json

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, correspondence, identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.portal import Visitor
from yichuang.cases.rules import Act, State
from yichuang.identity.queries import get_person
from yichuang.identity.services import record_unmasking

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


def test_the_page_tells_what_is_held_masked(desk: Desk, who: Visitor) -> None:
    cases.make_case(desk, State.ACCEPTED)
    portal.begin(who, desk)
    person = get_person(who.actor.account_id or 0)

    page = who.client.get("/personal/").content.decode()

    assert '<a href="/cases/">1</a>' in page
    assert '<a href="#drafts">1</a>' in page
    assert (person.identity_no in page, person.phone in page) == (False, False)


def test_the_page_tells_who_looked_and_why_by_post_not_by_person(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)
    record_unmasking(actor=desk.clerk, subject=f"case:{case_no}", what="identity_no", reason="核对身份证件")

    page = who.client.get("/personal/").content.decode()

    assert "核对身份证件" in page
    assert case_no in page
    assert "窗口甲" not in page


def test_the_file_holds_everything_of_ones_own_and_nothing_of_others(desk: Desk, who: Visitor) -> None:
    case_no = portal.case_of(who, desk)
    other = portal.visitor(identity.applicant_actor("李示例"))
    foreign = portal.case_of(other, desk, "李示例")
    portal.begin(who, desk)
    correspondence.say(who.actor, case_no, "请问还要多久？")
    asked = correspondence.ask(desk.organisation_id, actor=who.actor)
    cases.do(desk, Act.RECEIVE, case_no)
    correspondence.deliver_news(case_no, Act.RECEIVE)

    answer = who.client.post("/personal/export/")

    held = json.loads(answer.content)
    person = get_person(who.actor.account_id or 0)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-data.json"'
    assert held["account"]["identity_no"] == person.identity_no
    assert [one["case_no"] for one in held["cases"]] == [case_no]
    assert held["cases"][0]["answers"] == {"name": "张示例", "identity_no": identity.identity_no(7)}
    assert held["cases"][0]["messages"][0]["text"] == "请问还要多久？"
    assert [file["name"] for one in held["cases"][0]["materials"] for file in one["files"]] == ["M1.pdf", "M2.pdf"]
    assert (len(held["drafts"]), [one["number"] for one in held["questions"]]) == (1, [asked.number])
    assert len(held["notices"]) == 1
    assert [text for text in (foreign, "李示例", "窗口甲") if text in answer.content.decode()] == []


def test_taking_data_out_needs_a_post_and_is_on_record(desk: Desk, who: Visitor) -> None:
    refused = who.client.get("/personal/export/")
    who.client.post("/personal/export/")

    events = json.loads(who.client.post("/personal/export/").content)["account"]["events"]

    assert refused.status_code == 405
    assert [one["kind"] for one in events].count("exported") == 1


def test_personal_data_are_for_whoever_is_signed_in(desk: Desk) -> None:
    assert Client().get("/personal/").headers["Location"].startswith("/account/sign-in/")
    assert Client().post("/personal/export/").headers["Location"].startswith("/account/sign-in/")
    assert portal.visitor(desk.clerk).client.get("/personal/").status_code == 403


def test_the_page_takes_the_same_queries_however_many_cases(
    desk: Desk, who: Visitor, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        cases.make_case(desk)

    with django_assert_num_queries(15):
        who.client.get("/personal/")
