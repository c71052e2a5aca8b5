"""Forms of papers: titles, statutory wording, both languages, layout. No database."""

import io
from datetime import datetime
from typing import Any

import pytest
from pypdf import PdfReader

from tests.support.papers import BODY, SM3, UPPER_BODY, paper_data, render, text_of
from yichuang.deadlines.rules import Procedure
from yichuang.documents.errors import PaperDataError
from yichuang.documents.rules import PaperKind, paper_number

LAW = "《中华人民共和国行政许可法》"
TITLES = {
    PaperKind.RECEIPT: ("申请材料收件凭证", "申请材料收件凭证", "Receipt of application materials"),
    PaperKind.ONE_TIME_NOTICE: (
        "行政许可申请材料补正一次性告知书",
        "申请材料补正一次性告知书",
        "One-time notice of corrections",
    ),
    PaperKind.ACCEPTANCE: ("行政许可申请受理通知书", "申请受理通知书", "Notice of acceptance"),
    PaperKind.REFUSAL: ("行政许可申请不予受理通知书", "申请不予受理通知书", "Notice of refusal to accept"),
    PaperKind.DECISION_GRANTED: ("准予行政许可决定书", "准予办理决定书", "Decision granting the application"),
    PaperKind.DECISION_DENIED: ("不予行政许可决定书", "不予办理决定书", "Decision denying the application"),
    PaperKind.DEFERRAL_PROMISE: ("容缺受理承诺书", "容缺受理承诺书", "Promise to hand in deferred materials"),
    PaperKind.COMMITMENT: ("告知承诺书", "告知承诺书", "Notification and commitment"),
    PaperKind.SPECIAL_PROCEDURE: (
        "特别程序时限告知书",
        "特别程序时限告知书",
        "Notice of the time of a special procedure",
    ),
    PaperKind.EXTENSION: ("延长期限告知书", "延长期限告知书", "Notice of extension of the time limit"),
    PaperKind.HEARING_RIGHT: ("听证告知书", "听证告知书", "Notice of the right to a hearing"),
    PaperKind.HEARING_NOTICE: ("听证通知书", "听证通知书", "Notice of a hearing"),
    PaperKind.HEARING_RECORD: ("听证笔录", "听证笔录", "Record of the hearing"),
    PaperKind.TRANSFER: ("上报材料移送单", "上报材料移送单", "Transfer of materials to the higher body"),
    PaperKind.CLOSURE: ("办理终结通知书", "办理终结通知书", "Notice that the handling has ended"),
    PaperKind.DELIVERY_RECEIPT: ("送达回证", "送达回证", "Proof of delivery"),
    PaperKind.AMENDMENT: ("变更行政许可决定书", "变更决定书", "Decision of amendment"),
    PaperKind.RENEWAL: ("延续行政许可决定书", "延续决定书", "Decision of renewal"),
    PaperKind.REVOCATION: ("撤销行政许可决定书", "撤销决定书", "Decision of revocation"),
    PaperKind.RECALL: ("撤回行政许可决定书", "撤回决定书", "Decision of recall"),
    PaperKind.CANCELLATION: ("注销行政许可决定书", "注销决定书", "Decision of cancellation"),
    PaperKind.SUPERVISE_ORDER: ("督办单", "督办单", "Supervision order"),
    PaperKind.RECOMMENDATION: ("监察建议书", "监察建议书", "Supervision recommendation"),
    PaperKind.FORM_INQUIRY: ("格式文书问责单", "格式文书问责单", "Formal inquiry into responsibility"),
    PaperKind.DISCIPLINE_FILE: ("问题线索移送书", "问题线索移送书", "File for discipline inspection"),
}
ADDRESSED = {
    PaperKind.DEFERRAL_PROMISE: f"{BODY}：本人（张示例）",
    PaperKind.COMMITMENT: "本人（张示例）就上述事项郑重承诺",
    PaperKind.HEARING_RECORD: "申请人张示例",
    PaperKind.DELIVERY_RECEIPT: "受送达人张示例",
    PaperKind.TRANSFER: f"{UPPER_BODY}：张示例提出的",
    PaperKind.SUPERVISE_ORDER: f"{UPPER_BODY}：",
    PaperKind.RECOMMENDATION: f"{UPPER_BODY}：",
    PaperKind.FORM_INQUIRY: f"{UPPER_BODY}：",
    PaperKind.DISCIPLINE_FILE: f"{UPPER_BODY}：",
}
"""How each paper names whom it is for; the others begin with the applicant and a colon."""
AGAINST = (
    "自知道或者应当知道本决定之日起六十日内向有权的行政复议机关申请行政复议",
    "自知道或者应当知道本决定之日起六个月内依法向有管辖权的人民法院提起行政诉讼",
)


