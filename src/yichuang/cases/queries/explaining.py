"""Why a decision is due when it is: the clocks of a case, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings

from yichuang.cases import access
from yichuang.cases.models import Case
from yichuang.cases.queries.policy import policy
from yichuang.cases.queries.procedures import stops_view
from yichuang.cases.rules import State, fitting_extension, step_limit
from yichuang.cases.rules.clocks import step_kind
from yichuang.catalogue.queries import get_version
from yichuang.catalogue.rules import ItemContent
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import (
    Clock,
    DayCount,
    Life,
    Limit,
    Procedure,
    Stop,
    Term,
    Unit,
    count_life,
    list_days,
    stops_of,
)
from yichuang.organisations.queries import region_chain

_NOON = time(12)
_Counted = tuple[datetime, Limit | None, Clock]


@dataclass(frozen=True, slots=True)
class ClockView:
    """A clock of the decision with its whole life, and each day that was or was not counted.

    The note of a day in a special procedure is the procedure's code.
    """

    life: Life
    days: tuple[DayCount, ...]

    @property
    def due_on(self) -> date | None:
        """The last day; None while the clock stands still."""
        return self.life.due_on

    @property
    def provisional(self) -> bool:
        """Whether it may change when a calendar year is confirmed."""
        return self.life.provisional


@dataclass(frozen=True, slots=True)
class DueExplanation:
    """Why the promised and the statutory due dates are what they are, and by when the step that the case is in is to be done.

    None where the item sets no such limit, and for the step of a case that is in none.
    """

    promised: ClockView | None
    statutory: ClockView | None
    step: ClockView | None = None


def explain_due(actor: Actor, case_no: str) -> DueExplanation:
    """The due dates of an accepted case, day by day.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    case = access.get_case(actor, case_no)
    content = get_version(case.version_id).content
    if (accepted_at := case.accepted_at) is None:
        return DueExplanation(None, None)
    calendar = calendar_for(region_chain(settings.REGION_CODE))
    stops = [Stop(one.from_day, one.to_day, one.procedure.value, one.clocks) for one in stops_view(case)]
    extension = Term.parse(case.extension) if case.extension else None

    def counted(
        started_at: datetime, limit: Limit | None, which: Clock, longer: Term | None = None
    ) -> ClockView | None:
        if limit is None:
            return None
        life = count_life(started_at, limit, calendar, stops_of(stops, which), longer)
        return ClockView(life, list_days(life, calendar))

    def decision(limit: Term | None, which: Clock) -> ClockView | None:
        return counted(accepted_at, limit, which, fitting_extension(limit, extension)) if limit else None

    return DueExplanation(
        promised=decision(content.promised_limit, Clock.PROMISED),
        statutory=decision(content.statutory_limit, Clock.STATUTORY),
        step=counted(*_step(case, content, stops, accepted_at)),
    )


def _step(case: Case, content: ItemContent, stops: Sequence[Stop], accepted_at: datetime) -> _Counted:
    """Since when the step runs, how long, and with which clock it stands still. Law: ALL 43 for a preliminary review."""
    state = State(case.state)
    is_sent = any(stop.reason == Procedure.REFERRAL.value for stop in stops)
    if content.handling.upper_body and not is_sent and state in {State.ACCEPTED, State.IN_REVIEW}:
        return accepted_at, policy().preliminary_limit, Clock.STATUTORY
    kind = step_kind(state, has_opinion=bool(case.opinions))
    limit = step_limit(content, kind) if kind and case.step_from else None
    is_in_hours = limit is not None and limit.unit is Unit.HOUR
    if limit is None or is_in_hours or case.step_from is None:
        return accepted_at, None, Clock.PROMISED
    return datetime.combine(case.step_from, _NOON, tzinfo=clock.zone()), limit, Clock.PROMISED
