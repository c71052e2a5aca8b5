"""Files and papers for tests. People, bodies and numbers are invented."""

import io
import zipfile
from datetime import UTC, date, datetime

from PIL import Image

from tests.support.organisations import make_organisation
from tests.support.seals import make_seal
from yichuang.documents import services
from yichuang.documents.queries import PaperView
from yichuang.documents.rules import (
    AcceptanceData,
    DenialData,
    GrantData,
    MaterialLine,
    NoticeData,
    PaperData,
    PaperKind,
    ProblemLine,
    ReceiptData,
    RefusalData,
    Signatory,
)

ISSUED_AT = datetime(2026, 9, 25, 2, 0, tzinfo=UTC)
BODY = "示例区市场监督管理局"
SIGNATORY = Signatory(None, "王示例", "审批科科长", "岗位职权：审批科科长")

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def pdf(mark: str = "") -> bytes:
    """A small whole PDF; another mark is another content."""
    return PDF.replace(b"trailer", f"% {mark}\ntrailer".encode())


def picture(form: str = "PNG", size: tuple[int, int] = (32, 24), **options: object) -> bytes:
    """A picture of that form (`PNG`, `JPEG`) and size in pixels."""
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, form, **options)
    return out.getvalue()


def package(*members: tuple[str, bytes]) -> bytes:
    """A zip file of the members, deflated."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


def office(marker: str = "word/document.xml", *more: tuple[str, bytes]) -> bytes:
    """An office file known by its marker member, with more members beside it."""
    return package(("[Content_Types].xml", b"<Types/>"), (marker, b"<document/>"), *more)


_CASE = {
    "addressee": "张示例",
    "case_no": "990101-2026-000001",
    "item_name": "食品经营许可（新办）",
    "legal_bases": ("《中华人民共和国食品安全法》第三十五条",),
    "enquiry_phone": "0990-1234567",
    "window": "二楼综合窗口3号",
}


def paper_data(kind: PaperKind, **changes: object) -> PaperData:
    """Complete data of a paper of that kind."""
    received, accepted, decided = date(2026, 9, 25), date(2026, 9, 28), date(2026, 10, 20)
    against = {"reconsideration_body": "示例区人民政府", "court": "示例区人民法院"}
    models: dict[PaperKind, tuple[type[PaperData], dict[str, object]]] = {
        PaperKind.RECEIPT: (
            ReceiptData,
            {
                "received_at": ISSUED_AT,
                "materials": (
                    MaterialLine(name="食品经营许可申请书"),
                    MaterialLine(name="经营场所平面图", copies=2, form="复印件"),
                ),
                "limit_text": "自受理之日起20个工作日内",
                "due_on": date(2026, 11, 3),
                "follow_address": "https://centre.example/progress",
            },
        ),
        PaperKind.ONE_TIME_NOTICE: (
            NoticeData,
            {
                "received_on": received,
                "problems": (ProblemLine(item="经营场所平面图", problem="未标明面积", remedy="标明各功能区面积"),),
                "correct_by": date(2026, 10, 15),
            },
        ),
        PaperKind.ACCEPTANCE: (
            AcceptanceData,
            {
                "received_on": received,
                "accepted_on": accepted,
                "limit_text": "20个工作日内",
                "due_on": date(2026, 11, 3),
                "special_procedures": "现场核查",
            },
        ),
        PaperKind.REFUSAL: (
            RefusalData,
            {
                "received_on": received,
                "reason": "经营场所不在本机关管辖范围内。",
                "proper_body": "示例县市场监督管理局",
                **against,
            },
        ),
        PaperKind.DECISION_GRANTED: (
            GrantData,
            {
                "accepted_on": accepted,
                "decided_on": decided,
                "certificate_name": "食品经营许可证",
                "certificate_no": "JY29901010000012",
                "valid_until": date(2031, 10, 19),
            },
        ),
        PaperKind.DECISION_DENIED: (
            DenialData,
            {
                "accepted_on": accepted,
                "decided_on": decided,
                "reasons": ("未设置粗加工场所。", "无健康证明。"),
                **against,
            },
        ),
    }
    model, elements = models[kind]
    return model.model_validate({**_CASE, **elements, **changes})


def make_sealed_body() -> int:
    """An organisation with seals for every kind of paper."""
    body = make_organisation()
    make_seal(body)
    return body


def make_paper(
    organisation_id: int,
    kind: PaperKind = PaperKind.ACCEPTANCE,
    *,
    subject: str = "990101-2026-000001",
    issued_at: datetime = ISSUED_AT,
    prefix: str = "示市监",
    **changes: object,
) -> PaperView:
    """A paper issued by the service for the organisation."""
    return services.issue_paper(
        kind=kind,
        subject=subject,
        organisation_id=organisation_id,
        organisation_name=BODY,
        prefix=prefix,
        data=paper_data(kind, **changes),
        issued_at=issued_at,
        signatory=SIGNATORY,
    )
