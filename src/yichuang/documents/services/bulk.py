"""Many papers at once: numbered in the order in which they are asked for, and copied into their table.

For what writes whole years of papers and has settled before whose numbers it gives; an act issues its papers by `issue_paper`.
A paper that is only numbered leaves a gap until it is copied, so whoever stops half-way has to say so.
"""

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection

from yichuang.core.copying import copied, copy_rows, take_ids
from yichuang.core.prepared import run_prepared
from yichuang.core.sealed import seal, unseal
from yichuang.documents.errors import CounterMovedError
from yichuang.documents.rules import CODE_ALPHABET, CODE_LENGTH, TEMPLATE_VERSION, PaperKind, number_around

_COLUMNS = (
    "id", "kind", "organisation_id", "organisation_name", "year", "serial", "number", "subject", "data",
    "account_id", "signer_name", "signer_title", "authority", "template_version", "verify_code", "issued_at",
)  # fmt: skip
_IDS = 4096
_Counter = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    """A paper as it stands in its table: what it says, and whose act it is."""

    id: int
    kind: str
    number: str
    data: dict[str, Any]
    account_id: int | None
    signer_name: str
    signer_title: str
    authority: str


def read_papers(ids: Sequence[int]) -> list[WrittenPaper]:
    """The papers of those ids, in that order, with what they say unsealed."""
    found = {row[0]: row for row in run_prepared(_READ, {"ids": list(ids)})}
    return [
        WrittenPaper(row[0], row[1], row[2], json.loads(unseal(bytes(row[3]))), *row[4:])
        for row in (found[one] for one in ids)
    ]


_READ = """
    SELECT id, kind, number, data, account_id, signer_name, signer_title, authority
    FROM documents_paper WHERE id = ANY(%(ids)s)
"""


@dataclass(slots=True)
class PaperLot:
    """Papers that are numbered now and written later. One writer a body: two that number for one body would clash."""

    _last: dict[_Counter, int] = field(default_factory=dict)
    _stored: dict[_Counter, int] = field(default_factory=dict)
    _around: dict[tuple[str, str, int], tuple[str, str]] = field(default_factory=dict)
    _ids: list[int] = field(default_factory=list)
    _codes: str = ""

    def number(self, *, kind: str, organisation_id: int, prefix: str, year: int) -> tuple[int, int, str]:
        """Id, serial and number of the next paper of that body, kind and year."""
        counter = (organisation_id, year, kind)
        if counter not in self._last:
            self._last[counter] = self._stored[counter] = _stored(counter)
        serial = self._last[counter] = self._last[counter] + 1
        around = self._around.get((prefix, kind, year))
        if around is None:
            around = self._around[prefix, kind, year] = number_around(prefix, PaperKind(kind), year)
        if not self._ids:
            self._ids = take_ids("documents_paper", _IDS)[::-1]
        return self._ids.pop(), serial, f"{around[0]}{serial}{around[1]}"

    def line(
        self,
        *,
        paper: tuple[int, int, str],
        kind: str,
        body: tuple[int, str],
        subject: str,
        data: str,
        signed: str,
        issued_at: datetime,
        year: int,
    ) -> str:
        """The row of a paper that was numbered; `data` is its content as JSON, `signed` account, name, title and authority as `copied`."""
        paper_id, serial, number = paper
        sealed = seal(data.encode()).hex()
        return (
            f"{paper_id}\t{kind}\t{body[0]}\t{copied(body[1])}\t{year}\t{serial}\t{copied(number)}\t{subject}\t\\\\x{sealed}\t{signed}"
            f"\t{TEMPLATE_VERSION}\t{self._code()}\t{issued_at.isoformat()}"
        )

    def _code(self) -> str:
        """A random code; many at a time, since each letter alone takes longer than all else of a paper."""
        while len(self._codes) < CODE_LENGTH:
            self._codes += os.urandom(_IDS).translate(_LETTERS, _UNEVEN).decode()
        code, self._codes = self._codes[:CODE_LENGTH], self._codes[CODE_LENGTH:]
        return code

    def write(self, lines: Sequence[str]) -> None:
        """The rows are in the table, and the counters stand where the numbering is.

        Raises:
            CounterMovedError: somebody else issued papers meanwhile.
        """
        for counter, last in self._last.items():
            if last == self._stored[counter]:
                continue
            organisation_id, year, kind = counter
            values = {"organisation_id": organisation_id, "year": year, "kind": kind, "last": last}
            if not run_prepared(_COUNT, values | {"before": self._stored[counter]}):
                raise CounterMovedError(organisation_id=organisation_id, year=year, kind=kind)
            self._stored[counter] = last
        copy_rows("documents_paper", _COLUMNS, lines)


_COUNT = """
    INSERT INTO documents_papercounter AS c (organisation_id, year, kind, last)
    VALUES (%(organisation_id)s, %(year)s, %(kind)s, %(last)s)
    ON CONFLICT (organisation_id, year, kind) DO UPDATE SET last = EXCLUDED.last WHERE c.last = %(before)s
    RETURNING last
"""
# Bytes that would make some letters likelier than others are left out.
_EVEN = 256 // len(CODE_ALPHABET) * len(CODE_ALPHABET)
_LETTERS = bytes(ord(CODE_ALPHABET[one % len(CODE_ALPHABET)]) for one in range(256))
_UNEVEN = bytes(range(_EVEN, 256))


def _stored(counter: _Counter) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT last FROM documents_papercounter WHERE organisation_id = %s AND year = %s AND kind = %s", counter
        )
        row: tuple[int] | None = cursor.fetchone()
    return row[0] if row else 0
