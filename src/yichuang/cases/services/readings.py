"""What the due dates of open cases depend on, read for all of them at once.

Cases of which all of this is the same are due on the same days: the database puts them together, and each kind is counted once.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, NamedTuple

from django.conf import settings

from yichuang.cases.models import Case
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import OPEN_STATES, UNDER_DECISION, Act, State
from yichuang.cases.services.clocks import Procedures, count_step, set_clocks
from yichuang.catalogue.queries import get_version, versions_alike
from yichuang.core import clock
from yichuang.core.prepared import as_array, run_prepared
from yichuang.deadlines.rules import Clock, Stop, WorkCalendar, due_on

RECOUNTED = tuple(state.value for state in OPEN_STATES if state is not State.CORRECTION_REQUESTED)
"""The day by which an applicant corrects stands on the notice that he has, and does not move."""


class Dues(NamedTuple):
    """The due dates of a case: of the act that is next, of the decision (also without what came in between), and of the step."""

    next_on: date | None
    promised_on: date | None
    statutory_on: date | None
    promised_first_on: date | None
    statutory_first_on: date | None
    step_on: date | None
    is_provisional: bool

    def days(self) -> dict[str, date | None]:
        """The days by their names, what is due next before the rest."""
        return {
            "next": self.next_on,
            "promised": self.promised_on,
            "statutory": self.statutory_on,
            "step": self.step_on,
            "promised_first": self.promised_first_on,
            "statutory_first": self.statutory_first_on,
        }

    def noted(self) -> dict[str, str | bool | None]:
        """The days as the ledger notes them, and whether they may still change with the calendar."""
        days = {name: on.isoformat() if on else None for name, on in self.days().items()}
        return {**days, "is_provisional": self.is_provisional}


class Reading(NamedTuple):
    """Everything of a case on which its due dates depend, and what they are now.

    `started_on`: the day of the event from which the present limit runs. `version_id`: one that sets the same limits, where
    the counter knows it. `stops` as JSON, or empty.
    """

    state: str
    version_id: int
    started_on: date
    opinions: int
    extension: str
    step_from: date | None
    stops: str
    dues: Dues


@dataclass(frozen=True, slots=True)
class Alike:
    """The open cases of one reading, and beside each the number of its last ledger row: as long as that holds, so does the reading."""

    reading: Reading
    case_ids: Sequence[int]
    seqs: Sequence[int]


class Counter:
    """Counts due dates under one calendar, each reading once."""

    def __init__(self, days: WorkCalendar, alike: Mapping[int, int] | None = None) -> None:
        """Count under that calendar; `alike`: for versions of items one that sets the same limits."""
        self.days, self.alike = days, alike or {}
        self._counted: dict[Reading, Dues] = {}

    def dues(self, reading: Reading) -> Dues:
        """What the due dates are under the calendar. Dates of a decision that is made stay as they were watched.

        Raises:
            CalendarMissingError: a due date would fall in a year without calendar.
        """
        found = self._counted.get(reading)
        if found is None:
            found = self._counted[reading] = self._count(reading)
        return found

    def _count(self, reading: Reading) -> Dues:
        state, content = State(reading.state), get_version(reading.version_id).content
        case = _case_of(reading)
        if state in UNDER_DECISION:
            set_clocks(case, content, state, self.days, _procedures(reading.stops))
        else:
            limit = policy().limit_of(state)
            case.next_due_on = due_on(reading.started_on, limit, self.days) if limit else case.next_due_on
            count_step(case, content, state, self.days)
        return Dues(
            case.next_due_on,
            case.promised_due_on,
            case.statutory_due_on,
            case.promised_first_on,
            case.statutory_first_on,
            case.step_due_on,
            case.is_due_provisional,
        )


def counter_of_many(days: WorkCalendar) -> Counter:
    """A counter that knows which versions of items set the same limits."""
    return Counter(days, versions_alike())


def moved_readings(counter: Counter, case_ids: Sequence[int] | None = None) -> list[Alike]:
    """The open cases, all or these, that are due on another day under the counter's calendar, put together by their reading."""
    ids = {"ids": as_array(case_ids)} if case_ids is not None else {}
    known = {"versions": as_array(counter.alike), "alike": as_array(counter.alike.values()), **ids}
    found = (Alike(_reading(row), row[-2], row[-1]) for row in _rows(_GROUPED_OF if ids else _GROUPED, known))
    return [one for one in found if counter.dues(one.reading) != one.reading.dues]


def open_ids() -> list[int]:
    """The open cases that have a due date which a calendar can move, the oldest first."""
    return _rows(_IDS, {})[0][0] or []


