"""Many cases are moved to new due dates at once, each with the ledger row that moving it alone would have given it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from psycopg.types.json import Jsonb

from yichuang.cases.queries.days import calendar
from yichuang.cases.rules import LAW_OF, Act, Entry
from yichuang.cases.rules.ledger import Cast
from yichuang.cases.services.readings import Dues, Reading, counter_of_many, moved_readings, readings_of
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.digests import SM3
from yichuang.core.prepared import as_array, run_prepared
from yichuang.deadlines.rules import WorkCalendar

LOT = 500
"""How many cases are moved in one transaction: few enough that nobody at the desk waits for it to end."""
_ACT = Act.RECOUNT.value
_LAW = LAW_OF[Act.RECOUNT]


@dataclass(frozen=True, slots=True)
class Moved:
    """How many cases were moved, and with which ones somebody was busy."""

    number: int
    busy: list[int]


class Move:
    """What is the same for all cases of one reading: where they move, and what the ledger says of it."""

    def __init__(self, reading: Reading, dues: Dues, at: datetime) -> None:
        """From what the reading says to these due dates, at that instant."""
        self.dues, self.at = dues, at
        self.details: Mapping[str, object] = {"before": reading.dues.noted(), "after": dues.noted()}
        self._state = reading.state
        self._casts: dict[int, Cast] = {}

    def digest(self, head: "Head") -> str:
        """The digest of the next ledger row of a case, as `step.Step` would write it."""
        _case_id, case_no, seq, digest, organisation_id = head
        cast = self._casts.get(organisation_id)
        if cast is None:
            cast = self._casts[organisation_id] = self._cast(organisation_id)
        return cast.digest(case_no, seq + 1, digest)

    def _cast(self, organisation_id: int) -> Cast:
        return Cast(
            Entry(
                case_no="",
                seq=0,
                act=_ACT,
                before=self._state,
                after=self._state,
                at=self.at,
                actor_kind=SYSTEM.kind.value,
                account_id=None,
                actor_name="",
                post_id=None,
                post_title="",
                organisation_id=organisation_id,
                reason="",
                law=_LAW,
                details=self.details,
            )
        )


Head = tuple[int, str, int, str, int]
"""A case under its lock: id, number, number and digest of its last ledger row, organisation."""
Plan = tuple[int, int, Move]
"""A case, the ledger row up to which it was read, and where it moves."""


class Mover:
    """Moves cases to the due dates of one calendar."""

    def __init__(self, days: WorkCalendar) -> None:
        """Move to the due dates under that calendar, or one that takes its place meanwhile."""
        self.counter = counter_of_many(days)

    def move(self, case_ids: Sequence[int]) -> Moved:
        """Those of the cases that are open are due on the days that the calendar gives, except those that somebody has locked.

        They are read together, without a lock, and moved by `LOT` in transactions of their own.

        Raises:
            CalendarMissingError: a due date would fall in a year without calendar.
        """
        if (days := calendar()) is not self.counter.days:
            self.counter = counter_of_many(days)
        plans = self.plan(case_ids)
        done = [self.carry_out(plans[first : first + LOT]) for first in range(0, len(plans), LOT)]
        return Moved(sum(lot.number for lot in done), [case_id for lot in done for case_id in lot.busy])

    def plan(self, case_ids: Sequence[int]) -> list[Plan]:
        """Which of the cases move, and where; cases of one reading stand together, so that a lot has few of them."""
        found, at, plans = moved_readings(self.counter, case_ids), clock.now(), list[Plan]()
        for alike in found:
            move = Move(alike.reading, self.counter.dues(alike.reading), at)
            plans.extend((case_id, seq, move) for case_id, seq in zip(alike.case_ids, alike.seqs, strict=True))
        return plans

    @transaction.atomic
    def carry_out(self, plans: Sequence[Plan]) -> Moved:
        """The cases are moved in one transaction; what somebody moved or closed since it was read is read anew under its lock."""
        run_prepared(_NOT_WAITING, {})
        heads: dict[int, Head] = {
            head[0]: head for head in run_prepared(_LOCK, {"ids": as_array(case_id for case_id, _seq, _move in plans)})
        }
        moving = [(heads[plan[0]], plan[2]) for plan in plans if plan[0] in heads and heads[plan[0]][2] == plan[1]]
        if len(moving) < len(heads):
            changed = heads.keys() - {head[0] for head, _move in moving}
            moving += [(heads[case_id], move) for case_id, move in self._read_again(sorted(changed))]
        if moving:
            run_prepared(_WRITE, _values(moving))
        return Moved(len(moving), [case_id for case_id, _seq, _move in plans if case_id not in heads])

    def _read_again(self, case_ids: Sequence[int]) -> list[tuple[int, Move]]:
        at, read = clock.now(), readings_of(case_ids, self.counter)
        counted = ((case_id, reading, self.counter.dues(reading)) for case_id, reading in read)
        return [(case_id, Move(reading, dues, at)) for case_id, reading, dues in counted if dues != reading.dues]


def _values(moving: Sequence[tuple[Head, Move]]) -> dict[str, object]:
    """What cases of one reading have in common is sent once."""
    places = {move: place for place, move in enumerate(dict.fromkeys(move for _head, move in moving), start=1)}
    columns = zip(*(move.dues for move in places), strict=True)
    return {
        "ids": as_array(head[0] for head, _move in moving),
        "previous": as_array(head[3] for head, _move in moving),
        "digests": as_array(move.digest(head) for head, move in moving),
        "places": as_array(places[move] for _head, move in moving),
        "details": [Jsonb(move.details) for move in places],
        "at": [move.at for move in places],
        "act": _ACT,
        "actor_kind": SYSTEM.kind.value,
        "law": Jsonb(_LAW),
        "algorithm": SM3,
        **{name: list(column) for name, column in zip(Dues._fields, columns, strict=True)},
    }


# A lot that is lost in a crash is made up for by the next run. Whoever has read of it and commits, commits it as well.
_NOT_WAITING = "SET LOCAL synchronous_commit = off"
_LOCK = """
    SELECT id, case_no, seq, digest, organisation_id FROM cases_case WHERE id = ANY(%(ids)s::bigint[])
    ORDER BY id FOR UPDATE SKIP LOCKED
