"""The few statements that every act runs, prepared on the server and without the mapper's overhead.

Only for measured hot paths (see `bench/`). Everything else goes through the models.
"""

import time
from collections.abc import Iterable, Mapping
from typing import Any

import psycopg
from django.db import connection


def run_prepared(statement: str, parameters: Mapping[str, object]) -> list[tuple[Any, ...]]:
    """The rows that the statement gives, run in the present transaction; errors are Django's own.

    Placeholders are `%(name)s`. The statement shows in Django's log of queries, so tests count it.
    """
    connection.ensure_connection()
    started = time.monotonic()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(statement.encode(), parameters, prepare=True)
        rows = cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
    if connection.queries_logged:
        connection.queries_log.append({"sql": statement, "time": f"{time.monotonic() - started:.3f}"})
    return rows


def as_array(values: Iterable[int | str]) -> str:
    """The values as the text of an array, for a placeholder with its type behind it, as `%(ids)s::bigint[]`.

    Ten times cheaper than a list where there are thousands. Numbers, and texts of letters and digits.
    """
    return f"{{{','.join(map(str, values))}}}"
