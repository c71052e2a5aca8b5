"""Review and decision. Law: ALL 34, 38."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction

from yichuang.cases.errors import ReasonMissingError
from yichuang.cases.rules import Act, Opinion
from yichuang.cases.rules.terms import DELIVERY_TERM
from yichuang.cases.services import papers
from yichuang.cases.services.clocks import due_after
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.deadlines.rules import add_months


@transaction.atomic
def review_case(*, actor: Actor, case_no: str, opinion: Opinion, text: str, key: str = "") -> ActDone:
    """The reviewer's opinion is in the ledger.

    Law: ALL 34.

    Raises:
        ReasonMissingError: an opinion against granting without reasons.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.REVIEW, key=key)
    if isinstance(step, ActDone):
        return step
    if opinion is Opinion.DENY and not text.strip():
        raise ReasonMissingError
    step.reason = text.strip()
    step.details = {"opinion": opinion.value}
    return step.finish()


@transaction.atomic
def decide_case(
    *,
    actor: Actor,
    case_no: str,
    is_granted: bool,
    reasons: Sequence[str] = (),
    conditions: Sequence[str] = (),
    key: str = "",
) -> ActDone:
    """The decision is made in writing, and its paper issued.

    Law: ALL 38 (reasons and remedies on denial), 44 (ten working days to deliver).

    Raises:
        ReasonMissingError: a denial without reasons.
        Otherwise as `step.open_step`; only items decided on the spot go from acceptance to the decision.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.GRANT if is_granted else Act.DENY, key=key)
    if isinstance(step, ActDone):
        return step
    reasons = [reason.strip() for reason in reasons if reason.strip()]
    if not is_granted and not reasons:
        raise ReasonMissingError
    step.case.decided_at = step.at
    step.case.next_due_on = due_after(step.at, DELIVERY_TERM)
    step.reason = "；".join(reasons)
    step.details = {"is_in_time": _is_in_time(step)}
    if is_granted:
        step.case.valid_until = _valid_until(step)
        papers.add_grant(step, step.case.valid_until, [one.strip() for one in conditions if one.strip()])
        step.case.certificate_no = step.papers[-1].number
    else:
        papers.add_denial(step, reasons)
    return step.finish()


def _is_in_time(step: Step) -> bool:
    """Whether the decision is made within the promised limit, else the statutory one."""
    due_on = step.case.promised_due_on or step.case.statutory_due_on
    return due_on is None or clock.local(step.at).date() <= due_on


def _valid_until(step: Step) -> date | None:
    """The last day of the first result's validity; None where it has no end."""
    results = step.content.results
    months = results[0].valid_months if results else None
    if months is None:
        return None
    start = clock.local(step.at).date()
    return add_months(start, months) - timedelta(days=1)
