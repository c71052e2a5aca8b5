"""A million ledger rows against their digests, the rows before and the readings of their cases.

By one process, and by the two of `yichuang ledger verify`. BENCH_CASES cases have four rows each or so.
"""

import os
import time
from typing import Any

import psycopg
from django.db import connection

from bench.load_cases import load
from yichuang.cases.rules import FIRST_DIGEST
from yichuang.cases.rules.ledger import COLUMNS, row_digest
from yichuang.cases.services import verify_ledger
from yichuang.config.env import environment
from yichuang.core.actor import SYSTEM

CASES = int(os.environ.get("BENCH_CASES", "260000"))


def run() -> dict[str, Any]:
    load(CASES, 200, is_open=True)
    _chain()
    answer: dict[str, Any] = {}
    for hands in (1, 2):
        started = time.perf_counter()
        report = verify_ledger(actor=SYSTEM, hands=hands)
        took = time.perf_counter() - started
        answer |= {"rows": report.rows, "cases": report.cases, "broken": len(report.broken)}
        answer[f"seconds_with_{hands}"] = round(took, 1)
        answer[f"rows_per_s_with_{hands}"] = round(report.rows / took)
    return answer


def _chain() -> None:
    """The loader's rows get the digests that acts would have given them."""
    connection.close()
    with psycopg.connect(environment().cluster.url("postgres")) as db:
        db.execute("SET synchronous_commit = off")
        db.execute("SET timezone = 'UTC'")
        db.execute("CREATE TEMP TABLE chained (id bigint, case_id bigint, previous text, digest text)")
        with (
            psycopg.connect(environment().cluster.url("postgres")) as reader,
            db.cursor().copy("COPY chained FROM STDIN") as copy,
        ):
            rows = reader.cursor(name="rows")
            rows.itersize = 5000
            rows.execute(f"SELECT id, case_id, {', '.join(COLUMNS)} FROM cases_ledgerrow ORDER BY case_id, seq")
            case, previous = 0, FIRST_DIGEST
            for row_id, case_id, *values in rows:
                previous = FIRST_DIGEST if case_id != case else previous
                digest = row_digest(dict(zip(COLUMNS, values, strict=True)), previous)
                copy.write_row((row_id, case_id, previous, digest))
                case, previous = case_id, digest
        db.execute(
            "CREATE TEMP TABLE heads AS SELECT DISTINCT ON (case_id) case_id, digest FROM chained ORDER BY case_id, id DESC"
        )
        db.execute("ANALYZE chained")
        db.execute(
            "UPDATE cases_ledgerrow l SET previous = n.previous, digest = n.digest FROM chained n WHERE n.id = l.id"
        )
        db.execute("UPDATE cases_case c SET digest = h.digest FROM heads h WHERE h.case_id = c.id")
    with psycopg.connect(environment().cluster.url("postgres"), autocommit=True) as db:
        db.execute("VACUUM (ANALYZE)")
