"""What papers say on the road from receipt to decision, and the parts of all papers. Whoever issues a paper builds one of these; the form adds the fixed wording.

All models are frozen and refuse unknown elements. Dates are civil dates of the centre. Texts are shown as given.
"""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    field_validator,
)

from yichuang.documents.errors import PaperDataError
from yichuang.documents.rules.paper_words import data_problems
from yichuang.documents.rules.titles import PaperPurpose

LINE_MAX = 300
TEXT_MAX = 5000
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=LINE_MAX)]
Long = Annotated[str, StringConstraints(strip_whitespace=True, max_length=TEXT_MAX)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LINE_MAX)]
Told = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=TEXT_MAX)]


class Part(BaseModel):
    """A frozen part of a paper.

    Raises:
        PaperDataError: something said is missing, too long or otherwise not right; each element is named.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __init__(self, **said: Any) -> None:
        """Check what is said; parts given as mappings come this way too."""
        try:
            super().__init__(**said)
        except ValidationError as error:
            raise PaperDataError(data_problems(error.errors())) from error


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


class ContestableData(PaperData):
    """A paper against which there are remedies.

    `remedies` are those that the guide of the item tells, with the bodies named; without them the law's general words stand.

    Law: REC 20; LIT 46.
    """

    remedies: Long = ""
    remedies_en: Long = ""


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


class RefusalData(ContestableData):
    """不予受理通知书: why not, where else, what can be done against it. Law: ALL 32(1)(1)-(2), 32(2).

    `is_not_required`: the matter needs no permit; `proper_body`: it is another body's to decide. Both at once is impossible.
    """

    received_on: date
    reason: Long = Field(min_length=1)
    is_not_required: bool = False
    proper_body: Short = ""

    @field_validator("proper_body")
    @classmethod
    def _nobody_grants_what_is_not_required(cls, value: str, info: ValidationInfo) -> str:
        if value and info.data.get("is_not_required"):
            message = "named although nothing is required"
            raise ValueError(message)
        return value


class DeferralPromiseData(PaperData):
    """容缺受理承诺书: what the applicant promises to hand in, until when, and what follows if not. Law: AY 24; ZJ 11.

    `confirmed_on`: the applicant confirmed it online that day and signs nothing.
    """

    promised_on: date
    deferred: tuple[DeferredLine, ...] = Field(min_length=1)
    consequence: Told
    confirmed_on: date | None = None


class CommittedLines(Part):
    """What an applicant committed to, by when that is checked, and what follows if it is not true. Law: AY 25-29; ZJ 14."""

    terms: tuple[Told, ...] = Field(min_length=1)
    terms_en: tuple[Told, ...] = ()
    verify_by: date | None = None
    consequence: Told
    consequence_en: Long = ""


class CommitmentData(PaperData, CommittedLines):
    """告知承诺书: what the body told the applicant, and what the applicant declares to meet. Law: AY 25-29; ZJ 14; OBE 40.

    `confirmed_on`: the applicant confirmed it online that day and signs nothing.
    """

    promised_on: date
    confirmed_on: date | None = None


class GrantData(PaperData):
    """准予决定书: what was granted, for how long, under which conditions. Law: ALL 38(1), 39, 44; 49, 50, 70 by purpose.

    `commitment`: it was granted on the applicant's word and not examined before. Law: OBE 40.
    """

    accepted_on: date
    decided_on: date
    purpose: PaperPurpose = "new"
    commitment: CommittedLines | None = None
    certificate_name: Short = ""
    valid_from: date | None = None
    valid_until: date | None = None
    conditions: tuple[Long, ...] = ()


class DenialData(ContestableData):
    """不予决定书: the reasons, and reconsideration and suit. Law: ALL 38(2); REC 20; LIT 46."""

    accepted_on: date
    decided_on: date
    purpose: PaperPurpose = "new"
    reasons: tuple[Long, ...] = Field(min_length=1)
