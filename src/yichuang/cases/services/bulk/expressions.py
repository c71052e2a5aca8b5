"""From what the values that acts write can follow: the days, instants and numbers of the case, and limits counted from them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import PledgeKind, State, decision_clocks, step_due_on
from yichuang.cases.rules.clocks import Clocks, preliminary_due_on, step_kind
from yichuang.cases.rules.policy import NOTICE_LIMIT
from yichuang.cases.services.bulk.course import Course, Halt
from yichuang.cases.services.clocks import goes_up
from yichuang.cases.services.hearing import HEARING_LIMIT
from yichuang.core import clock
from yichuang.core.digests import canonical_json
from yichuang.deadlines.rules import Term, Unit, WorkCalendar, due_on, last_day
from yichuang.documents.rules import PaperKind

Value = Any
Expression = Callable[[Course], Value]
INSTANTS = ("received_at", "accepted_at", "decided_at", "closed_at")
_CLOCKS = ("promised_due_on", "statutory_due_on", "promised_first_on", "statutory_first_on")
DAYS = ("next_due_on", *_CLOCKS, "step_from", "step_due_on", "hearing_by", "valid_until")
"""Columns of the reading that are civil days."""
_BASES = ("at", "submitted", "accepted")


class Almanac:
    """The days of one calendar and one policy; each is counted once."""

    def __init__(self, calendar: WorkCalendar) -> None:
        """Count by that calendar, which stays as it is."""
        self.calendar = calendar
        self._due: dict[tuple[date, Term], date] = {}
        self._clocks: dict[tuple[object, ...], Clocks] = {}
        self._step: dict[tuple[object, ...], date | None] = {}

    def due(self, start: date | None, term: Term) -> date | None:
        """The last day of the term that starts with an event on that day."""
        if start is None:
            return None
        found = self._due.get((start, term))
        if found is None:
            found = self._due[start, term] = due_on(start, term, self.calendar)
        return found

    def clocks(self, course: Course) -> Clocks | None:
        """The clocks of the decision."""
        accepted_on = course.days.get("accepted")
        if accepted_on is None:
            return None
        extension = course.read["extension"]
        key = (course.version.id, accepted_on, course.stops, extension)
        found = self._clocks.get(key)
        if found is None:
            term = Term.parse(extension) if extension else None
            found = decision_clocks(course.content, accepted_on, self.calendar, course.stops, term)
            self._clocks[key] = found
        return found

    def step(self, course: Course, start: date | None, *, is_new: bool) -> date | None:
        """By when the step that began on that day is done."""
        kind = step_kind(State(course.read["state"]), has_opinion=bool(course.read["opinions"]))
        if kind is None or start is None:
            return None
        stops = () if is_new else course.stops
        key = (course.version.id, kind, start, stops)
        if key not in self._step:
            self._step[key] = step_due_on(course.content, kind, start, self.calendar, stops)
        return self._step[key]

    def preliminary(self, course: Course) -> date | None:
        """By when it goes up."""
        accepted_on = course.days.get("accepted")
        if accepted_on is None or not course.content.handling.upper_body:
            return None
        return preliminary_due_on(accepted_on, policy().preliminary_limit, self.calendar, course.stops)


def expressions(almanac: Almanac) -> Mapping[str, Expression]:
    """All of them by their names."""
    rules = policy()
    found: dict[str, Expression] = {"none": lambda _course: None}
    for name in ("at", "submitted", "received", "accepted", "decided"):
        found[f"day.{name}"] = partial(_day, name)
    for column in DAYS:
        found[f"before.{column}"] = partial(_before, column)
        found[f"after.{column}"] = partial(_after, column)
    for column in _CLOCKS:
        found[f"clock.{column}"] = partial(_clock, almanac, column.removesuffix("_due_on").removesuffix("_on"))
    limits = {
        "receipt": rules.receipt_limit, "notice": rules.notice_limit, "deemed": NOTICE_LIMIT,
        "correction": rules.correction_limit, "deferral": rules.deferral_limit, "delivery": rules.delivery_limit,
        "verification": rules.verification_limit, "hearing": HEARING_LIMIT,
        "hearing_request": Term(rules.hearing_request_days, Unit.CALENDAR_DAY),
    }  # fmt: skip
    for base in _BASES:
        for name, term in limits.items():
            found[f"due.{base}.{name}"] = partial(_due, almanac, base, term)
        found[f"due.{base}.own_deferral"] = partial(_own_deferral, almanac, base)
    return found | _counted(almanac) | _told()


def _counted(almanac: Almanac) -> dict[str, Expression]:
    """What is counted by the calendar."""
    found: dict[str, Expression] = {}
    found["clock.next"] = partial(_next, almanac)
    found["step.new"] = lambda course: almanac.step(course, course.today, is_new=True)
    found["step.kept"] = lambda course: almanac.step(course, course.before["step_from"], is_new=False)
    found["step.preliminary"] = partial(_step_up, almanac)
    found["valid"] = _valid
    found["clock.provisional"] = partial(_provisional, almanac)
    return found


def _told() -> dict[str, Expression]:
    """What the case, its acts and those who act say."""
    found: dict[str, Expression] = {}
    found["said.expected_on"] = lambda course: course.said.get("expected_on")
    found["said.held_on"] = lambda course: course.said.get("held_on")
    found["stop.from"] = lambda course: _halt(course).from_day if course.halts else None
    found["stop.to"] = lambda course: _halt(course).to_day if course.halts else None
    found["stop.expected"] = lambda course: _halt(course).expected_on if course.halts else None
    found["stop.seq"] = lambda course: _halt(course).seq if course.halts else None
    for kind in PledgeKind:
        found[f"promise.{kind.value}"] = partial(_promised, kind.value)
    found["true"], found["false"] = (lambda _course: True), (lambda _course: False)
    found["is_person"] = lambda course: course.is_person
    found["in_time"] = _is_in_time
    found["provisional"] = lambda course: course.read["is_due_provisional"]
    found["instant.at"], found["instant.submitted"] = (lambda course: course.at), _submitted_at
    for column in INSTANTS:
        found[f"before.{column}"] = partial(_before, column)
    found["before.certificate_no"] = partial(_before, "certificate_no")
    found["before.is_due_provisional"] = partial(_before, "is_due_provisional")
    found["before.handler_id"] = partial(_before, "handler_id")
    found["before.first_contact_id"] = partial(_before, "first_contact_id")
    found["doer.account"] = lambda course: course.doer.account_id
    found["doer.name"] = lambda course: course.doer.name
    found["doer.title"] = lambda course: course.doer.post_title
    found["applicant.name"] = lambda course: course.applicant.party.name
    found["applicant.upload"] = lambda course: course.applicant.upload_id
    for paper in PaperKind:
        found[f"number.{paper.value}"] = partial(_number, paper.value)
    found["papers"] = _issued
    found["applicant.again"] = lambda course: course.applicant.again_id
    found["case.no"], found["form.digest"] = (lambda course: course.case_no), (lambda course: course.form_digest)
    return found


FITTING: Mapping[str, tuple[str, ...]] = {
    "next_due_on": (
        "none", "before.next_due_on", "clock.next", "stop.expected",
        *(f"due.{base}.{name}" for base in ("at", "submitted") for name in ("receipt", "notice", "correction", "delivery")),
    ),
    **{column: ("none", f"before.{column}", f"clock.{column}") for column in _CLOCKS},
    "step_from": ("none", "before.step_from", "day.at"),
    "step_due_on": ("none", "before.step_due_on", "step.new", "step.kept", "step.preliminary"),
    "hearing_by": ("none", "before.hearing_by", "due.at.hearing_request", "due.at.hearing"),
    "valid_until": ("none", "before.valid_until", "valid"),
    **{column: ("none", f"before.{column}", "instant.at", "instant.submitted") for column in INSTANTS},
    "is_due_provisional": ("before.is_due_provisional", "clock.provisional"),
    "handler_id": ("none", "before.handler_id", "doer.account"),
    "first_contact_id": ("none", "before.first_contact_id", "doer.account"),
}  # fmt: skip
"""From what each column of the reading can follow."""
CERTIFIED = (
    "before.certificate_no",
    *(
        f"number.{kind.value}"
        for kind in (PaperKind.DECISION_GRANTED, PaperKind.AMENDMENT, PaperKind.RENEWAL, PaperKind.CANCELLATION)
    ),
)
"""From what the number of the certificate can follow."""
DATED = (
    *(f"day.{name}" for name in ("at", "submitted", "received", "accepted", "decided")),
    *(f"after.{column}" for column in DAYS if column not in {"step_from", "step_due_on"}),
    "before.next_due_on", "before.promised_due_on", "said.expected_on", "said.held_on", "stop.from", "stop.to",
    "stop.expected", *(f"promise.{kind.value}" for kind in PledgeKind),
)  # fmt: skip
"""From what the days in a text can follow."""
PROMISED = (
    "due.at.deferral", "due.at.own_deferral", "due.accepted.deferral", "due.accepted.own_deferral", "due.at.verification",
)  # fmt: skip
"""From what the days of promises can follow."""


def fitting(all_of: Mapping[str, Expression], names: Iterable[str], course: Course, value: Value) -> frozenset[str]:
    """Those of the names that give the value now."""
    return frozenset(name for name in names if all_of[name](course) == value)


def _day(name: str, course: Course) -> date | None:
    return course.days.get(name)


def _before(column: str, course: Course) -> Value:
    return course.before[column]


def _after(column: str, course: Course) -> Value:
    return course.read[column]


def _due(almanac: Almanac, base: str, term: Term, course: Course) -> date | None:
    return almanac.due(course.days.get(base), term)


def _own_deferral(almanac: Almanac, base: str, course: Course) -> date | None:
    limit = course.content.handling.deferral_limit
    return almanac.due(course.days.get(base), limit) if limit else None


def _clock(almanac: Almanac, name: str, course: Course) -> date | None:
    clocks = almanac.clocks(course)
    day: date | None = getattr(clocks, f"{name}_on") if clocks else None
    return day


def _next(almanac: Almanac, course: Course) -> date | None:
    """The nearest of the binding clock, the end of the procedure under way and the day to send up."""
    clocks = almanac.clocks(course)
    if clocks is None:
        return None
    nearest = [clocks.binding_on, next((one.expected_on for one in course.halts if one.to_day is None), None)]
    if course.read["state"] in _BEFORE_SENT and goes_up(course.content, course.stops):
        nearest = [clocks.binding_on, almanac.preliminary(course)]
    return min(filter(None, nearest), default=None)


_BEFORE_SENT = {State.ACCEPTED.value, State.IN_REVIEW.value}


def _step_up(almanac: Almanac, course: Course) -> date | None:
    return almanac.preliminary(course)


def _provisional(almanac: Almanac, course: Course) -> bool:
    clocks = almanac.clocks(course)
    return bool(clocks and clocks.is_provisional)


def _valid(course: Course) -> date | None:
    results = course.content.results
    months = results[0].valid_months if results else None
    return None if months is None else last_day(course.today, months)


def _halt(course: Course) -> Halt:
    return course.halts[-1]


def _promised(kind: str, course: Course) -> date | None:
    promise = course.open_promise(kind)
    return promise.due_on if promise else None


def _is_in_time(course: Course) -> bool:
    due = course.read["promised_due_on"] or course.read["statutory_due_on"]
    return due is None or course.today <= due


def _number(kind: str, course: Course) -> str | None:
    return course.numbers.get(kind)


def _issued(course: Course) -> str:
    """The papers of the act as its row names them."""
    return canonical_json([{"id": one, "number": number} for one, number in course.issued]).decode()


def _submitted_at(course: Course) -> Value:
    return course.read["submitted_at"]


def local_text(instant: Value) -> str:
    """The instant as papers hold it."""
    text: str = clock.local(instant).isoformat()
    return text
