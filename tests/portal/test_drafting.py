"""Writing an application: what is asked when, what is filled in, saving while typing, two windows, a renewed service."""

import re
import uuid
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, identity, portal
from tests.support.catalogue import approve, make_content
from tests.support.portal import Visitor
from yichuang.cases.queries import get_draft_view, list_my_cases
from yichuang.cases.services import save_draft
from yichuang.catalogue import services as catalogue
from yichuang.catalogue.rules import (
    Condition,
    FieldGroup,
    FieldKind,
    FormField,
    ItemContent,
    Material,
    SourceChannel,
)
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.identity.queries import get_person
from yichuang.identity.services import give_mandate

pytestmark = pytest.mark.django_db
JSON = {"accept": "application/json"}
WITH_STORE = Condition(field="store", any_of=("yes",))
NAME = FormField(id="name", element="DE.PERSON.NAME", label="姓名")
STORE = FormField(id="store", element="E.STORE", label="是否有仓库", kind=FieldKind.YES_NO)
PLACE = FormField(id="place", element="E.PLACE", label="仓库地址", when=WITH_STORE)
SIZE = FormField(id="size", element="E.SIZE", label="仓库面积", kind=FieldKind.NUMBER, when=WITH_STORE)


def content() -> ItemContent:
    """An item that asks about a warehouse only of those who have one."""
    return make_content(
        form=(
            FieldGroup(title="基本情况", fields=(NAME, STORE, PLACE)),
            FieldGroup(title="仓库情况", fields=(SIZE,)),
        ),
        materials=(Material(code="M1", name="申请书"), Material(code="M2", name="仓库说明", when=WITH_STORE)),
    )


@pytest.fixture
def desk() -> cases.Desk:
    return cases.make_desk(content())


@pytest.fixture
def who(desk: cases.Desk) -> Visitor:
    return portal.visitor(desk.applicant)


@pytest.fixture
def key(desk: cases.Desk, who: Visitor) -> UUID:
    return portal.begin(who, desk)


def _url(key: UUID, number: int = 1) -> str:
    return reverse("portal:draft_answers", args=[key, number])


def _typed(page: str) -> dict[str, str]:
    """The hidden fields of a page that are sent back with it."""
    return {name: re.findall(f'name="{name}" value="([^"]+)"', page)[0] for name in ("revision", "seen")}


def _slot(page: str, name: str) -> str:
    return page.split(f'id="place-{name}"')[1].split('id="place-', maxsplit=1)[0].split("ui-actions", maxsplit=1)[0]


def test_a_conditional_question_has_an_empty_place_until_the_answer_leads_to_it(key: UUID, who: Visitor) -> None:
    page = who.client.get(_url(key)).content.decode()

    asked = {"answer-name": "张示例", "answer-store": "yes", "asked": ["name", "store"], "part": "questions"}
    part = who.client.post(_url(key), asked).content.decode()

    assert ["answer-place" in _slot(page, "place"), "answer-place" in _slot(part, "place")] == [False, True]
    assert 'hx-select-oob="#place-place"' in page
    assert get_draft_view(who.actor, key).form == {}  # nothing was saved by looking


def test_without_scripts_a_question_is_asked_after_the_answer_that_leads_to_it(key: UUID, who: Visitor) -> None:
    first = {"answer-name": "张示例", "answer-store": "yes", "asked": ["name", "store"], "go": "next"}
    answer = who.client.post(_url(key), {**first, "revision": portal.revision(who, key)})
    page = who.client.get(_url(key)).content.decode()
    full = {**first, "asked": ["name", "store", "place"], "answer-place": "清溪路1号"}
    onward = who.client.post(_url(key), {**full, "revision": portal.revision(who, key)})

    assert (answer.status_code, answer.headers["Location"]) == (302, _url(key))
    assert "根据您的填写，还需回答以下问题" in page
    assert "ui-field__error" not in page
    assert onward.headers["Location"] == _url(key, 2)


