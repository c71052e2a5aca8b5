"""When a calendar changes, the due dates of open cases are counted anew.

Law: HOL 4, 7 (the State Council's notice comes each year); ALL 82 (limits are counted in working days).
"""

from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from yichuang.cases.models import Case
from yichuang.cases.queries.days import calendar
from yichuang.cases.rules import Act, State
from yichuang.cases.services.hands import by_hands
from yichuang.cases.services.readings import Counter, Dues, counter_of_many, moved_readings, open_ids, readings_of
from yichuang.cases.services.recounting_many import Mover
from yichuang.cases.services.step import ActDone, open_step
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import ConflictError
from yichuang.core.rights import Right
from yichuang.deadlines.rules import WorkCalendar

TOGETHER = 20_000
"""How many open cases are read at once: enough that many are alike, few enough that a change is soon written."""


@dataclass(frozen=True, slots=True)
class MovedCase:
    """An open case whose due dates a calendar moves."""

    case_no: str
    item_name: str
    organisation_id: int
    state: State
    before: Dues
    after: Dues


@dataclass(frozen=True, slots=True)
class Moves:
    """How many open cases a calendar moves, and some of them."""

    number: int
    shown: tuple[MovedCase, ...]


def cases_moved_by(actor: Actor, days: WorkCalendar, *, most: int = 100) -> Moves:
    """The open cases that would be due on another day under the calendar; at most so many of them by name.

    The day by which an applicant corrects stands on the notice that he has, and does not move.

    Raises:
        RightMissingError: the actor may not keep calendars.
        CalendarMissingError: a due date would fall in a year without calendar.
    """
    actor.require(Right.MANAGE_CALENDARS)
    counter = counter_of_many(days)
    moved = moved_readings(counter)
    first = dict(islice(((case_id, one.reading) for one in moved for case_id in one.case_ids), most))
    rows = Case.objects.filter(pk__in=list(first)).values_list("pk", "case_no", "item_name", "organisation_id")
    shown = (
        MovedCase(case_no, name, body_id, State(first[pk].state), first[pk].dues, counter.dues(first[pk]))
        for pk, case_no, name, body_id in rows
    )
    return Moves(sum(len(one.case_ids) for one in moved), tuple(shown))


def recount_cases(*, actor: Actor, hands: int = 1) -> int:
    """Every open case is due on the day that the calendar in force says; how many were moved.

    Each moved case has its own row in the ledger. They are moved by some hundreds at a time, each lot a transaction of its own:
    stopped half-way, the next run does the rest. A case with which somebody is busy comes last and by itself, so that
    nobody waits for two cases at once. `hands`: how many lots are under way at once, each on a connection of its own.

    Raises:
        RightMissingError: the actor may not keep calendars.
        CalendarMissingError: a due date would fall in a year without calendar.
    """
    actor.require(Right.MANAGE_CALENDARS)
    mover = Mover(calendar())
    # Only the system acts without a post of its own in each department.
    is_system = actor.kind is ActorKind.SYSTEM
    ids = open_ids() if is_system else []
    parts = [ids[at : at + TOGETHER] for at in range(0, len(ids), TOGETHER)]
    done = list(by_hands(mover.move, parts, hands))
    busy = [case_id for part in done for case_id in part.busy] if is_system else _moved_ids(mover.counter)
    return sum(part.number for part in done) + sum(_is_moved(actor, case_no) for case_no in _numbers(busy))


def _moved_ids(counter: Counter) -> list[int]:
    return list(chain.from_iterable(one.case_ids for one in moved_readings(counter)))


def _numbers(case_ids: list[int]) -> list[str]:
    return list(Case.objects.filter(pk__in=case_ids).order_by("pk").values_list("case_no", flat=True))


def _is_moved(actor: Actor, case_no: str) -> bool:
    try:
        return recount_case(actor=actor, case_no=case_no) is not None
    except ConflictError:
        return False  # somebody closed it


def defer_recount() -> None:
    """A job counts the due dates of open cases anew once the present transaction is committed; one waits at a time."""
    job = app.configure_task("yichuang.cases.jobs.recount", queueing_lock="cases.recount")
    with suppress(AlreadyEnqueued), transaction.atomic():  # a refusal must not spoil the caller's transaction
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
    case, counter = step.case, Counter(calendar())
    for _case_id, reading in readings_of([case.pk], counter):
        before, after = reading.dues, counter.dues(reading)
        if before != after:
            case.next_due_on, case.promised_due_on, case.statutory_due_on = after[:3]
            case.promised_first_on, case.statutory_first_on, case.step_due_on = after[3:6]
            case.is_due_provisional = after.is_provisional
            step.details = {"before": before.noted(), "after": after.noted()}
            return step.finish()
    return None
