"""The papers that stop or lengthen a case, hear the parties or send the case up."""

from collections.abc import Sequence
from datetime import date, datetime

from yichuang.cases.services.issuing import common, day, issue
from yichuang.cases.services.step import Step
from yichuang.core import clock
from yichuang.deadlines.rules import Procedure, Term
from yichuang.documents.rules import (
    ExtensionData,
    HearingNoticeData,
    HearingRecordData,
    HearingRightData,
    MaterialLine,
    PaperKind,
    SpecialProcedureData,
    TransferData,
)


def add_special_notice(
    step: Step,
    procedure: Procedure,
    *,
    reason: str,
    from_day: date,
    expected_to: date,
    stops_statutory: bool,
    stops_promised: bool,
) -> None:
    """The step tells how long a special procedure is expected to take, and which clocks stand still. Law: ALL 45."""
    data = SpecialProcedureData(
        **common(step),
        accepted_on=day(step.case.accepted_at),
        procedure=procedure,
        reason=reason,
        from_day=from_day,
        expected_to=expected_to,
        stops_statutory=stops_statutory,
        stops_promised=stops_promised,
    )
    issue(step, PaperKind.SPECIAL_PROCEDURE, data)


def add_extension_notice(
    step: Step, *, reason: str, limit: Term, original_due_on: date | None, due_on: date | None
) -> None:
    """The step tells the applicant that the time is longer, by how much and why. Law: ALL 42."""
    data = ExtensionData(
        **common(step),
        accepted_on=day(step.case.accepted_at),
        reason=reason,
        limit=limit,
        original_due_on=original_due_on,
        due_on=due_on,
        is_provisional=step.case.is_due_provisional,
    )
    issue(step, PaperKind.EXTENSION, data)


def add_hearing_right(step: Step, *, matter: str, ask_by: date) -> None:
    """The step tells the applicant that a hearing may be asked for. Law: ALL 46, 47."""
    data = HearingRightData(**common(step), accepted_on=day(step.case.accepted_at), matter=matter, ask_by=ask_by)
    issue(step, PaperKind.HEARING_RIGHT, data)


def add_hearing_notice(step: Step, *, held_at: datetime, place: str, chair: str, matter: str) -> None:
    """The step tells the applicant when, where and before whom the hearing is held. Law: ALL 48(1)(1)-(4)."""
    data = HearingNoticeData(**common(step), held_at=clock.local(held_at), place=place, chair=chair, matter=matter)
    issue(step, PaperKind.HEARING_NOTICE, data)


def add_hearing_record(
    step: Step, *, held_at: datetime, place: str, chair: str, people: Sequence[str], text: str
) -> None:
    """The step issues the record of the hearing, for those who took part to sign. Law: ALL 48(1)(5), 48(2)."""
    data = HearingRecordData(
        **common(step), held_at=clock.local(held_at), place=place, chair=chair, people=tuple(people), text=text
    )
    issue(step, PaperKind.HEARING_RECORD, data)


def add_transfer(step: Step, *, upper_body: str, opinion: str, materials: Sequence[MaterialLine], carrier: str) -> None:
    """The step issues the list of what goes up with the opinion, for the higher body to sign. Law: ALL 35, 43."""
    accepted_at = step.case.accepted_at
    said = common(step)
    data = TransferData(
        **{**said, "addressee": upper_body, "is_person": False},
        applicant=step.case.party_name,
        accepted_on=day(accepted_at) if accepted_at else None,
        opinion=opinion,
        materials=tuple(materials),
        carrier=carrier,
    )
    issue(step, PaperKind.TRANSFER, data)