def test_pages_and_materials_that_the_answers_do_not_lead_to_are_left_out(key: UUID, who: Visitor) -> None:
    form = {"answer-name": "张示例", "answer-store": "no", "asked": ["name", "store"], "go": "next"}

    answer = who.client.post(_url(key), {**form, "revision": portal.revision(who, key)})
    skipped = who.client.get(_url(key, 2))
    materials = who.client.get(reverse("portal:draft_materials", args=[key])).content.decode()

    beyond = reverse("portal:draft_materials", args=[key])
    assert [answer.headers["Location"], skipped.headers["Location"]] == [beyond, beyond]
    assert ["申请书" in materials, "仓库说明" in materials] == [True, False]
    assert "第3步，共4步" in materials


def test_what_the_account_knows_is_filled_in_marked_and_not_offered_again(key: UUID, who: Visitor) -> None:
    first = who.client.get(_url(key)).content.decode()
    save_draft(actor=who.actor, key=key, revision=portal.revision(who, key), form={"name": ""})

    again = who.client.get(_url(key)).content.decode()

    assert [part in first for part in ('value="张示例"', "已根据您的账号信息填入")] == [True, True]
    assert [part in _slot(again, "name") for part in ('value="张示例"', "已根据您的账号信息填入")] == [False, False]


def test_typing_is_saved_right_or_wrong_and_the_revision_is_given_back(key: UUID, who: Visitor) -> None:
    hidden = _typed(who.client.get(_url(key)).content.decode())
    sent = {"answer-name": "㐀𠮷", "asked": ["name", "store"], "autosave": "1", "changed": "answer-name", **hidden}

    first = who.client.post(_url(key), sent, headers=JSON)
    second = who.client.post(_url(key), {**sent, **first.json(), "answer-name": "㐀𠮷餐飲"}, headers=JSON)

    assert [first.status_code, second.status_code] == [200, 200]
    assert second.json()["revision"] == first.json()["revision"] + 1 == portal.revision(who, key)
    assert get_draft_view(who.actor, key).form["name"] == "㐀𠮷餐飲"


def test_saving_while_typing_says_when_the_session_has_ended(key: UUID) -> None:
    answer = Client().post(_url(key), {"autosave": "1"}, headers={**JSON, "referer": f"http://testserver{_url(key)}"})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/account/sign-in/?next={_url(key)}")


def test_another_page_saved_meanwhile_is_no_obstacle(key: UUID, who: Visitor) -> None:
    hidden = _typed(who.client.get(_url(key)).content.decode())
    save_draft(actor=who.actor, key=key, revision=portal.revision(who, key), form={"size": "5"})

    form = {"answer-name": "张示例", "answer-store": "no", "asked": ["name", "store"], "go": "next", **hidden}
    answer = who.client.post(_url(key), form)

    assert answer.status_code == 302
    assert get_draft_view(who.actor, key).form == {"name": "张示例", "store": "no", "size": "5"}


@pytest.mark.parametrize(("choice", "name"), [("stored", "别处保存"), ("typed", "此处填写")])
def test_of_two_windows_the_applicant_sees_both_sides_and_chooses(
    choice: str, name: str, key: UUID, who: Visitor
) -> None:
    hidden = _typed(who.client.get(_url(key)).content.decode())
    save_draft(actor=who.actor, key=key, revision=portal.revision(who, key), form={"name": "别处保存"})
    form = {"answer-name": "此处填写", "answer-store": "no", "asked": ["name", "store"], "go": "next"}

    clash = who.client.post(_url(key), {**form, **hidden})
    page = clash.content.decode()
    chosen = who.client.post(_url(key), {**form, **_typed(page), "side-name": choice})

    assert clash.status_code == 409
    assert [part in page for part in ("此处填写", "别处保存", 'name="side-name"')] == [True] * 3
    assert "data-autosave" not in page  # else the other side would be overwritten before the choice
    assert chosen.status_code == 302
    assert get_draft_view(who.actor, key).form["name"] == name


