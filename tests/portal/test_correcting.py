"""The correction journey."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.support import cases, identity, portal
from tests.support.cases import Desk, make_desk
from tests.support.portal import Visitor
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import Act, State

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


def _post(who: Visitor, case_no: str, **fields: object) -> tuple[int, str]:
    response = who.client.post(reverse("portal:correct", args=[case_no]), fields)
    return response.status_code, response.content.decode() or response.headers.get("Location", "")


def test_what_is_missing_stands_on_the_case_and_on_the_form(case_no: str, who: Visitor) -> None:
    pages = [who.client.get(reverse(f"portal:{name}", args=[case_no])).content.decode() for name in ("case", "correct")]

    for page in pages:
        assert [text in page for text in ("经营场所平面图", "未标明面积", "补充标注")] == [True, True, True]
    assert f'value="{identity.identity_no(7)}"' in pages[1]


def test_corrected_answers_and_files_go_back_to_the_window(case_no: str, who: Visitor) -> None:
    fields = {**portal.ANSWERS, "answer-name": "张更正", "material-M2": portal.paper("新图.pdf", "new"), "key": "k1"}

    answer = _post(who, case_no, **fields)

    assert answer == (302, f"/cases/{case_no}/")
    view = get_case_view(who.actor, case_no)
    assert (view.state, view.form["name"]) == (State.RECEIVED, "张更正")
    assert [upload.name for upload in view.materials[1].uploads] == ["M2.pdf", "新图.pdf"]


def test_the_same_correction_sent_five_times_is_one(case_no: str, who: Visitor) -> None:
    answers = [_post(who, case_no, **portal.ANSWERS, key="k1")[0] for _ in range(5)]

    assert answers == [302] * 5
    assert [row.act for row in get_case_view(who.actor, case_no).ledger].count(Act.CORRECT) == 1


def test_a_wrong_answer_is_named_and_the_file_is_not_lost(case_no: str, who: Visitor) -> None:
    wrong = {**portal.ANSWERS, "answer-identity_no": "1", "key": "k1"}
    status, page = _post(who, case_no, **wrong, **{"material-M2": portal.paper("新图.pdf", "new")})
    kept = re.findall(r'name="kept" value="([^"]+)"', page)

    again = _post(who, case_no, **portal.ANSWERS, key="k1", kept=kept)

    assert (status, 'value="1"' in page, "新图.pdf" in page, len(kept)) == (422, True, True, 1)
    assert again[0] == 302
    assert [one.name for one in get_case_view(who.actor, case_no).materials[1].uploads] == ["M2.pdf", "新图.pdf"]


def test_a_file_of_somebody_else_cannot_be_slipped_in(case_no: str, desk: Desk, who: Visitor) -> None:
    other = portal.visitor(identity.applicant_actor("李示例"))
    foreign = get_case_view(other.actor, portal.case_of(other, desk, "李示例")).materials[0].uploads[0]

    status, _page = _post(who, case_no, **portal.ANSWERS, key="k1", kept=[f"M1:{foreign.id}", "M1:x", "M1:99999999"])

    assert status == 302
    assert [one.name for one in get_case_view(who.actor, case_no).materials[0].uploads] == ["M1.pdf"]


def test_a_program_is_refused_and_nothing_is_corrected(case_no: str, who: Visitor) -> None:
    program = SimpleUploadedFile("图.pdf", b"MZ\x90\x00" + b"\x00" * 100)

    status, page = _post(who, case_no, **portal.ANSWERS, key="k1", **{"material-M2": program})

    assert (status, "id_material-M2" in page) == (415, True)
    assert get_case_view(who.actor, case_no).state is State.CORRECTION_REQUESTED


def test_a_correction_out_of_order_is_refused(desk: Desk, who: Visitor) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)

    status, _page = _post(who, case_no, **portal.ANSWERS, key="k1")

    assert status == 409
