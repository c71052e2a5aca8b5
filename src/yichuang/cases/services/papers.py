"""The papers on the road from receipt to decision, built from the case and the version of its item that it was filed under."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from django.conf import settings

from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import Channel
from yichuang.cases.rules.policy import NOTICE_LIMIT
from yichuang.cases.services.issuing import commitment_lines, common, day, issue, limit_text, line, remedies
from yichuang.cases.services.step import Step
from yichuang.core import clock
from yichuang.deadlines.rules import Term
from yichuang.documents.rules import (
    AcceptanceData,
    CommitmentData,
    CommittedLines,
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
_LATE_CONSEQUENCE_EN = "After that day this application may be closed; you may apply anew."


def add_receipt(step: Step, materials: Sequence[MaterialLine], notice_due_on: date) -> None:
    """The step issues the receipt, with the limit for a notice that holds in this place. Law: AY 36; ALL 32(4)."""
    limit = policy().notice_limit
    data = ReceiptData(
        **common(step),
        received_at=clock.local(step.case.submitted_at),
        received_by=step.actor.name,
        channel=_CHANNELS[Channel(step.case.channel)],
        agent=_agent(step.case),
        materials=tuple(materials),
        limit_text=f"收到材料之日起{limit_text(limit)}决定是否受理；{limit_text(NOTICE_LIMIT)}不告知补正的，自收到材料之日起即为受理",
        limit_text_en=f"Acceptance is decided within {limit.value} working days of receipt; if you are not told within {NOTICE_LIMIT.value} "
        "working days what is missing, the application counts as accepted from the day of receipt",
        due_on=notice_due_on,
        is_provisional=step.case.is_due_provisional,
        follow_address=f"{settings.PUBLIC_BASE_URL}/progress",
        complaint_phone=step.content.complaint_phone,
    )
    issue(step, PaperKind.RECEIPT, data)


def _agent(case: Case) -> str:
    """The name of the agent who filed the application by a mandate; empty where the applicant did. Law: CIV 162."""
    if case.channel != Channel.ONLINE.value:
        return ""
    filed = LedgerRow.objects.filter(case=case, seq=1, details__has_key="mandate")
    return filed.values_list("account__name", flat=True).first() or ""


def add_notice(step: Step, problems: Sequence[ProblemLine], correct_by: date, late_consequence: str) -> None:
    """The step issues the one-time notice. Law: ALL 32(4)."""
    data = NoticeData(
        **common(step),
        received_on=day(step.case.submitted_at),
        problems=tuple(problems),
        correct_by=correct_by,
        late_consequence=late_consequence,
        late_consequence_en=_LATE_CONSEQUENCE_EN if late_consequence else "",
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
        **remedies(step),
        received_on=day(step.case.submitted_at),
        reason=reason,
        is_not_required=is_not_required,
        proper_body=proper_body,
    )
    issue(step, PaperKind.REFUSAL, data)


def add_deferral_promise(step: Step, deferred: Sequence[DeferredLine], consequence: str) -> None:
    """The step issues the promise to hand in what is missing; the applicant signs it, or made it online. Law: AY 24; ZJ 11."""
    wished = _confirmed_online(step, "deferred_wish")
    names = {one.name for one in step.content.materials if one.code in (wished or ())}
    data = DeferralPromiseData(
        **common(step),
        promised_on=day(step.at),
        deferred=tuple(deferred),
        consequence=consequence,
        confirmed_on=day(step.case.submitted_at) if names.issuperset(one.name for one in deferred) else None,
    )
    issue(step, PaperKind.DEFERRAL_PROMISE, data)


def add_commitment(step: Step, terms: Sequence[str], consequence: str) -> None:
    """The step issues the commitment to meet the conditions; the applicant signs it, or made it online. Law: AY 25-29; ZJ 14."""
    lines = commitment_lines(step) or CommittedLines(terms=tuple(terms), consequence=consequence)
    is_online = bool(_confirmed_online(step, "commitment"))
    data = CommitmentData(
        **common(step),
        **lines.model_dump(),
        promised_on=day(step.at),
        confirmed_on=day(step.case.submitted_at) if is_online else None,
    )
    issue(step, PaperKind.COMMITMENT, data)


def _confirmed_online(step: Step, wish: str) -> Any:
    """What the applicant himself wished so when he applied online; None otherwise, also where an agent applied for him."""
    if step.case.channel != Channel.ONLINE.value:
        return None
    filed = LedgerRow.objects.get(case=step.case, seq=1)
    return None if "mandate" in filed.details else filed.details.get(wish)


def add_grant(step: Step, valid_until: date | None, conditions: Sequence[str]) -> None:
    """The step issues the decision that grants: after examination, or on the applicant's word. Law: ALL 38, 44; OBE 40."""
    results = step.content.results
    decided_on = day(step.at)
    data = GrantData(
        **common(step),
        accepted_on=day(step.case.accepted_at),
        decided_on=decided_on,
        purpose=step.case.purpose,
        commitment=commitment_lines(step),
        certificate_name=results[0].name if results else "",
        valid_from=decided_on if valid_until else None,
        valid_until=valid_until,
        conditions=tuple(conditions),
    )
    issue(step, PaperKind.DECISION_GRANTED, data)


def add_denial(step: Step, reasons: Sequence[str]) -> None:
    """The step issues the decision that denies, with its reasons and the remedies. Law: ALL 38(2)."""
    data = DenialData(
        **common(step),
        **remedies(step),
        accepted_on=day(step.case.accepted_at),
        decided_on=day(step.at),
        purpose=step.case.purpose,
        reasons=tuple(reasons),
    )
    issue(step, PaperKind.DECISION_DENIED, data)