def readings_of(case_ids: Sequence[int], counter: Counter) -> list[tuple[int, Reading]]:
    """The readings of these cases as they are at this instant, in the order of their ids; those that are not open are left out."""
    rows = _rows(_SINGLE, {"ids": as_array(case_ids)})
    return [(row[-2], _reading((row[0], counter.alike.get(row[1], row[1]), *row[2:]))) for row in rows]


def _rows(statement: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
    known = {
        "states": list(RECOUNTED),
        "under_decision": [state.value for state in UNDER_DECISION],
        "correct": Act.CORRECT.value,
        "zone": settings.TIME_ZONE,
    }
    return run_prepared(statement, {**known, **values})


def _reading(row: tuple[Any, ...]) -> Reading:
    return Reading._make((*row[:7], Dues._make(row[7:14])))


def _case_of(reading: Reading) -> Case:
    """A case in memory that is due as the reading says."""
    dues = reading.dues
    return Case(
        state=reading.state,
        accepted_at=_noon(reading.started_on) if reading.state in UNDER_DECISION else None,
        opinions=reading.opinions,
        extension=reading.extension,
        step_from=reading.step_from,
        next_due_on=dues.next_on,
        promised_due_on=dues.promised_on,
        statutory_due_on=dues.statutory_on,
        promised_first_on=dues.promised_first_on,
        statutory_first_on=dues.statutory_first_on,
        step_due_on=dues.step_on,
        is_due_provisional=dues.is_provisional,
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), clock.zone())


def _procedures(written: str) -> Procedures:
    rows = json.loads(written) if written else []
    stops = (
        Stop(date.fromisoformat(begun), _day(ended), procedure, frozenset(Clock(one) for one in clocks))
        for begun, ended, procedure, clocks, _expected in rows
    )
    return Procedures(tuple(stops), next((_day(row[-1]) for row in rows if row[1] is None), None))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


_OPEN = "c.state = ANY(%(states)s) AND c.next_due_on IS NOT NULL"
_CHOSEN = f"{_OPEN} AND c.id = ANY(%(ids)s::bigint[])"
_IDS = f"SELECT array_agg(c.id ORDER BY c.id) FROM cases_case c WHERE {_OPEN}"  # noqa: S608
# What was corrected is received on that day; the stops of a case are few, and most cases have none.
_READ = """
    c.state, {version} AS version_id, (
        CASE WHEN c.state = 'submitted' THEN c.submitted_at
            WHEN c.state = 'received' THEN coalesce(CASE WHEN c.corrections > 0 THEN (
                SELECT l.at FROM cases_ledgerrow l WHERE l.case_id = c.id AND l.act = %(correct)s ORDER BY l.seq DESC LIMIT 1
            ) END, c.submitted_at)
            WHEN c.state = ANY(%(under_decision)s) THEN c.accepted_at ELSE c.decided_at END
        AT TIME ZONE %(zone)s)::date AS started_on,
    least(c.opinions, 1) AS opinions, c.extension, c.step_from,
    CASE WHEN c.state = ANY(%(under_decision)s) AND {may_be_stopped} THEN coalesce((
        SELECT jsonb_agg(jsonb_build_array(s.from_day, s.to_day, s.procedure, to_jsonb(s.clocks), s.expected_on) ORDER BY s.seq)::text
        FROM cases_casestop s WHERE s.case_id = c.id
    ), '') ELSE '' END AS stops,
    c.next_due_on, c.promised_due_on, c.statutory_due_on, c.promised_first_on, c.statutory_first_on, c.step_due_on,
    c.is_due_provisional, c.id, c.seq
"""
_SINGLE = f"SELECT {_READ.format(version='c.version_id', may_be_stopped='true')} FROM cases_case c WHERE {_CHOSEN} ORDER BY c.id"  # noqa: S608
_EACH = _READ.format(
    version="coalesce(k.alike, c.version_id)", may_be_stopped="c.id IN (SELECT case_id FROM cases_casestop)"
)
_GROUPED, _GROUPED_OF = (
    f"""
    SELECT state, version_id, started_on, opinions, extension, step_from, stops, next_due_on, promised_due_on, statutory_due_on,
        promised_first_on, statutory_first_on, step_due_on, is_due_provisional, array_agg(id), array_agg(seq)
    FROM (
        SELECT {_EACH}
        FROM cases_case c
        LEFT JOIN unnest(%(versions)s::bigint[], %(alike)s::bigint[]) AS k (id, alike) ON k.id = c.version_id
        WHERE {which}) AS reading
    GROUP BY 8, 9, 10, 11, 12, 13, 2, 3, 4, 6, 1, 5, 7, 14
    """  # noqa: S608
    for which in (_OPEN, _CHOSEN)
)
