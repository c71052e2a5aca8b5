"""Whole lives of cases through the services, against the same rows written by plain SQL in the same transactions.

A life is submit, receive, accept, review, grant, issue, deliver. The plain writer repeats the rows that the services
wrote (cases, ledger, materials, papers, counters), one transaction an act, with prepared statements on one connection.
"""

import time
from typing import Any

import psycopg
from django.db import connection
from psycopg import sql

from tests.support import cases
from yichuang.cases.rules import Act
from yichuang.cases.services import Party, submit_application
from yichuang.config.env import environment

LIVES = 150
ACTS = (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER)


def run() -> dict[str, Any]:
    desk = cases.make_desk(task_code="BENCH-LIVES")
    party = cases.party_of(desk.applicant)
    for _ in range(10):
        _life(desk, party)
    queries = _queries_of_a_life(desk, party)
    first = _last_case()
    started = time.perf_counter()
    for _ in range(LIVES):
        _life(desk, party)
    by_services = time.perf_counter() - started
    by_sql = _plain(first)
    return {
        "lives": LIVES,
        "services_lives_per_s": round(LIVES / by_services, 1),
        "plain_sql_lives_per_s": round(LIVES / by_sql, 1),
        "ratio": round(by_sql / by_services, 3),
        "queries_per_life": queries,
    }


def _life(desk: cases.Desk, party: Party) -> None:
    case_no = submit_application(actor=desk.clerk, submission=cases.submission(desk, party=party)).case_no
    for act in ACTS:
        cases.do(desk, act, case_no)


def _queries_of_a_life(desk: cases.Desk, party: Party) -> int:
    connection.force_debug_cursor = True
    before = len(connection.queries)
    _life(desk, party)
    connection.force_debug_cursor = False
    return len(connection.queries) - before


def _last_case() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM cases_case")
        return int(cursor.fetchone()[0])


def _plain(after: int) -> float:
    """Seconds to write the rows of the lives after that case once more, by plain SQL."""
    with psycopg.connect(environment().cluster.url("postgres"), autocommit=True) as db:
        for table in (
            "cases_case",
            "cases_ledgerrow",
            "cases_casematerial",
            "documents_paper",
            "documents_papercounter",
        ):
            db.execute(f"DROP TABLE IF EXISTS plain_{table}")
            db.execute(f"CREATE TABLE plain_{table} (LIKE {table} INCLUDING ALL)")
        lives = _rows(db, after)
        started = time.perf_counter()
        for case, ledger, materials, papers in lives:
            _write_life(db, case, ledger, materials, papers)
        return time.perf_counter() - started


def _rows(db: psycopg.Connection[Any], after: int) -> list[tuple[Any, ...]]:
    lives = []
    for case in db.execute("SELECT * FROM cases_case WHERE id > %s ORDER BY id", [after]).fetchall():
        number = case[1]
        lives.append(
            (
                case,
                db.execute("SELECT * FROM cases_ledgerrow WHERE case_id = %s ORDER BY seq", [case[0]]).fetchall(),
                db.execute("SELECT * FROM cases_casematerial WHERE case_id = %s", [case[0]]).fetchall(),
                db.execute("SELECT * FROM documents_paper WHERE subject = %s ORDER BY id", [number]).fetchall(),
            )
        )
    return lives


def _write_life(db: psycopg.Connection[Any], case: Any, ledger: Any, materials: Any, papers: Any) -> None:
    waiting = {"receive": 0, "accept": 1, "grant": 2}
    for at, row in enumerate(ledger):
        act = row[_ACT]
        with db.transaction():
            if at == 0:
                _insert(db, "cases_case", case)
                for material in materials:
                    _insert(db, "cases_casematerial", material)
            else:
                db.execute("SELECT id FROM plain_cases_case WHERE id = %s FOR UPDATE", [case[0]], prepare=True)
                db.execute(
                    "UPDATE plain_cases_case SET state = %s, seq = %s, digest = %s, next_due_on = %s WHERE id = %s",
                    [row[_AFTER], at + 1, "0" * 64, None, case[0]],
                    prepare=True,
                )
            if act in waiting:
                paper = papers[waiting[act]]
                db.execute(
                    "INSERT INTO plain_documents_papercounter (id, organisation_id, year, kind, last)"
                    " VALUES (DEFAULT, 1, 2026, %s, 1) ON CONFLICT (organisation_id, year, kind)"
                    " DO UPDATE SET last = plain_documents_papercounter.last + 1 RETURNING last",
                    [act],
                    prepare=True,
                )
                _insert(db, "documents_paper", paper)
            _insert(db, "cases_ledgerrow", row)


_ACT, _AFTER = 3, 5  # places of these columns in a ledger row


def _insert(db: psycopg.Connection[Any], table: str, row: Any) -> None:
    values = sql.SQL(", ").join([sql.Placeholder()] * len(row))
    adapted = [psycopg.types.json.Jsonb(value) if isinstance(value, list | dict) else value for value in row]
    db.execute(
        sql.SQL("INSERT INTO {} VALUES ({})").format(sql.Identifier(f"plain_{table}"), values), adapted, prepare=True
    )
