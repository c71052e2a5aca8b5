"""Which time limits a life crosses: computed from its acts alone, so that what a plant brings with it is told too."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from yichuang.cases.rules import Act, Policy, decision_clocks, step_due_on
from yichuang.cases.rules.clocks import Clocks
from yichuang.catalogue.rules import StepKind
from yichuang.deadlines.rules import Procedure, Stop, WorkCalendar, due_on
from yichuang.simulation.rules.lives import Deed, Life, Plant

REMAINING_SHARE, REMAINING_DAYS = 0.2, 1
"""At how much of the limit a reminder lights: the greater of both."""
_DECIDING = (Act.GRANT, Act.DENY)
_STEPS = (
    (StepKind.REVIEW, (Act.ACCEPT, Act.DEEM_ACCEPTED), (Act.REVIEW, Act.WITHDRAW)),
    (StepKind.DECIDE, (Act.REVIEW,), (*_DECIDING, Act.TERMINATE)),
    (StepKind.ISSUE, (Act.GRANT, Act.COMMIT), (Act.ISSUE,)),
    (StepKind.DELIVER, (Act.ISSUE,), (Act.DELIVER,)),
)


@dataclass(frozen=True, slots=True)
class Decided:
    """When a case with limits was accepted and decided, since when its clocks ran without a stop, and these at last."""

    accepted_on: date
    runs_from: date
    at: datetime
    on: date
    clocks: Clocks


def decision_of(life: Life, calendar: WorkCalendar, policy: Policy, zone: ZoneInfo) -> Decided | None:
    """The decision by which the life met its clocks or did not; None where there is none. Law: ALL 42, 45, 82."""
    days = _days(life, zone)
    accepted_on = days[Act.SUBMIT] if Act.DEEM_ACCEPTED in days else days.get(Act.ACCEPT)
    decided = next((deed for deed in life.deeds if deed.act in _DECIDING), None)
    if accepted_on is None or decided is None or life.item.is_instant:
        return None
    extension = (life.item.content.handling.extension_limit or policy.extension_limit) if Act.EXTEND in days else None
    stops = stops_of(life, policy, zone)
    clocks = decision_clocks(life.item.content, accepted_on, calendar, stops, extension)
    runs_from = max([accepted_on, *(one.to_day for one in stops if one.to_day is not None)])
    return Decided(accepted_on, runs_from, decided.at, days[decided.act], clocks)


def _days(life: Life, zone: ZoneInfo) -> dict[Act, date]:
    return {deed.act: deed.at.astimezone(zone).date() for deed in reversed(life.deeds)}


def crossings(life: Life, calendar: WorkCalendar, policy: Policy, zone: ZoneInfo) -> Iterator[Plant]:
    """The limits that the life crosses: reminder, step, promised and statutory limit, and the one for delivery.

    A decision on the day of acceptance, or on which a stop ends, crosses no reminder. Law: ALL 42, 44, 45, 82.
    """
    days, decided = _days(life, zone), decision_of(life, calendar, policy, zone)
    deliver_on = _deliver_on(life, days, calendar, policy)
    yield from _steps(life, days, stops_of(life, policy, zone), calendar, decided, deliver_on)
    if decided is not None:
        yield from _limits(decided, calendar, zone)
    delivered_on = days.get(Act.DELIVER)
    if deliver_on is not None and delivered_on is not None and delivered_on > deliver_on:
        yield Plant("time.statutory_passed", _night_after(deliver_on, zone), f"delivered on {delivered_on}")


def _deliver_on(life: Life, days: Mapping[Act, date], calendar: WorkCalendar, policy: Policy) -> date | None:
    decided_on = next((days[act] for act in (*_DECIDING, Act.COMMIT) if act in days), None)
    return None if decided_on is None else due_on(decided_on, policy.delivery_limit, calendar)


def _limits(decided: Decided, calendar: WorkCalendar, zone: ZoneInfo) -> Iterator[Plant]:
    clocks = decided.clocks
    due = clocks.binding_on
    if due is None:
        return
    total = calendar.working_days_between(decided.accepted_on, due)
    left = calendar.working_days_between(decided.on, due)
    if decided.on > decided.runs_from and left <= max(REMAINING_SHARE * total, REMAINING_DAYS):
        yield Plant("time.remaining", decided.at, f"{left} of {total} working days left")
    for rule, limit in (("time.promised_passed", clocks.promised_on), ("time.statutory_passed", clocks.statutory_on)):
        if limit is not None and decided.on > limit:
            yield Plant(rule, _night_after(limit, zone), f"due on {limit}, decided on {decided.on}")


def stops_of(life: Life, policy: Policy, zone: ZoneInfo) -> tuple[Stop, ...]:
    """The special procedures of the life as its clocks count them."""
    found: list[Stop] = []
    begun: Deed | None = None
    for deed in life.deeds:
        if deed.act in {Act.STOP, Act.SEND_UP}:
            begun = deed
        elif deed.act in {Act.RESUME, Act.BRING_BACK} and begun is not None:
            procedure = Procedure.REFERRAL if begun.act is Act.SEND_UP else Procedure(begun.words[0])
            first, last = begun.at.astimezone(zone).date(), deed.at.astimezone(zone).date()
            found.append(Stop(first, last, procedure.value, policy.clocks_of(procedure)))
    return tuple(found)


def _steps(
    life: Life,
    days: Mapping[Act, date],
    stops: tuple[Stop, ...],
    calendar: WorkCalendar,
    decided: Decided | None,
    deliver_on: date | None,
) -> Iterator[Plant]:
    """Steps that took too long while the case as a whole was on time; a higher body's item has none before it is sent up."""
    if life.item.content.handling.upper_body:
        return
    binding_on = decided.clocks.binding_on if decided is not None else None
    for kind, begins, ends in _STEPS:
        begun = next((days[act] for act in begins if act in days), None)
        ended = next((deed for deed in life.deeds if deed.act in ends), None)
        if begun is None or ended is None:
            continue
        due = step_due_on(life.item.content, kind, begun, calendar, stops if kind in _STOPPED else ())
        whole = binding_on if kind in _STOPPED else deliver_on
        if due is not None and days[ended.act] > due and (whole is None or due < whole):
            yield Plant("time.step_overdue", ended.at, f"{kind.value} was due on {due}, done on {days[ended.act]}")


_STOPPED = (StepKind.REVIEW, StepKind.DECIDE)


def _night_after(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), zone)
