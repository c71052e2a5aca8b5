"""The papers on the road from receipt to decision, built from the case and the version of its item that it was filed under."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from django.conf import settings

from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import Channel
from yichuang.cases.services.issuing import common, day, issue, limit_text, line
from yichuang.cases.services.step import Step
from yichuang.core import clock
from yichuang.deadlines.rules import Term
from yichuang.documents.rules import (
    AcceptanceData,
    CommitmentData,
    DeferralPromiseData,
    DeferredLine,
    DenialData,
    GrantData,
    MaterialLine,
    NoticeData,
    PaperKind,
    ProblemLine,
    ReceiptData,
    RefusalData,
)

_CHANNELS: Mapping[Channel, str] = MappingProxyType(
    {Channel.ONLINE: "网上申请", Channel.WINDOW: "窗口申请", Channel.EXCHANGE: "其他系统转交"}
)
LATE_CONSEQUENCE = "逾期未补正的，可以重新提出申请。"
LATE_CONSEQUENCE_EN = "After that day this application may be closed; you may apply anew."


def add_receipt(step: Step, materials: Sequence[MaterialLine], notice_due_on: date) -> None:
    """The step issues the receipt, with the limit for a notice that holds in this place. Law: AY 36; ALL 32(4)."""
    limit = policy().notice_limit
    data = ReceiptData(
        **common(step),
        received_at=clock.local(step.case.submitted_at),
        received_by=step.actor.name,
        channel=_CHANNELS[Channel(step.case.channel)],
        materials=tuple(materials),
        limit_text=f"收到材料之日起{limit_text(limit)}决定是否受理；逾期不告知补正的，自收到材料之日起即为受理",
        limit_text_en=f"Acceptance is decided within {limit.value} working days of receipt; if you are not told by then what "
        "is missing, the application counts as accepted from the day of receipt",
        due_on=notice_due_on,
        is_provisional=step.case.is_due_provisional,
        follow_address=f"{settings.PUBLIC_BASE_URL}/progress",
        complaint_phone=step.content.complaint_phone,
    )
    issue(step, PaperKind.RECEIPT, data)


def add_notice(
    step: Step, problems: Sequence[ProblemLine], correct_by: date, late_consequence: str = LATE_CONSEQUENCE
) -> None:
    """The step issues the one-time notice. Law: ALL 32(4)."""
    data = NoticeData(
        **common(step),
        received_on=day(step.case.submitted_at),
        problems=tuple(problems),
        correct_by=correct_by,
        late_consequence=late_consequence,
        late_consequence_en=LATE_CONSEQUENCE_EN if late_consequence else "",
    )
    issue(step, PaperKind.ONE_TIME_NOTICE, data)


def add_acceptance(
    step: Step,
    limit: Term | None,
    *,
    is_deemed: bool,
    deferred: Sequence[DeferredLine] = (),
    deferred_consequence: str = "",
) -> None:
    """The step issues the notice of acceptance, with what may follow later. Law: ALL 32, last paragraph; AY 24."""
    content = step.content
    data = AcceptanceData(
        **common(step),
        received_on=day(step.case.submitted_at),
        accepted_on=day(step.case.accepted_at),
        is_deemed=is_deemed,
        limit_text=limit_text(limit) if limit else "",
        due_on=step.case.promised_due_on or step.case.statutory_due_on,
        is_provisional=step.case.is_due_provisional,
        special_procedures=content.special_procedures,
        fees_text="不收费"
        if content.is_free
        else line("；".join(f"{fee.name}：{fee.standard}" for fee in content.fees)),
        deferred=tuple(deferred),
        deferred_consequence=deferred_consequence,
    )
    issue(step, PaperKind.ACCEPTANCE, data)


def add_refusal(step: Step, reason: str, proper_body: str, *, is_not_required: bool = False) -> None:
    """The step issues the notice of refusal to accept, or that nothing is required. Law: ALL 32(1)(1)-(2), 32(2)."""
    data = RefusalData(
        **common(step),
        received_on=day(step.case.submitted_at),
        reason=reason,
        is_not_required=is_not_required,
        proper_body=proper_body,
    )
    issue(step, PaperKind.REFUSAL, data)


def add_deferral_promise(step: Step, deferred: Sequence[DeferredLine], consequence: str) -> None:
    """The step issues the promise to hand in what is missing, for the applicant to sign. Law: AY 24; ZJ 11."""
    data = DeferralPromiseData(
        **common(step), promised_on=day(step.at), deferred=tuple(deferred), consequence=consequence
    )
    issue(step, PaperKind.DEFERRAL_PROMISE, data)


def add_commitment(step: Step, terms: Sequence[str], consequence: str) -> None:
    """The step issues the commitment to meet the conditions, for the applicant to sign. Law: AY 25-29; ZJ 14."""
    data = CommitmentData(**common(step), promised_on=day(step.at), terms=tuple(terms), consequence=consequence)
    issue(step, PaperKind.COMMITMENT, data)


def add_grant(step: Step, valid_until: date | None, conditions: Sequence[str]) -> None:
    """The step issues the decision that grants. Law: ALL 38, 44."""
    results = step.content.results
    decided_on = day(step.at)
    data = GrantData(
        **common(step),
        accepted_on=day(step.case.accepted_at),
        decided_on=decided_on,
        certificate_name=results[0].name if results else "",
        valid_from=decided_on if valid_until else None,
        valid_until=valid_until,
        conditions=tuple(conditions),
    )
    issue(step, PaperKind.DECISION_GRANTED, data)


def add_denial(step: Step, reasons: Sequence[str]) -> None:
    """The step issues the decision that denies, with its reasons and the remedies. Law: ALL 38(2)."""
    data = DenialData(
        **common(step), accepted_on=day(step.case.accepted_at), decided_on=day(step.at), reasons=tuple(reasons)
    )
    issue(step, PaperKind.DECISION_DENIED, data)
