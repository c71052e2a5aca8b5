"""How a case went, told from its ledger: when which clock ran to which day, and what came of it.

Due dates are counted anew by the rules of `cases` under the calendar in force, so that a case looks the same whether it was
watched day by day or is examined years later.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from yichuang.cases.rules import (
    OPEN_STATES,
    UNDECIDED,
    UNDER_DECISION,
    Act,
    Clocks,
    State,
    decision_clocks,
    step_due_on,
)
from yichuang.cases.rules.clocks import preliminary_due_on, step_kind
from yichuang.catalogue.rules import StepKind
from yichuang.deadlines.rules import Clock, Procedure, Stop, Term, due_on, stops_of
from yichuang.supervision.rules.stories import Outlook, Row, Story

DECISIONS = frozenset({Act.GRANT.value, Act.DENY.value, Act.COMMIT.value, Act.DEEM_RENEWED.value})
ENDS = frozenset(
    {
        Act.REFUSE.value,
        Act.NOT_REQUIRED.value,
        Act.WITHDRAW.value,
        Act.TERMINATE.value,
        Act.LAPSE.value,
        Act.DELIVER.value,
    }
)
DECIDING = frozenset(state.value for state in UNDER_DECISION)
DECIDED = frozenset(state.value for state in OPEN_STATES if state not in UNDECIDED)
"""Open after the decision, until it is delivered."""
_OPEN = frozenset(state.value for state in OPEN_STATES)
_NO_CLOCKS = Clocks(None, None, None, None, is_provisional=False)
_STATES = {state.value: state for state in State}


class Stretch(NamedTuple):
    """Days between two acts, from the day of the first up to that of the second (or today): what was due meanwhile.

    Only stretches in which a day begins are told.
    """

    seq: int
    from_on: date
    to_on: date
    clocks: Clocks
    step_on: date | None
    step_seq: int
    sending_on: date | None
    delivery_on: date | None


@dataclass(frozen=True, slots=True)
class Course:
    """The course of a case. A stop is open while its procedure is under way, or where the case ended during it."""

    story: Story
    accepted: Row | None
    accepted_on: date | None
    is_deemed: bool
    decided: Row | None
    closed: Row | None
    stops: tuple[Stop, ...]
    stretches: tuple[Stretch, ...]
    final: Clocks
    """The clocks as they stood when it was decided, or as they stand."""
    stopped: tuple[tuple[Row, date | None], ...] = ()
    """Each act that stopped a clock here, and when the decision was due before it."""


def course_of(story: Story, outlook: Outlook) -> Course:
    """The course of the case up to today.

    Raises:
        CalendarMissingError: a due date would fall in a year without calendar.
    """
    walk = _Walk(story, outlook)
    rows = story.rows
    for place, row in enumerate(rows):
        walk.take(row)
        is_last = place + 1 == len(rows)
        if is_last and row.after not in _OPEN:
            break
        to_on = outlook.today if is_last else rows[place + 1].on
        if to_on > row.on:
            walk.stretch(row, to_on)
    return walk.course()


class _Walk:
    """Goes through the rows and remembers what clocks depend on."""

    __slots__ = (
        "accepted", "accepted_on", "closed", "decided", "extension", "final", "is_deemed", "kind", "opinions", "outlook",
        "sent_up", "state", "step_from", "step_seq", "stopped", "stops", "story", "stretches",
    )  # fmt: skip

    def __init__(self, story: Story, outlook: Outlook) -> None:
        self.story, self.outlook = story, outlook
        self.accepted: Row | None = None
        self.accepted_on: date | None = None
        self.is_deemed = False
        self.decided: Row | None = None
        self.closed: Row | None = None
        self.sent_up: Row | None = None
        self.stops: tuple[Stop, ...] = ()
        self.extension: Term | None = None
        self.final = _NO_CLOCKS
        self.kind: StepKind | None = None
        self.step_from: date | None = None
        self.step_seq = 0
        self.opinions = 0
        self.state = ""
        self.stretches: list[Stretch] = []
        self.stopped: list[tuple[Row, date | None]] = []

    def take(self, row: Row) -> None:
        """What the act changes."""
        act = row.act
        self.state = row.after
        if act in _TAKE:
            _TAKE[act](self, row)
        if act in DECISIONS and self.decided is None:
            self.decided, self.final = row, self.clocks()
        if act in ENDS and self.closed is None:
            self.closed = row
        self._take_step(row)

    def _take_step(self, row: Row) -> None:
        state = _STATES.get(row.after)
        kind = step_kind(state, has_opinion=self.opinions > 0) if state else None
        if kind is not self.kind:
            self.kind, self.step_from, self.step_seq = kind, row.on if kind else None, row.seq

    def accept(self, row: Row) -> None:
        """Since when the clocks of the decision run. Law: ALL 32(1)(4) where it counts as accepted."""
        if self.accepted is None:
            self.is_deemed = row.act == Act.DEEM_ACCEPTED.value or bool(row.details.get("is_deemed"))
            self.accepted, self.accepted_on = row, self.story.rows[0].on if self.is_deemed else row.on

    def begin_stop(self, row: Row) -> None:
        """A procedure that stops the clocks which the row names."""
        clocks = frozenset(Clock(one) for one in row.details.get("clocks", ()))
        is_up = row.act == Act.SEND_UP.value
        if not is_up:
            self.stopped.append((row, self.clocks().binding_on))
        self.sent_up = self.sent_up or (row if is_up else None)
        procedure = Procedure.REFERRAL.value if is_up else str(row.details.get("procedure", ""))
        self.stops = (*self.stops, Stop(row.on, None, procedure, clocks))

    def end_stop(self, row: Row) -> None:
        """The procedure that was under way is over."""
        self.stops = tuple(
            Stop(one.from_day, row.on, one.reason, one.clocks) if one.to_day is None else one for one in self.stops
        )

    def extend(self, row: Row) -> None:
        """A longer limit. Law: ALL 42."""
        written = row.details.get("extension")
        self.extension = Term.parse(str(written)) if written else None

    def review(self, _row: Row) -> None:
        """An opinion is there."""
        self.opinions += 1

    def clocks(self) -> Clocks:
        """The clocks of the decision as they stand now."""
        if self.accepted_on is None:
            return _NO_CLOCKS
        story, kept = self.story, self.outlook.reckoned
        key = (story.version_id, self.accepted_on, self.stops, self.extension)
        found = kept.get(key)
        if found is None:
            calendar = self.outlook.calendar
            found = kept[key] = decision_clocks(story.content, self.accepted_on, calendar, self.stops, self.extension)
        return found

    def stretch(self, row: Row, to_on: date) -> None:
        """The days until the next act."""
        state = row.after
        is_under_decision = state in DECIDING
        clocks = self.clocks() if is_under_decision else _NO_CLOCKS
        if self.decided is None and is_under_decision:
            self.final = clocks
        sending_on = self._sending_on() if is_under_decision else None
        step_on = None if sending_on else self._step_on()
        delivery_on = self._delivery_on() if state in DECIDED else None
        self.stretches.append(Stretch(row.seq, row.on, to_on, clocks, step_on, self.step_seq, sending_on, delivery_on))

    def _step_on(self) -> date | None:
        if self.kind is None or self.step_from is None:
            return None
        key = ("step", self.story.version_id, self.kind, self.step_from, self.stops)
        kept = self.outlook.reckoned
        if key not in kept:
            kept[key] = step_due_on(self.story.content, self.kind, self.step_from, self.outlook.calendar, self.stops)
        found: date | None = kept[key]
        return found

    def _sending_on(self) -> date | None:
        """By when it is to be sent up. Law: ALL 43."""
        is_due = bool(self.story.content.handling.upper_body) and self.sent_up is None
        if not is_due or self.accepted_on is None or self.state == State.SPECIAL.value:
            return None
        limit, stops = self.outlook.preliminary_limit, stops_of(self.stops, Clock.STATUTORY)
        return preliminary_due_on(self.accepted_on, limit, self.outlook.calendar, stops)

    def _delivery_on(self) -> date | None:
        """By when the result is with the applicant. Law: ALL 44."""
        return due_on(self.decided.on, self.outlook.delivery_limit, self.outlook.calendar) if self.decided else None

    def course(self) -> Course:
        """All of it."""
        if self.decided is None and self.state in DECIDING:
            self.final = self.clocks()
        return Course(
            self.story, self.accepted, self.accepted_on, self.is_deemed, self.decided, self.closed, self.stops,
            tuple(self.stretches), self.final, tuple(self.stopped),
        )  # fmt: skip


_TAKE: dict[str, Any] = {
    Act.ACCEPT.value: _Walk.accept,
    Act.DEEM_ACCEPTED.value: _Walk.accept,
    Act.STOP.value: _Walk.begin_stop,
    Act.SEND_UP.value: _Walk.begin_stop,
    Act.RESUME.value: _Walk.end_stop,
    Act.BRING_BACK.value: _Walk.end_stop,
    Act.EXTEND.value: _Walk.extend,
    Act.REVIEW.value: _Walk.review,
}
