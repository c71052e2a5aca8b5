"""Due dates of a case, always computed from the calendar of the centre's region."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache

from django.conf import settings

from yichuang.cases.models import Case, CaseStop
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import State, decision_clocks, step_due_on, step_limit
from yichuang.cases.rules.clocks import preliminary_due_on, step_kind
from yichuang.catalogue.rules import ItemContent, StepKind
from yichuang.core import clock
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import Clock, Procedure, Stop, Term, WorkCalendar, due_on
from yichuang.organisations.queries import region_chain


def calendar() -> WorkCalendar:
    """The calendar of the centre."""
    return calendar_for(_chain(settings.REGION_CODE))


@cache
def _chain(region_code: str) -> tuple[str, ...]:
    """A centre does not move to another region while it runs."""
    return region_chain(region_code)


def due_after(instant: datetime, term: Term) -> date:
    """The last day of the term that starts with an event at the instant."""
    return due_on(clock.local(instant).date(), term, calendar())


def stops_of_case(case_id: int) -> tuple[Stop, ...]:
    """The special procedures of the case, first to last, as stops of its clocks; the reason is the procedure's code."""
    return tuple(as_stop(row) for row in CaseStop.objects.filter(case_id=case_id).order_by("seq"))


def as_stop(row: CaseStop) -> Stop:
    """The row as a stop of clocks."""
    return Stop(row.from_day, row.to_day, row.procedure, frozenset(Clock(one) for one in row.clocks))


def count_clocks(case: Case, content: ItemContent, state: State, stops: Sequence[Stop] | None = None) -> None:
    """The case, which is now in that state, carries the due dates of decision and step that follow from all that happened.

    What is next is due with the binding clock, or when the case is to be sent up; while it is away, when it is expected
    back, which is not touched here. `stops` None: they are read.

    Law: ALL 42 (from acceptance, extension), 43, 45 (stops), 82 (working days), CIV 201.

    Raises:
        CalendarMissingError: a due date would fall in a year without calendar.
    """
    set_clocks(case, content, state, calendar(), stops_of_case(case.pk) if stops is None else stops)


def set_clocks(case: Case, content: ItemContent, state: State, days: WorkCalendar, stops: Sequence[Stop]) -> None:
    """The same under a calendar that need not be in force."""
    if case.accepted_at is None:
        return
    accepted_on = clock.local(case.accepted_at).date()
    clocks = decision_clocks(content, accepted_on, days, stops, extension_of(case))
    case.promised_due_on, case.statutory_due_on = clocks.promised_on, clocks.statutory_on
    case.promised_first_on, case.statutory_first_on = clocks.promised_first_on, clocks.statutory_first_on
    case.is_due_provisional = clocks.is_provisional
    count_step(case, content, state, days, stops)
    if state in {State.ACCEPTED, State.IN_REVIEW}:
        case.next_due_on = clocks.binding_on
        if goes_up(content, stops):
            case.step_due_on = preliminary_due_on(accepted_on, policy().preliminary_limit, days, stops)
            case.next_due_on = min(filter(None, (case.step_due_on, clocks.binding_on)), default=None)


def count_step(case: Case, content: ItemContent, state: State, days: WorkCalendar, stops: Sequence[Stop] = ()) -> None:
    """The step that the case is in is due when the item says, counted from its beginning."""
    kind = step_kind(state, has_opinion=bool(case.opinions))
    if case.step_from is not None and kind is not None:
        case.step_due_on = step_due_on(content, kind, case.step_from, days, stops)


def extension_of(case: Case) -> Term | None:
    """By how much the limit was extended."""
    return Term.parse(case.extension) if case.extension else None


def goes_up(content: ItemContent, stops: Sequence[Stop]) -> bool:
    """Whether the case is still to be sent up to the higher body that decides."""
    is_sent = any(stop.reason == Procedure.REFERRAL.value for stop in stops)
    return bool(content.handling.upper_body) and not is_sent


def start_step(case: Case, content: ItemContent, state: State, kind: StepKind | None, on: date) -> None:
    """The clock of the item's step of that kind starts on the day; None: the case is in no step any more.

    Before it is sent up a case is in its preliminary review, by the day that `count_clocks` has counted. Law: ALL 43.
    """
    case.step_from = on if kind else None
    if content.handling.upper_body and state in {State.ACCEPTED, State.IN_REVIEW}:
        return
    case.step_due_on = None
    if kind is not None and step_limit(content, kind) is not None:
        case.step_due_on = step_due_on(content, kind, on, calendar())
