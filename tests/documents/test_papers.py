"""Papers: numbering, sealing, rendering, verification."""

import io
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from tests.support.documents import BODY, ISSUED_AT, SIGNATORY, make_paper, make_sealed_body, paper_data
from tests.support.organisations import make_organisation
from yichuang.documents import queries, services
from yichuang.documents.errors import PaperDataError, PaperNotFoundError
from yichuang.documents.models import Paper, PaperFile, StoredContent
from yichuang.documents.rules import (
    GuideData,
    GuideMaterial,
    GuideWindow,
    PaperKind,
    PrintLanguage,
    SheetChoice,
    SheetData,
    SheetGroup,
    SheetMaterial,
    SheetRow,
)
from yichuang.documents.vendors import fonts, typesetting

pytestmark = pytest.mark.django_db

TITLES = {
    PaperKind.RECEIPT: "申请材料收件凭证",
    PaperKind.ONE_TIME_NOTICE: "行政许可申请材料补正一次性告知书",
    PaperKind.ACCEPTANCE: "行政许可申请受理通知书",
    PaperKind.REFUSAL: "行政许可申请不予受理通知书",
    PaperKind.DECISION_GRANTED: "准予行政许可决定书",
    PaperKind.DECISION_DENIED: "不予行政许可决定书",
}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Settings) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_BASE_URL = "https://centre.example"
    return tmp_path / "files"


def _text(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def _render(kind: PaperKind, *, with_system: bool = True, **changes: object) -> bytes:
    return typesetting.paper(
        kind=kind,
        number="示市监受〔2026〕12号",
        organisation_name=BODY,
        verify_code="ABCDE23456FGHJK789XY",
        base_url="https://centre.example",
        issued_at=ISSUED_AT,
        data=paper_data(kind, **changes).model_dump(mode="json"),
        seal={"ring": BODY, "foot": "审批专用章", "mark": "测试印章"},
        with_system=with_system,
    )[0]


def test_numbers_run_per_body_year_and_kind() -> None:
    body, other = make_organisation(), make_organisation()

    numbers = [
        make_paper(body).number,
        make_paper(body).number,
        make_paper(body, PaperKind.RECEIPT).number,
        make_paper(other).number,
        make_paper(body, issued_at=datetime(2026, 12, 31, 15, 59, tzinfo=UTC)).number,
        make_paper(body, issued_at=datetime(2026, 12, 31, 16, 0, tzinfo=UTC)).number,
    ]

    assert numbers == [
        "示市监受〔2026〕1号",
        "示市监受〔2026〕2号",
        "示市监收〔2026〕1号",
        "示市监受〔2026〕1号",
        "示市监受〔2026〕3号",
        "示市监受〔2027〕1号",
    ]


def test_a_number_returns_when_its_transaction_does_not_commit() -> None:
    body = make_organisation()

    with transaction.atomic():
        given = make_paper(body).number
        transaction.set_rollback(True)

    assert given == make_paper(body).number == "示市监受〔2026〕1号"
    assert Paper.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_have_no_gap_and_no_repeat() -> None:
    body = make_organisation()
    gate = threading.Barrier(6)

    def issue(worker: int) -> None:
        try:
            gate.wait(timeout=10)
            for turn in range(5):
                with transaction.atomic():
                    make_paper(body)
                    transaction.set_rollback((worker + turn) % 5 == 0)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=issue, args=(worker,)) for worker in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    serials = sorted(Paper.objects.values_list("serial", flat=True))
    assert serials == list(range(1, 25))


def test_issuing_takes_one_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    body = make_organisation()

    with django_assert_num_queries(1):
        make_paper(body)


def test_data_of_another_kind_is_refused_and_takes_no_number() -> None:
    body = make_organisation()
    data = {**paper_data(PaperKind.DECISION_DENIED).model_dump(), "reasons": (), "extra": 1}

    with pytest.raises(PaperDataError) as caught:
        services.issue_paper(
            kind=PaperKind.DECISION_DENIED,
            subject="1",
            organisation_id=body,
            organisation_name=BODY,
            prefix="示市监",
            data=data,
            issued_at=ISSUED_AT,
            signatory=SIGNATORY,
        )

    assert [problem.field for problem in caught.value.problems] == ["reasons", "extra"]
    assert make_paper(body, PaperKind.DECISION_DENIED).number == "示市监不准〔2026〕1号"


def test_personal_data_is_sealed_in_the_database() -> None:
    make_paper(make_sealed_body())

    with connection.cursor() as cursor:
        cursor.execute("SELECT documents_paper::text FROM documents_paper")
        (row,) = cursor.fetchone()

    assert "张示例".encode().hex() not in row
    assert "张示例" not in row
    assert Paper.objects.get().data["addressee"] == "张示例"


@pytest.mark.parametrize("kind", PaperKind)
def test_each_paper_names_its_kind_number_addressee_and_how_to_check_it(kind: PaperKind) -> None:
    paper = make_paper(make_sealed_body(), kind)

    text = _text(services.paper_pdf(paper.id))

    assert TITLES[kind] in text
    assert paper.number in text
    assert "张示例：" in text
    assert "食品经营许可（新办）" in text
    assert "2026年9月25日" in text
    assert f"https://centre.example/verify/{paper.verify_code}" in text
    assert "TESTSEAL" in text


