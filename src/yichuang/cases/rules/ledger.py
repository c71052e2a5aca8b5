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
    return sm3_hex(previous.encode() + canonical_json({name: getattr(entry, name) for name in COLUMNS}))
