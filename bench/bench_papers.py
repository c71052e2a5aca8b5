"""How long a decision takes to become a PDF, to be sealed and signed (with its row in the database), and to be checked."""

import resource
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings

from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.documents.rules import GrantData, PaperKind, paper_number
from yichuang.documents.vendors import typesetting
from yichuang.organisations import services as organisations
from yichuang.organisations.rules import OrganisationKind
from yichuang.seals import services as seals
from yichuang.seals.queries import list_seals
from yichuang.seals.rules import Place
from yichuang.seals.services import SealedPdf

WARM = 200
SEALED = 60
PLACE = Place.square(0, 380, 600, 113)
Made = TypeVar("Made")
AT = datetime(2026, 10, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def run() -> dict[str, object]:
    """Milliseconds of one decision paper (each with other data) and of its seal, and megabytes that setting papers adds."""
    before_mb = _peak_mb()
    first_ms, first = _timed(partial(_decision, 0))
    warm = [_timed(partial(_decision, number)) for number in range(1, WARM + 1)]
    memory_mb = _peak_mb() - before_mb
    return {
        "decision_pdf_first_ms": round(first_ms, 1),
        **_told("decision_pdf_warm", [took for took, _pdf in warm]),
        "decision_pdf_memory_mb": round(memory_mb, 1),
        **_seals([first, *(pdf for _took, pdf in warm[: SEALED - 1])]),
    }


def _seals(pdfs: list[bytes]) -> dict[str, object]:
    """Sealing as the job does it: signature in the file, SM2 signature beside it, row of the use, commit; then the checks."""
    body = _body()
    sealed = [_timed(partial(_seal, body, number, pdf)) for number, pdf in enumerate(pdfs)]
    key = {one.id: one.sm2_public for one in list_seals(organisation_id=body)}
    public = key[min(key)]
    detached = [_timed(partial(seals.signature_holds, one.signature, one.pdf, public))[0] for _took, one in sealed]
    checked = [_timed(partial(seals.check_pdf, one.pdf)) for _took, one in sealed]
    if not all(found.is_good for _took, found in checked):
        message = "a sealed paper does not hold"
        raise RuntimeError(message)
    return {
        "seal_and_sign_first_ms": round(sealed[0][0], 1),
        **_told("seal_and_sign", [took for took, _one in sealed[1:]]),
        **_told("check_sm2_beside", detached),
        **_told("check_file", [took for took, _found in checked[1:]]),
    }


def _body() -> int:
    """A body with an official seal."""
    body = organisations.register_organisation(
        actor=SYSTEM,
        name="示例区市场监督管理局",
        kind=OrganisationKind.DEPARTMENT,
        region_code=settings.REGION_CODE,
        credit_code="11990101MB1000002J",
    )
    post = organisations.create_post(
        actor=SYSTEM, title="审批科科长", organisation_id=body, role=Role.APPROVING_OFFICIAL
    )
    seals.register_missing(actor=SYSTEM, organisation_id=body, keeper_id=post, in_use_from=date(2026, 1, 1))
    return body


def _seal(body: int, number: int, pdf: bytes) -> SealedPdf:
    return seals.seal_pdf(
        pdf=pdf,
        organisation_id=body,
        subject=f"9901012026{number:05d}",
        paper_kind=PaperKind.DECISION_GRANTED.value,
        paper_number=paper_number("示市监", PaperKind.DECISION_GRANTED, 2026, number + 1),
        actor_name="王示例",
        title="审批科科长",
        authority="岗位职权：审批科科长",
        sealed_at=AT,
        place=PLACE,
    )


def _timed(what: Callable[[], Made]) -> tuple[float, Made]:
    start = time.perf_counter()
    made = what()
    return (time.perf_counter() - start) * 1000, made


def _told(name: str, took_ms: list[float]) -> dict[str, object]:
    return {
        f"{name}_median_ms": round(statistics.median(took_ms), 1),
        f"{name}_p95_ms": round(statistics.quantiles(took_ms, n=20)[-1], 1),
    }


def _decision(number: int) -> bytes:
    data = GrantData(
        addressee=f"示例餐饮店{number}",
        is_person=False,
        case_no=f"990101-2026-{number:06d}",
        item_name="食品经营许可（新办）",
        legal_bases=("《中华人民共和国食品安全法》第三十五条",),
        accepted_on=date(2026, 9, 28),
        decided_on=date(2026, 10, 20),
        certificate_name="食品经营许可证",
        valid_from=date(2026, 10, 20),
        valid_until=date(2031, 10, 19),
    ).model_dump(mode="json")
    pdf, _place = typesetting.paper(
        kind=PaperKind.DECISION_GRANTED,
        number=paper_number("示市监", PaperKind.DECISION_GRANTED, 2026, number + 1),
        organisation_name="示例区市场监督管理局",
        verify_code="ABCDE23456FGHJK789XY",
        base_url="https://centre.example",
        issued_at=AT,
        seal={"ring": "示例区市场监督管理局", "foot": "审批专用章", "mark": "测试印章"},
        data=data,
    )
    return pdf


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
