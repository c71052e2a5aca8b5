"""From the application to acceptance or refusal. Law: ALL 32."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from yichuang.cases.errors import (
    CorrectionOnceError,
    MaterialsMissingError,
    NothingMissingError,
    NoticeTooLateError,
    ReasonMissingError,
)
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.rules import Act, Channel, missing_for_acceptance
from yichuang.cases.rules.terms import CORRECTION_TERM, NOTICE_TERM
from yichuang.cases.services import papers
from yichuang.cases.services.clocks import due_after, start_decision_clocks
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
    """The application is taken in: the receipt is issued and the five working days for a notice run.

    Law: AY 36 (receipt), ALL 32(4).

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.RECEIVE, key=key)
    if isinstance(step, ActDone):
        return step
    step.case.received_at = step.at
    step.case.next_due_on = due_after(step.at, NOTICE_TERM)
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
    case.next_due_on = due_after(step.at, CORRECTION_TERM)
    step.details = {"missing": [line.model_dump() for line in lines], "correct_by": case.next_due_on.isoformat()}
    papers.add_notice(step, lines, case.next_due_on)
    return step.finish()


def _may_ask(step: Step) -> None:
    case = step.case
    if case.corrections:
        raise CorrectionOnceError
    if case.received_at is not None and _is_notice_late(step):
        raise NoticeTooLateError(due_on=due_after(case.received_at, NOTICE_TERM))


def _is_notice_late(step: Step) -> bool:
    """Whether the five working days to tell what is missing are over. Law: ALL 32(4)."""
    received_at = step.case.received_at
    return received_at is not None and clock.local(step.at).date() > due_after(received_at, NOTICE_TERM)


@transaction.atomic
def accept_case(*, actor: Actor, case_no: str, key: str = "") -> ActDone:
    """The application is accepted, the notice issued, the promised and the statutory clock run.

    Where nothing was told within the five working days, it counts as accepted since it was received.

    Law: ALL 32(4) (deemed acceptance), 32(5), 42.

    Raises:
        MaterialsMissingError: a required material was not handed in.
        CalendarMissingError: a due date would fall in a year without calendar.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ACCEPT, key=key)
    if isinstance(step, ActDone):
        return step
    case = step.case
    is_deemed = _is_deemed(step)
    if not is_deemed:
        _require_complete(step)
    case.accepted_at = case.received_at if is_deemed else step.at
    limit = start_decision_clocks(case, step.content, case.accepted_at or step.at)
    step.details = {
        "is_deemed": is_deemed,
        "promised_due_on": case.promised_due_on.isoformat() if case.promised_due_on else None,
        "statutory_due_on": case.statutory_due_on.isoformat() if case.statutory_due_on else None,
        "is_provisional": case.is_due_provisional,
    }
    papers.add_acceptance(step, limit, is_deemed=is_deemed)
    return step.finish()


def _require_complete(step: Step) -> None:
    given = CaseMaterial.objects.filter(case=step.case).values_list("code", flat=True)
    # The sealed answers are read only where they decide what is asked for.
    form = step.case.form if any(material.when for material in step.content.materials) else {}
    missing = missing_for_acceptance(step.content, set(given), Channel(step.case.channel), form)
    if missing:
        raise MaterialsMissingError(names=[material.name for material in missing])


def _is_deemed(step: Step) -> bool:
    """Whether the law accepted the application before the department did."""
    return not step.case.corrections and _is_notice_late(step)


@transaction.atomic
def refuse_case(*, actor: Actor, case_no: str, reason: str, proper_body: str = "", key: str = "") -> ActDone:
    """The application is not accepted; the applicant gets the reasons and the remedies in writing.

    Law: ALL 32(1)(2) and last paragraph, 72(7).

    Raises:
        ReasonMissingError: no reason was given.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.REFUSE, key=key)
    if isinstance(step, ActDone):
        return step
    if not reason.strip():
        raise ReasonMissingError
    step.case.closed_at = step.at
    step.case.next_due_on = None
    step.reason = reason.strip()
    step.details = {"proper_body": proper_body.strip()}
    papers.add_refusal(step, step.reason, proper_body.strip())
    return step.finish()


def _material_lines(case: Case) -> list[MaterialLine]:
    rows = CaseMaterial.objects.filter(case=case).order_by("pk").values_list("code", "name", "copies", "upload_id")
    lines = {}
    for code, name, copies, upload_id in rows:
        form = "电子件" if upload_id else "纸质件" if copies else "按填报内容生成"
        lines[code] = MaterialLine(name=name, copies=copies or 1, form=form)
    return list(lines.values())
