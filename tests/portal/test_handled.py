"""What the guide tells of ways off the straight road, on the page and on paper, in both languages."""

import io
import re
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.utils.translation import override

from tests.support import catalogue
from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import (
    CertificateNeeded,
    Commitment,
    Handling,
    ItemContent,
    ItemType,
    Purpose,
    ResultProduced,
)
from yichuang.deadlines.rules import Term
from yichuang.portal.handled import deferral_note, deferral_text, silence_text, ways, when_to_apply

COMMITMENT = Commitment(
    terms=("场所符合卫生要求",),
    terms_en=("The place is clean",),
    consequence="撤销许可。",
    consequence_en="It is revoked.",
)
RESULT = ResultProduced(certificate_code="C.1", name="许可证", name_en="Licence", valid_months=60)
NEEDED = CertificateNeeded(certificate_code="C.1", name="许可证", name_en="Licence")
NOT_COUNTED = (
    "依法需要听证、招标、拍卖、检验、检测、检疫、鉴定或者专家评审的，所需时间不计算在期限内，并书面告知您所需时间。"
)
EXTENDED = "在规定期限内不能作出决定的，经本机关负责人批准，可以延长一次，最多延长{}，并书面告知您延长的理由。"
WITHDRAWN = ("撤回申请", ("作出决定前，您可以随时撤回申请。",))


def handled(content: ItemContent | None = None, **elements: Any) -> ItemContent:
    return (content or catalogue.make_content()).model_copy(update={"handling": Handling(**elements)})


def told(content: ItemContent, language: str = "zh-hans") -> list[tuple[str, tuple[str, ...]]]:
    with override(language):
        return [(way.term, way.lines) for way in ways(content)]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (catalogue.make_instant_content(), []),
        (
            catalogue.make_content(),
            [("期限的扣除和延长", (NOT_COUNTED, EXTENDED.format("10个工作日"))), WITHDRAWN],
        ),
        (
            catalogue.make_content(item_type=ItemType.LICENCE, statutory_limit=Term.parse("30cd")),
            [("期限的扣除和延长", (NOT_COUNTED,)), WITHDRAWN],
        ),
        (
            handled(catalogue.make_content(item_type=ItemType.CONFIRMATION), extension_limit=catalogue.wd(5)),
            [("期限的扣除和延长", (EXTENDED.format("5个工作日"),)), WITHDRAWN],
        ),
        (
            catalogue.make_content(item_type=ItemType.PUBLIC_SERVICE, statutory_limit=Term.parse("30cd")),
            [WITHDRAWN],
        ),
        (
            catalogue.make_content(item_type=ItemType.PUBLIC_SERVICE, statutory_limit=None),
            [("期限的扣除和延长", (EXTENDED.format("10个工作日"),)), WITHDRAWN],
        ),
    ],
)
def test_what_may_happen_depends_on_the_kind_of_item(
    content: ItemContent, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert told(content) == expected


def test_a_commitment_is_told_with_what_is_declared_and_what_follows() -> None:
    chinese, english = told(handled(commitment=COMMITMENT))[0], told(handled(commitment=COMMITMENT), "en")[0]

    assert chinese == (
        "告知承诺",
        (
            "您可以选择书面承诺符合以下要求，由本机关当场作出决定，并在决定后60个工作日内核查您承诺的内容。作出决定前，您可以撤回整个申请。",
            "有严重不良信用记录或者曾作出虚假承诺的，不适用这种方式。",
            "1. 场所符合卫生要求",
            "承诺不实的：撤销许可。",
        ),
    )
    assert english[0] == "Granted on a declaration"
    assert english[1][2:] == ("1. The place is clean", "If what you declared is not true: It is revoked.")


def test_the_words_of_a_commitment_that_has_no_english_are_marked_as_chinese() -> None:
    content = handled(commitment=Commitment(terms=("场所合格",), consequence="撤销。"))

    with override("en"):
        way = ways(content)[0]

    assert (way.is_foreign, way.points, way.own) == (True, ("场所合格",), "撤销。")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            catalogue.make_content(),
            "由本机关受理，在20个工作日内完成初步审查，将审查意见和全部申请材料报送示例市公安局决定，您无需重复提交材料。",
        ),
        (
            catalogue.make_content(statutory_limit=Term.parse("15wd")),
            "由本机关受理并进行初步审查，将审查意见和全部申请材料报送示例市公安局决定，您无需重复提交材料。",
        ),
        (
            catalogue.make_content(statutory_limit=None, statutory_limit_note="无"),
            "由本机关受理，在20个工作日内完成初步审查，将审查意见和全部申请材料报送示例市公安局决定，您无需重复提交材料。",
        ),
    ],
)
def test_who_decides_is_told_and_the_twenty_days_where_they_hold(content: ItemContent, sentence: str) -> None:
    assert told(handled(content, upper_body="示例市公安局"))[0] == ("报上级机关决定", (sentence,))