def test_saving_while_typing_never_overwrites_the_other_window(key: UUID, who: Visitor) -> None:
    hidden = _typed(who.client.get(_url(key)).content.decode())
    save_draft(actor=who.actor, key=key, revision=portal.revision(who, key), form={"name": "别处保存"})

    sent = {"answer-name": "此处填写", "asked": ["name", "store"], "autosave": "1", **hidden}
    answer = who.client.post(_url(key), sent, headers=JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "cases.draft_stale")
    assert get_draft_view(who.actor, key).form["name"] == "别处保存"


def test_characters_that_cannot_be_seen_are_left_out_and_told(key: UUID, who: Visitor) -> None:
    form = {"answer-name": "张\u202e示例", "answer-store": "no", "asked": ["name", "store"], "go": "next"}

    answer = who.client.post(_url(key), {**form, "revision": portal.revision(who, key)}, follow=True)

    assert get_draft_view(who.actor, key).form["name"] == "张示例"
    assert "已去除以下内容中看不见的字符：姓名" in answer.content.decode()


def test_a_change_from_the_check_page_leads_back_to_it(key: UUID, who: Visitor) -> None:
    form = {"answer-name": "张示例", "answer-store": "no", "asked": ["name", "store"], "go": "next", "back": "check"}

    page = who.client.get(f"{_url(key)}?check=1").content.decode()
    answer = who.client.post(_url(key), {**form, "revision": portal.revision(who, key)})

    assert 'name="back" value="check"' in page
    assert answer.headers["Location"] == reverse("portal:draft_check", args=[key])


def test_files_sent_one_by_one_are_kept_or_told_why_not(key: UUID, who: Visitor) -> None:
    url = reverse("portal:draft_materials", args=[key])
    program = SimpleUploadedFile("申请书.pdf", b"MZ\x90\x00" + b"\x00" * 100)

    kept = [who.client.post(url, {"material-M1": portal.paper("一.pdf", "1")}, headers=JSON) for _ in range(2)]
    refused = who.client.post(url, {"material-M1": program}, headers=JSON)

    assert [answer.status_code for answer in kept] == [200, 200]
    assert kept[1].json() == {"revision": portal.revision(who, key)}
    assert (refused.status_code, refused.json()["code"]) == (415, "documents.executable")
    assert [one.name for one in get_draft_view(who.actor, key).materials["M1"]] == ["一.pdf"]


def _renew(desk: cases.Desk, new: ItemContent) -> None:
    draft = catalogue.start_draft(actor=SYSTEM, item_id=desk.version.item_id, content=new)
    approve(draft.version_id)
    catalogue.publish(actor=SYSTEM, version_id=draft.version_id)


def test_a_draft_of_a_replaced_version_moves_and_the_page_tells_what_changed(
    desk: cases.Desk, key: UUID, who: Visitor
) -> None:
    old = portal.revision(who, key)
    new = FormField(id="area", element="E.AREA", label="经营面积", kind=FieldKind.NUMBER)
    _renew(desk, make_content(form=(FieldGroup(title="基本情况", fields=(NAME, new)),)))
    renew = reverse("portal:draft_renew", args=[key])

    sent = who.client.post(_url(key), {"answer-name": "张示例", "revision": old, "go": "next"})
    led = [who.client.get(url) for url in (_url(key), reverse("portal:draft", args=[key]))]
    told = who.client.post(renew, follow=True).content.decode()

    assert [sent.status_code, *(page.headers["Location"] for page in led)] == [422, renew, renew]
    assert ["经营面积" in told, "新增填写项" in told, "您的草稿已转到新版本" in told] == [True] * 3
    after = get_draft_view(who.actor, key)
    assert (after.version.number, after.form["name"]) == (2, "张示例")
    assert who.client.get(renew).headers["Location"] == _url(key)


def test_submitting_under_a_replaced_version_leads_to_the_page_that_renews(desk: cases.Desk) -> None:
    plain = cases.make_desk(task_code="A2")
    who = portal.visitor(plain.applicant)
    key = portal.fill_in(who, plain)
    seen = portal.revision(who, key)
    _renew(plain, make_content(summary="新版"))

    data = {"revision": seen, "declaration": "on"}
    answer = who.client.post(reverse("portal:draft_check", args=[key]), data)

    assert answer.headers["Location"] == reverse("portal:draft_renew", args=[key])
    assert list_my_cases(who.actor).rows == ()


