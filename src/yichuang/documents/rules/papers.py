"""What papers say on the road from receipt to decision, and the parts of all papers. Whoever issues a paper builds one of these; the form adds the fixed wording.

All models are frozen and refuse unknown elements. Dates are civil dates of the centre. Texts are shown as given.
"""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=5000)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5000)]


class Part(BaseModel):
    """A frozen part of a paper."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MaterialLine(Part):
    """A material handed in, needed or sent on: how many copies, in what form (such as 原件, 复印件, 电子件).

    `digest` is that of its file, hexadecimal, as `SM3 66c7…`; lists that go to other bodies show it.
    """

    name: Filled
    copies: int = Field(default=1, ge=0, le=999)
    form: Short = ""
    note: Long = ""
    digest: Short = ""


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
    full citation such as 《中华人民共和国食品安全法》第三十五条. A bilingual paper repeats its fixed wording in English beneath
    the Chinese and names the item in English too where `item_name_en` says how; what was typed stays as it was typed.
    """

    addressee: Filled
    is_person: bool = True
    case_no: Filled
    item_name: Filled
    is_licence: bool = True
    legal_bases: tuple[Short, ...] = ()
    enquiry_phone: Short = ""
    window: Short = ""
    is_bilingual: bool = False
    item_name_en: Short = ""


class ReceiptData(PaperData):
    """收件凭证: what was received, when, by whom, and what happens next. Law: AY 36; ALL 32(1)(4)."""

    received_at: AwareDatetime
    received_by: Short = ""
    channel: Short = ""
    agent: Short = ""
    materials: tuple[MaterialLine, ...] = ()
    limit_text: Short = ""
    limit_text_en: Short = ""
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
    late_consequence_en: Long = ""


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
    """不予受理通知书: why not, where else, what can be done against it. Law: ALL 32(1)(1)-(2), 32(2).

    `is_not_required`: the matter needs no permit; `proper_body`: it is another body's to decide. Both at once is impossible.
    """

    received_on: date
    reason: Long = Field(min_length=1)
    is_not_required: bool = False
    proper_body: Short = ""
    reconsideration_body: Short = ""
    court: Short = ""

    @field_validator("proper_body")
    @classmethod
    def _nobody_grants_what_is_not_required(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("is_not_required"):
            message = "named although nothing is required"
            raise ValueError(message)
        return value


class DeferralPromiseData(PaperData):
    """容缺受理承诺书: what the applicant promises to hand in, until when, and what follows if not. Law: AY 24; ZJ 11."""

    promised_on: date
    deferred: tuple[DeferredLine, ...] = Field(min_length=1)
    consequence: Told


class CommitmentData(PaperData):
    """告知承诺书: what the body told the applicant, and what the applicant declares to meet. Law: AY 25-29; ZJ 14."""

    promised_on: date
    terms: tuple[Told, ...] = Field(min_length=1)
    consequence: Told


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
