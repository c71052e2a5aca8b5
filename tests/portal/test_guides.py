"""The guide of a service: its parts, its forms and files, the pre-check, suggestions."""

import io
import re
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, catalogue, portal
from tests.support.documents import pdf
from tests.support.identity import applicant_actor
from yichuang.catalogue import services
from yichuang.catalogue.queries import VersionView
from yichuang.catalogue.rules import (
    ATTACHMENT_SUBJECT,
    Attachment,
    CertificateNeeded,
    Check,
    Choice,
    Condition,
    FieldGroup,
    FieldKind,
    FormField,
    Material,
    Necessity,
    Reply,
    ResultProduced,
    ServiceObject,
    SourceChannel,
)
from yichuang.core.actor import SYSTEM
from yichuang.documents.services import store_upload

pytestmark = pytest.mark.django_db

FORM = (
    FieldGroup(
        title="经营场所",
        title_en="Premises",
        fields=(
            FormField(
                id="kind",
                element="kind",
                label="主体类型",
                label_en="Kind",
                kind=FieldKind.CHOICE,
                choices=(
                    Choice(value="a", label="公司", label_en="Company"),
                    Choice(value="b", label="个体", label_en="Sole"),
                ),
                sample="b",
            ),
            FormField(id="store", element="store", label="外设仓库", label_en="Warehouse", kind=FieldKind.YES_NO),
            FormField(id="name", element="name", label="字号", label_en="Name", sample="清溪小店"),
        ),
    ),
)
STORE = Material(
    code="M2",
    name="仓库说明",
    name_en="Statement on the warehouse",
    necessity=Necessity.CONDITIONAL,
    when=Condition(field="store", any_of=("yes",)),
)
ENGLISH: dict[str, Any] = {
    "summary_en": "You need this licence.",
    "conditions_en": ("You have suitable premises",),
    "address_en": "Ground floor",
    "hours_en": "Working days 9:00-17:00",
    "form": FORM,
    "results": (ResultProduced(certificate_code="C.2", name="许可证", name_en="Licence", valid_months=60),),
}


def _item(code: str = "A1", **changes: Any) -> VersionView:
    return catalogue.make_published_item(code, catalogue.make_content(**{"form": FORM, **changes}))


def _page(path: str, language: str = "zh-hans") -> tuple[int, str]:
    response = Client(headers={"accept-language": language}).get(path)
    return response.status_code, response.content.decode()


