"""What papers say that stop or lengthen a case, hear the parties or send the case up."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints, ValidationInfo, field_validator

from yichuang.deadlines.rules import Procedure, Term
from yichuang.documents.rules.papers import Filled, Long, MaterialLine, PaperData, Short, Told

Minutes = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50_000)]


class SpecialProcedureData(PaperData):
    """特别程序时限告知书: which procedure, why, how long, and which clocks stand still meanwhile. Law: ALL 45; BZ 19.

    The days after `from_day` up to and including the day on which the procedure ends are not counted by a stopped clock.
    """

    accepted_on: date
    procedure: Procedure
    reason: Told
    from_day: date
    expected_to: date
    stops_statutory: bool
    stops_promised: bool

    @field_validator("expected_to")
    @classmethod
    def _ends_after_it_begins(cls, value: date, info: ValidationInfo) -> date:
        begins = info.data.get("from_day")
        if begins is not None and value < begins:
            message = "lies before from_day"
            raise ValueError(message)
        return value


class ExtensionData(PaperData):
    """延长期限告知书: by how much, why, and the new last day beside the old one. Law: ALL 42."""

    accepted_on: date
    reason: Told
    limit: Term
    original_due_on: date | None = None
    due_on: date | None = None
    is_provisional: bool = False


class HearingRightData(PaperData):
    """听证告知书: that a hearing may be asked for, about what and until when. Law: ALL 46, 47."""

    accepted_on: date
    matter: Told
    ask_by: date


class HearingNoticeData(PaperData):
    """听证通知书: when, where and before whom the hearing is held. Law: ALL 48(1)(1)-(4)."""

    held_at: AwareDatetime
    place: Filled
    chair: Filled
    matter: Told


class HearingRecordData(PaperData):
    """听证笔录: what was said, to be signed by those who took part. Law: ALL 48(1)(5), 48(2)."""

    held_at: AwareDatetime
    place: Filled
    chair: Filled
    people: tuple[Filled, ...] = Field(min_length=1)
    text: Minutes


class TransferData(PaperData):
    """上报材料移送单: to the higher body with the opinion and every material, and who carries it. Law: ALL 35, 43.

    The addressee is the higher body; `applicant` whose application it is. There are no materials where all that the item
    asks for comes from shared data.
    """

    applicant: Filled
    accepted_on: date | None = None
    opinion: Told
    materials: tuple[MaterialLine, ...] = ()
    carrier: Short = ""
    note: Long = ""
