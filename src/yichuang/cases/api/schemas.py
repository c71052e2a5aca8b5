"""What other systems send and are told of applications. Nothing that is told is about a person."""

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from yichuang.cases.rules import Act, DutyCode, Hearing, PartyKind, PledgeKind, Standing, State, Who
from yichuang.catalogue.rules import CaseType, Purpose
from yichuang.deadlines.rules import Clock, Procedure
from yichuang.documents.rules import PaperKind
from yichuang.identity.rules import IdentityType

# The database keeps no null characters.
Short = Annotated[str, StringConstraints(max_length=300, pattern=r"^[^\x00]*$")]
Answer = Annotated[str, StringConstraints(max_length=5000, pattern=r"^[^\x00]*$")]
Form = Annotated[dict[Short, Answer | Annotated[list[Answer], Field(max_length=200)]], Field(max_length=500)]
UploadId = Annotated[int, Field(ge=1, lt=2**63)]
Materials = Annotated[dict[Short, Annotated[list[UploadId], Field(max_length=50)]], Field(max_length=200)]


class PartyIn(Schema):
    """Who applies. The client answers for it that this person or body asked it to apply."""

    kind: PartyKind
    name: Short
    identity_type: IdentityType
    identity_no: Short
    phone: Short


class ApplicationIn(Schema):
    """A complete application: `form` maps ids of questions to answers, `materials` codes of materials to ids of uploads."""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {
                "version_id": 12,
                "party": {
                    "kind": "person",
                    "name": "张示例",
                    "identity_type": "resident_card",
                    "identity_no": "990101198001010012",
                    "phone": "10000000001",
                },
                "form": {"name": "张示例"},
                "materials": {"M1": [345]},
            }
        }
    )

    version_id: Annotated[int, Field(ge=1, lt=2**63)]
    party: PartyIn
    form: Form
    materials: Materials = {}
    about: Short = Field(
        "", description="Number of the case whose grant is to be changed, renewed or ended; empty: none here."
    )
    later: list[Short] = Field(
        [], max_length=200, description="Codes of materials promised for later, where the item lets them."
    )
    is_on_commitment: bool = Field(
        default=False, description="The applicant asks to be granted on commitment, where the item has it."
    )


class CorrectionIn(Schema):
    """Answers that replace the former ones, and new files, for everything that the notice lists."""

    form: Form | None = None
    materials: Materials | None = None


class WordIn(Schema):
    """What the applicant says about it; nobody must say anything."""

    text: Annotated[str, StringConstraints(max_length=2000, pattern=r"^[^\x00]*$")] = ""


class SupplyIn(Schema):
    """Files for materials that were to follow, by code."""

    materials: Materials


class FiledOut(Schema):
    """The act that was done: its place in the case's ledger and the digest of that row."""

    case_no: str
    seq: int
    act: Act
    state: State
    at: datetime
    digest: str


class ApplicationRowOut(Schema):
    """An application in a list."""

    case_no: str
    item_code: str
    item_name: str
    state: State
    submitted_at: datetime
    next_due_on: date | None
    promised_due_on: date | None


class ApplicationsOut(Schema):
    """A page of applications, the newest first; `next_cursor` is null on the last."""

    rows: tuple[ApplicationRowOut, ...]
    next_cursor: str | None


class ChangeOut(Schema):
    """An act on one of your applications. `case_no` and `seq` together are unique."""

    case_no: str
    seq: int
    act: Act
    before: State | None
    after: State
    at: datetime


class ChangesOut(Schema):
    """Acts in the order in which they became visible. Ask with `cursor` again, now or later, for what comes after."""

    rows: tuple[ChangeOut, ...]
    cursor: str | None
    has_more: bool


class DutyOut(Schema):
    """Who must do what next, by when and under which article; `due_on` is null where no day is set."""

    who: Who
    code: DutyCode
    act: Act | None
    due_on: date | None
    law: tuple[str, ...]


class MissingOut(Schema):
    """A line of the notice of what is missing."""

    item: str
    problem: str
    remedy: str


class StepOut(Schema):
    """An act that has been done."""

    seq: int
    act: Act
    after: State
    at: datetime


class StopOut(Schema):
    """A special procedure: from `from_day` to `to_day` (null: it is under way) the named clocks stood still."""

    procedure: Procedure
    clocks: tuple[Clock, ...]
    from_day: date
    expected_on: date
    to_day: date | None


class PledgeOut(Schema):
    """What the applicant promised by a day; `is_kept` is null while that is open."""

    kind: PledgeKind
    code: str
    name: str
    due_on: date
    is_kept: bool | None


class ApplicationOut(Schema):
    """Where an application stands. `missing` is what the notice lists while corrections are waited for.

    `possible` are the acts that you may do for the applicant now. `promised_first_on` and `statutory_first_on` are the due
    dates without extension and stops. `standing` says what holds of that which was granted. `hearing_by`: until when a hearing
    can be asked for.
    """

    case_no: str
    item_code: str
    item_name: str
    version_id: int
    case_type: CaseType
    state: State
    duty: DutyOut
    missing: tuple[MissingOut, ...]
    submitted_at: datetime
    received_at: datetime | None
    accepted_at: datetime | None
    decided_at: datetime | None
    closed_at: datetime | None
    promised_due_on: date | None
    statutory_due_on: date | None
    is_due_provisional: bool
    certificate_no: str
    valid_until: date | None
    purpose: Purpose
    about: str
    standing: Standing
    possible: tuple[Act, ...]
    promised_first_on: date | None
    statutory_first_on: date | None
    extension: str
    hearing: Hearing
    hearing_by: date | None
    stops: tuple[StopOut, ...]
    pledges: tuple[PledgeOut, ...]
    timeline: tuple[StepOut, ...]


class PaperOut(Schema):
    """A paper that was issued; anybody can verify it with its code."""

    id: int
    kind: PaperKind
    number: str
    verify_code: str
    issued_at: datetime
