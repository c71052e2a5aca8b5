"""How long a decision takes to become a PDF, first and warm, and what the memory of the process grows by."""

import resource
import statistics
import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from yichuang.documents.rules import GrantData, PaperKind, paper_number
from yichuang.documents.vendors import typesetting

WARM = 200
AT = datetime(2026, 10, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def run() -> dict[str, object]:
    """Milliseconds of one decision paper (each with other data), and megabytes that setting papers adds."""
    before_mb = _peak_mb()
    first_ms = _decision_ms(0)
    warm = [_decision_ms(number) for number in range(1, WARM + 1)]
    return {
        "decision_pdf_first_ms": round(first_ms, 1),
        "decision_pdf_warm_median_ms": round(statistics.median(warm), 1),
        "decision_pdf_warm_p95_ms": round(statistics.quantiles(warm, n=20)[-1], 1),
        "decision_pdf_memory_mb": round(_peak_mb() - before_mb, 1),
    }


def _decision_ms(number: int) -> float:
    data = GrantData(
        addressee=f"示例餐饮店{number}",
        is_person=False,
        case_no=f"990101-2026-{number:06d}",
        item_name="食品经营许可（新办）",
        legal_bases=("《中华人民共和国食品安全法》第三十五条",),
        accepted_on=date(2026, 9, 28),
        decided_on=date(2026, 10, 20),
        certificate_name="食品经营许可证",
        certificate_no=f"JY2990101{number:07d}",
        valid_from=date(2026, 10, 20),
        valid_until=date(2031, 10, 19),
        scope="热食类食品制售；冷食类食品制售；自制饮品制售",
    ).model_dump(mode="json")
    start = time.perf_counter()
    typesetting.paper(
        kind=PaperKind.DECISION_GRANTED,
        number=paper_number("示市监", PaperKind.DECISION_GRANTED, 2026, number + 1),
        organisation_name="示例区市场监督管理局",
        verify_code="ABCDE23456FGHJK789XY",
        base_url="https://centre.example",
        issued_at=AT,
        seal={"ring": "示例区市场监督管理局", "foot": "审批专用章", "mark": "测试印章"},
        data=data,
    )
    return (time.perf_counter() - start) * 1000


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name}: {value}")
