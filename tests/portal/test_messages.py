"""Messages about a case, and notices."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, correspondence, identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.portal import Visitor
from yichuang.cases.rules import Act, State
from yichuang.correspondence.queries import conversation, count_unread

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


@pytest.fixture
def case_no(desk: Desk) -> str:
    return cases.make_case(desk, State.ACCEPTED)


def _texts(who: Visitor, case_no: str) -> list[str]:
    return [one.text for one in conversation(who.actor, case_no).messages]


def test_a_message_is_sent_once_and_leads_back_to_the_conversation(who: Visitor, case_no: str) -> None:
    url, fields = reverse("portal:write", args=[case_no]), {"key": str(uuid.uuid4()), "text": "请问𠮷字怎么写？"}

    answers = [who.client.post(url, fields) for _ in range(2)]

    assert [answer.headers["Location"] for answer in answers] == [f"/cases/{case_no}/#messages"] * 2
    assert _texts(who, case_no) == ["请问𠮷字怎么写？"]


def test_a_script_gets_the_conversation_alone(who: Visitor, case_no: str) -> None:
    fields = {"key": str(uuid.uuid4()), "text": "<script>alert(1)</script>"}

    page = who.client.post(reverse("portal:write", args=[case_no]), fields, headers={"HX-Request": "true"})

    text = page.content.decode()
    assert text.startswith('<div id="conversation"')
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert fields["key"] not in text


@pytest.mark.parametrize(("text", "said"), [("  ", "请填写内容"), ("长" * 2001, "2000")])
def test_what_cannot_be_sent_stays_in_the_form(text: str, said: str, who: Visitor, case_no: str) -> None:
    key = str(uuid.uuid4())

    page = who.client.post(reverse("portal:write", args=[case_no]), {"key": key, "text": text})

    assert page.status_code == 422
    assert said in page.content.decode()
    assert (text.strip() in page.content.decode(), key in page.content.decode()) == (True, True)
    assert _texts(who, case_no) == []


def test_nobody_writes_to_a_case_of_somebody_else(case_no: str) -> None:
    stranger = portal.visitor(identity.applicant_actor("李示例"))
    url, fields = reverse("portal:write", args=[case_no]), {"key": str(uuid.uuid4()), "text": "你好"}

    assert stranger.client.post(url, fields).status_code == 404
    assert Client().post(url, fields).headers["Location"].startswith("/account/sign-in/")


def test_opening_the_case_reads_its_messages_and_notices(desk: Desk, who: Visitor, case_no: str) -> None:
    correspondence.say(desk.clerk, case_no, "请来电。")
    correspondence.deliver_news(case_no, Act.ACCEPT)
    assert count_unread(who.actor) == 2

    page = who.client.get(reverse("portal:case", args=[case_no])).content.decode()

    assert "请来电。" in page
    assert "is-new" in page
    assert count_unread(who.actor) == 0
    assert "is-new" not in who.client.get(reverse("portal:case", args=[case_no])).content.decode()


def test_older_messages_are_a_page_away(who: Visitor, case_no: str) -> None:
    for number in range(52):
        correspondence.say(who.actor, case_no, f"第{number}条。")

    first = who.client.get(reverse("portal:case", args=[case_no])).content.decode()
    older = first.split("?older=")[1].split("#")[0]
    second = who.client.get(reverse("portal:case", args=[case_no]), {"older": older}).content.decode()

    assert ("第1条。" in first, "第2条。" in first) == (False, True)
    assert ("第1条。" in second, "第2条。" in second) == (True, False)


def test_notices_lead_to_their_places_and_are_marked_as_read(desk: Desk, who: Visitor, case_no: str) -> None:
    correspondence.deliver_news(case_no, Act.RECEIVE, Act.ACCEPT)
    correspondence.say(desk.clerk, case_no)

    page = who.client.get("/notices/").content.decode()
    ident = page.split('name="notice" value="')[1].split('"')[0]
    who.client.post("/notices/read/", {"notice": ident})
    left = count_unread(who.actor)
    answer = who.client.post("/notices/read/")

    assert page.count(f'href="/cases/{case_no}/"') == 2
    assert page.count(f'href="/cases/{case_no}/#messages"') == 1
    assert (left, count_unread(who.actor), answer.headers["Location"]) == (2, 0, "/notices/")
    assert "没有未读通知" in who.client.get("/notices/?show=unread").content.decode()


def test_notices_of_others_stay_unread(desk: Desk, who: Visitor, case_no: str) -> None:
    correspondence.deliver_news(case_no, Act.ACCEPT)
    ident = who.client.get("/notices/").content.decode().split('name="notice" value="')[1].split('"')[0]

    portal.visitor(identity.applicant_actor("李示例")).client.post("/notices/read/", {"notice": [ident, "x", "9" * 40]})

    assert count_unread(who.actor) == 1


def test_the_notices_take_the_same_queries_however_many(
    desk: Desk, who: Visitor, case_no: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(25):
        correspondence.say(desk.clerk, case_no)

    with django_assert_num_queries(5):
        page = who.client.get("/notices/").content.decode()

    assert page.count("portal-notices") == 1
    assert 'rel="next"' in page
