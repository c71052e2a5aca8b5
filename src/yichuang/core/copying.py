"""Many rows at once, by PostgreSQL's COPY with constraints and triggers as for any other row.

Only for what writes more rows than acts ever do; everything else goes through the models.
"""

from collections.abc import Sequence

from django.db import connection

_BLOCK = 500
NULL = "\\N"


def copied(value: object) -> str:
    """The value as a field of a row: None as NULL, and what would end a field or a row escaped."""
    if value is None:
        return NULL
    text = str(value)
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if text.isprintable():
        return text
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def copy_rows(table: str, columns: Sequence[str], lines: Sequence[str]) -> None:
    """The rows are in the table; each line has its fields as `copied`, with tabs between them and no line break."""
    if not lines:
        return
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for at in range(0, len(lines), _BLOCK):
            copy.write("\n".join(lines[at : at + _BLOCK]) + "\n")


def take_ids(table: str, number: int) -> list[int]:
    """So many ids of the table that nobody else gets, the smallest first; those that are not used stay unused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, number])
        return sorted(row[0] for row in cursor.fetchall())