def _title(pdf: bytes) -> str:
    metadata = PdfReader(io.BytesIO(pdf)).metadata
    return str(metadata.title) if metadata else ""


@pytest.mark.parametrize("kind", PaperKind)
def test_each_paper_shows_its_title_number_addressee_date_and_how_to_check_it(kind: PaperKind) -> None:
    pdf = render(kind)

    text, number = text_of(pdf), paper_number("示市监", kind, 2026, 12)
    assert _title(pdf) == f"{TITLES[kind][0]} {number}"
    assert TITLES[kind][0] in text
    assert number in text
    assert ADDRESSED.get(kind, "张示例：") in text
    assert "食品经营许可（新办）" in text
    assert "2026年9月25日" in text
    assert "https://centre.example/verify/ABCDE23456FGHJK789XY" in text
    assert "TESTSEAL" in text


@pytest.mark.parametrize("kind", PaperKind)
def test_an_ordinary_paper_fits_on_one_page(kind: PaperKind) -> None:
    assert len(PdfReader(io.BytesIO(render(kind))).pages) == 1


@pytest.mark.parametrize(
    ("kind", "wordings"),
    [
        (PaperKind.RECEIPT, (f"自收到申请材料之日起即为受理（{LAW}第三十二条第一款第（四）项）",)),
        (PaperKind.ONE_TIME_NOTICE, (f"{LAW}第三十二条第一款第（四）项", "请最迟于2026年10月15日将上述内容一次补正")),
        (PaperKind.ACCEPTANCE, (f"{LAW}第三十二条第一款第（五）项",)),
        (
            PaperKind.REFUSAL,
            (
                "该申请事项依法不属于本机关职权范围",
                f"{LAW}第三十二条第一款第（二）项、第二款",
                "请您向示例县市场监督管理局申请",
                *(words.replace("决定", "通知") for words in AGAINST),
            ),
        ),
        (PaperKind.DECISION_GRANTED, (f"{LAW}第三十八条第一款", "准予行政许可。")),
        (PaperKind.DECISION_DENIED, (f"{LAW}第三十八条第二款", "不予行政许可。", *AGAINST)),
        (
            PaperKind.DEFERRAL_PROMISE,
            (f"{LAW}第三十一条", "从业人员健康证明2026年10月12日", "逾期未补齐的，视为撤回申请。", "承诺人（签字）："),
        ),
        (
            PaperKind.COMMITMENT,
            (f"依照{LAW}第六十九条第二款予以撤销", "（二）从业人员持有有效健康证明。", "承诺人（签字）："),
        ),
        (
            PaperKind.SPECIAL_PROCEDURE,
            (
                f"{LAW}第四十五条",
                "检测",
                "2026年10月16日",
                "自2026年9月29日的次日起至该程序结束之日止，所需时间不计算在法定办结期限和承诺办结期限内",
            ),
        ),
        (
            PaperKind.EXTENSION,
            (f"{LAW}第四十二条第一款", "经本机关负责人批准", "10个工作日", "2026年11月3日", "2026年11月17日"),
        ),
        (
            PaperKind.HEARING_RIGHT,
            (f"{LAW}第四十六条、第四十七条", "五日内，最迟于2026年10月8日以书面或者口头形式", "二十个工作日内组织听证"),
        ),
        (PaperKind.HEARING_NOTICE, (f"{LAW}第四十八条第一款", "2026年10月15日09:30", "赵示例", "有权申请其回避")),
        (
            PaperKind.HEARING_RECORD,
            (f"{LAW}第四十八条第一款第（五）项", "邻居：要求定期检测。", "听证参加人：", "听证主持人：", "记录人："),
        ),
        (PaperKind.TRANSFER, (f"{LAW}第三十五条、第四十三条", f"SM3{SM3}", "初步审查同意", "接收机关、接收人：")),
        (
            PaperKind.CLOSURE,
            (
                "自2026年10月20日起终结办理",
                "《安阳市政务服务条例》第三十六条",
                *(words.replace("决定", "通知") for words in AGAINST),
            ),
        ),
        (
            PaperKind.DELIVERY_RECEIPT,
            ("邮寄送达", "邮件号码EX123456789CN", "交寄时间2026年9月25日10:00", "签收日期年月日", "送达人："),
        ),
        (PaperKind.AMENDMENT, (f"{LAW}第四十九条", "准予变更行政许可。", "示市监准〔2025〕8号")),
        (PaperKind.RENEWAL, (f"{LAW}第五十条第二款", "准予延续行政许可。", "至2031年10月19日")),
        (PaperKind.REVOCATION, (f"{LAW}第六十九条", "撤销上述行政许可。", "虚假的场所证明", *AGAINST)),
        (PaperKind.RECALL, (f"{LAW}第八条第二款", "撤回上述行政许可。", "依法给予补偿", *AGAINST)),
        (PaperKind.CANCELLATION, (f"{LAW}第七十条", "注销上述行政许可。", *AGAINST)),
        (PaperKind.SUPERVISE_ORDER, ("最迟于2026年10月15日书面反馈", "签收单位、签收人：")),
        (PaperKind.RECOMMENDATION, ("（一）规范受理审查。", "最迟于2026年10月15日")),
        (PaperKind.FORM_INQUIRY, ("第二次", "十月底前取消该材料。", "吴示例", "移送纪检监察机关")),
        (
            PaperKind.DISCIPLINE_FILE,
            ("经3次书面问责", "示政管责〔2026〕3号", "逾期未答复。", "监察信号台账", "接收机关、接收人"),
        ),
    ],
)
def test_each_paper_says_what_the_law_wants(kind: PaperKind, wordings: tuple[str, ...]) -> None:
    text = text_of(render(kind))

    assert [wording for wording in wordings if wording not in text] == []


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_of_another_item_does_not_cite_the_licensing_law(kind: PaperKind) -> None:
    pdf = render(kind, is_licence=False, is_bilingual=True, item_name_en="Allowance for the aged")

    text = text_of(pdf)
    assert "行政许可" not in text
    assert "icenc" not in text
    assert "icensing" not in text
    assert _title(pdf).startswith(TITLES[kind][1])