def test_an_agent_is_told_for_whom_and_declares_the_mandate(desk: cases.Desk, who: Visitor) -> None:
    agent = portal.visitor(identity.applicant_actor("李代理"))
    person, today = get_person(agent.actor.account_id or 0), clock.today()
    assert person.identity_type is not None
    mandate = give_mandate(
        actor=desk.applicant,
        agent_type=person.identity_type,
        agent_no=person.identity_no,
        agent_name=person.name,
        item_codes=["A1"],
        valid_from=today,
        valid_to=today + timedelta(days=9),
    )
    other = cases.make_desk(task_code="B1")
    agent.client.post(reverse("identity:act_for"), {"mandate": str(mandate)})

    start = agent.client.get(reverse("portal:apply", args=["A1"])).content.decode()
    uncovered = agent.client.get(reverse("portal:apply", args=[other.version.item_code])).content.decode()
    key = uuid.uuid4()
    agent.client.post(reverse("portal:apply", args=["A1"]), {"key": str(key)})
    check = agent.client.get(reverse("portal:draft_check", args=[key])).content.decode()

    assert ["申请以<strong>张示例</strong>的名义提出" in start, "您的授权不包括本事项" in uncovered] == [True, True]
    assert 'name="key"' not in uncovered
    assert "本人受张示例委托，在授权范围内代为办理" in check
    assert get_draft_view(who.actor, key).party["name"] == "张示例"  # the draft is the principal's


def test_the_answers_of_an_earlier_case_can_be_used_again() -> None:
    desk = cases.make_desk()
    who = portal.visitor(desk.applicant)
    case_no = portal.case_of(who, desk)
    url, key = reverse("portal:apply", args=["A1"]), uuid.uuid4()

    page = who.client.get(url).content.decode()
    who.client.post(url, {"key": str(key), "copy_from": case_no})

    assert f'name="copy_from" value="{case_no}"' in page
    assert get_draft_view(who.actor, key).form == {"name": "张示例", "identity_no": identity.identity_no(7)}


def test_the_start_page_tells_what_is_needed_and_offers_the_open_draft(desk: cases.Desk, who: Visitor) -> None:
    before = who.client.get(reverse("portal:apply", args=["A1"])).content.decode()
    key = portal.begin(who, desk)

    after = who.client.get(reverse("portal:apply", args=["A1"])).content.decode()

    assert [text in before for text in ("仓库说明", "是否有仓库", "10个工作日", "不收费", "张示例")] == [True] * 5
    assert [reverse("portal:draft", args=[key]) in page for page in (before, after)] == [False, True]


@pytest.mark.parametrize(
    ("name", "most"),
    [("apply", 9), ("draft_applicant", 9), ("draft_answers", 10), ("draft_materials", 8), ("draft_check", 8)],
)
def test_pages_ask_the_database_a_fixed_number_of_times(
    name: str, most: int, key: UUID, who: Visitor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    wanted: dict[str, list[object]] = {"apply": ["A1"], "draft_answers": [key, 1]}
    args = wanted.get(name, [key])
    url = reverse(f"portal:{name}", args=args)
    who.client.get(url)

    with django_assert_max_num_queries(most):
        who.client.get(url)


@pytest.mark.parametrize("source", [SourceChannel.ANSWERS, SourceChannel.APPLICANT])
def test_nobody_is_told_how_to_photograph_where_nothing_is_handed_in(source: SourceChannel) -> None:
    desk = cases.make_desk(make_content(materials=(Material(code="M1", name="申请书", source=source),)))
    who = portal.visitor(desk.applicant)
    key = portal.begin(who, desk)

    begin = who.client.get(reverse("portal:apply", args=[desk.version.item_code])).content.decode()
    page = who.client.get(reverse("portal:draft_materials", args=[key])).content.decode()

    is_wanted = source is SourceChannel.APPLICANT
    assert ("手机拍照即可" in begin) is is_wanted
    assert ("可用手机拍照" in page) is is_wanted
    assert ("您无需提交任何材料" in page) is not is_wanted
