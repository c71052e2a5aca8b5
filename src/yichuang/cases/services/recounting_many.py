"""Many cases are moved to new due dates by two statements, each with the ledger row that moving it alone would have given it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from psycopg.types.json import Jsonb

from yichuang.cases.queries.days import calendar
from yichuang.cases.rules import LAW_OF, Act, Entry
from yichuang.cases.rules.ledger import Cast
from yichuang.cases.services.readings import Counter, Dues, Reading, readings_of
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.digests import SM3
from yichuang.core.prepared import run_prepared
from yichuang.deadlines.rules import WorkCalendar

_ACT = Act.RECOUNT.value
_LAW = LAW_OF[Act.RECOUNT]


@dataclass(frozen=True, slots=True)
class Lot:
    """What became of a lot of cases: how many were moved, and with which ones somebody was busy."""

    moved: int
    busy: list[int]


@dataclass(slots=True)
class Move:
    """What is the same for all cases of one reading: where they move, and what the ledger says of it."""

    reading: Reading
    dues: Dues
    details: Mapping[str, object]
    place: int
    casts: dict[int, Cast]
    """By the organisation, which its ledger rows name."""


class Mover:
    """Moves cases to the due dates of one calendar, lot after lot."""

    def __init__(self, days: WorkCalendar) -> None:
        """Move to the due dates under that calendar, or one that takes its place meanwhile."""
        self.counter = Counter(days)

    @transaction.atomic
    def move(self, case_ids: Sequence[int]) -> Lot:
        """Those of the cases that are open are due on the days that the calendar gives, except those that somebody has locked.

        What somebody moved or closed since the list was made is read anew under its lock.

        Raises:
            CalendarMissingError: a due date would fall in a year without calendar.
        """
        if (days := calendar()) is not self.counter.days:
            self.counter = Counter(days)
        counter = self.counter
        run_prepared(_NOT_WAITING, {})
        heads = {head[0]: head for head in run_prepared(_LOCK, {"ids": list(case_ids)})}
        at, moves = clock.now(), dict[Reading, Move | None]()
        ids, digests, places = list[int](), list[str](), list[int]()
        for case_id, reading in readings_of(list(heads), counter):
            move = moves[reading] if reading in moves else _begin(counter, moves, reading)
            if move is None:
                continue
            _case_id, case_no, seq, digest, organisation_id = heads[case_id]
            cast = move.casts.get(organisation_id) or _cast(move, organisation_id, at)
            ids.append(case_id)
            digests.append(cast.digest(case_no, seq + 1, digest))
            places.append(move.place)
        if ids:
            run_prepared(_WRITE, _values(ids, digests, places, [one for one in moves.values() if one], at))
        return Lot(len(ids), [case_id for case_id in case_ids if case_id not in heads])


def _begin(counter: Counter, moves: dict[Reading, Move | None], reading: Reading) -> Move | None:
    """What becomes of the first case of a reading; None when nothing does."""
    dues = counter.dues(reading)
    place = 1 + sum(one is not None for one in moves.values())
    details = {"before": reading.dues.noted(), "after": dues.noted()}
    moves[reading] = Move(reading, dues, details, place, {}) if dues != reading.dues else None
    return moves[reading]


def _cast(move: Move, organisation_id: int, at: datetime) -> Cast:
    """As `step.Step` would write the row."""
    state = move.reading.state
    made = move.casts[organisation_id] = Cast(
        Entry(
            case_no="",
            seq=0,
            act=_ACT,
            before=state,
            after=state,
            at=at,
            actor_kind=SYSTEM.kind.value,
            account_id=None,
            actor_name="",
            post_id=None,
            post_title="",
            organisation_id=organisation_id,
            reason="",
            law=_LAW,
            details=move.details,
        )
    )
    return made


def _values(
    ids: list[int], digests: list[str], places: list[int], moves: Sequence[Move], at: datetime
) -> dict[str, object]:
    """What cases of one reading have in common is sent once."""
    columns = zip(*(move.dues for move in moves), strict=True)
    return {
        "ids": ids,
        "digests": digests,
        "places": places,
        "details": [Jsonb(move.details) for move in moves],
        "act": _ACT,
        "at": at,
        "actor_kind": SYSTEM.kind.value,
        "law": Jsonb(_LAW),
        "algorithm": SM3,
        **{name: list(column) for name, column in zip(Dues._fields, columns, strict=True)},
    }


# A lot that is lost in a crash is made up for by the next run. Whoever has read of it and commits, commits it as well.
_NOT_WAITING = "SET LOCAL synchronous_commit = off"
_LOCK = """
    SELECT id, case_no, seq, digest, organisation_id FROM cases_case WHERE id = ANY(%(ids)s) ORDER BY id
    FOR UPDATE SKIP LOCKED
"""
_WRITE = """
    WITH moved AS (
        SELECT * FROM unnest(%(ids)s::bigint[], %(digests)s::text[], %(places)s::int[]) AS m (id, digest, place)
    ), said AS (
        SELECT * FROM unnest(%(next_on)s::date[], %(promised_on)s::date[], %(statutory_on)s::date[], %(promised_first_on)s::date[],
            %(statutory_first_on)s::date[], %(step_on)s::date[], %(is_provisional)s::boolean[], %(details)s::jsonb[])
        WITH ORDINALITY AS s (next_on, promised_on, statutory_on, promised_first_on, statutory_first_on, step_on, is_provisional,
            details, place)
    ), entry AS (
        INSERT INTO cases_ledgerrow (case_id, case_no, seq, act, before, after, at, actor_kind, actor_name, post_title,
            organisation_id, reason, law, details, key, previous, digest, algorithm)
        SELECT c.id, c.case_no, c.seq + 1, %(act)s, c.state, c.state, %(at)s, %(actor_kind)s, '', '', c.organisation_id, '',
            %(law)s, said.details, '', c.digest, moved.digest, %(algorithm)s
        FROM moved JOIN cases_case c USING (id) JOIN said USING (place) ORDER BY c.id
    )
    UPDATE cases_case c SET seq = c.seq + 1, digest = moved.digest, next_due_on = said.next_on, promised_due_on = said.promised_on,
        statutory_due_on = said.statutory_on, promised_first_on = said.promised_first_on,
        statutory_first_on = said.statutory_first_on, step_due_on = said.step_on, is_due_provisional = said.is_provisional
    FROM moved JOIN said USING (place) WHERE c.id = moved.id
"""