"""
_WRITE = """
    WITH said AS (
        SELECT * FROM unnest(%(next_on)s::date[], %(promised_on)s::date[], %(statutory_on)s::date[], %(promised_first_on)s::date[],
            %(statutory_first_on)s::date[], %(step_on)s::date[], %(is_provisional)s::boolean[], %(details)s::jsonb[],
            %(at)s::timestamptz[])
        WITH ORDINALITY AS s (next_on, promised_on, statutory_on, promised_first_on, statutory_first_on, step_on, is_provisional,
            details, at, place)
    ), moved AS (
        UPDATE cases_case c SET seq = c.seq + 1, digest = m.digest, next_due_on = said.next_on,
            promised_due_on = said.promised_on, statutory_due_on = said.statutory_on,
            promised_first_on = said.promised_first_on, statutory_first_on = said.statutory_first_on,
            step_due_on = said.step_on, is_due_provisional = said.is_provisional
        FROM unnest(%(ids)s::bigint[], %(previous)s::text[], %(digests)s::text[], %(places)s::int[])
            AS m (id, previous, digest, place) JOIN said USING (place)
        WHERE c.id = m.id
        RETURNING c.id, c.case_no, c.seq, c.state, c.organisation_id, m.previous, m.digest, said.details, said.at
    )
    INSERT INTO cases_ledgerrow (case_id, case_no, seq, act, before, after, at, actor_kind, actor_name, post_title,
        organisation_id, reason, law, details, key, previous, digest, algorithm)
    SELECT id, case_no, seq, %(act)s, state, state, at, %(actor_kind)s, '', '', organisation_id, '', %(law)s, details, '', previous,
        digest, %(algorithm)s
    FROM moved ORDER BY id
"""
