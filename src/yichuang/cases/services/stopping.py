"""Special procedures that stop the clock, and the one extension. Law: ALL 34, 42, 45, 48."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType

from django.db import transaction

from yichuang.cases.errors import (
    ChairReviewedError,
    ExpectedDayError,
    ExtendedAlreadyError,
    ExtensionLateError,
    HandlerUnfitError,
    HearingAfterEndError,
    HearingNoticeError,
    HearingPlanError,
    NoLimitError,
    ProcedureUnfitError,
    ReasonMissingError,
    RecusedError,
    TooFewOnSiteError,
)
from yichuang.cases.models import CaseStop, LedgerRow
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import Act, Hearing
from yichuang.cases.services import procedure_papers as papers
from yichuang.cases.services.clocks import count_clocks
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.deadlines.rules import Clock, Procedure
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.queries import actor_of

LAW_OF_PROCEDURE: Mapping[Procedure, tuple[str, ...]] = MappingProxyType(
    {
        Procedure.HEARING: ("ALL 45", "ALL 48"),
        Procedure.SITE_VISIT: ("ALL 34",),
        **dict.fromkeys((Procedure.INSPECTION, Procedure.TEST, Procedure.QUARANTINE), ("ALL 45", "ALL 55")),
        Procedure.PUBLIC_NOTICE: (),
        Procedure.CONSULTATION: (),
    }
)
"""On what a procedure rests that is more, or something else, than one of the eight that stop the clock."""
_LONGEST = 366


@dataclass(frozen=True, slots=True)
class HearingPlan:
    """When and where a hearing is held, who is in the chair (an account), and what about."""

    held_at: datetime
    place: str
    chair_id: int
    matter: str


@transaction.atomic
def begin_procedure(
    *,
    actor: Actor,
    case_no: str,
    procedure: Procedure,
    reason: str,
    expected_on: date,
    people: Sequence[int] = (),
    hearing: HearingPlan | None = None,
    key: str = "",
) -> ActDone:
    """The case is in a special procedure; the clocks that it stops here stand still, and the applicant is told until when.

    `people` are the accounts that go on site, inspect, test or quarantine. The actor approves it. Days are those of the act.

    Law: ALL 45 (not counted, told in writing), 34, 55 (two on site), 48(1)(1)(3) (notice and chair of a hearing).

    Raises:
        ReasonMissingError, ExpectedDayError, ProcedureUnfitError: no reason, a day that is past or over a year away, or no
            procedure of its own.
        HearingPlanError, HearingNoticeError, ChairReviewedError: the hearing lacks something, is too soon, or its chair reviewed.
        HearingAfterEndError: the procedure should end before the hearing is held.
        TooFewOnSiteError, HandlerUnfitError, RecusedError: who goes there, or is in the chair.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.STOP, key=key)
    if isinstance(step, ActDone):
        return step
    if procedure is Procedure.REFERRAL:
        raise ProcedureUnfitError(procedure=procedure)
    if not reason.strip():
        raise ReasonMissingError
    require_expected(step, expected_on)
    step.law = LAW_OF_PROCEDURE.get(procedure, step.law)
    step.reason = reason.strip()
    step.details = {
        "procedure": procedure.value,
        "expected_on": expected_on.isoformat(),
        **_people(step, procedure, people),
    }
    chair = _planned(step, procedure, hearing, expected_on)
    stop = open_stop(step, procedure, expected_on)
    if hearing is not None and chair:
        papers.add_hearing_notice(
            step, held_at=hearing.held_at, place=hearing.place, chair=chair, matter=hearing.matter or step.reason
        )
    papers.add_special_notice(
        step,
        procedure,
        reason=step.reason,
        from_day=stop.from_day,
        expected_to=expected_on,
        stops_statutory=Clock.STATUTORY.value in stop.clocks,
        stops_promised=Clock.PROMISED.value in stop.clocks,
    )
    return step.finish()


def require_expected(step: Step, expected_on: date) -> None:
    """A procedure is expected to end today or within a year.

    Raises:
        ExpectedDayError: it is not.
    """
    today = clock.local(step.at).date()
    latest = today + timedelta(days=_LONGEST)
    if not today <= expected_on <= latest:
        raise ExpectedDayError(latest=latest)


def open_stop(step: Step, procedure: Procedure, expected_on: date) -> CaseStop:
    """From today the clocks that the procedure stops in this place stand still."""
    clocks = policy().clocks_of(procedure)
    stop = CaseStop.objects.create(
        case=step.case,
        seq=step.seq,
        procedure=procedure.value,
        reason=step.reason,
        clocks=sorted(one.value for one in clocks),
        approver_id=step.actor.account_id,
        approver_name=step.actor.name,
        from_day=clock.local(step.at).date(),
        expected_on=expected_on,
    )
    count_clocks(step.case, step.content, step.after)
    step.details["clocks"] = stop.clocks
    return stop