@pytest.mark.parametrize(
    ("kind", "wording"),
    [
        (PaperKind.RECEIPT, "自收到申请材料之日起即为受理（《中华人民共和国行政许可法》第三十二条第一款第（四）项）"),
        (PaperKind.ONE_TIME_NOTICE, "《中华人民共和国行政许可法》第三十二条第一款第（四）项"),
        (PaperKind.ACCEPTANCE, "《中华人民共和国行政许可法》第三十二条第一款第（五）项"),
        (PaperKind.REFUSAL, "第三十二条第一款第（二）项"),
        (PaperKind.REFUSAL, "六十日内向示例区人民政府申请行政复议"),
        (PaperKind.REFUSAL, "六个月内依法向示例区人民法院提起行政诉讼"),
        (PaperKind.DECISION_GRANTED, "《中华人民共和国行政许可法》第三十八条第一款"),
        (PaperKind.DECISION_DENIED, "《中华人民共和国行政许可法》第三十八条第二款"),
        (PaperKind.DECISION_DENIED, "六十日内向示例区人民政府申请行政复议"),
        (PaperKind.DECISION_DENIED, "六个月内依法向示例区人民法院提起行政诉讼"),
    ],
)
def test_a_licence_paper_cites_its_article_and_remedies(kind: PaperKind, wording: str) -> None:
    assert wording in _text(_render(kind))


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_of_another_item_does_not_cite_the_licensing_law(kind: PaperKind) -> None:
    text = _text(_render(kind, is_licence=False))

    assert "行政许可" not in text
    assert "张示例" in text


def test_an_acceptance_that_follows_from_silence_says_so() -> None:
    assert "收到申请材料之日）起即为受理" in _text(_render(PaperKind.ACCEPTANCE, is_deemed=True))


def test_a_paper_is_dated_by_its_issue_and_not_by_its_rendering() -> None:
    metadata = PdfReader(io.BytesIO(_render(PaperKind.DECISION_GRANTED))).metadata

    assert metadata is not None
    assert metadata.creation_date == ISSUED_AT
    assert metadata.title == "准予行政许可决定书 示市监受〔2026〕12号"


@pytest.mark.parametrize("with_system", [True, False])
def test_the_same_data_gives_the_same_bytes(*, with_system: bool) -> None:
    first = _render(PaperKind.DECISION_GRANTED, with_system=with_system)
    _render(PaperKind.RECEIPT, with_system=with_system)

    assert _render(PaperKind.DECISION_GRANTED, with_system=with_system) == first
    assert _render(PaperKind.DECISION_GRANTED, with_system=with_system, addressee="李示例") != first


def test_the_bundled_font_alone_sets_rare_names() -> None:
    text = _text(_render(PaperKind.ACCEPTANCE, with_system=False, addressee="㐀𠮷䶮"))

    assert "㐀𠮷䶮：" in text


def test_a_character_that_no_font_has_is_written_as_its_code_point() -> None:
    assert fonts.spelled_out("王𰀁三", with_system=False) == "王[U+30001]三"
    assert "王[U+30001]三：" in _text(_render(PaperKind.ACCEPTANCE, with_system=False, addressee="王𰀁三"))


def test_line_ends_and_invisible_characters_are_not_spelled_out() -> None:
    assert fonts.spelled_out("甲\r\n乙\t丙\u200b\u202e丁\ufe00", with_system=False) == "甲\n乙 丙丁"


def test_a_body_without_prefix_is_named_in_full_in_its_numbers() -> None:
    paper = make_paper(make_sealed_body(), prefix="")

    assert paper.number == "示例区市场监督管理局受〔2026〕1号"


def test_marks_of_the_setting_language_are_plain_text() -> None:
    name = "#show *强调* $x$ [甲] \\ <a> @b _c_"

    assert "".join(name.split()) in _text(_render(PaperKind.ACCEPTANCE, addressee=name))


def test_thirty_materials_are_all_on_the_receipt() -> None:
    materials = [{"name": f"第{number}项材料证明文件", "copies": 1} for number in range(1, 31)]

    text = _text(_render(PaperKind.RECEIPT, materials=materials))

    assert [number for number in range(1, 31) if f"第{number}项材料证明文件" not in text] == []
    assert "收到材料共30项" in text


def test_a_paper_is_rendered_once_and_stored() -> None:
    paper = make_paper(make_sealed_body())

    first, second = services.paper_pdf(paper.id), services.paper_pdf(paper.id)

    assert first == second
    assert PaperFile.objects.count() == 1
    assert StoredContent.objects.get().size == len(first)


