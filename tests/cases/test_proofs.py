"""Proofs: what is written is read again, and each way to change a ledger is named."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from yichuang.cases.errors import ProofUnreadableError
from yichuang.cases.rules.ledger import FIRST_DIGEST
from yichuang.cases.rules.proofs import (
    Difference,
    Line,
    Proof,
    differences,
    proof_digest,
    proof_text,
    read_proof,
    signed_text,
    split_signed,
)

A, B, C = "202611220006133/1", "202611220006133/2", "202611220006141/1"
LINES = tuple(Line(place, digit * 64) for place, digit in zip((A, B, C), "abc", strict=True))
PROOF = Proof(
    number=12,
    day=date(2026, 11, 22),
    made_at=datetime(2026, 11, 22, 16, 20, tzinfo=UTC),
    through=(48211, 9043),
    lines=LINES,
    previous="5" * 64,
)
TEXT = f"""yichuang ledger proof 1
number 12
day 2026-11-22
made 2026-11-22T16:20:00+00:00
through 48211 9043
previous {"5" * 64}

{A} {"a" * 64}
{B} {"b" * 64}
{C} {"c" * 64}
"""


def test_a_proof_is_written_as_its_text_and_read_again() -> None:
    assert proof_text(PROOF) == TEXT
    assert read_proof(TEXT) == PROOF


def test_the_signature_stands_below_and_is_no_part_of_the_text() -> None:
    whole = signed_text(TEXT, "1" * 128, "2" * 128)

    assert whole == TEXT + "\nsigned sm2 " + "1" * 128 + " by " + "2" * 128 + "\n"
    assert split_signed(whole) == (TEXT, "1" * 128, "2" * 128)
    assert split_signed(TEXT) == (TEXT, "", "")


def test_the_proof_of_a_day_without_acts_is_whole() -> None:
    empty = replace(PROOF, lines=(), number=1, previous=FIRST_DIGEST)

    assert read_proof(proof_text(empty)) == empty


def test_a_digest_tells_every_changed_character() -> None:
    changed = {proof_digest(TEXT[:place] + "~" + TEXT[place + 1 :]) for place in range(len(TEXT))}

    assert proof_digest(TEXT) not in changed
    assert len(changed) == len(TEXT)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        (TEXT.replace("proof 1", "proof 2"), 1),
        (TEXT.replace("2026-11-22\n", "2026-13-22\n"), 3),
        (TEXT.replace("a" * 64, "a" * 63), 8),
        (TEXT.replace("/2 ", "/0 "), 9),
        (TEXT + "\n", 11),
        (TEXT[:-1], 10),
        (TEXT[:-9], 10),
    ],
)
def test_a_damaged_text_is_refused_with_its_line(text: str, line: int) -> None:
    with pytest.raises(ProofUnreadableError) as refused:
        read_proof(text)

    assert refused.value.details == {"line": line}


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (LINES, []),
        ((LINES[0], Line(B, "0" * 64), LINES[2]), [(B, Difference.ALTERED)]),
        ((LINES[0], LINES[2]), [(B, Difference.MISSING)]),
        ((), [(A, Difference.MISSING), (B, Difference.MISSING), (C, Difference.MISSING)]),
        ((*LINES, Line("202611220006141/2", "d" * 64)), [("202611220006141/2", Difference.INSERTED)]),
        ((LINES[1], LINES[0], LINES[2]), [(A, Difference.MOVED), (B, Difference.MOVED)]),
        (
            (LINES[2], Line(A, "0" * 64)),
            [(A, Difference.ALTERED), (B, Difference.MISSING), (A, Difference.MOVED), (C, Difference.MOVED)],
        ),
    ],
)
def test_each_difference_is_named_with_its_place(found: tuple[Line, ...], told: list[tuple[str, Difference]]) -> None:
    assert differences(PROOF, found) == told
