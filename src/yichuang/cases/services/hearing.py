"""The applicant's right to be heard. Law: ALL 46, 47."""

from django.db import transaction

from yichuang.cases.errors import (
    HearingLateError,
    HearingNotOfferedError,
    HearingOpenError,
    HearingToldError,
    ReasonMissingError,
)
from yichuang.cases.queries.days import due_after
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import Act, Hearing
from yichuang.cases.services import procedure_papers as papers
from yichuang.cases.services.parties import mandate_note
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.deadlines.rules import Term, Unit

HEARING_LIMIT = Term(20, Unit.WORKING_DAY)
"""In which a hearing that was asked for is held. Law: ALL 47, 82."""


@transaction.atomic
def tell_hearing(*, actor: Actor, case_no: str, matter: str, key: str = "") -> ActDone:
    """The applicant knows that he may ask for a hearing, about what, and until when; nothing is decided before.

    Law: ALL 47.

    Raises:
        HearingToldError: he was told before.
        ReasonMissingError: it is not said what the hearing would be about.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.TELL_HEARING, key=key)
    if isinstance(step, ActDone):
        return step
    if step.case.hearing:
        raise HearingToldError
    if not matter.strip():
        raise ReasonMissingError
    step.reason = matter.strip()
    step.case.hearing = Hearing.TOLD.value
    step.case.hearing_by = due_after(step.at, Term(policy().hearing_request_days, Unit.CALENDAR_DAY))
    step.details = {"ask_by": step.case.hearing_by.isoformat()}
    papers.add_hearing_right(step, matter=step.reason, ask_by=step.case.hearing_by)
    return step.finish()


@transaction.atomic
def ask_hearing(*, actor: Actor, case_no: str, text: str = "", key: str = "") -> ActDone:
    """The applicant asks to be heard; the decision waits for the hearing, which is held within twenty working days.

    Law: ALL 47.

    Raises:
        HearingNotOfferedError, HearingLateError: there is none to ask for, or not any more.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ASK_HEARING, key=key)
    if isinstance(step, ActDone):
        return step
    case = step.case
    if case.hearing != Hearing.TOLD.value or case.hearing_by is None:
        raise HearingNotOfferedError
    if clock.local(step.at).date() > case.hearing_by:
        raise HearingLateError(until=case.hearing_by)
    case.hearing, case.hearing_by = Hearing.ASKED.value, due_after(step.at, HEARING_LIMIT)
    step.reason = text.strip()
    step.details = {"hold_by": case.hearing_by.isoformat(), **mandate_note(actor)}
    return step.finish()


def require_heard(step: Step) -> None:
    """Nobody waits for a hearing, or may still ask for one.

    Raises:
        HearingOpenError: somebody does.
    """
    case, today = step.case, clock.local(step.at).date()
    may_ask = case.hearing == Hearing.TOLD.value and case.hearing_by is not None and today <= case.hearing_by
    if may_ask or case.hearing == Hearing.ASKED.value:
        raise HearingOpenError(until=case.hearing_by)