def test_until_when_a_material_follows() -> None:
    nothing = catalogue.make_content(materials=catalogue.make_content().materials[:1])

    with override("zh-hans"):
        texts = [deferral_text(handled()), deferral_text(handled(deferral_limit=catalogue.wd(3)))]
    with override("en"):
        notes = [deferral_note(handled()), deferral_note(nothing)]

    assert texts == ["可以容缺，受理后10个工作日内补交", "可以容缺，受理后3个工作日内补交"]
    assert notes[0].endswith("If it does not come in time: The application counts as withdrawn.")
    assert notes[1] == ""


@pytest.mark.parametrize(
    ("elements", "expected"),
    [
        ({}, ("", "")),
        ({"purpose": Purpose.AMEND}, ("", "")),
        (
            {"purpose": Purpose.RENEW},
            (
                "有效期届满30日前（办事指南另有说明的，按照说明）",
                "您按时提出申请，本机关在有效期届满前未作决定的，视为准予延续。",
            ),
        ),
        (
            {"purpose": Purpose.RENEW, "is_renewed_by_silence": False},
            ("有效期届满30日前（办事指南另有说明的，按照说明）", ""),
        ),
    ],
)
def test_a_renewal_says_when_to_apply_and_what_silence_means(
    elements: dict[str, Any], expected: tuple[str, str]
) -> None:
    content = handled(**elements)

    with override("zh-hans"):
        assert (when_to_apply(content), silence_text(content)) == expected


def _item(code: str, purpose: Purpose = Purpose.NEW, **elements: Any) -> VersionView:
    needed = () if purpose is Purpose.NEW else (NEEDED,)
    content = catalogue.make_content(name=f"事项{code}", results=(RESULT,), certificates_needed=needed)
    return catalogue.make_published_item(code, handled(content, purpose=purpose, **elements))


def _page(code: str, language: str = "zh-hans") -> str:
    return Client(headers={"accept-language": language}).get(f"/services/{code}/").content.decode()


def _part(page: str, ident: str) -> str:
    return page.split(f'id="{ident}"')[1].split("</details>", maxsplit=1)[0]


def _printed(code: str) -> str:
    answer = Client(headers={"accept-language": "zh-hans"}).get(f"/services/{code}/guide.pdf")
    pages = pypdf.PdfReader(io.BytesIO(answer.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


@pytest.mark.django_db
def test_a_guide_leads_to_change_renewal_and_end_and_back() -> None:
    for code, purpose in (("E", Purpose.CANCEL), ("R", Purpose.RENEW), ("A", Purpose.AMEND), ("N", Purpose.NEW)):
        _item(code, purpose)

    results = {code: _part(_page(code), "result") for code in "NARE"}
    needed = _part(_page("R"), "needed")

    assert {code: re.findall(r'href="/services/(\w)/"', part) for code, part in results.items()} == {
        "N": ["A", "R", "E"],
        "A": ["R", "E"],
        "R": ["A", "E"],
        "E": [],
    }
    assert re.findall(r'href="/services/(\w)/"', needed) == ["N"]
    assert "有效期届满30日前" in results["N"]
    assert "视为准予延续" in results["R"]
    assert "视为准予延续" not in results["N"]


@pytest.mark.django_db
def test_the_page_and_the_paper_say_the_same() -> None:
    _item("N", commitment=COMMITMENT, deferral_limit=catalogue.wd(3))
    _item("R", Purpose.RENEW, upper_body="示例市公安局", is_bilingual=True)

    first, second = _page("N"), _page("R")
    printed = [_printed(code) for code in "NR"]

    assert "可以选择，当场作出决定" in _part(first, "facts")
    assert "受理后3个工作日内补交" in _part(first, "materials")
    assert "<li>场所符合卫生要求</li>" in _part(first, "procedure")
    assert [text for text in ("示例市公安局", "中文和英文") if text not in _part(second, "facts")] == []
    wanted = (
        ("可以选择，当场作出决定", "受理后3个工作日内补交", "1.场所符合卫生要求", "承诺不实的：撤销许可。", "延续", "事项R"),
        ("决定机关", "示例市公安局", "中文和英文", "申请时间", "视为准予延续", "报上级机关决定"),
    )  # fmt: skip
    assert [[text for text in texts if text not in said] for texts, said in zip(wanted, printed, strict=True)] == [
        [],
        [],
    ]


@pytest.mark.django_db
def test_a_reader_of_english_finds_it_in_english() -> None:
    _item("N", commitment=COMMITMENT, upper_body_en="City Police")
    _item("U", upper_body="示例市公安局", upper_body_en="City Police")

    first, second = _part(_page("N", "en"), "procedure"), _part(_page("U", "en"), "procedure")

    assert "<li>The place is clean</li>" in first
    assert 'lang="zh-Hans"' not in first.split("Granted on a declaration")[1].split("</dd>")[0]
    assert "It then goes with all materials to City Police, which decides." in second


@pytest.mark.django_db
def test_an_item_decided_on_the_spot_is_told_nothing_of_it() -> None:
    catalogue.make_published_item("I", catalogue.make_instant_content())

    page = _part(_page("I"), "procedure")

    assert [word for word in ("撤回申请", "期限的扣除", "告知承诺") if word in page] == []
