"""Writing facts of cases, and the counts of months in the same transaction."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from yichuang.core.prepared import run_prepared
from yichuang.supervision.rules import COUNTERS, Change, Facts

_TYPES = {
    "case_id": "bigint", "case_no": "text", "version_id": "bigint", "organisation_id": "bigint", "item_code": "text",
    "case_type": "text", "channel": "text", "filed_on": "date", "accepted_on": "date", "decided_on": "date",
    "closed_on": "date", "outcome": "text", "is_on_time": "boolean", "is_early": "boolean", "on_due_day": "boolean",
    "is_on_spot": "boolean", "days_used": "smallint", "promised_days": "smallint", "statutory_days": "smallint",
    "corrections": "smallint", "stops": "smallint", "decided_by": "bigint", "decided_minute": "smallint",
    "on_day_off": "boolean", "likeness": "text", "seq": "integer",
}  # fmt: skip
_NAMES = Facts._fields
_KNOWN = f"SELECT {', '.join(_NAMES)} FROM supervision_casefact WHERE case_id = ANY(%(ids)s)"  # noqa: S608
_UPSERT = (
    f"INSERT INTO supervision_casefact ({', '.join(_NAMES)}, edition)"  # noqa: S608
    f" SELECT given.*, %(edition)s FROM unnest({', '.join(f'%({name})s::{_TYPES[name]}[]' for name in _NAMES)}) AS given"
    f" ON CONFLICT (case_id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in (*_NAMES[1:], 'edition'))}"
)
_SLOT = ("month", "organisation_id", "item_code", "case_type", "channel")
_SLOT_TYPES = ("date", "bigint", "text", "text", "text")
_COUNT = (
    f"INSERT INTO supervision_monthcount ({', '.join((*_SLOT, *COUNTERS))})"  # noqa: S608
    " SELECT * FROM unnest("
    + ", ".join(
        [
            *(f"%({name})s::{kind}[]" for name, kind in zip(_SLOT, _SLOT_TYPES, strict=True)),
            *(f"%({name})s::bigint[]" for name in COUNTERS),
        ]
    )
    + f") ON CONFLICT ({', '.join(_SLOT)}) DO UPDATE SET "
    + ", ".join(f"{name} = supervision_monthcount.{name} + excluded.{name}" for name in COUNTERS)
)


@transaction.atomic
def write_facts(facts: Sequence[Facts], edition: int) -> None:
    """The facts stand in their table, and the counts differ by exactly what they add beyond the facts before."""
    if not facts:
        return
    before = [Facts._make(row) for row in run_prepared(_KNOWN, {"ids": [one.case_id for one in facts]})]
    columns = {name: list(column) for name, column in zip(_NAMES, zip(*facts, strict=True), strict=True)}
    run_prepared(_UPSERT, {**columns, "edition": edition})
    _count(Change.between(before, list(facts)))


def _count(change: Change) -> None:
    if not change.slots:
        return
    slots = sorted(change.slots)  # in one order everywhere, so that two writers cannot wait for each other
    values: dict[str, list[Any]] = {name: [getattr(slot, name) for slot in slots] for name in _SLOT}
    for name in COUNTERS:
        values[name] = [change.slots[slot].get(name, 0) for slot in slots]
    run_prepared(_COUNT, values)
