"""The correction journey."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.catalogue import make_content
from tests.support.portal import Visitor
from yichuang.cases.queries import get_case_view, kept_correction
from yichuang.cases.rules import Act, State
from yichuang.cases.services import Missing, correct_case, request_correction
from yichuang.catalogue.rules import Material, SourceChannel
from yichuang.documents.errors import UploadNotFoundError

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return make_desk()


@pytest.fixture
def who(desk: Desk) -> Visitor:
    return portal.visitor(desk.applicant)


@pytest.fixture
def case_no(desk: Desk, who: Visitor) -> str:
    number = portal.case_of(who, desk)
    cases.do(desk, Act.RECEIVE, number)
    cases.do(desk, Act.REQUEST_CORRECTION, number)
    return number


def _told(desk: Desk, who: Visitor, *missing: Missing) -> str:
    """A case of the visitor with that notice; its number."""
    number = portal.case_of(who, desk)
    cases.do(desk, Act.RECEIVE, number)
    request_correction(actor=desk.clerk, case_no=number, missing=list(missing), key="")
    return number


def _post(who: Visitor, case_no: str, **fields: object) -> tuple[int, str]:
    response = who.client.post(reverse("portal:correct", args=[case_no]), fields)
    return response.status_code, response.content.decode() or response.headers.get("Location", "")


def test_what_is_missing_stands_on_the_case_and_on_the_form(case_no: str, who: Visitor) -> None:
    pages = [who.client.get(reverse(f"portal:{name}", args=[case_no])).content.decode() for name in ("case", "correct")]

    for page in pages:
        assert [text in page for text in ("经营场所平面图", "未标明面积", "补充标注")] == [True, True, True]
    assert 'name="material-M2"' in pages[1]
    assert ['name="material-M1"' in pages[1], "answer-identity_no" in pages[1]] == [False, False]
    assert identity.identity_no(7) in pages[1]  # to be read, not to be changed


def test_corrected_answers_and_files_go_back_to_the_window(case_no: str, who: Visitor) -> None:
    fields = {"answer-name": "张更正", "material-M2": portal.paper("新图.pdf", "new"), "key": "k1"}

    answer = _post(who, case_no, **fields)

    assert answer == (302, f"/cases/{case_no}/corrected/")
    view = get_case_view(who.actor, case_no)
    assert (view.state, view.form["name"]) == (State.RECEIVED, "张示例")  # nobody asked for another name
    assert [upload.name for upload in view.materials[1].uploads] == ["M2.pdf", "新图.pdf"]


def test_the_same_correction_sent_five_times_is_one(case_no: str, who: Visitor) -> None:
    answers = [
        _post(who, case_no, **portal.ANSWERS, key="k1", **{"material-M2": portal.paper("新图.pdf", "new")})[0]
        for _ in range(5)
    ]

    assert answers == [302] * 5
    assert [row.act for row in get_case_view(who.actor, case_no).ledger].count(Act.CORRECT) == 1


def test_a_wrong_answer_is_named_and_the_file_is_not_lost(desk: Desk, who: Visitor) -> None:
    case_no = _told(desk, who, Missing("经营场所平面图", "未标明面积"), Missing("身份证号码", "号码有误"))
    new = portal.paper("新图.pdf", "new")
    status, page = _post(who, case_no, **{"answer-identity_no": "1", "key": "k1", "material-M2": new})

    again = _post(who, case_no, **{"answer-identity_no": identity.identity_no(8)}, key="k1")

    assert (status, 'value="1"' in page, "新图.pdf" in page) == (422, True, True)
    assert again[0] == 302
    view = get_case_view(who.actor, case_no)
    assert [one.name for one in view.materials[1].uploads] == ["M2.pdf", "新图.pdf"]
    assert view.form["identity_no"] == identity.identity_no(8)


def test_every_line_that_is_still_open_is_named_where_it_stands(desk: Desk, who: Visitor) -> None:
    case_no = _told(desk, who, Missing("经营场所平面图", "未标明面积"), Missing("身份证号码", "号码有误"))

    unchanged = _post(who, case_no, **{"answer-identity_no": identity.identity_no(7)}, key="k1")
    half = _post(who, case_no, **{"answer-identity_no": identity.identity_no(8)}, key="k2")

    assert [unchanged[0], half[0]] == [422, 422]
    open_lines = [re.findall(r'ui-field--wrong" id="line-(\d)"', page) for _status, page in (unchanged, half)]
    assert open_lines == [["1", "2"], ["1"]]
    assert f'value="{identity.identity_no(8)}"' in half[1]
    assert get_case_view(who.actor, case_no).state is State.CORRECTION_REQUESTED


def test_a_line_about_something_else_opens_every_question_and_material(desk: Desk, who: Visitor) -> None:
    case_no = _told(desk, who, Missing("其他", "请说明用途"))

    page = who.client.get(reverse("portal:correct", args=[case_no])).content.decode()
    answer = _post(who, case_no, **{"answer-name": "张更正", "key": "k1"})

    assert ["answer-name" in page, 'name="material-M1"' in page, 'name="material-M2"' in page] == [True] * 3
    assert answer == (302, f"/cases/{case_no}/corrected/")
    assert get_case_view(who.actor, case_no).form["name"] == "张更正"


def test_a_correction_waits_for_the_paper_until_the_window_has_it(desk: Desk, who: Visitor) -> None:
    case_no = _told(desk, who, Missing("经营场所平面图", "未标明面积"), Missing("身份证号码", "号码有误"))
    fields = {"answer-identity_no": identity.identity_no(8), "on_paper": "M2"}

    answer = _post(who, case_no, **fields, key="k1")
    page = who.client.get(reverse("portal:case", args=[case_no])).content.decode()
    waiting = get_case_view(who.actor, case_no)
    correct_case(actor=desk.clerk, case_no=case_no, materials={"M2": []}, form=waiting.form)

    assert answer == (302, f"/cases/{case_no}/")
    assert ["补正尚未完成" in page, "经营场所平面图" in page] == [True, True]
    assert waiting.state is State.CORRECTION_REQUESTED
    view = get_case_view(who.actor, case_no)
    assert (view.state, view.form["identity_no"]) == (State.RECEIVED, identity.identity_no(8))
    receipt = who.client.get(reverse("portal:corrected", args=[case_no])).content.decode()
    assert ["已补正" in receipt, "纸质" in receipt] == [True, True]


def test_a_correction_is_not_ready_while_something_else_is_open(desk: Desk, who: Visitor) -> None:
    case_no = _told(desk, who, Missing("经营场所平面图", "未标明面积"), Missing("身份证号码", "号码有误"))

    status, page = _post(who, case_no, **{"answer-identity_no": identity.identity_no(7)}, on_paper="M2", key="k1")

    assert status == 422
    assert re.findall(r'ui-field--wrong" id="line-(\d)"', page) == ["2"]
    assert kept_correction(desk.clerk, case_no) is None  # nothing for the window yet


def test_what_was_typed_and_added_is_there_after_signing_in_again(desk: Desk, who: Visitor) -> None:
    case_no = _told(desk, who, Missing("经营场所平面图", "未标明面积"), Missing("身份证号码", "号码有误"))
    url = reverse("portal:correct", args=[case_no])

    saved = who.client.post(
        url, {"answer-identity_no": "9901", "autosave": "1"}, headers={"accept": "application/json"}
    )
    new = {"material-M2": portal.paper("新图.pdf", "new")}
    who.client.post(url, new, headers={"accept": "application/json"})
    page = portal.visitor(desk.applicant).client.get(url).content.decode()

    assert (saved.status_code, saved.json()) == (200, {})
    assert ['value="9901"' in page, "新图.pdf" in page] == [True, True]
    assert kept_correction(desk.clerk, case_no) is None
    assert get_case_view(who.actor, case_no).form["identity_no"] == identity.identity_no(7)


def test_a_file_kept_for_a_correction_is_seen_by_its_owner_alone(case_no: str, who: Visitor) -> None:
    url = reverse("portal:correct", args=[case_no])
    who.client.post(url, {"material-M2": portal.paper("新图.pdf", "new")}, headers={"accept": "application/json"})
    kept = kept_correction(who.actor, case_no)
    assert kept is not None
    address = reverse("portal:correction_file", args=[case_no, kept.materials["M2"][0].id])
    stranger = portal.visitor(identity.applicant_actor("李示例"))

    own, other = who.client.get(address), stranger.client.get(address)

    assert b"".join(own).startswith(b"%PDF")
    assert other.status_code == 404


def test_a_file_sent_by_itself_waits_for_the_correction_and_can_be_left_out(case_no: str, who: Visitor) -> None:
    url = reverse("portal:correct", args=[case_no])
    for name in ("甲.pdf", "乙.pdf"):
        sent = who.client.post(url, {"material-M2": portal.paper(name, name)}, headers={"accept": "application/json"})
        assert (sent.status_code, sent.json()) == (200, {})
    page = who.client.get(url).content.decode()
    first = re.findall(r'name="remove" value="([^"]+)"', page)[0]

    removed = _post(who, case_no, remove=first)
    again = who.client.get(url).content.decode()
    done = _post(who, case_no, key="k1")

    assert ["甲.pdf" in page, "乙.pdf" in page, "甲.pdf" in again, "乙.pdf" in again] == [True, True, False, True]
    assert [removed[0], done[0]] == [302, 302]
    assert [one.name for one in get_case_view(who.actor, case_no).materials[1].uploads] == ["M2.pdf", "乙.pdf"]


def test_a_program_sent_by_itself_is_told_what_to_do(case_no: str, who: Visitor) -> None:
    program = SimpleUploadedFile("图.pdf", b"MZ\x90\x00" + b"\x00" * 100)

    url = reverse("portal:correct", args=[case_no])
    answer = who.client.post(url, {"material-M2": program}, headers={"accept": "application/json"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")
    assert answer.json()["code"] == "documents.executable"


def test_the_page_of_a_correction_asks_the_database_a_fixed_number_of_times(
    case_no: str, who: Visitor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    who.client.get(reverse("portal:correct", args=[case_no]))

    with django_assert_max_num_queries(16):
        who.client.get(reverse("portal:correct", args=[case_no]))


def test_a_file_of_somebody_else_cannot_be_slipped_in(case_no: str, desk: Desk, who: Visitor) -> None:
    other = portal.visitor(identity.applicant_actor("李示例"))
    foreign = get_case_view(other.actor, portal.case_of(other, desk, "李示例")).materials[0].uploads[0]

    with pytest.raises(UploadNotFoundError):
        correct_case(actor=who.actor, case_no=case_no, materials={"M2": [foreign.id]})

    view = get_case_view(who.actor, case_no)
    assert [one.name for one in view.materials[0].uploads] == ["M1.pdf"]
    assert view.state is State.CORRECTION_REQUESTED


def test_a_program_is_refused_and_nothing_is_corrected(case_no: str, who: Visitor) -> None:
    program = SimpleUploadedFile("图.pdf", b"MZ\x90\x00" + b"\x00" * 100)

    status, page = _post(who, case_no, **portal.ANSWERS, key="k1", **{"material-M2": program})

    assert (status, "id_material-M2" in page) == (415, True)
    assert get_case_view(who.actor, case_no).state is State.CORRECTION_REQUESTED


def test_a_correction_out_of_order_is_refused(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)

    status, _page = _post(who, case_no, **portal.ANSWERS, key="k1")

    assert status == 409


def test_a_shared_material_that_the_notice_names_takes_a_file() -> None:
    shared = Material(code="M2", name="营业执照", source=SourceChannel.SHARED, copies=0)
    desk = make_desk(make_content(materials=(Material(code="M1", name="申请书"), shared)))
    who = portal.visitor(desk.applicant)
    case_no = _told(desk, who, Missing("营业执照", "共享数据有误"))

    answer = _post(who, case_no, **{"material-M2": portal.paper("执照.pdf", "new"), "key": "k1"})

    assert answer == (302, f"/cases/{case_no}/corrected/")
