"""When a calendar changes, the due dates of open cases are counted anew.

Law: HOL 4, 7 (the State Council's notice comes each year); ALL 82 (limits are counted in working days).
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import OPEN_STATES, Act, State
from yichuang.cases.rules.terms import TERMS
from yichuang.cases.services.clocks import calendar
from yichuang.cases.services.step import ActDone, open_step
from yichuang.catalogue.queries import get_version
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.deadlines.rules import Term, WorkCalendar, due_on

_READ = (
    "id", "case_no", "item_name", "organisation_id", "state", "version_id", "submitted_at", "received_at", "accepted_at",
    "decided_at", "corrections", "next_due_on", "promised_due_on", "statutory_due_on", "is_due_provisional",
)  # fmt: skip
_STATES = tuple(state.value for state in OPEN_STATES if state is not State.CORRECTION_REQUESTED)
_UNDER_DECISION = frozenset({State.ACCEPTED, State.IN_REVIEW})
_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Dues:
    """The due dates of a case: of the act that is next, and of the decision."""

    next_on: date | None
    promised_on: date | None
    statutory_on: date | None
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class MovedCase:
    """An open case whose due dates a calendar moves."""

    case_no: str
    item_name: str
    organisation_id: int
    state: State
    before: Dues
    after: Dues


def cases_moved_by(actor: Actor, days: WorkCalendar) -> Iterator[MovedCase]:
    """Every open case that would be due on another day under the calendar, in no particular order.

    The day by which an applicant corrects stands on the notice that he has, and does not move.

    Raises:
        RightMissingError: the actor may not keep calendars.
        CalendarMissingError: a due date would fall in a year without calendar.
    """
    actor.require(Right.MANAGE_CALENDARS)
    rows = Case.objects.filter(state__in=_STATES, next_due_on__isnull=False).only(*_READ)
    for case in rows.iterator(chunk_size=_BATCH):
        before, after = _present(case), _counted(case, days)
        if before != after:
            yield MovedCase(case.case_no, case.item_name, case.organisation_id, State(case.state), before, after)


def recount_cases(*, actor: Actor) -> int:
    """Every open case is due on the day that the calendar in force says; how many were moved.

    Each case is its own transaction and its own act in the ledger: stopped half-way, the next run does the rest.

    Raises:
        RightMissingError: the actor may not keep calendars.
    """
    moved = [one.case_no for one in cases_moved_by(actor, calendar())]
    return sum(recount_case(actor=actor, case_no=case_no) is not None for case_no in moved)


def defer_recount() -> None:
    """A job counts the due dates of open cases anew once the present transaction is committed; one waits at a time."""
    job = app.configure_task("yichuang.cases.jobs.recount", queueing_lock="cases.recount")
    with suppress(AlreadyEnqueued):
        job.defer()


@transaction.atomic
def recount_case(*, actor: Actor, case_no: str) -> ActDone | None:
    """The case is due on the day that the calendar in force says; None when it was so before.

    Raises:
        Those of `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.RECOUNT)
    if isinstance(step, ActDone):
        return None
    case = step.case
    before, after = _present(case), _counted(case, calendar())
    if before == after or case.state == State.CORRECTION_REQUESTED.value:
        return None
    case.next_due_on, case.promised_due_on, case.statutory_due_on = after.next_on, after.promised_on, after.statutory_on
    case.is_due_provisional = after.is_provisional
    step.details = {"before": _noted(before), "after": _noted(after)}
    return step.finish()


def _present(case: Case) -> Dues:
    return Dues(case.next_due_on, case.promised_due_on, case.statutory_due_on, case.is_due_provisional)


def _counted(case: Case, days: WorkCalendar) -> Dues:
    """What the due dates are under the calendar. Dates of a decision that is made stay as they were watched."""
    state = State(case.state)
    if state in _UNDER_DECISION and case.accepted_at is not None:
        return _decision_dues(case, case.accepted_at, days)
    start, term = _running(case, state)
    next_on = case.next_due_on if start is None else due_on(clock.local(start).date(), term, days)
    return Dues(next_on, case.promised_due_on, case.statutory_due_on, case.is_due_provisional)


def _decision_dues(case: Case, accepted_at: datetime, days: WorkCalendar) -> Dues:
    content, accepted_on = get_version(case.version_id).content, clock.local(accepted_at).date()
    promised, statutory = (
        due_on(accepted_on, term, days) if term else None for term in (content.promised_limit, content.statutory_limit)
    )
    next_on = promised or statutory
    return Dues(next_on, promised, statutory, next_on is not None and days.is_provisional(accepted_on, next_on))


def _running(case: Case, state: State) -> tuple[datetime | None, Term]:
    """From when the term of the next act runs, and the term."""
    starts = {State.SUBMITTED: case.submitted_at, State.RECEIVED: _corrected_at(case) or case.received_at}
    return starts.get(state, case.decided_at), TERMS[state]


def _corrected_at(case: Case) -> datetime | None:
    if not case.corrections:
        return None
    row = LedgerRow.objects.filter(case_id=case.pk, act=Act.CORRECT.value).order_by("-seq").first()
    return row.at if row else None


def _noted(dues: Dues) -> dict[str, str | None]:
    dates = {"next": dues.next_on, "promised": dues.promised_on, "statutory": dues.statutory_on}
    return {name: on.isoformat() if on else None for name, on in dates.items()}
