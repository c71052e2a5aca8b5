"""Proofs: one text for each day that lists every ledger row with its digest, to be kept outside the database.

Digests chained within a case show an altered row only as long as nobody makes the chain of that case anew. A proof that
lies elsewhere shows that too: whoever changes a row must also change the text, and every text after it.

The text is plain, so that it can be checked by hand and by other programs:

    yichuang ledger proof 1
    number 12
    day 2026-11-22
    made 2026-11-22T16:20:00+00:00
    through 48211 9043
    previous 5d1f...        (digest of the text before; zeros for the first)

    202611220006133/1 66c7...
    202611220006141/4 debe...

Below it stands the centre's signature of the text, with the key: `signed sm2 SIGNATURE by KEY`.

The digest of a text is the SM3 over its bytes as UTF-8. Law: ESL 13 (a later change can be detected), ARC 39 (authenticity).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from yichuang.cases.errors import ProofUnreadableError
from yichuang.cases.rules.ledger import FIRST_DIGEST
from yichuang.core.digests import sm3_hex
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled

_TITLE = "yichuang ledger proof 1"
_HEAD = re.compile(
    rf"{_TITLE}\nnumber (?P<number>[1-9]\d*)\nday (?P<day>\d{{4}}-\d\d-\d\d)\nmade (?P<made>\S+)\n"
    r"through (?P<transaction>\d+) (?P<row>\d+)\nprevious (?P<previous>[0-9a-f]{64})\n\n"
)
_SIGNED = re.compile(r"(.*\n)\nsigned sm2 ([0-9a-f]{128}) by ([0-9a-f]{128})\n", re.DOTALL)
_LINE = re.compile(r"(\d{15}/[1-9]\d*) ([0-9a-f]{64})")


class Difference(Labelled):
    """How a ledger row differs from what the proof of its day says."""

    ALTERED = "altered", gettext_noop("The row was altered after the proof")
    MISSING = "missing", gettext_noop("The row is missing")
    INSERTED = "inserted", gettext_noop("The row was inserted after the proof")
    MOVED = "moved", gettext_noop("The row stands in another order")


@dataclass(frozen=True, slots=True)
class Line:
    """A ledger row in a proof: its place (case number and number within the case) and its digest."""

    place: str
    digest: str


@dataclass(frozen=True, slots=True)
class Proof:
    """All rows that became safely visible after the proof before, up to the place `through` (transaction, row)."""

    number: int
    day: date
    made_at: datetime
    through: tuple[int, int]
    lines: tuple[Line, ...]
    previous: str = FIRST_DIGEST


def proof_text(proof: Proof) -> str:
    """The text that is kept; the same proof gives the same text."""
    head = (
        f"{_TITLE}\nnumber {proof.number}\nday {proof.day.isoformat()}\n"
        f"made {proof.made_at.astimezone(UTC).isoformat(timespec='seconds')}\n"
        f"through {proof.through[0]} {proof.through[1]}\nprevious {proof.previous}\n\n"
    )
    return head + "".join(f"{line.place} {line.digest}\n" for line in proof.lines)


def proof_digest(text: str) -> str:
    """What the proof of the next day names as `previous`, and what is signed."""
    return sm3_hex(text.encode())


def signed_text(text: str, signature: str, public: str) -> str:
    """The text with its signature below."""
    return f"{text}\nsigned sm2 {signature} by {public}\n"


def split_signed(whole: str) -> tuple[str, str, str]:
    """The text, its signature and the key; the latter two are empty where there is no signature."""
    found = _SIGNED.fullmatch(whole)
    return (found[1], found[2], found[3]) if found else (whole, "", "")


def read_proof(text: str) -> Proof:
    """The proof that a text is.

    Raises:
        ProofUnreadableError: it is none, or was damaged; names the line.
    """
    head = _HEAD.match(text)
    if head is None:
        raise ProofUnreadableError(line=1)
    first = text.count("\n", 0, head.end()) + 1
    try:
        day, made_at = date.fromisoformat(head["day"]), datetime.fromisoformat(head["made"])
    except ValueError as error:
        raise ProofUnreadableError(line=3) from error
    return Proof(
        number=int(head["number"]),
        day=day,
        made_at=made_at,
        through=(int(head["transaction"]), int(head["row"])),
        lines=tuple(_lines(text[head.end() :], first)),
        previous=head["previous"],
    )


def _lines(text: str, first: int) -> Iterator[Line]:
    if text and not text.endswith("\n"):
        raise ProofUnreadableError(line=first + text.count("\n"))
    for number, line in enumerate(text.splitlines(), start=first):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ProofUnreadableError(line=number)
        yield Line(found[1], found[2])


def differences(proof: Proof, found: Sequence[Line]) -> list[tuple[str, Difference]]:
    """Each place where the rows that the ledger has now differ from the proof, in the proof's order."""
    if tuple(found) == proof.lines:
        return []
    proven = {line.place: line.digest for line in proof.lines}
    present = {line.place: line.digest for line in found}
    told = [
        (place, Difference.MISSING if place not in present else Difference.ALTERED)
        for place, digest in proven.items()
        if present.get(place) != digest
    ]
    told += [(place, Difference.INSERTED) for place in present if place not in proven]
    told += [(place, Difference.MOVED) for place in _moved(proven, present)]
    return told


def _moved(proven: dict[str, str], present: dict[str, str]) -> list[str]:
    """The places that both have, but in another order."""
    before = [place for place in proven if place in present]
    now = [place for place in present if place in proven]
    return [place for place, other in zip(before, now, strict=True) if place != other]
