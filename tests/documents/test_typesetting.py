"""Setting of papers: dates, fonts, rare and marked-up characters, long lists. No database."""

import io

import pytest
from pypdf import PdfReader

from tests.support.papers import BODY, ISSUED_AT, SM3, paper_data, render, text_of
from yichuang.documents.rules import PaperKind, title_of
from yichuang.documents.vendors import fonts, typesetting


def test_a_paper_is_dated_by_its_issue_and_not_by_its_rendering() -> None:
    metadata = PdfReader(io.BytesIO(render(PaperKind.DECISION_GRANTED))).metadata

    assert metadata is not None
    assert metadata.creation_date == ISSUED_AT
    assert metadata.title == "准予行政许可决定书 示市监准〔2026〕12号"


@pytest.mark.parametrize("with_system", [True, False])
def test_the_same_data_gives_the_same_bytes(*, with_system: bool) -> None:
    first = render(PaperKind.DECISION_GRANTED, with_system=with_system)
    render(PaperKind.RECEIPT, with_system=with_system)

    assert render(PaperKind.DECISION_GRANTED, with_system=with_system) == first
    assert render(PaperKind.DECISION_GRANTED, with_system=with_system, addressee="李示例") != first


def test_the_bundled_font_alone_sets_rare_names() -> None:
    text = text_of(render(PaperKind.ACCEPTANCE, with_system=False, addressee="㐀𠮷䶮"))

    assert "㐀𠮷䶮：" in text


def test_a_character_that_no_font_has_is_written_as_its_code_point() -> None:
    assert fonts.spelled_out("王𰀁三", with_system=False) == "王[U+30001]三"
    assert "王[U+30001]三：" in text_of(render(PaperKind.ACCEPTANCE, with_system=False, addressee="王𰀁三"))


def test_line_ends_and_invisible_characters_are_not_spelled_out() -> None:
    assert fonts.spelled_out("甲\r\n乙\t丙\u200b\u202e丁\ufe00", with_system=False) == "甲\n乙 丙丁"


def test_marks_of_the_setting_language_are_plaintext_of() -> None:
    name = "#show *强调* $x$ [甲] \\ <a> @b _c_"

    assert "".join(name.split()) in text_of(render(PaperKind.ACCEPTANCE, addressee=name))


def test_thirty_materials_are_all_on_the_receipt() -> None:
    materials = [{"name": f"第{number}项材料证明文件", "copies": 1} for number in range(1, 31)]

    text = text_of(render(PaperKind.RECEIPT, materials=materials))

    assert [number for number in range(1, 31) if f"第{number}项材料证明文件" not in text] == []
    assert "收到材料共30项" in text


def test_a_digest_is_set_in_groups_that_can_be_read_and_compared() -> None:
    materials = ({"name": "申请书", "digest": f"SM3 {SM3}"}, {"name": "平面图", "note": SM3})

    pages = PdfReader(io.BytesIO(render(PaperKind.TRANSFER, materials=materials))).pages

    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    assert "SM3 66c7f0f4 62eeedd9 d1f2d46b" in text
    assert text.replace(" ", "").count(SM3) == 2


ADDED_LATER = {
    "is_bilingual", "item_name_en", "limit_text_en", "late_consequence_en", "remedies", "remedies_en", "purpose",
    "commitment", "confirmed_on", "terms_en", "consequence_en", "verify_by",
}  # fmt: skip


@pytest.mark.parametrize("kind", PaperKind)
def test_data_issued_before_something_was_added_still_makes_a_paper(kind: PaperKind) -> None:
    data = paper_data(kind).model_dump(mode="json")

    pdf, spot = typesetting.paper(
        kind=kind,
        number="示市监〔2026〕12号",
        organisation_name=BODY,
        verify_code="ABCDE23456FGHJK789XY",
        base_url="https://centre.example",
        issued_at=ISSUED_AT,
        data={name: said for name, said in data.items() if name not in ADDED_LATER},
        seal={"ring": BODY, "foot": "", "mark": ""},
    )

    assert title_of(kind, data).zh in text_of(pdf)
    assert spot.page == 0
