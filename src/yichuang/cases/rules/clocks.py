"""The clocks of a decision, side by side: the statutory one, the promised one, and that of the step the case is in.

Law: ALL 42, 43, 45, 82; CIV 201-203.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from yichuang.cases.rules.states import State
from yichuang.catalogue.rules import ItemContent, StepKind
from yichuang.deadlines.rules import Clock, Stop, Term, Unit, WorkCalendar, life_due_on, stops_of

_STEPS: Mapping[State, StepKind] = MappingProxyType(
    {
        State.RECEIVED: StepKind.ACCEPT,
        State.ACCEPTED: StepKind.REVIEW,
        **dict.fromkeys((State.IN_REVIEW, State.SPECIAL, State.SENT_UP), StepKind.DECIDE),
        State.GRANTED: StepKind.ISSUE,
        State.ISSUED: StepKind.DELIVER,
        State.DENIED: StepKind.DELIVER,
    }
)


@dataclass(frozen=True, slots=True)
class Clocks:
    """When the decision is due. None: the item sets no such limit, or the clock stands still.

    `promised_first_on` and `statutory_first_on` are the days without extension and stops, which stay what they were.
    """

    promised_on: date | None
    statutory_on: date | None
    promised_first_on: date | None
    statutory_first_on: date | None
    is_provisional: bool

    @property
    def binding_on(self) -> date | None:
        """The day that binds: the promised one, else the statutory."""
        return self.promised_on or self.statutory_on


def decision_clocks(
    content: ItemContent,
    accepted_on: date,
    calendar: WorkCalendar,
    stops: Sequence[Stop] = (),
    extension: Term | None = None,
) -> Clocks:
    """The clocks of a case that was accepted on that day, counted from there with everything that happened since.

    Raises:
        CalendarMissingError: a due date would fall in a year without calendar.
        ExtensionUnitError: the extension is in another unit than the statutory limit.
    """
    promised, statutory = content.promised_limit, content.statutory_limit
    own = fitting_extension(promised, extension) if promised else None
    promised_on = _due(accepted_on, promised, calendar, stops_of(stops, Clock.PROMISED), own)
    statutory_on = _due(accepted_on, statutory, calendar, stops_of(stops, Clock.STATUTORY), extension)
    binding_on = promised_on or statutory_on
    return Clocks(
        promised_on=promised_on,
        statutory_on=statutory_on,
        promised_first_on=_due(accepted_on, promised, calendar) if stops or extension else promised_on,
        statutory_first_on=_due(accepted_on, statutory, calendar) if stops or extension else statutory_on,
        is_provisional=binding_on is not None and calendar.is_provisional(accepted_on, binding_on),
    )


def fitting_extension(limit: Term, extension: Term | None) -> Term | None:
    """The extension for a limit of that unit; None for one that is counted otherwise, which it cannot make longer."""
    is_fit = extension is not None and (limit.is_on_the_spot or limit.unit is extension.unit)
    return extension if is_fit else None


def step_kind(state: State, *, has_opinion: bool) -> StepKind | None:
    """The step of the item that a case in that state is in; under review until there is an opinion. None: in no step."""
    kind = _STEPS.get(state)
    return StepKind.REVIEW if kind is StepKind.DECIDE and not has_opinion else kind


def step_limit(content: ItemContent, kind: StepKind) -> Term | None:
    """The time that the item's steps of that kind have together; None where it sets none, or in several units."""
    limits = [step.limit for step in content.steps if step.kind is kind]
    units = {limit.unit for limit in limits if limit.value}
    if not limits or len(units) > 1:
        return None
    return Term(sum(limit.value for limit in limits), next(iter(units), limits[0].unit))


def step_due_on(
    content: ItemContent, kind: StepKind, started_on: date, calendar: WorkCalendar, stops: Sequence[Stop] = ()
) -> date | None:
    """By when the step that began on that day is to be done; it stands still with the promised clock.

    Limits in hours have no last day to be watched by.
    """
    limit = step_limit(content, kind)
    if limit is not None and limit.unit is Unit.HOUR and limit.value:
        return None
    return _due(started_on, limit, calendar, stops_of(stops, Clock.PROMISED))


def preliminary_due_on(
    accepted_on: date, limit: Term, calendar: WorkCalendar, stops: Sequence[Stop] = ()
) -> date | None:
    """By when a case that a higher body decides is to be sent up. Law: ALL 43, 45."""
    return _due(accepted_on, limit, calendar, stops_of(stops, Clock.STATUTORY))


def _due(
    start_on: date,
    limit: Term | None,
    calendar: WorkCalendar,
    stops: Sequence[Stop] = (),
    extension: Term | None = None,
) -> date | None:
    return life_due_on(start_on, limit, calendar, stops, extension) if limit else None
