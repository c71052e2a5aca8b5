"""Review and decision. Law: ALL 34, 38."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from yichuang.cases.errors import DeferredOpenError, OpinionMissingError, ReasonMissingError
from yichuang.cases.queries.days import due_after
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import Act, Opinion
from yichuang.cases.services import papers
from yichuang.cases.services.accepting import open_pledges
from yichuang.cases.services.granted import change_original
from yichuang.cases.services.hearing import require_heard
from yichuang.cases.services.recusing import require_apart
from yichuang.cases.services.referring import require_answer
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.deadlines.rules import last_day


@transaction.atomic
def review_case(*, actor: Actor, case_no: str, opinion: Opinion, text: str, key: str = "") -> ActDone:
    """The reviewer's opinion is in the ledger.

    Law: ALL 34.

    Raises:
        ReasonMissingError: an opinion against granting without reasons.
        ChairReviewsError: the actor was in the chair of the hearing.
        DutiesApartError: the actor received the application, and the item keeps that apart.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.REVIEW, key=key)
    if isinstance(step, ActDone):
        return step
    require_apart(step)
    if opinion is Opinion.DENY and not text.strip():
        raise ReasonMissingError
    step.reason = text.strip()
    step.case.opinions += 1
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
    cents: int | None = None,
    key: str = "",
) -> ActDone:
    """The decision is made in writing, and its paper issued.

    A grant about something that was granted before amends, renews or cancels that. `cents` is the amount granted, which a
    letter of authority may bound.

    Law: ALL 38 (reasons and remedies on denial), 44 (ten working days to deliver).

    Raises:
        ReasonMissingError: a denial without reasons.
        OpinionMissingError, HearingOpenError, DeferredOpenError: something comes before the decision.
        DutiesApartError: the actor reviewed it, and the item keeps that apart.
        UpperAnswerMissingError, UpperAnswerContradictedError: a higher body decides.
        Otherwise as `step.open_step`; only items decided on the spot go from acceptance to the decision.
    """
    act, granted = (Act.GRANT, cents) if is_granted else (Act.DENY, 0)
    step = open_step(actor=actor, case_no=case_no, act=act, key=key, cents=granted)
    if isinstance(step, ActDone):
        return step
    reasons = [reason.strip() for reason in reasons if reason.strip()]
    if not is_granted and not reasons:
        raise ReasonMissingError
    step.case.decided_at = step.at
    step.case.next_due_on = due_after(step.at, policy().delivery_limit)
    step.reason = "；".join(reasons)
    step.details = {"is_in_time": _is_in_time(step), **({} if cents is None else {"cents": cents})}
    _require_ready(step, is_granted=is_granted)
    if is_granted:
        grant(step, [one.strip() for one in conditions if one.strip()])
    else:
        papers.add_denial(step, reasons)
    return step.finish()


def _require_ready(step: Step, *, is_granted: bool) -> None:
    """Everything that comes before the decision was done."""
    require_apart(step)
    if CaseType(step.case.case_type) is not CaseType.INSTANT and not step.case.opinions:
        raise OpinionMissingError
    require_heard(step)
    if is_granted and (names := list(open_pledges(step.case.pk).values_list("name", flat=True))):
        raise DeferredOpenError(names=names)
    require_answer(step, is_granted=is_granted)


def grant(step: Step, conditions: Sequence[str] = ()) -> None:
    """The step grants something new, or changes what an earlier case granted; its paper is issued, and the ledger says until when.

    Raises:
        StandingError, RenewedAlreadyError: see `change_original`.
    """
    case = step.case
    if case.about is None:
        case.valid_until = _first_valid_until(step)
        papers.add_grant(step, case.valid_until, conditions)
    else:
        change_original(step, case.about)
    case.certificate_no = step.papers[-1].number
    step.details |= {
        "valid_until": case.valid_until.isoformat() if case.valid_until else None,
        **({"conditions": list(conditions)} if conditions else {}),
    }


def _is_in_time(step: Step) -> bool:
    """Whether the decision is made within the promised limit, else the statutory one."""
    due_on = step.case.promised_due_on or step.case.statutory_due_on
    return due_on is None or clock.local(step.at).date() <= due_on


def _first_valid_until(step: Step) -> date | None:
    results = step.content.results
    months = results[0].valid_months if results else None
    return None if months is None else last_day(clock.local(step.at).date(), months)
