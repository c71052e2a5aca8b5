"""The statements that every act runs: a new case, and at the end the ledger row and the new reading together."""

from dataclasses import asdict
from functools import cache

from django.db import connection
from psycopg.types.json import Jsonb

from yichuang.cases.errors import KeyReusedError
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import Act, Entry
from yichuang.core.digests import SM3
from yichuang.core.prepared import run_prepared

READING = (
    "state", "received_at", "accepted_at", "decided_at", "closed_at", "next_due_on", "promised_due_on",
    "statutory_due_on", "promised_first_on", "statutory_first_on", "extension", "step_from", "step_due_on",
    "is_due_provisional", "corrections", "opinions", "hearing", "hearing_by", "recused", "standing", "certificate_no",
    "valid_until", "handler_id", "first_contact_id", "seq", "digest",
)  # fmt: skip
"""What acts may change of a case, apart from the answers of its form."""

_CASE_FIELDS = tuple(field for field in Case._meta.concrete_fields if not field.primary_key)  # noqa: SLF001 - public in spite of its name
_CASE_COLUMNS = [field.attname for field in _CASE_FIELDS]
_INSERT_CASE = (
    f"INSERT INTO cases_case ({', '.join(_CASE_COLUMNS)}) VALUES ({', '.join(f'%({name})s' for name in _CASE_COLUMNS)})"  # noqa: S608
    " ON CONFLICT (submission_key) DO NOTHING RETURNING id"
)


def insert_case(case: Case) -> bool:
    """The case is in its table with its id, or a rival with the same submission key was first: then False.

    ON CONFLICT waits for a rival that is not yet committed, and leaves no error in the transaction.
    """
    values = {field.attname: field.get_db_prep_save(getattr(case, field.attname), connection) for field in _CASE_FIELDS}
    rows = run_prepared(_INSERT_CASE, values)
    if rows:
        case.pk = rows[0][0]
    return bool(rows)


def write(case: Case, entry: Entry, previous: str, digest: str) -> None:
    """The row stands in the ledger and the case reads as it does in memory (its form apart).

    Raises:
        KeyReusedError: another act of the case has this key.
    """
    row = {**asdict(entry), "law": Jsonb(list(entry.law)), "details": Jsonb(dict(entry.details))}
    row |= {"case_id": case.pk, "previous": previous, "digest": digest, "algorithm": SM3}
    reading = {f"case_{name}": getattr(case, name) for name in READING}
    if not run_prepared(_statement(), row | reading):
        raise KeyReusedError(act=Act(LedgerRow.objects.get(case=case, key=entry.key).act))


@cache
def _statement() -> str:
    fields = LedgerRow._meta.concrete_fields  # noqa: SLF001 - Django's public interface in spite of its name
    columns = [field.attname for field in fields if not field.primary_key and not field.has_db_default()]
    values = ", ".join(f"%({column})s" for column in columns)
    settings = ", ".join(f"{name} = %(case_{name})s" for name in READING)
    return (
        f"WITH entry AS (INSERT INTO cases_ledgerrow ({', '.join(columns)}) VALUES ({values})"  # noqa: S608
        " ON CONFLICT (case_id, key) WHERE key <> '' DO NOTHING RETURNING case_id)"
        f" UPDATE cases_case SET {settings} FROM entry WHERE cases_case.id = entry.case_id RETURNING cases_case.id"
    )