@pytest.mark.parametrize("kind", PaperKind)
def test_a_bilingual_paper_says_everything_in_both_languages(kind: PaperKind) -> None:
    text = text_of(render(kind, is_bilingual=True, item_name_en="Food business permit"))

    chinese, _neutral, english = TITLES[kind]
    assert chinese in text
    assert english.replace(" ", "") in text
    assert "Foodbusinesspermit" in text
    assert "No.12of2026" in text
    assert "2026年9月25日" in text
    assert "25September2026" in text
    assert "theChinesetextholds" in text


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_in_chinese_has_no_english_wording(kind: PaperKind) -> None:
    text = text_of(render(kind))

    assert TITLES[kind][2].replace(" ", "") not in text
    assert "25September2026" not in text


def test_system_words_and_limits_are_read_in_english() -> None:
    text = text_of(render(PaperKind.ACCEPTANCE, is_bilingual=True))

    assert "within20workingdaysofacceptance(until3November2026)" in text
    assert "Fees:freeofcharge" in text


def test_what_is_not_required_is_told_so() -> None:
    text = text_of(render(PaperKind.REFUSAL, is_not_required=True, proper_body="", reason="家庭自用无需许可。"))

    assert "该申请事项依法不需要取得行政许可" in text
    assert f"{LAW}第三十二条第一款第（一）项、第二款" in text
    assert "您无需就该事项办理行政许可" in text


def test_an_acceptance_that_follows_from_silence_says_so() -> None:
    assert "收到申请材料之日）起即为受理" in text_of(render(PaperKind.ACCEPTANCE, is_deemed=True))


