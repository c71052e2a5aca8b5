"""What each kind of paper says. Whoever issues a paper builds one of these; the form adds the fixed wording.

All models are frozen and refuse unknown elements. Dates are civil dates of the centre. Texts are shown as given.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from yichuang.documents.rules.kinds import PaperKind

TEMPLATE_VERSION = 1
"""Raised when the form changes, so that a paper says by which form it was made."""

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class Part(BaseModel):
    """A frozen part of a paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MaterialLine(Part):
    """A material handed in or needed: how many copies, in what form (such as 原件, 复印件, 电子件)."""

    name: Filled
    copies: int = Field(default=1, ge=0, le=999)
    form: Short = ""
    note: Long = ""


class ProblemLine(Part):
    """One thing to correct: the material or answer, what is wrong, what is wanted."""

    item: Filled
    problem: Long
    remedy: Long = ""


class DeferredLine(Part):
    """A material that may follow later (容缺), and until when."""

    name: Filled
    due_on: date


class PaperData(Part):
    """What every paper about a case carries.

    `is_licence` chooses the wording of the Administrative Licensing Law; other items are worded by `legal_bases`, each a
    full citation such as 《中华人民共和国食品安全法》第三十五条.
    """

    addressee: Filled
    is_person: bool = True
    case_no: Filled
    item_name: Filled
    is_licence: bool = True
    legal_bases: tuple[Short, ...] = ()
    enquiry_phone: Short = ""
    window: Short = ""


class ReceiptData(PaperData):
    """收件凭证: what was received, when, by whom, and what happens next. Law: AY 36; ALL 32(1)(4)."""

    received_at: AwareDatetime
    received_by: Short = ""
    channel: Short = ""
    agent: Short = ""
    materials: tuple[MaterialLine, ...] = ()
    limit_text: Short = ""
    due_on: date | None = None
    is_provisional: bool = False
    follow_address: Short = ""
    complaint_phone: Short = ""


class NoticeData(PaperData):
    """一次性告知(补正)单: everything that is missing, at once. Law: ALL 32(1)(4)."""

    received_on: date
    problems: tuple[ProblemLine, ...] = Field(min_length=1)
    correct_by: date | None = None
    late_consequence: Long = ""


class AcceptanceData(PaperData):
    """受理通知书: accepted, from when the clock runs and until when. Law: ALL 32(1)(5), 32(2), 42, 45.

    `is_deemed` when nobody told the applicant of gaps in time and acceptance follows from the law itself.
    """

    received_on: date
    accepted_on: date
    is_deemed: bool = False
    limit_text: Short
    due_on: date | None = None
    is_provisional: bool = False
    special_procedures: Long = ""
    fees_text: Short = ""
    deferred: tuple[DeferredLine, ...] = ()
    deferred_consequence: Long = ""


class RefusalData(PaperData):
    """不予受理通知书: why not, where else, what can be done against it. Law: ALL 32(1)(1)-(2), 32(2)."""

    received_on: date
    reason: Long = Field(min_length=1)
    is_not_required: bool = False
    proper_body: Short = ""
    reconsideration_body: Short = ""
    court: Short = ""


class GrantData(PaperData):
    """准予决定书: what was granted, for how long, under which conditions. Law: ALL 38(1), 39, 44."""

    accepted_on: date
    decided_on: date
    certificate_name: Short = ""
    certificate_no: Short = ""
    valid_from: date | None = None
    valid_until: date | None = None
    scope: Long = ""
    conditions: tuple[Long, ...] = ()
    delivery_text: Short = ""


class DenialData(PaperData):
    """不予决定书: the reasons, and reconsideration and suit. Law: ALL 38(2); REC 20; LIT 46."""

    accepted_on: date
    decided_on: date
    reasons: tuple[Long, ...] = Field(min_length=1)
    reconsideration_body: Short = ""
    court: Short = ""


DATA_OF: Mapping[PaperKind, type[PaperData]] = MappingProxyType(
    {
        PaperKind.RECEIPT: ReceiptData,
        PaperKind.ONE_TIME_NOTICE: NoticeData,
        PaperKind.ACCEPTANCE: AcceptanceData,
        PaperKind.REFUSAL: RefusalData,
        PaperKind.DECISION_GRANTED: GrantData,
        PaperKind.DECISION_DENIED: DenialData,
    }
)
