"""Complete data of every kind of paper, and papers rendered without a database. People and bodies are invented."""

import io
from collections.abc import Mapping
from datetime import UTC, date, datetime

from pypdf import PdfReader

from yichuang.deadlines.rules import SHANGHAI, Procedure, Term
from yichuang.documents.rules import (
    DATA_OF,
    DeferredLine,
    MaterialLine,
    PaperData,
    PaperKind,
    ProblemLine,
    paper_number,
)
from yichuang.documents.vendors import typesetting

ISSUED_AT = datetime(2026, 9, 25, 2, 0, tzinfo=UTC)
BODY = "示例区市场监督管理局"
UPPER_BODY = "示例市市场监督管理局"
SM3 = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

_CASE = {
    "addressee": "张示例",
    "case_no": "990101-2026-000001",
    "item_name": "食品经营许可（新办）",
    "legal_bases": ("《中华人民共和国食品安全法》第三十五条",),
    "enquiry_phone": "0990-1234567",
    "window": "二楼综合窗口3号",
}
_RECEIVED, _ACCEPTED, _DECIDED = date(2026, 9, 25), date(2026, 9, 28), date(2026, 10, 20)
_DEFERRED = (DeferredLine(name="从业人员健康证明", due_on=date(2026, 10, 12)),)
_HEARING = {
    "held_at": datetime(2026, 10, 15, 9, 30, tzinfo=SHANGHAI),
    "place": "示例区政务服务中心三楼听证室",
    "chair": "赵示例（法制科科长）",
}
_CHANGED = {
    "original_number": "示市监准〔2025〕8号",
    "granted_on": date(2025, 11, 3),
    "decided_on": _DECIDED,
    "reason": "经营场所迁至清溪路8号。",
}
_MATERIALS = (
    MaterialLine(name="食品经营许可申请书"),
    MaterialLine(name="经营场所平面图", copies=2, form="复印件"),
)
_SUPERVISED = {
    "addressee": UPPER_BODY,
    "is_person": False,
    "is_licence": False,
    "answer_by": date(2026, 10, 15),
    "legal_bases": (),
    "window": "",
}