def _told(path: str, language: str = "zh-hans") -> str:
    """The text of a PDF without spaces."""
    response = Client(headers={"accept-language": language}).get(path)
    assert response.headers["Content-Type"] == "application/pdf"
    pages = pypdf.PdfReader(io.BytesIO(response.content)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_a_material_says_with_which_answer_it_is_asked_for() -> None:
    _item(materials=(STORE,))

    assert "“外设仓库”选择“是”的" in _page("/services/A1/")[1]
    assert "when “Warehouse” is answered “Yes”" in _page("/services/A1/", "en")[1]


def test_a_certificate_leads_to_the_item_that_produces_it() -> None:
    _item("B1", name="公司设立登记", results=(ResultProduced(certificate_code="C.1", name="营业执照"),))
    _item("A1", certificates_needed=(CertificateNeeded(certificate_code="C.1", name="营业执照"),))

    page = _page("/services/A1/")[1]

    assert 'href="/services/B1/"' in page
    assert "公司设立登记" in page


def test_the_steps_are_drawn_with_who_and_how_long() -> None:
    _item()

    flow = _page("/services/A1/")[1].split('class="ui-flow"')[1].split("</ol>")[0]

    assert [
        text for text in ("提出申请", "受理", "窗口人员", "1个工作日", "审查", "5个工作日") if text not in flow
    ] == []


def test_a_guide_takes_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _item(certificates_needed=(CertificateNeeded(certificate_code="C.1", name="营业执照"),))

    with django_assert_num_queries(6):  # versions, content (kept once committed), producers, followers, windows, body
        Client().get("/services/A1/")


@pytest.mark.parametrize(("changes", "is_noted"), [({}, True), (ENGLISH, False)])
def test_a_reader_of_english_is_told_once_that_details_are_in_chinese(changes: dict[str, Any], is_noted: bool) -> None:
    english = [step.model_copy(update={"name_en": "Step"}) for step in catalogue.make_content().steps]
    _item(steps=tuple(english), materials=(STORE,), **changes)

    page = _page("/services/A1/", "en")[1]

    assert page.count("Not everything about this service is published in English") == int(is_noted)
    assert page.count('<ol lang="zh-Hans">') == int(is_noted)


def test_the_printed_guide_is_complete() -> None:
    _item("B1", name="公司设立登记", results=(ResultProduced(certificate_code="C.1", name="营业执照"),))
    _item(
        certificates_needed=(CertificateNeeded(certificate_code="C.1", name="营业执照"),),
        results=ENGLISH["results"],
        quota="每年十个",
        materials=(STORE,),
        intermediary_services="无",
        special_procedures="听证",
    )

    told = _told("/services/A1/guide.pdf")

    wanted = [
        "须先取得的证照", "公司设立登记", "有效期5年", "数量限制", "每年十个", "第1版", "发布日期", "特定情形必要", "外设仓库",
        "中介服务", "特别程序", "听证", "窗口人员", "投诉电话", "/services/A1/",
    ]  # fmt: skip
    assert [text for text in wanted if text not in told] == []


def test_the_printed_guide_is_english_where_the_item_is() -> None:
    steps = tuple(step.model_copy(update={"name_en": "Step"}) for step in catalogue.make_content().steps)
    _item("A1", steps=steps, materials=(STORE,), **ENGLISH)
    _item("A2")

    assert "Serviceguide" in _told("/services/A1/guide.pdf", "en")
    assert "Youhavesuitablepremises" in _told("/services/A1/guide.pdf", "en")
    assert "办事指南" in _told("/services/A2/guide.pdf", "en")


def test_the_form_is_printed_blank_and_as_a_sample() -> None:
    _item(materials=(STORE,))

    blank, sample = _told("/services/A1/form.pdf"), _told("/services/A1/sample.pdf")

    assert [
        text for text in ("申请表", "主体类型", "公司", "外设仓库", "仓库说明", "申请人") if text not in blank
    ] == []
    assert ["清溪小店" in blank, "清溪小店" in sample, "示例" in sample] == [False, True, True]


def test_an_item_without_questions_or_samples_has_no_such_file() -> None:
    _item("A1", form=())
    _item("A2", form=(FieldGroup(title="一", fields=(FormField(id="a", element="a", label="甲"),)),))

    paths = ("/services/A1/form.pdf", "/services/A1/sample.pdf", "/services/A2/sample.pdf")
    assert [_page(path)[0] for path in paths] == [404, 404, 404]
    assert "form.pdf" not in _page("/services/A1/")[1]


def _upload(subject: str) -> Attachment:
    kept = store_upload(actor=applicant_actor(), name="表.pdf", stream=io.BytesIO(pdf(subject)), subject=subject)
    return Attachment(upload_id=kept.id, name=kept.name, media_type=kept.media_type, size=kept.size)


def test_only_files_that_the_published_version_names_can_be_fetched() -> None:
    named, other = _upload(ATTACHMENT_SUBJECT), _upload("20260101000001")
    version = _item(materials=(STORE.model_copy(update={"blank_form": named}),))

    found = Client().get(f"/services/A1/files/{named.upload_id}/")
    absent = Client().get(f"/services/A1/files/{other.upload_id}/")

    assert (found.status_code, b"".join(found.streaming_content)) == (200, pdf(ATTACHMENT_SUBJECT))  # type: ignore[attr-defined]
    assert found.headers["Content-Disposition"].startswith("attachment")
    assert absent.status_code == 404
    assert f"/services/A1/files/{named.upload_id}/" in _page("/services/A1/")[1]
    content = version.content.model_copy(update={"materials": ()})
    newer = services.start_draft(
        actor=SYSTEM, item_id=version.item_id, content=content.model_copy(update={"materials": (STORE,)})
    )
    catalogue.approve(newer.version_id)
    services.publish(actor=SYSTEM, version_id=newer.version_id)
    assert _page(f"/services/A1/files/{named.upload_id}/")[0] == 404


CHECKS = (
    Check(question="是否有场所？", question_en="Do you have premises?", advice="请先租房。", advice_en="Rent first."),
    Check(question="是否只卖预包装食品？", wanted=Reply.NO, advice="办理备案即可。"),
)


@pytest.mark.parametrize(
    ("answers", "told", "not_told"),
    [
        (("yes", "no"), ["您可以申请"], ["请先租房", "办理备案即可"]),
        (("no", "no"), ["暂不符合申请条件", "请先租房"], ["办理备案即可"]),
        (("yes", "yes"), ["暂不符合申请条件", "办理备案即可"], ["请先租房"]),
        (("unsure", "no"), ["建议先咨询再申请", "0990-1234567"], ["办理备案即可"]),
        (("unsure", "yes"), ["暂不符合申请条件", "需要咨询的内容"], ["建议先咨询再申请"]),
    ],
)
def test_the_pre_check_comes_to_a_verdict(answers: tuple[str, str], told: list[str], not_told: list[str]) -> None:
    _item(checks=CHECKS)

    given = {f"check-q{number}": answer for number, answer in enumerate(answers, start=1)}
    response = Client().post("/services/A1/check/", given)

    page = response.content.decode().split("portal-again")[0]
    assert response.status_code == 200
    assert ([text in page for text in told], [text in page for text in not_told]) == (
        [True] * len(told),
        [False] * len(not_told),
    )
    assert "no-store" in response.headers["Cache-Control"]


def test_an_unanswered_question_is_named() -> None:
    _item(checks=CHECKS)

    response = Client().post("/services/A1/check/", {"check-q1": "yes"})

    assert response.status_code == 422
    assert "#id_check-q2" in response.content.decode()


def test_without_questions_of_its_own_conditions_and_certificates_are_asked() -> None:
    _item("B1", name="公司设立登记", results=(ResultProduced(certificate_code="C.1", name="营业执照"),))
    _item("A1", certificates_needed=(CertificateNeeded(certificate_code="C.1", name="营业执照"),))

    asked = _page("/services/A1/check/")[1]
    answered = Client().post("/services/A1/check/", {"check-q1": "no", "check-q2": "yes"}).content.decode()

    assert "您是否已经取得“营业执照”？" in asked
    assert "相适应的场所" in asked
    assert 'href="/services/B1/"' in answered


def test_suggestions_are_the_first_matches(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    _item()

    with django_assert_num_queries(2):
        status, part = _page("/services/suggest?q=食品")

    assert (status, part.count('role="option"')) == (200, 1)
    assert 'href="/services/A1/"' in part
    assert _page("/services/suggest?q=")[1].strip() == ""


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/about/", ["办理窗口", "现场帮办", "12345"]),
        ("/privacy/", ["第十七条", "保存期限", "您的权利", "第四十五条"]),
        ("/accessibility/", ["GB/T 37668", "键盘"]),
    ],
)
def test_the_standing_pages_say_what_they_must(path: str, wanted: list[str]) -> None:
    status, page = _page(path)

    assert status == 200
    assert [text for text in wanted if text not in page] == []


def test_a_shared_material_is_not_asked_for() -> None:
    shared = Material(code="M1", name="营业执照", source=SourceChannel.SHARED, copies=0)
    _item(materials=(shared, STORE))

    assert "无需提交" in _page("/services/A1/")[1]


def test_a_guide_tells_a_person_that_the_service_is_for_enterprises() -> None:
    content = catalogue.make_content(service_objects=(ServiceObject.ENTERPRISE,))
    desk = cases.make_desk(content)
    url = reverse("portal:item", args=[desk.version.item_code])
    apply_link = f'href="{reverse("portal:apply", args=[desk.version.item_code])}"'

    told = portal.visitor(desk.applicant).client.get(url).content.decode()
    anonymous = Client().get(url).content.decode()
    start = portal.visitor(desk.applicant).client.get(reverse("portal:apply", args=[desk.version.item_code]))

    assert "本事项面向企业和其他组织" in told
    assert apply_link not in told
    assert "本事项面向企业和其他组织" not in anonymous
    assert apply_link in anonymous
    assert "开始申请" not in start.content.decode()
    apply = reverse("portal:apply", args=[desk.version.item_code])
    assert f'href="{reverse("identity:mandates")}?next={apply}"' in start.content.decode()
