"""Cases that end without a decision: withdrawn, terminated, lapsed. Law: AY 24, 26, 36; ZJ 11; BZ 10, 11."""

from datetime import date

from django.db import transaction

from yichuang.cases.errors import DayNotComeError, GroundMissingError, ReasonMissingError
from yichuang.cases.models import Case, Pledge
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import GROUND_WORDS, OUTCOME_WORDS, Act, Outcome, PledgeKind, State, TerminationGround
from yichuang.cases.services.ending_papers import add_closure
from yichuang.cases.services.parties import mandate_note
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.cases.services.stopping import close_stop
from yichuang.core import clock
from yichuang.core.actor import Actor

_MISSED_CORRECTION = {Outcome.WITHDRAWN: ("AY 36",), Outcome.NOT_APPROVED: ("BZ 10",), Outcome.CLOSED: ()}
_MISSED_DEFERRAL = {
    Outcome.WITHDRAWN: ("AY 24",),
    Outcome.NOT_APPROVED: ("BZ 11",),
    Outcome.ACCEPTANCE_REVOKED: ("ZJ 11",),
}


@transaction.atomic
def withdraw_case(*, actor: Actor, case_no: str, reason: str = "", key: str = "") -> ActDone:
    """The applicant has withdrawn the application; nothing is decided, and he may apply again.

    Law: AY 24, 26, 36.

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.WITHDRAW, key=key)
    if isinstance(step, ActDone):
        return step
    step.reason, step.details = reason.strip(), mandate_note(actor)
    _end(step, "申请人撤回申请", is_on_request=True, consequence="本次办理终结，不影响您重新提出申请。")
    return step.finish()


@transaction.atomic
def terminate_case(
    *, actor: Actor, case_no: str, ground: TerminationGround | None, reason: str, key: str = ""
) -> ActDone:
    """The case cannot go on and is closed, with ground and reasons.

    Raises:
        GroundMissingError, ReasonMissingError: one of both is missing.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.TERMINATE, key=key)
    if isinstance(step, ActDone):
        return step
    if ground is None:
        raise GroundMissingError
    if not reason.strip():
        raise ReasonMissingError
    step.reason, step.details = reason.strip(), {"ground": ground.value}
    _end(step, f"{GROUND_WORDS[ground]}：{step.reason}", is_on_request=False, consequence="本次办理终结。")
    return step.finish()


@transaction.atomic
def lapse_case(*, actor: Actor, case_no: str) -> ActDone:
    """The applicant let a day pass, the one for corrections or for a deferred material, and the case ends as the place rules.

    Law: AY 24, AY 36, ZJ 11, BZ 10, BZ 11 (local rules).

    Raises:
        DayNotComeError: no such day has passed.
        Otherwise as `step.open_step`; nobody but the system may do it.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.LAPSE)
    if isinstance(step, ActDone):
        return step
    today = clock.local(step.at).date()
    if step.case.state == State.CORRECTION_REQUESTED.value:
        outcome, due_on, names = policy().missed_correction, _missed_on(step.case, today), list[str]()
        step.law = _MISSED_CORRECTION[outcome]
    else:
        outcome, (due_on, names) = policy().missed_deferral, _broken(step, today)
        step.law = _MISSED_DEFERRAL[outcome]
    if due_on is None:
        raise DayNotComeError(act=Act.LAPSE)
    what = f"未补交容缺材料（{'、'.join(names)}）" if names else "未补正"
    step.reason = f"至{due_on:%Y年%-m月%-d日}{what}"
    step.details = {"outcome": outcome.value, "due_on": due_on.isoformat(), "missing": names}
    _end(step, step.reason, is_on_request=False, consequence=f"{OUTCOME_WORDS[outcome]}。您可以重新提出申请。")
    return step.finish()


def _end(step: Step, ground: str, *, is_on_request: bool, consequence: str) -> None:
    """The case is closed, a procedure that was under way is over, and the applicant is told in writing."""
    close_stop(step, ground)
    step.close()
    basis = "；".join(step.law)
    add_closure(step, ground=ground, legal_ground=basis, consequence=consequence, is_on_request=is_on_request)


def _missed_on(case: Case, today: date) -> date | None:
    return case.next_due_on if case.next_due_on is not None and case.next_due_on < today else None


def _broken(step: Step, today: date) -> tuple[date | None, list[str]]:
    """The first day that passed and the deferred materials that did not come; those are noted as broken."""
    rows = Pledge.objects.filter(
        case=step.case, kind=PledgeKind.DEFERRED.value, kept_seq__isnull=True, broken_seq__isnull=True, due_on__lt=today
    )
    found = list(rows.order_by("due_on", "pk"))
    rows.update(broken_seq=step.seq)
    return (found[0].due_on if found else None), [row.name for row in found]