@pytest.mark.django_db(transaction=True)
def test_two_first_downloads_render_once(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = make_paper(make_sealed_body())
    gate, results, renders = threading.Barrier(3), [], []
    real = typesetting.paper

    def counted(**given: Any) -> tuple[bytes, typesetting.Spot]:
        renders.append(1)
        return real(**given)

    monkeypatch.setattr(typesetting, "paper", counted)

    def download() -> None:
        try:
            gate.wait(timeout=10)
            results.append(services.paper_pdf(paper.id))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=download) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert len(results) == 3
    assert len(set(results)) == 1
    assert len(renders) == 1


def test_a_paper_that_is_not_there_is_not_found() -> None:
    with pytest.raises(PaperNotFoundError):
        services.paper_pdf(1)
    with pytest.raises(PaperNotFoundError):
        queries.get_paper(1)


def test_the_papers_of_a_subject_come_in_order() -> None:
    body = make_organisation()
    papers = [make_paper(body, kind) for kind in (PaperKind.RECEIPT, PaperKind.ACCEPTANCE)]
    make_paper(body, subject="another")

    assert queries.list_papers("990101-2026-000001") == tuple(papers)
    assert queries.get_paper(papers[0].id) == papers[0]


def test_a_code_verifies_its_paper_with_the_person_masked() -> None:
    paper = make_paper(make_sealed_body(), PaperKind.DECISION_GRANTED)
    before = queries.verify(paper.verify_code.lower())
    services.paper_pdf(paper.id)

    found = queries.verify(paper.verify_code)

    assert before is not None
    assert before.digest == ""
    assert found == queries.Verification(
        kind=PaperKind.DECISION_GRANTED,
        number=paper.number,
        organisation_name=BODY,
        issued_on=ISSUED_AT.date(),
        addressee="张**",
        item_name="食品经营许可（新办）",
        digest=StoredContent.objects.get().sha256,
        valid_until=date(2031, 10, 19),
        is_test_seal=True,
    )


def test_the_name_of_a_body_is_not_masked() -> None:
    paper = make_paper(make_sealed_body(), addressee="示例餐饮有限公司", is_person=False)

    found = queries.verify(paper.verify_code)

    assert found is not None
    assert found.addressee == "示例餐饮有限公司"


@pytest.mark.parametrize("code", ["", "ABCDE", "ABCDE23456FGHJK789XY", "' OR 1=1 --"])
def test_an_unknown_code_verifies_nothing(code: str) -> None:
    make_paper(make_sealed_body())

    assert queries.verify(code) is None


def test_a_file_verifies_only_with_every_byte_unchanged() -> None:
    paper = make_paper(make_sealed_body())
    pdf = services.paper_pdf(paper.id)

    found = queries.verify_file(io.BytesIO(pdf))

    assert found is not None
    assert found.number == paper.number
    assert queries.verify_file(io.BytesIO(pdf[:-1] + b"x")) is None


def test_a_guide_lists_what_the_item_says_and_is_the_same_each_time() -> None:
    data = GuideData(
        organisation_name=BODY,
        item_name="食品经营许可（新办）",
        promised_limit="8个工作日",
        materials=(GuideMaterial(name="食品经营许可申请书", necessity="必要"),),
        fee_text="不收费",
        url="https://centre.example/items/1",
    )

    pdf = services.render_guide(data)

    text = _text(pdf)
    assert "办事指南" in text
    assert "8个工作日" in text
    assert "食品经营许可申请书" in text
    assert "不收费" in text
    assert "设定依据" not in text
    assert services.render_guide(data) == pdf


def test_an_empty_guide_is_still_a_guide() -> None:
    assert "某事项" in _text(services.render_guide(GuideData(organisation_name=BODY, item_name="某事项")))


def test_a_guide_is_set_in_english_with_english_headings() -> None:
    data = GuideData(
        language=PrintLanguage.ENGLISH,
        organisation_name=BODY,
        item_name="Food business licence",
        published_on=date(2026, 1, 2),
        materials=(GuideMaterial(name="Application form", necessity="Required", note="Signed"),),
        windows=(GuideWindow(name="B01 窗口", hours="9:00-17:00", phone="0990-1234567"),),
    )

    text = _text(services.render_guide(data))

    for told in ("Serviceguide", "2January2026", "Materials", "Signed", "Window", "0990-1234567", "authoritative"):
        assert told in text.replace(" ", "")


def test_a_sheet_has_room_for_answers_and_a_sample_shows_them() -> None:
    rows = (
        SheetRow(label="主体类型", choices=(SheetChoice(label="公司", is_chosen=True), SheetChoice(label="个体"))),
        SheetRow(label="字号", value="清溪小店", when="“主体类型”选择“个体”的"),
    )
    data = SheetData(
        organisation_name=BODY,
        item_name="某事项",
        is_sample=True,
        groups=(SheetGroup(title="经营者", rows=rows),),
        materials=(SheetMaterial(name="身份证", condition="代办的"),),
        declaration="本人承诺属实。",
    )

    text = _text(services.render_sheet(data))

    for told in (
        "申请表（填写示例）",
        "经营者",
        "公司",
        "个体",
        "清溪小店",
        "身份证",
        "代办的",
        "本人承诺属实",
        "签字",
    ):
        assert told in text
    assert services.render_sheet(data) == services.render_sheet(data)