_ELEMENTS: Mapping[PaperKind, Mapping[str, object]] = {
    PaperKind.RECEIPT: {
        "received_at": ISSUED_AT.astimezone(SHANGHAI),
        "received_by": "李示例",
        "channel": "网上申请",
        "materials": _MATERIALS,
        "limit_text": "自受理之日起20个工作日内",
        "limit_text_en": "20 working days from acceptance",
        "due_on": date(2026, 11, 3),
        "follow_address": "https://centre.example/progress",
    },
    PaperKind.ONE_TIME_NOTICE: {
        "received_on": _RECEIVED,
        "problems": (ProblemLine(item="经营场所平面图", problem="未标明面积", remedy="标明各功能区面积"),),
        "correct_by": date(2026, 10, 15),
        "late_consequence": "逾期未补正的，可以重新提出申请。",
        "late_consequence_en": "If nothing is corrected by then, you may apply anew.",
    },
    PaperKind.ACCEPTANCE: {
        "received_on": _RECEIVED,
        "accepted_on": _ACCEPTED,
        "limit_text": "20个工作日内",
        "due_on": date(2026, 11, 3),
        "special_procedures": "现场核查",
        "fees_text": "不收费",
    },
    PaperKind.REFUSAL: {
        "received_on": _RECEIVED,
        "reason": "经营场所不在本机关管辖范围内。",
        "proper_body": "示例县市场监督管理局",
    },
    PaperKind.DECISION_GRANTED: {
        "accepted_on": _ACCEPTED,
        "decided_on": _DECIDED,
        "certificate_name": "食品经营许可证",
        "valid_until": date(2031, 10, 19),
    },
    PaperKind.DECISION_DENIED: {
        "accepted_on": _ACCEPTED,
        "decided_on": _DECIDED,
        "reasons": ("未设置粗加工场所。", "无健康证明。"),
    },
    PaperKind.DEFERRAL_PROMISE: {
        "promised_on": _RECEIVED,
        "deferred": _DEFERRED,
        "consequence": "逾期未补齐的，视为撤回申请。",
    },
    PaperKind.COMMITMENT: {
        "promised_on": _RECEIVED,
        "terms": ("经营场所与污染源保持25米以上距离。", "从业人员持有有效健康证明。"),
        "consequence": "经核查与承诺不符的，撤销决定并记入信用记录。",
    },
    PaperKind.SPECIAL_PROCEDURE: {
        "accepted_on": _ACCEPTED,
        "procedure": Procedure.TEST,
        "reason": "餐具消毒效果需要检测。",
        "from_day": date(2026, 9, 29),
        "expected_to": date(2026, 10, 16),
        "stops_statutory": True,
        "stops_promised": True,
    },
    PaperKind.EXTENSION: {
        "accepted_on": _ACCEPTED,
        "reason": "需要向原产地机关核实证明。",
        "limit": Term.parse("10wd"),
        "original_due_on": date(2026, 11, 3),
        "due_on": date(2026, 11, 17),
    },
    PaperKind.HEARING_RIGHT: {
        "accepted_on": _ACCEPTED,
        "matter": "拟批准的油烟排放口距邻近住宅不足二十米。",
        "ask_by": date(2026, 10, 8),
    },
    PaperKind.HEARING_NOTICE: {**_HEARING, "matter": "油烟排放口的位置"},
    PaperKind.HEARING_RECORD: {
        **_HEARING,
        "people": ("张示例（申请人）", "钱示例（邻居）", "孙示例（审查人员）"),
        "text": "主持人：宣布听证开始。\n申请人：排放口加装净化设备。\n邻居：要求定期检测。",
    },
    PaperKind.TRANSFER: {
        "addressee": UPPER_BODY,
        "is_person": False,
        "applicant": "张示例",
        "accepted_on": _ACCEPTED,
        "opinion": "材料齐全，初步审查同意。",
        "materials": (
            MaterialLine(name="食品经营许可申请书", form="电子件", digest=f"SM3 {SM3}"),
            MaterialLine(name="经营场所平面图", form="纸质件"),
        ),
        "carrier": "周示例",
    },
    PaperKind.CLOSURE: {
        "ended_on": _DECIDED,
        "ground": "逾期未补正。",
        "legal_ground": "《安阳市政务服务条例》第三十六条",
        "consequence": "可以重新提出申请。",
        "is_on_request": False,
    },
    PaperKind.DELIVERY_RECEIPT: {
        "method": "post",
        "receiver": "张示例",
        "delivered": ("准予决定书 示市监准〔2026〕9号", "食品经营许可证 JY29901010000012"),
        "delivered_at": ISSUED_AT.astimezone(SHANGHAI),
        "delivered_by": "李示例",
        "tracking_no": "EX123456789CN",
        "place": "示例区清溪路8号",
    },
    PaperKind.AMENDMENT: _CHANGED,
    PaperKind.RENEWAL: {**_CHANGED, "reason": "", "valid_until": date(2031, 10, 19)},
    PaperKind.REVOCATION: {**_CHANGED, "reason": "申请时提交了虚假的场所证明。"},
    PaperKind.RECALL: {**_CHANGED, "reason": "经营场所划入水源保护区。"},
    PaperKind.CANCELLATION: {**_CHANGED, "reason": "有效期届满未延续。"},
    PaperKind.SUPERVISE_ORDER: {
        **_SUPERVISED,
        "matter": "该办件超过承诺期限三个工作日仍未作出决定。",
        "requirement": "三个工作日内作出决定并向申请人说明原因。",
    },
    PaperKind.RECOMMENDATION: {
        **_SUPERVISED,
        "findings": "一季度有六件办件在受理后退回。",
        "recommendations": ("规范受理审查。", "公布退回原因。"),
    },
    PaperKind.FORM_INQUIRY: {
        **_SUPERVISED,
        "problem": "窗口要求申请人重复提交已经共享的营业执照。",
        "promised_remedy": "十月底前取消该材料。",
        "responsible": "吴示例",
        "time": 2,
    },
    PaperKind.DISCIPLINE_FILE: {
        **{name: value for name, value in _SUPERVISED.items() if name != "answer_by"},
        "unit": "示例区市场监督管理局",
        "problem": "窗口要求申请人重复提交已经共享的营业执照。",
        "responsible": "吴示例",
        "grounds": "同一问题经三次问责仍未整改。",
        "inquiries": tuple(
            {
                "number": f"示政管责〔2026〕{number}号",
                "issued_on": date(2026, 3 * number, 2),
                "answer_by": date(2026, 3 * number, 12),
                "outcome": "逾期未答复。",
            }
            for number in (1, 2, 3)
        ),
        "evidence": ({"name": "监察信号台账", "digest": "SM3 " + "66c7" * 16},),
    },
}


def paper_data(kind: PaperKind, **changes: object) -> PaperData:
    """Complete data of a paper of that kind."""
    return DATA_OF[kind].model_validate({**_CASE, **_ELEMENTS[kind], **changes})


def render(
    kind: PaperKind, *, with_system: bool = True, organisation: str = BODY, letter: str = "", **changes: object
) -> bytes:
    """The PDF of such a paper, number 12 of its kind, without a signature."""
    return typesetting.paper(
        kind=kind,
        number=paper_number("示市监", kind, 2026, 12),
        organisation_name=organisation,
        verify_code="ABCDE23456FGHJK789XY",
        base_url="https://centre.example",
        issued_at=ISSUED_AT,
        data=paper_data(kind, **changes).model_dump(mode="json"),
        seal={"ring": organisation, "foot": "审批专用章", "mark": "测试印章"},
        letter=letter,
        with_system=with_system,
    )[0]


def text_of(pdf: bytes) -> str:
    """What the paper says, without white space."""
    return "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())
