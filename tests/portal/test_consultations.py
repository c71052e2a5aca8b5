"""Questions and answers for everybody."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import correspondence, identity, portal
from tests.support import organisations as bodies
from tests.support.cases import Desk, make_desk
from yichuang.core.rights import Role
from yichuang.correspondence.models import Consultation
from yichuang.correspondence.queries import count_unread, get_consultation
from yichuang.correspondence.services import answer, publish_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    correspondence.centre_authority()
    return make_desk()


def _fields(**changes: str) -> dict[str, str]:
    fields = {
        "key": str(uuid.uuid4()),
        "title": "开店需要哪些材料",
        "text": "请问需要带什么？",
        "name": "李示例",
        "phone": correspondence.PHONE,
        "department": "",
        "item": "",
    }
    return {**fields, **changes}


def _published(desk: Desk, title: str = "开店需要哪些材料") -> str:
    asked = correspondence.ask(desk.organisation_id, title=title, item_code=desk.version.item_code)
    answer(actor=desk.clerk, number=asked.number, text="请带申请书和平面图。", key=uuid.uuid4())
    manager = identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=desk.organisation_id)
    publish_answer(actor=manager, number=asked.number, title=title, question="需要带什么？", answer_text="请带申请书。")
    return asked.number


def test_public_answers_are_found_by_words_and_stand_on_pages_of_their_own(desk: Desk) -> None:
    number = _published(desk)
    client = Client()

    found, other = client.get("/ask/?q=材料").content.decode(), client.get("/ask/?q=天气").content.decode()
    page = client.get(f"/ask/answers/{number}/")

    assert (number in found, number in other) == (True, False)
    assert "请带申请书。" in page.content.decode()
    assert reverse("portal:item", args=[desk.version.item_code]) in page.content.decode()
    assert "李示例" not in page.content.decode()
    assert "X-Robots-Tag" not in page.headers


def test_a_question_that_is_not_public_has_no_page(desk: Desk) -> None:
    asked = correspondence.ask(desk.organisation_id)

    assert Client().get(f"/ask/answers/{asked.number}/").status_code == 404
    assert Client().get("/ask/answers/<b>/").status_code == 404


def test_whoever_has_no_account_asks_and_follows_by_number_and_phone(desk: Desk) -> None:
    client = Client()
    sent = client.post("/ask/new/", _fields(item=desk.version.item_code))
    receipt = client.get(sent.headers["Location"])
    number = Consultation.objects.get().number
    answer(actor=desk.clerk, number=number, text="请带申请书。", key=uuid.uuid4())

    right = client.post("/ask/follow/", {"number": number.lower(), "phone": "138 0000 1234"})
    wrong = [
        client.post("/ask/follow/", {"number": number, "phone": "13800009999"}),
        client.post("/ask/follow/", {"number": "Z20260101-000001", "phone": correspondence.PHONE}),
    ]

    assert sent.status_code == 302
    assert number in receipt.content.decode()
    assert receipt.headers["X-Robots-Tag"] == "noindex"
    assert (right.status_code, "请带申请书。" in right.content.decode()) == (200, True)
    assert [one.status_code for one in wrong] == [404, 404]
    told = [re.findall(r'class="ui-errors.*?</div>', one.content.decode(), re.DOTALL) for one in wrong]
    assert told[0] == told[1] != []


def test_the_same_form_asks_once(desk: Desk) -> None:
    fields = _fields(department=str(desk.organisation_id))

    places = [Client().post("/ask/new/", fields).headers["Location"].split("?")[0] for _ in range(2)]

    assert places == ["/ask/received/"] * 2
    assert Consultation.objects.get().organisation_id == desk.organisation_id


def test_a_receipt_that_was_made_up_is_absent() -> None:
    assert Client().get("/ask/received/", {"receipt": "Z20260101-000001"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("title", "", "请填写。"),
        ("text", " ", "请填写。"),
        ("phone", "12", "请填写11位手机号码"),
        ("title", "长" * 101, "100"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_is_lost(name: str, value: str, said: str, desk: Desk) -> None:
    fields = _fields(**{name: value})

    page = Client().post("/ask/new/", fields)

    text = page.content.decode()
    assert page.status_code == 422
    assert f'id="id_{name}_error"' in text
    assert said in text
    assert fields["key"] in text
    assert fields["text"].strip() in text


def test_too_many_questions_are_refused_and_kept(desk: Desk) -> None:
    client = Client()
    answers = [client.post("/ask/new/", _fields()) for _ in range(6)]

    assert [one.status_code for one in answers] == [302] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "请问需要带什么？" in answers[-1].content.decode()


def test_who_is_signed_in_gives_no_name_and_reads_the_answer_here(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    who = portal.visitor(desk.applicant)
    form = who.client.get(f"/ask/new/?item={desk.version.item_code}").content.decode()
    who.client.post(
        "/ask/new/", {name: _fields(item=desk.version.item_code)[name] for name in ("key", "item", "title", "text")}
    )
    number = Consultation.objects.get().number
    answer(actor=desk.clerk, number=number, text="请带申请书。", key=uuid.uuid4())
    unread = count_unread(who.actor)

    page = who.client.get(f"/ask/mine/{number}/").content.decode()
    with django_assert_num_queries(4):
        mine = who.client.get("/ask/mine/").content.decode()

    assert ('name="phone"' in form, desk.version.name in form) == (False, True)
    assert "请带申请书。" in page
    assert (unread, count_unread(who.actor)) == (1, 0)
    assert number in mine
    assert get_consultation(who.actor, number).name == "张示例"


def test_a_question_is_read_by_its_asker_alone(desk: Desk) -> None:
    asked = correspondence.ask(desk.organisation_id, actor=desk.applicant)
    stranger = portal.visitor(identity.applicant_actor("李示例"))

    assert stranger.client.get(f"/ask/mine/{asked.number}/").status_code == 404
    assert Client().get("/ask/mine/").headers["Location"].startswith("/account/sign-in/")


def test_the_page_of_a_service_shows_its_frequent_questions(desk: Desk) -> None:
    code = desk.version.item_code

    page = Client().get(f"/ask/?item={code}").content.decode()

    assert f"/ask/new/?item={code}" in page
    assert all(faq.question in page for faq in desk.version.content.faqs)
    assert Client().get("/ask/?item=nothing").status_code == 200


def test_the_public_answers_take_the_same_queries_however_many(
    desk: Desk, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(4):
        _published(desk, f"第{number}个问题")

    with django_assert_num_queries(1):
        page = Client().get("/ask/").content.decode()

    assert page.count("/ask/answers/") == 4


def test_departments_are_offered(desk: Desk) -> None:
    bodies.make_organisation(name="示例区示例局")

    assert "示例区示例局" in Client().get("/ask/new/").content.decode()
