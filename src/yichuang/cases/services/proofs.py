"""Proofs of the ledger: made once a day, written where the database cannot reach, compared with what it says now."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from yichuang.cases.errors import ProofUnreadableError
from yichuang.cases.models import DayProof
from yichuang.cases.queries.news import newest_visible, proof_lines
from yichuang.cases.rules.ledger import FIRST_DIGEST
from yichuang.cases.rules.proofs import (
    Difference,
    Proof,
    differences,
    proof_digest,
    proof_text,
    read_proof,
    signed_text,
    split_signed,
)
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right
from yichuang.seals.services import sign_for_centre, signature_holds

MOST_ROWS = 100_000
"""How many rows one proof lists at most: 8 MB of text."""
_NAME = re.compile(r"proof-(?P<number>\d{6,})-\d{4}-\d\d-\d\d\.txt")


class Damage(Labelled):
    """What is wrong with a proof as a whole."""

    UNREADABLE = "unreadable", gettext_noop("The proof does not read as one")
    UNSIGNED = "unsigned", gettext_noop("The proof does not fit its signature")
    ABSENT = "absent", gettext_noop("The proof is not in the folder")
    BROKEN_CHAIN = "broken_chain", gettext_noop("The proof does not follow the proof before")
    UNKNOWN = "unknown", gettext_noop("The database knows another proof of this number, or none")


@dataclass(frozen=True, slots=True)
class Doubt:
    """What does not hold: a ledger row (case number and number within the case), or with an empty place the proof itself."""

    proof: int
    place: str
    kind: Difference | Damage


@dataclass(frozen=True, slots=True)
class ProofReport:
    """How many proofs and ledger rows were compared, and what does not hold."""

    proofs: int
    rows: int
    doubts: tuple[Doubt, ...]


def make_proofs(*, actor: Actor) -> list[int]:
    """All ledger rows that became safely visible since the last proof stand in a new one; the new numbers are given back.

    Where there are very many, there are several. A day without acts has its proof too, so that none can be left out
    unseen. `write_proofs` writes the texts.

    Law: ESL 13

    Raises:
        SignInRequiredError, RightMissingError: the actor may not.
    """
    actor.require(Right.VERIFY_LEDGER)
    made = [_make_proof()]
    while made[-1].rows == MOST_ROWS:
        made.append(_make_proof())
    return [proof.number for proof in made]


@transaction.atomic
def _make_proof() -> DayProof:
    _lock()
    last = DayProof.objects.order_by("-number").first()
    now = clock.now().replace(microsecond=0)
    after = _through(last)
    through = newest_visible(after, most=MOST_ROWS)
    proof = Proof(
        number=last.number + 1 if last else 1,
        day=clock.local(now).date(),
        made_at=now,
        through=through,
        lines=proof_lines(after, through),
        previous=last.digest if last else FIRST_DIGEST,
    )
    text = proof_text(proof)
    signed = sign_for_centre(text.encode())
    return DayProof.objects.create(
        number=proof.number,
        day=proof.day,
        made_at=proof.made_at,
        transaction_id=through[0],
        row_id=through[1],
        rows=len(proof.lines),
        previous=proof.previous,
        digest=proof_digest(text),
        signature=signed.signature,
        public=signed.public,
    )


def _lock() -> None:
    """Proofs are never updated, so their rows cannot be locked; an advisory lock stands in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('cases.proofs', 0))")


def _through(proof: DayProof | None) -> tuple[int, int]:
    return (proof.transaction_id, proof.row_id) if proof else (0, 0)


def write_proofs(folder: Path) -> list[Path]:
    """Every proof that is not in the folder yet is written there, whole or not at all; the new files are given back.

    One whose rows were changed since is not written: `verify_proofs` tells that it is absent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    present = {number for number, _path in _files(folder)}
    written, before = [], None
    for row in DayProof.objects.order_by("number"):
        text = _text(row, before) if row.number not in present else ""
        before = row
        if text and proof_digest(text) == row.digest:
            path = folder / f"proof-{row.number:06}-{row.day.isoformat()}.txt"
            _write(path, signed_text(text, row.signature, row.public))
            written.append(path)
    return written


def _text(row: DayProof, before: DayProof | None) -> str:
    through = _through(row)
    lines = proof_lines(_through(before), through)
    return proof_text(Proof(row.number, row.day, row.made_at, through, lines, row.previous))


def _write(path: Path, text: str) -> None:
    part = path.with_suffix(".part")
    with part.open("wb") as stream:
        stream.write(text.encode())
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def verify_proofs(*, actor: Actor, folder: Path) -> ProofReport:
    """The proofs in the folder were compared with each other, with their signatures and with the ledger as it is now.

    Raises:
        SignInRequiredError, RightMissingError: the actor may not verify.
    """
    actor.require(Right.VERIFY_LEDGER)
    known = {row.number: row for row in DayProof.objects.all()}
    files = dict(_files(folder))
    doubts = [Doubt(number, "", Damage.ABSENT) for number in sorted(known.keys() - files.keys())]
    rows, previous, after = 0, FIRST_DIGEST, (0, 0)
    for number, path in sorted(files.items()):
        text, signature, public = split_signed(path.read_bytes().decode(errors="replace"))
        try:
            proof = read_proof(text)
        except ProofUnreadableError:
            doubts.append(Doubt(number, "", Damage.UNREADABLE))
            previous, after = "", _through(known.get(number))
            continue
        if not signature_holds(signature, text.encode(), public):
            doubts.append(Doubt(number, "", Damage.UNSIGNED))
        if proof.number != number or (previous and proof.previous != previous):
            doubts.append(Doubt(number, "", Damage.BROKEN_CHAIN))
        doubts += _compared(proof, known.get(number), proof_digest(text), public, after)
        rows, previous, after = rows + len(proof.lines), proof_digest(text), proof.through
    return ProofReport(len(files), rows, tuple(doubts))


def _compared(
    proof: Proof, known: DayProof | None, digest: str, public: str, after: tuple[int, int]
) -> Iterator[Doubt]:
    if known is None or (known.digest, known.public) != (digest, public):
        yield Doubt(proof.number, "", Damage.UNKNOWN)
    for place, kind in differences(proof, proof_lines(after, proof.through)):
        yield Doubt(proof.number, place, kind)


def _files(folder: Path) -> Iterator[tuple[int, Path]]:
    for path in sorted(folder.glob("proof-*.txt")):
        if found := _NAME.fullmatch(path.name):
            yield int(found["number"]), path
