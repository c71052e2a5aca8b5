"""What papers say besides their titles: remedies, commitments, changes, deliveries, and the English of the system's own words. No database."""

from datetime import date
from typing import Any

import pytest

from tests.support.papers import paper_data, render, text_of
from yichuang.documents.rules import PaperKind, paper_title

LAW = "《中华人民共和国行政许可法》"
REMEDIES = "对决定不服的，可以自知道或者应当知道该决定之日起六十日内向示例区人民政府申请行政复议。"
COMMITMENT: dict[str, Any] = {
    "terms": ("场所符合要求。", "人员持有健康证明。"),
    "terms_en": ("The premises fit.", "Staff hold health certificates."),
    "verify_by": date(2027, 1, 15),
    "consequence": "经核查不实的，撤销决定",
    "consequence_en": "If untrue, it is revoked.",
}
CONTESTABLE = [
    PaperKind.REFUSAL,
    PaperKind.DECISION_DENIED,
    PaperKind.CLOSURE,
    PaperKind.REVOCATION,
    PaperKind.RECALL,
    PaperKind.CANCELLATION,
]


@pytest.mark.parametrize("kind", CONTESTABLE)
def test_the_remedies_are_those_of_the_guide(kind: PaperKind) -> None:
    text = text_of(render(kind, is_bilingual=True, remedies=REMEDIES, remedies_en="Ask the district government."))

    assert REMEDIES in text
    assert "Askthedistrictgovernment." in text
    assert "有权的行政复议机关" not in text


@pytest.mark.parametrize(
    ("kind", "is_licence", "purpose", "zh", "en"),
    [
        (PaperKind.DECISION_GRANTED, True, "new", "准予行政许可决定书", "Decision granting the application"),
        (PaperKind.DECISION_GRANTED, False, "new", "准予办理决定书", "Decision granting the application"),
        (PaperKind.DECISION_GRANTED, True, "cancel", "准予注销行政许可决定书", "Decision granting the cancellation"),
        (PaperKind.DECISION_GRANTED, False, "amend", "准予变更决定书", "Decision granting the amendment"),
        (PaperKind.DECISION_DENIED, True, "renew", "不予延续行政许可决定书", "Decision denying the renewal"),
        (PaperKind.DECISION_DENIED, False, "new", "不予办理决定书", "Decision denying the application"),
        (PaperKind.RENEWAL, True, "renew", "延续行政许可决定书", "Decision of renewal"),
    ],
)
def test_a_decision_is_called_by_what_it_decides(
    kind: PaperKind, is_licence: bool, purpose: str, zh: str, en: str
) -> None:
    assert paper_title(kind, is_licence=is_licence, purpose=purpose) == (zh, en)


@pytest.mark.parametrize(
    ("purpose", "words", "article"),
    [("amend", "变更", "第四十九条"), ("renew", "延续", "第五十条第二款"), ("cancel", "注销", "第七十条")],
)
def test_a_change_of_what_another_body_granted_is_worded_as_one(purpose: str, words: str, article: str) -> None:
    granted = text_of(render(PaperKind.DECISION_GRANTED, purpose=purpose))
    denied = text_of(render(PaperKind.DECISION_DENIED, purpose=purpose))

    assert f"准予{words}行政许可。" in granted
    assert f"{LAW}{article}" in granted
    assert "颁发、送达" not in granted
    assert f"不予{words}行政许可。" in denied


def test_a_cancellation_grants_no_period() -> None:
    text = text_of(render(PaperKind.DECISION_GRANTED, purpose="cancel"))

    assert "有效期限" not in text
    assert "原准予决定和有关证件不再有效" in text


def test_a_decision_on_commitment_says_what_was_committed_and_not_that_it_was_examined() -> None:
    text = text_of(render(PaperKind.DECISION_GRANTED, is_bilingual=True, commitment=COMMITMENT))

    assert "采用告知承诺方式作出" in text
    assert "（二）人员持有健康证明。" in text
    assert "Staffholdhealthcertificates." in text
    assert f"依据《优化营商环境条例》第四十条和{LAW}第三十八条第一款的规定" in text
    assert "最迟于2027年1月15日（含当日）核查" in text
    assert "承诺不实的后果：经核查不实的，撤销决定。" in text
    assert "Ifuntrue,itisrevoked." in text
    assert "经审查" not in text


@pytest.mark.parametrize("kind", [PaperKind.AMENDMENT, PaperKind.RENEWAL])
def test_a_change_on_commitment_was_not_examined_either(kind: PaperKind) -> None:
    text = text_of(render(kind, commitment=COMMITMENT))

    assert "采用告知承诺方式作出" in text
    assert "《优化营商环境条例》第四十条" in text
    assert "经审查" not in text


def test_a_commitment_tells_by_when_it_is_checked() -> None:
    text = text_of(render(PaperKind.COMMITMENT, is_bilingual=True, **COMMITMENT))

    assert "核查期限：最迟于2027年1月15日（含当日）" in text
    assert "verifiedby15January2027" in text
    assert "（2）" not in text
    assert "(2)Staffholdhealthcertificates." in text


@pytest.mark.parametrize("kind", [PaperKind.COMMITMENT, PaperKind.DEFERRAL_PROMISE])
def test_what_was_confirmed_online_is_not_signed_again(kind: PaperKind) -> None:
    online = text_of(render(kind, confirmed_on=date(2026, 9, 24)))
    signed = text_of(render(kind))

    assert "申请人于2026年9月24日在网上确认" in online
    assert "承诺人（签字）" not in online
    assert "一式两份" not in online
    assert "承诺人（签字）" in signed
    assert "一式两份" in signed


