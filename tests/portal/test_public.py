"""Progress and verification, for anybody."""

import logging
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.support import cases, portal
from tests.support.cases import Desk, make_desk
from yichuang.cases.queries import get_case_view
from yichuang.cases.rules import State
from yichuang.cases.rules import case_no as number_of
from yichuang.documents.services import paper_pdf
from yichuang.identity.rules import LIMITS, Limited

pytestmark = pytest.mark.django_db
ABSENT = number_of(date(2026, 9, 25), 1)


@pytest.fixture
def desk() -> Desk:
    return make_desk(has_seal=True)


def _ask(case_no: str, name: str) -> tuple[int, str]:
    response = Client().post("/progress/", {"case_no": case_no, "name": name})
    return response.status_code, response.content.decode()


def test_number_and_name_show_the_progress_with_the_name_masked(desk: Desk) -> None:
    case_no = cases.make_case(desk, State.ACCEPTED)

    status, page = _ask(f" {case_no[:8]} {case_no[8:]} ", "张示例 ")

    assert status == 200
    assert ["已受理申请" in page, "张**" in page] == [True, True]
    assert page.count("张示例") == 1  # what was typed stands in its own field


@pytest.mark.parametrize(("number", "name"), [("right", "李示例"), (ABSENT, "张示例")])
def test_a_wrong_number_and_a_wrong_name_get_the_same_answer(number: str, name: str, desk: Desk) -> None:
    case_no = cases.make_case(desk)

    status, page = _ask(case_no if number == "right" else number, name)

    assert status == 404
    assert "没有与该编号和姓名（名称）相符的办件" in page


@pytest.mark.parametrize(
    ("number", "told"),
    [
        ("123", "办件编号为15位数字，您输入了3个字符"),
        ("20260925000001X", "办件编号为15位数字"),
        (ABSENT[:-1] + str((int(ABSENT[-1]) + 1) % 10), "校验位不符"),
    ],
)
def test_a_mistyped_number_is_said_to_be_one_and_stays_in_its_field(number: str, told: str) -> None:
    status, page = _ask(number, "张示例")

    assert status == 422
    assert [told in page, f'value="{number}"' in page, 'value="张示例"' in page] == [True, True, True]


def test_guessing_is_stopped_and_what_was_typed_stays(desk: Desk) -> None:
    case_no = cases.make_case(desk)
    most = LIMITS[Limited.LOOK_UP].most
    client = Client()
    for _ in range(most):
        assert client.post("/progress/", {"case_no": case_no, "name": "李示例"}).status_code == 404

    stopped = client.post("/progress/", {"case_no": case_no, "name": "张示例"})

    content = stopped.content.decode()
    assert stopped.status_code == 429
    assert 0 < int(stopped.headers["Retry-After"]) <= 3600
    assert ["ui-timeline" in content, case_no in content] == [False, True]


def test_codes_are_not_guessed_while_true_ones_are_always_answered(desk: Desk) -> None:
    case_no = cases.make_case(desk, State.GRANTED)
    paper = get_case_view(desk.applicant, case_no).papers[-1]
    client = Client()
    for _ in range(LIMITS[Limited.LOOK_UP].most):
        client.get("/verify/22222222222222222222/")

    assert client.get("/verify/22222222222222222222/").status_code == 429
    assert client.get(f"/verify/{paper.verify_code}/").status_code == 200


def test_progress_without_answers_names_the_fields() -> None:
    status, page = _ask("", "")

    assert status == 422
    assert ["#id_case_no" in page, "#id_name" in page] == [True, True]


def test_names_are_not_taken_from_the_address(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    case_no = cases.make_case(desk)

    with caplog.at_level(logging.DEBUG):
        page = Client().get("/progress/", {"case_no": case_no, "name": "张示例"}).content.decode()

    assert "ui-timeline" not in page
    assert "张示例" not in caplog.text


def test_a_paper_is_verified_by_its_code(desk: Desk) -> None:
    case_no = cases.make_case(desk, State.GRANTED)
    paper = get_case_view(desk.applicant, case_no).papers[-1]
    waiting = Client().get(f"/verify/{paper.verify_code}", follow=True).content.decode()
    paper_pdf(paper.id)

    typed = Client().post("/verify/", {"code": f" {paper.verify_code.lower()[:5]}-{paper.verify_code.lower()[5:]}"})
    scanned = Client().get(f"/verify/{paper.verify_code}", follow=True)

    assert typed.status_code == 302
    for page in (Client().get(typed.headers["Location"]), scanned):
        assert page.status_code == 200
        content = page.content.decode()
        assert [text in content for text in (paper.number, "张**", "食品经营许可", "测试章")] == [True] * 4
        assert "张示例" not in content
    assert "尚未盖章" in waiting


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("22222222222222222222", "未查到相符的文书"),
        ("ABC", "核验码为20位字母和数字，您输入了3位"),
        ("2222222222222222222O", "核验码中不会出现“O”"),
        ("..", "核验码中不会出现“.”"),
        ("<b>x</b>", "核验码中不会出现"),
        ("食品", "核验码中不会出现“食品”"),
    ],
)
def test_a_wrong_code_is_answered_clearly(code: str, told: str) -> None:
    response = Client().post("/verify/", {"code": code}, follow=True)

    assert response.status_code == 404
    assert told in response.content.decode()


def test_the_issued_file_is_recognised_and_one_byte_more_is_not(desk: Desk) -> None:
    case_no = cases.make_case(desk, State.GRANTED)
    content = paper_pdf(get_case_view(desk.applicant, case_no).papers[-1].id)

    answers = [
        Client().post("/verify/", {"paper": SimpleUploadedFile("决定书.pdf", given)})
        for given in (content, content + b" ", content[:900] + bytes([content[900] ^ 1]) + content[901:], b"")
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 404, 404]
    assert "逐字节一致" in answers[0].content.decode()
    assert "文件被添加了内容" in answers[1].content.decode()
    assert "文件被改动过" in answers[2].content.decode()


def test_an_empty_question_is_refused_on_its_form() -> None:
    response = Client().post("/verify/", {"code": ""})

    assert (response.status_code, "#id_code" in response.content.decode()) == (422, True)


PUBLIC = [
    "/", "/services/", "/services/A1/", "/services/A1/check/", "/progress/", "/verify/", "/about/", "/privacy/", "/accessibility/",
]  # fmt: skip


@pytest.mark.parametrize("path", PUBLIC)
def test_public_pages_are_for_everybody(path: str, desk: Desk) -> None:
    visitors = [Client(), portal.visitor(desk.applicant).client, portal.visitor(desk.clerk).client]

    assert [client.get(path).status_code for client in visitors] == [200, 200, 200]


@pytest.mark.parametrize("path", [*PUBLIC, "/services/?q=食品", "/verify/ABC/"])
def test_pages_hold_no_inline_style_or_script(path: str, desk: Desk) -> None:
    page = Client().get(path)

    content = page.content.decode()
    assert [mark for mark in (" style=", "<style", "<script>", "javascript:", " onclick") if mark in content] == []
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_reverse_of_short_addresses_on_papers(desk: Desk) -> None:
    del desk

    assert Client().get("/progress").headers["Location"] == reverse("portal:progress")


@pytest.mark.parametrize("path", ["/services/%00/", "/apply/%00/", "/cases/%00/", "/verify/%00/", "/services/?q=%00"])
def test_unstorable_characters_in_an_address_are_no_fault_of_ours(path: str, desk: Desk) -> None:
    assert portal.visitor(desk.applicant).client.get(path).status_code < 500
