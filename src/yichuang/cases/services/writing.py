"""The one statement that ends every act: the new ledger row and the new reading of the case, together."""

from dataclasses import asdict
from functools import cache

from psycopg.types.json import Jsonb

from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import Entry
from yichuang.core.digests import SM3
from yichuang.core.prepared import run_prepared

READING = (
    "state", "received_at", "accepted_at", "decided_at", "closed_at", "next_due_on", "promised_due_on",
    "statutory_due_on", "is_due_provisional", "corrections", "certificate_no", "valid_until", "seq", "digest",
)  # fmt: skip
"""What acts may change of a case, apart from the answers of its form."""


def write(case: Case, entry: Entry, previous: str, digest: str) -> None:
    """The row stands in the ledger and the case reads as it does in memory (its form apart)."""
    row = {**asdict(entry), "law": Jsonb(list(entry.law)), "details": Jsonb(dict(entry.details))}
    row |= {"case_id": case.pk, "previous": previous, "digest": digest, "algorithm": SM3}
    reading = {f"case_{name}": getattr(case, name) for name in READING}
    run_prepared(_statement(), row | reading)


@cache
def _statement() -> str:
    fields = LedgerRow._meta.concrete_fields  # noqa: SLF001 - Django's public interface in spite of its name
    columns = [field.attname for field in fields if not field.primary_key and not field.has_db_default()]
    values = ", ".join(f"%({column})s" for column in columns)
    settings = ", ".join(f"{name} = %(case_{name})s" for name in READING)
    return (
        f"WITH entry AS (INSERT INTO cases_ledgerrow ({', '.join(columns)}) VALUES ({values}))"  # noqa: S608
        f" UPDATE cases_case SET {settings} WHERE id = %(case_id)s"
    )
