"""What a ledger row contains and how its digest is made.

The digest covers every column of the row and the digest of the row before, so that a row that was altered, dropped,
inserted or moved no longer fits. It holds no personal data of the applicant: those are sealed elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from yichuang.core.digests import canonical_json, sm3_hex

FIRST_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a case's ledger without its digest. `at` is aware; `account_id` is None for the system."""

    case_no: str
    seq: int
    act: str
    before: str
    after: str
    at: datetime
    actor_kind: str
    account_id: int | None
    actor_name: str
    post_id: int | None
    post_title: str
    organisation_id: int
    reason: str
    law: tuple[str, ...]
    details: Mapping[str, object] = field(default_factory=dict)
    key: str = ""


COLUMNS = tuple(one.name for one in fields(Entry))
"""What the digest covers, by name."""


def entry_digest(entry: Entry, previous: str) -> str:
    """The SM3 digest of the row after a row with digest `previous` (`FIRST_DIGEST` for the first)."""
    # Not `asdict`, which copies deeply and takes more time than all the rest.
    return row_digest({name: getattr(entry, name) for name in COLUMNS}, previous)


def row_digest(values: Mapping[str, object], previous: str) -> str:
    """The same from the values of `COLUMNS` by their names."""
    return sm3_hex(previous.encode() + canonical_json(values))


class Cast:
    """The digests of many rows that differ in nothing but case number, number within the case and the row before."""

    def __init__(self, entry: Entry) -> None:
        """Take everything else from the entry."""
        text = canonical_json({name: getattr(entry, name) for name in COLUMNS} | {"case_no": _MARK, "seq": _MARK})
        # PostgreSQL stores no text with this character, so the mark stands nowhere else in a row.
        head, middle, tail = text.decode().split(_MARKED)
        self._parts = (head, middle, tail)

    def digest(self, case_no: str, seq: int, previous: str) -> str:
        """The digest of the row with that number of that case; a case number has digits only."""
        head, middle, tail = self._parts
        return sm3_hex(f'{previous}{head}"{case_no}"{middle}{seq}{tail}'.encode())


_MARK = "\x00mark\x00"
_MARKED = '"\\u0000mark\\u0000"'
