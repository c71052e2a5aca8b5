"""Due dates of a case, always computed from the calendar of the centre's region."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.cases.models import Case, CaseStop
from yichuang.cases.queries.days import calendar
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import State, decision_clocks, step_due_on, step_limit
from yichuang.cases.rules.clocks import preliminary_due_on, step_kind
from yichuang.catalogue.rules import ItemContent, StepKind
from yichuang.core import clock
from yichuang.deadlines.rules import Clock, Procedure, Stop, Term, WorkCalendar


@dataclass(frozen=True, slots=True)
class Procedures:
    """The special procedures of a case as stops of its clocks, first to last, the reason being the procedure's code.

    `expected_on`: until when the one that is under way should take.
    """

    stops: tuple[Stop, ...] = ()
    expected_on: date | None = None


def procedures_of(case_id: int) -> Procedures:
    """Those of that case."""
    rows = list(CaseStop.objects.filter(case_id=case_id).order_by("seq"))
    stops = (Stop(row.from_day, row.to_day, row.procedure, frozenset(Clock(one) for one in row.clocks)) for row in rows)
    return Procedures(tuple(stops), next((row.expected_on for row in rows if row.to_day is None), None))


def count_clocks(case: Case, content: ItemContent, state: State, procedures: Procedures | None = None) -> None:
    """The case, which is now in that state, carries the due dates of decision and step that follow from all that happened.

    What is next is due with the binding clock, or when the case is to be sent up, or when the procedure should end in which
    it is. `procedures` None: they are read.

    Law: ALL 42 (from acceptance, extension), 43, 45 (stops), 82 (working days), CIV 201.

    Raises:
        CalendarMissingError: a due date would fall in a year without calendar.
    """
    set_clocks(case, content, state, calendar(), procedures_of(case.pk) if procedures is None else procedures)


def set_clocks(case: Case, content: ItemContent, state: State, days: WorkCalendar, procedures: Procedures) -> None:
    """The same under a calendar that need not be in force."""
    if case.accepted_at is None:
        return
    accepted_on, stops = clock.local(case.accepted_at).date(), procedures.stops
    clocks = decision_clocks(content, accepted_on, days, stops, extension_of(case))
    case.promised_due_on, case.statutory_due_on = clocks.promised_on, clocks.statutory_on
    case.promised_first_on, case.statutory_first_on = clocks.promised_first_on, clocks.statutory_first_on
    case.is_due_provisional = clocks.is_provisional
    count_step(case, content, state, days, stops)
    nearest = clocks.binding_on, procedures.expected_on
    if state in {State.ACCEPTED, State.IN_REVIEW} and goes_up(content, stops):
        case.step_due_on = preliminary_due_on(accepted_on, policy().preliminary_limit, days, stops)
        nearest = clocks.binding_on, case.step_due_on
    case.next_due_on = min(filter(None, nearest), default=None)


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
