"""Taking an application in, telling what is missing, and not accepting it. Law: ALL 32."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from yichuang.cases.errors import (
    CorrectionOnceError,
    NothingMissingError,
    NoticeTooLateError,
    OwnBodyError,
    ProperBodyMissingError,
    ReasonMissingError,
)
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.queries.days import due_after, notice_due_on
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import OUTCOME_WORDS, Act
from yichuang.cases.services import papers
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.documents.rules import MaterialLine, ProblemLine


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that the applicant must correct: what it is, what is wrong, what is wanted."""

    item: str
    problem: str
    remedy: str = ""


@transaction.atomic
def receive_case(*, actor: Actor, case_no: str, key: str = "") -> ActDone:
    """The application is taken in and the receipt issued; the five working days for a notice run since it arrived.

    Law: AY 36 (receipt), ALL 32(4).

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.RECEIVE, key=key)
    if isinstance(step, ActDone):
        return step
    step.case.received_at = step.at
    step.case.next_due_on = due_after(step.case.submitted_at, policy().notice_limit)
    papers.add_receipt(step, _material_lines(step.case), step.case.next_due_on)
    return step.finish()


@transaction.atomic
def request_correction(*, actor: Actor, case_no: str, missing: Sequence[Missing], key: str = "") -> ActDone:
    """The applicant is told once, in writing, everything that is missing.

    Law: ALL 32(4).

    Raises:
        NothingMissingError: the list is empty.
        CorrectionOnceError: he was told before.
        NoticeTooLateError: the five working days are over.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.REQUEST_CORRECTION, key=key)
    if isinstance(step, ActDone):
        return step
    case = step.case
    _may_ask(step)
    lines = [ProblemLine(item=one.item, problem=one.problem, remedy=one.remedy) for one in missing if one.item.strip()]
    if not lines or not all(line.problem for line in lines):
        raise NothingMissingError
    case.corrections += 1
    case.next_due_on = due_after(step.at, policy().correction_limit)
    step.details = {"missing": [line.model_dump() for line in lines], "correct_by": case.next_due_on.isoformat()}
    papers.add_notice(step, lines, case.next_due_on, late_consequence())
    return step.finish()


def late_consequence() -> str:
    """What the notice says of a correction that does not come."""
    return f"逾期未补正的，{OUTCOME_WORDS[policy().missed_correction]}；您可以重新提出申请。"


def _may_ask(step: Step) -> None:
    if step.case.corrections:
        raise CorrectionOnceError
    _may_still_tell(step)


def _may_still_tell(step: Step) -> None:
    """It does not count as accepted yet. Law: ALL 32(1)(4)."""
    if not step.case.corrections and is_notice_late(step):
        raise NoticeTooLateError(due_on=notice_due_on(step.case.submitted_at))


def is_notice_late(step: Step) -> bool:
    """Whether the days to tell what is missing are over. Law: ALL 32(4)."""
    return clock.local(step.at).date() > notice_due_on(step.case.submitted_at)


@transaction.atomic
def refuse_case(*, actor: Actor, case_no: str, reason: str, proper_body: str = "", key: str = "") -> ActDone:
    """The application is not accepted; the applicant gets the reasons and the remedies in writing.

    Before the receipt is given only because another body is competent, which is named.

    Law: ALL 32(1)(2) and last paragraph, 72(7).

    Raises:
        ReasonMissingError: no reason was given.
        ProperBodyMissingError: it was not taken in yet, and no other body is named.
        OwnBodyError: the body that is named is the one that refuses.
        NoticeTooLateError: it counts as accepted.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.REFUSE, key=key)
    if isinstance(step, ActDone):
        return step
    if not reason.strip():
        raise ReasonMissingError
    if step.case.received_at is None and not proper_body.strip():
        raise ProperBodyMissingError
    if step.issuer is not None and proper_body.strip() == step.issuer.name:
        raise OwnBodyError(body=step.issuer.name)
    _may_still_tell(step)
    step.close()
    step.reason = reason.strip()
    step.details = {"proper_body": proper_body.strip()}
    papers.add_refusal(step, step.reason, proper_body.strip())
    return step.finish()


@transaction.atomic
def tell_not_required(*, actor: Actor, case_no: str, reason: str, key: str = "") -> ActDone:
    """The applicant knows that he needs no permit, and why; the case is closed.

    Law: ALL 32(1)(1).

    Raises:
        ReasonMissingError: no reason was given.
        NoticeTooLateError: it counts as accepted.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.NOT_REQUIRED, key=key)
    if isinstance(step, ActDone):
        return step
    if not reason.strip():
        raise ReasonMissingError
    _may_still_tell(step)
    step.close()
    step.reason = reason.strip()
    papers.add_refusal(step, step.reason, "", is_not_required=True)
    return step.finish()


def _material_lines(case: Case) -> list[MaterialLine]:
    rows = CaseMaterial.objects.filter(case=case).order_by("pk").values_list("code", "name", "copies", "upload_id")
    lines = {}
    for code, name, copies, upload_id in rows:
        form = "电子件" if upload_id else "纸质件" if copies else "按填报内容生成"
        lines[code] = MaterialLine(name=name, copies=copies or 1, form=form)
    return list(lines.values())