@transaction.atomic
def end_procedure(*, actor: Actor, case_no: str, result: str, people: Sequence[str] = (), key: str = "") -> ActDone:
    """The special procedure is over, its result stands in the ledger, and the clocks go on from tomorrow.

    Of a hearing the result is its record; `people` names who took part. One that is ended before its hour was not held: there is no
    record, and who asked for it still waits for one.

    Law: ALL 45, 48(1)(5).

    Raises:
        ReasonMissingError: it has no result.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.RESUME, key=key)
    if isinstance(step, ActDone):
        return step
    if not result.strip():
        raise ReasonMissingError
    step.reason = result.strip()
    stop = close_stop(step, step.reason)
    if stop is not None:
        step.law = LAW_OF_PROCEDURE.get(Procedure(stop.procedure), step.law)
    if stop is not None and stop.procedure == Procedure.HEARING.value:
        _record_hearing(step, stop, people)
    count_clocks(step.case, step.content, step.after)
    return step.finish()


def close_stop(step: Step, result: str) -> CaseStop | None:
    """The procedure in which the case is ends with the step; None when it is in none."""
    stop = CaseStop.objects.filter(case=step.case, to_day__isnull=True).first()
    if stop is None:
        return None
    stop.to_day, stop.ended_seq, stop.result = clock.local(step.at).date(), step.seq, result
    stop.save(update_fields=["to_day", "ended_seq", "result"])
    step.details["stop"] = {
        "seq": stop.seq,
        "procedure": stop.procedure,
        "from": stop.from_day.isoformat(),
        "to": stop.to_day.isoformat(),
        "clocks": stop.clocks,
    }
    return stop


@transaction.atomic
def extend_limit(*, actor: Actor, case_no: str, reason: str, key: str = "") -> ActDone:
    """The time for the decision is longer, once, and the applicant is told why.

    Law: ALL 42.

    Raises:
        ReasonMissingError: no reason.
        ExtendedAlreadyError, NoLimitError, ExtensionLateError: it was extended before, has no limit, or is over.
        ExtensionUnitError: the item's extension is in another unit than its limit.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.EXTEND, key=key)
    if isinstance(step, ActDone):
        return step
    case, content = step.case, step.content
    limit = content.handling.extension_limit or policy().extension_limit
    if case.extension:
        raise ExtendedAlreadyError(extension=case.extension)
    if content.statutory_limit is None and content.promised_limit is None:
        raise NoLimitError
    # A clock that stands still has not run out, whatever the other one says.
    last_on = case.promised_due_on if content.statutory_limit is None else case.statutory_due_on
    if last_on is not None and clock.local(step.at).date() > last_on:
        raise ExtensionLateError(due_on=last_on)
    if not reason.strip():
        raise ReasonMissingError
    step.reason, case.extension = reason.strip(), str(limit)
    count_clocks(case, content, step.after)
    due_on = case.promised_due_on or case.statutory_due_on
    step.details = {"extension": case.extension, "due_on": due_on.isoformat() if due_on else None}
    first_on = case.promised_first_on or case.statutory_first_on
    papers.add_extension_notice(step, reason=step.reason, limit=limit, original_due_on=first_on, due_on=due_on)
    return step.finish()


def _people(step: Step, procedure: Procedure, people: Sequence[int]) -> dict[str, object]:
    """Who goes on site, inspects, tests or quarantines. Law: ALL 34, 55."""
    wanted, named = policy().people_for(procedure), list(dict.fromkeys(people))
    if not wanted:
        return {}
    if len(named) < wanted:
        raise TooFewOnSiteError(number=wanted)
    return {"people": [{"account": one, "name": _name_of(step, one)} for one in named]}


def _planned(step: Step, procedure: Procedure, plan: HearingPlan | None, expected_on: date) -> str:
    """The name of the hearing's chair; empty for anything but a hearing. Law: ALL 48(1)(1)(3)."""
    if procedure is not Procedure.HEARING:
        return ""
    if plan is None or not plan.place.strip():
        raise HearingPlanError
    days = policy().hearing_notice_days
    earliest, held_on = clock.local(step.at).date() + timedelta(days=days), clock.local(plan.held_at).date()
    if held_on < earliest:
        raise HearingNoticeError(days=days, earliest=earliest)
    if expected_on < held_on:
        raise HearingAfterEndError(held_on=held_on)
    name = _name_of(step, plan.chair_id)
    if LedgerRow.objects.filter(case=step.case, act=Act.REVIEW.value, account_id=plan.chair_id).exists():
        raise ChairReviewedError(name=name)
    step.details["hearing"] = {
        "held_at": plan.held_at.isoformat(),
        "place": plan.place.strip(),
        "chair": plan.chair_id,
        "chair_name": name,
    }
    return name


def _record_hearing(step: Step, stop: CaseStop, people: Sequence[str]) -> None:
    """The hearing's record, if its hour has come."""
    row = LedgerRow.objects.get(case=step.case, seq=stop.seq)
    plan = row.details["hearing"]
    held_at = datetime.fromisoformat(plan["held_at"])
    step.details["is_held"] = step.at >= held_at
    if step.at < held_at:
        return
    step.case.hearing = Hearing.HELD.value
    names = [one.strip() for one in people if one.strip()]
    papers.add_hearing_record(
        step,
        held_at=held_at,
        place=plan["place"],
        chair=plan["chair_name"],
        people=names or [plan["chair_name"]],
        text=step.reason,
    )


def _name_of(step: Step, account_id: int) -> str:
    """The name of somebody of the body that decides who works today and takes part in the case.

    Raises:
        HandlerUnfitError: nobody is that by the account.
        RecusedError: he has stepped aside.
    """
    try:
        person = actor_of(account_id, on=clock.local(step.at).date())
    except AccountNotFoundError as error:
        raise HandlerUnfitError from error
    if not any(post.organisation_id == step.case.organisation_id for post in person.posts):
        raise HandlerUnfitError
    if account_id in step.case.recused:
        raise RecusedError(name=person.name)
    return person.name
