"""The ledger in a package: one line of JSON for each row, and whether the rows prove themselves."""

from collections.abc import Sequence
from typing import Protocol

from yichuang.cases.rules import FIRST_DIGEST, Entry, entry_digest
from yichuang.cases.rules.ledger import COLUMNS
from yichuang.core.digests import canonical_json


class Row(Protocol):
    """A row of the ledger with its place in the chain."""

    @property
    def entry(self) -> Entry:
        """What its digest covers."""
        ...

    @property
    def previous(self) -> str:
        """The digest of the row before."""
        ...

    @property
    def digest(self) -> str:
        """Its own digest."""
        ...

    @property
    def algorithm(self) -> str:
        """With which its digest is made."""
        ...


def first_broken(rows: Sequence[Row]) -> int | None:
    """The place (from 1) of the first row that does not fit its digest or the row before; None when all hold."""
    previous = FIRST_DIGEST
    for place, row in enumerate(rows, start=1):
        fits = row.entry.seq == place and row.previous == previous
        if not fits or entry_digest(row.entry, previous) != row.digest:
            return place
        previous = row.digest
    return None


def ledger_lines(rows: Sequence[Row]) -> bytes:
    """The rows as they stand in a package: `entry` has every column that the digest covers."""
    return b"".join(
        canonical_json(
            {
                "entry": {name: getattr(row.entry, name) for name in COLUMNS},
                "previous": row.previous,
                "digest": row.digest,
                "algorithm": row.algorithm,
            }
        )
        + b"\n"
        for row in rows
    )
