"""Guides and forms to print: unnumbered, in both languages."""

from datetime import date

from tests.support.papers import BODY, text_of
from yichuang.documents import services
from yichuang.documents.rules import (
    GuideData,
    GuideMaterial,
    GuideWindow,
    PrintLanguage,
    SheetChoice,
    SheetData,
    SheetGroup,
    SheetMaterial,
    SheetRow,
)


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

    text = text_of(pdf)
    assert "办事指南" in text
    assert "8个工作日" in text
    assert "食品经营许可申请书" in text
    assert "不收费" in text
    assert "设定依据" not in text
    assert services.render_guide(data) == pdf


def test_an_empty_guide_is_still_a_guide() -> None:
    assert "某事项" in text_of(services.render_guide(GuideData(organisation_name=BODY, item_name="某事项")))


def test_a_guide_is_set_in_english_with_english_headings() -> None:
    data = GuideData(
        language=PrintLanguage.ENGLISH,
        organisation_name=BODY,
        item_name="Food business licence",
        published_on=date(2026, 1, 2),
        materials=(GuideMaterial(name="Application form", necessity="Required", note="Signed"),),
        windows=(GuideWindow(name="B01 窗口", hours="9:00-17:00", phone="0990-1234567"),),
    )

    text = text_of(services.render_guide(data))

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

    text = text_of(services.render_sheet(data))

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