@pytest.mark.parametrize(
    "reason",
    [
        "该申请事项不属于本机关职权范围",
        "不属于我局职责范围。",
        "您的申请事项依法不属于本机关管辖，请向示例县市场监督管理局申请。",
    ],
)
def test_a_reason_that_repeats_the_ground_is_not_told_twice(reason: str) -> None:
    text = text_of(render(PaperKind.REFUSAL, reason=reason))

    assert "依法不属于本机关职权范围。依据" in text
    assert "理由如下" not in text
    assert "请您向示例县市场监督管理局申请。" in text


@pytest.mark.parametrize("reason", ["经营场所位于示例县，不属于本机关职权范围", "经营场所不在本机关管辖范围内"])
def test_a_reason_of_its_own_is_told_as_a_sentence(reason: str) -> None:
    assert f"依法不属于本机关职权范围，理由如下：{reason}。依据" in text_of(render(PaperKind.REFUSAL, reason=reason))


@pytest.mark.parametrize(
    "kind",
    [PaperKind.ONE_TIME_NOTICE, PaperKind.ACCEPTANCE, PaperKind.SPECIAL_PROCEDURE, PaperKind.EXTENSION,
     PaperKind.HEARING_RIGHT, PaperKind.HEARING_NOTICE, PaperKind.TRANSFER, PaperKind.REVOCATION],
)  # fmt: skip
def test_a_paper_about_the_procedure_cites_the_law_of_the_procedure_alone(kind: PaperKind) -> None:
    text = text_of(render(kind))

    assert f"依据{LAW}" in text
    assert "食品安全法" not in text


def test_a_decision_cites_the_licensing_law_once() -> None:
    bases = ("《中华人民共和国食品安全法》第三十五条", f"{LAW}第四十二条")

    text = text_of(render(PaperKind.DECISION_DENIED, legal_bases=bases))

    assert f"依据{LAW}第三十八条第二款和《中华人民共和国食品安全法》第三十五条的规定" in text
    assert "第四十二条" not in text


def test_what_is_posted_has_no_receiver_until_the_post_says_so() -> None:
    text = text_of(render(PaperKind.DELIVERY_RECEIPT, receiver="", place=""))

    assert "交寄时间2026年9月25日10:00" in text
    assert "签收人签收日期年月日" in text
    assert "收件人" not in text
    assert "送达时间" not in text


def test_what_lies_in_a_locker_is_signed_for_by_who_takes_it_out() -> None:
    text = text_of(
        render(PaperKind.DELIVERY_RECEIPT, method="locker", receiver="", tracking_no="", place="一楼取件柜12格")
    )

    assert "取件柜位置一楼取件柜12格放入取件柜时间2026年9月25日10:00" in text
    assert "取件人：" in text
    assert "收件人" not in text


def test_what_is_sent_to_an_account_has_arrived_when_it_is_there() -> None:
    text = text_of(render(PaperKind.DELIVERY_RECEIPT, method="electronic", receiver="", tracking_no="", place=""))

    assert "到达账户时间2026年9月25日10:00" in text
    assert "收件人" not in text


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("代理人周示例，出示身份证990101199001011234", "代理人周示例，出示身份证990101**********34"),
        ("代理人周示例，护照E12345678", "代理人周示例，护照E12345*78"),
        ("代理人周示例，出示授权委托书", "代理人周示例，出示授权委托书"),
    ],
)
def test_no_number_of_a_document_stands_in_a_proof_of_delivery(typed: str, kept: str) -> None:
    data = paper_data(PaperKind.DELIVERY_RECEIPT, method="window", receiver=typed)

    assert data.model_dump()["receiver"] == kept


@pytest.mark.parametrize(
    ("kind", "changes", "english"),
    [
        (
            PaperKind.CLOSURE,
            {"ground": "至2026年10月15日未补正", "consequence": "视为撤回申请。您可以重新提出申请。"},
            ("Nothingwascorrectedby15October2026", "Theapplicationcountsaswithdrawn.Youmayapplyanew."),
        ),
        (
            PaperKind.CLOSURE,
            {"ground": "申请人死亡或者终止：公司已注销", "consequence": "本次办理终结。"},
            ("Theapplicanthasdiedorwasdissolved(asexplainedabove).", "Thehandlingendshere."),
        ),
        (
            PaperKind.ONE_TIME_NOTICE,
            {"late_consequence": "逾期未补正的，予以办结；您可以重新提出申请。", "late_consequence_en": ""},
            ("Ifnothingiscorrectedbythen,thecaseisclosed;youmayapplyanew.",),
        ),
        (
            PaperKind.DEFERRAL_PROMISE,
            {"consequence": "逾期未补交的，撤销受理。"},
            ("Iftheyarenothandedinbythen,theacceptanceisrevoked.",),
        ),
        (
            PaperKind.REVOCATION,
            {"reason": "以欺骗、贿赂等不正当手段取得：场所证明系伪造"},
            ("Itwasobtainedbydeceit,briberyorotherimpropermeans(asexplainedabove).",),
        ),
    ],
)
def test_what_the_system_writes_is_read_in_english_too(
    kind: PaperKind, changes: dict[str, Any], english: tuple[str, ...]
) -> None:
    text = text_of(render(kind, is_bilingual=True, **changes))

    assert [words for words in english if words not in text] == []


def test_what_was_typed_stays_as_it_was() -> None:
    text = text_of(render(PaperKind.CLOSURE, is_bilingual=True, ground="场地被洪水淹没", consequence=""))

    assert "Whyitended场地被洪水淹没" in text.replace("终结原因", "")
