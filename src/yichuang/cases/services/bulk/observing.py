"""What one act of a service has written: its ledger row, its papers, and what it made of the case."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.cases.rules.ledger import COLUMNS
from yichuang.cases.services.bulk.course import Halt, Promise
from yichuang.cases.services.writing import READING
from yichuang.core.prepared import run_prepared
from yichuang.documents.services.bulk import WrittenPaper, read_papers


@dataclass(frozen=True, slots=True)
class Observed:
    """The rows of one act. `materials` are code, name, copies and upload."""

    case_id: int
    ledger: Mapping[str, Any]
    reading: Mapping[str, Any]
    papers: list[WrittenPaper]
    materials: list[tuple[str, str, int, int | None]]
    halts: list[Halt]
    promises: list[Promise]


def observe(case_no: str, seq: int) -> Observed:
    """The rows of that act of the case, which was its last."""
    ((case_id, *row),) = run_prepared(_LEDGER, {"case_no": case_no, "seq": seq})
    ledger = dict(zip(COLUMNS, row, strict=True))
    for name in ("law", "details"):  # the driver leaves columns of JSON as text
        ledger[name] = json.loads(ledger[name])
    values = {"case_id": case_id, "seq": seq}
    ((*read,),) = run_prepared(_CASE, values)
    return Observed(
        case_id=case_id,
        ledger=ledger,
        reading=dict(zip(_READ, read, strict=True)),
        papers=read_papers([one["id"] for one in ledger["details"].get("papers", [])]),
        materials=run_prepared(_MATERIALS, values),
        halts=[Halt(row[0], row[1], row[2], tuple(row[3]), *row[4:]) for row in run_prepared(_STOPS, values)],
        promises=[Promise(*row) for row in run_prepared(_PLEDGES, values)],
    )


_READ = (*READING, "submitted_at")
_LEDGER = (
    f"SELECT l.case_id, {', '.join('l.' + name for name in COLUMNS)}"  # noqa: S608
    " FROM cases_case c JOIN cases_ledgerrow l ON l.case_id = c.id WHERE c.case_no = %(case_no)s AND l.seq = %(seq)s"
)
_CASE = f"SELECT {', '.join(_READ)} FROM cases_case WHERE id = %(case_id)s"  # noqa: S608
_MATERIALS = "SELECT code, name, copies, upload_id FROM cases_casematerial WHERE case_id = %(case_id)s AND seq = %(seq)s ORDER BY id"
_STOPS = (
    "SELECT seq, procedure, reason, clocks, approver_id, approver_name, from_day, expected_on, to_day, ended_seq, result"
    " FROM cases_casestop WHERE case_id = %(case_id)s ORDER BY seq"
)
_PLEDGES = "SELECT seq, kind, code, name, due_on, kept_seq, broken_seq FROM cases_pledge WHERE case_id = %(case_id)s ORDER BY id"
