"""Ten thousand notices fell due at once: every case counts as accepted, with its ledger row and its numbered paper, once.

Two runs go side by side, as when one worker is started while another still runs. BENCH_TIMERS says how many; with BENCH_RUNS=1 and
BENCH_HANDS=2 it is measured as the job does it.
"""

import os
import threading
import time
from typing import Any

import psycopg
from django.db import connection

from bench.load_cases import load
from yichuang.cases.rules import Act, State
from yichuang.cases.services import due_timers, run_timers
from yichuang.config.env import environment
from yichuang.core import clock
from yichuang.core.actor import SYSTEM

NUMBER = int(os.environ.get("BENCH_TIMERS", "10000"))
RUNS = int(os.environ.get("BENCH_RUNS", "2"))
HANDS = int(os.environ.get("BENCH_HANDS", "1"))
_DUE = """
    UPDATE cases_case SET state = 'received', corrections = 0, handler_id = NULL, submitted_at = now() - interval '30 days', received_at = now() - interval '30 days',
        accepted_at = NULL, decided_at = NULL, next_due_on = current_date - 20, promised_due_on = NULL, statutory_due_on = NULL,
        standing = '', seq = 2
    WHERE id IN (SELECT id FROM cases_case WHERE seq >= 2 ORDER BY id DESC LIMIT %s)
"""
_CUT = "DELETE FROM cases_ledgerrow l USING cases_case c WHERE c.id = l.case_id AND l.seq > c.seq"
_LATER = "UPDATE cases_case SET next_due_on = current_date + 20 WHERE next_due_on < current_date AND next_due_on <> current_date - 20"
_COUNT = """
    SELECT count(*), count(DISTINCT l.case_id), count(p.id), count(DISTINCT p.number)
    FROM cases_ledgerrow l LEFT JOIN documents_paper p ON p.subject = l.case_no WHERE l.act = %s
"""


def run() -> dict[str, Any]:
    load(NUMBER * 2, 200, is_open=True)
    with psycopg.connect(environment().cluster.url("postgres"), autocommit=True) as db:
        for statement, values in ((_LATER, []), (_DUE, [NUMBER]), (_CUT, []), ("VACUUM (ANALYZE)", [])):
            db.execute(statement, values)
        started = time.perf_counter()
        due = len(due_timers(clock.today()))
        listed = time.perf_counter() - started
        started = time.perf_counter()
        done = _together()
        took = time.perf_counter() - started
        rows, cases, papers, numbers = db.execute(_COUNT, [Act.DEEM_ACCEPTED.value]).fetchone() or ()
    return {
        "due": due,
        "seconds_to_list": round(listed, 2),
        "done_by_each_run": done,
        "seconds": round(took, 1),
        "ms_each": round(took / max(due, 1) * 1000, 2),
        "rows": rows,
        "cases": cases,
        "papers": papers,
        "numbers": numbers,
        "still_due": len(due_timers(clock.today())),
        "state": State.ACCEPTED.value,
    }


def _together() -> list[int]:
    done: list[int] = []

    def work() -> None:
        done.append(run_timers(actor=SYSTEM, hands=HANDS))
        connection.close()

    runs = [threading.Thread(target=work) for _ in range(RUNS)]
    for one in runs:
        one.start()
    for one in runs:
        one.join()
    return done