def test_a_renewal_that_follows_from_silence_says_so() -> None:
    text = text_of(render(PaperKind.RENEWAL, is_by_silence=True))

    assert "在有效期届满前未作出决定" in text
    assert "视为准予延续行政许可。" in text


def test_a_withdrawal_tells_no_remedies() -> None:
    text = text_of(render(PaperKind.CLOSURE, is_on_request=True))

    assert "根据您的请求" in text
    assert "行政复议" not in text


def test_an_electronic_delivery_needs_no_signature() -> None:
    text = text_of(render(PaperKind.DELIVERY_RECEIPT, method="electronic", tracking_no="", place=""))

    assert "电子送达" in text
    assert "到达时间以系统记录为准" in text
    assert "代收人：" not in text


@pytest.mark.parametrize("procedure", Procedure)
def test_every_procedure_has_its_words(procedure: Procedure) -> None:
    text = text_of(render(PaperKind.SPECIAL_PROCEDURE, procedure=procedure, stops_statutory=False))

    assert "所需时间不计算在承诺办结期限内" in text
    assert "第四十五条" not in text


def test_a_procedure_that_stops_no_clock_is_counted() -> None:
    text = text_of(render(PaperKind.SPECIAL_PROCEDURE, stops_statutory=False, stops_promised=False))

    assert "该程序所需时间计算在办结期限内" in text


def test_an_inquiry_leaves_room_for_what_the_unit_answers() -> None:
    text = text_of(render(PaperKind.FORM_INQUIRY, promised_remedy="", responsible=""))

    assert "整改承诺" in text
    assert "责任人" in text


@pytest.mark.parametrize(
    ("kind", "changes", "place"),
    [
        (PaperKind.SPECIAL_PROCEDURE, {"expected_to": "2026-09-28"}, "expected_to"),
        (PaperKind.SPECIAL_PROCEDURE, {"procedure": "dance"}, "procedure"),
        (PaperKind.EXTENSION, {"reason": " "}, "reason"),
        (PaperKind.REFUSAL, {"is_not_required": True}, "proper_body"),
        (PaperKind.DEFERRAL_PROMISE, {"deferred": ()}, "deferred"),
        (PaperKind.COMMITMENT, {"terms": ()}, "terms"),
        (PaperKind.HEARING_NOTICE, {"held_at": datetime(2026, 10, 15, 9, 30)}, "held_at"),  # noqa: DTZ001 - that is what is wrong
        (PaperKind.HEARING_RECORD, {"people": ()}, "people"),
        (PaperKind.CLOSURE, {"ground": ""}, "ground"),
        (PaperKind.DELIVERY_RECEIPT, {"delivered": ()}, "delivered"),
        (PaperKind.REVOCATION, {"reason": ""}, "reason"),
        (PaperKind.CANCELLATION, {"valid_until": "2031-10-19"}, "valid_until"),
        (PaperKind.FORM_INQUIRY, {"time": 4}, "time"),
        (PaperKind.RECOMMENDATION, {"recommendations": ()}, "recommendations"),
    ],
)
def test_wrong_data_is_refused_by_its_place(kind: PaperKind, changes: dict[str, object], place: str) -> None:
    with pytest.raises(PaperDataError) as caught:
        paper_data(kind, **changes)

    assert [problem.field for problem in caught.value.problems] == [place]


def test_a_transfer_without_materials_says_that_there_are_none() -> None:
    text = text_of(render(PaperKind.TRANSFER, materials=()))

    assert "本件没有需要移送的材料：申请所需信息均由数据共享取得。" in text
    assert "随单移送材料共" not in text


@pytest.mark.parametrize("is_bilingual", [False, True])
def test_a_letter_of_authority_is_printed_under_the_seal(*, is_bilingual: bool) -> None:
    shown: dict[str, Any] = {"item_name_en": "Food licence", "is_bilingual": is_bilingual}

    by_letter, by_post = (
        text_of(render(PaperKind.DECISION_GRANTED, letter=letter, **shown)) for letter in ("示市监授〔2026〕1号", "")
    )

    assert "依据：授权书示市监授〔2026〕1号" in by_letter
    assert ("Byletterofauthority示市监授〔2026〕1号" in by_letter) is is_bilingual
    assert "授权书" not in by_post
