"""Proofs kept outside the database: whatever is done to the ledger, or to the proofs, is named."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.db import connection

from tests.support import cases
from yichuang.cases.models import DayProof, LedgerRow
from yichuang.cases.rules import Act, Entry, State, entry_digest
from yichuang.cases.rules.ledger import COLUMNS
from yichuang.cases.rules.proofs import Difference
from yichuang.cases.services import make_proofs, proofs, verify_ledger, verify_proofs, write_proofs
from yichuang.cases.services.proofs import Damage, Doubt
from yichuang.core.actor import ANONYMOUS, SYSTEM, RightMissingError, SignInRequiredError

# The rows of the test's own transaction must be safely visible.
pytestmark = pytest.mark.django_db(transaction=True)


def sql(statement: str, *parameters: str | int) -> None:
    """What somebody with the owner's password could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount > 0


def doubts(folder: Path) -> list[Doubt]:
    """What the proofs in the folder tell."""
    return list(verify_proofs(actor=SYSTEM, folder=folder).doubts)


@dataclass(frozen=True)
class Proven:
    """A folder with two proofs; the numbers of a case that is in the first and of one that is in both."""

    folder: Path
    desk: cases.Desk
    old: str
    living: str


@pytest.fixture
def proven(tmp_path: Path) -> Proven:
    """Two proofs of a small ledger."""
    desk = cases.make_desk()
    old, living = cases.make_case(desk, State.ACCEPTED), cases.make_case(desk, State.RECEIVED)
    make_proofs(actor=SYSTEM)
    cases.make_case(desk)
    cases.do(desk, Act.ACCEPT, living)
    make_proofs(actor=SYSTEM)
    write_proofs(tmp_path)
    return Proven(tmp_path, desk, old, living)


def test_a_ledger_that_nobody_touched_agrees_with_its_proofs(proven: Proven) -> None:
    report = verify_proofs(actor=SYSTEM, folder=proven.folder)

    assert (report.proofs, report.rows, report.doubts) == (2, 7, ())
    assert [row.rows for row in DayProof.objects.order_by("number")] == [5, 2]


def test_a_day_without_acts_has_its_proof(tmp_path: Path) -> None:
    assert make_proofs(actor=SYSTEM) == [1]
    assert make_proofs(actor=SYSTEM) == [2]
    assert len(write_proofs(tmp_path)) == 2
    assert doubts(tmp_path) == []


def test_very_many_rows_stand_in_several_proofs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = cases.make_desk()
    for _ in range(5):
        cases.make_case(desk)
    monkeypatch.setattr(proofs, "MOST_ROWS", 2)

    assert make_proofs(actor=SYSTEM) == [1, 2, 3]
    write_proofs(tmp_path)

    assert [row.rows for row in DayProof.objects.order_by("number")] == [2, 2, 1]
    assert doubts(tmp_path) == []


def test_a_row_whose_chain_was_made_anew_is_named(proven: Proven) -> None:
    previous = "0" * 64
    for row in LedgerRow.objects.filter(case_no=proven.old).order_by("seq"):
        values = {name: getattr(row, name) for name in COLUMNS}
        if row.seq == 2:
            values["reason"] = "改过"
        digest = entry_digest(Entry(**values), previous)
        sql(
            "UPDATE cases_ledgerrow SET reason = %s, previous = %s, digest = %s WHERE id = %s",
            values["reason"], previous, digest, row.pk,
        )  # fmt: skip
        previous = digest
    sql("UPDATE cases_case SET digest = %s WHERE case_no = %s", previous, proven.old)

    assert verify_ledger(actor=SYSTEM).broken == ()
    assert doubts(proven.folder) == [
        Doubt(1, f"{proven.old}/2", Difference.ALTERED),
        Doubt(1, f"{proven.old}/3", Difference.ALTERED),
    ]


def test_a_case_that_was_removed_whole_is_named(proven: Proven) -> None:
    for table in ("ledgerrow", "casematerial"):
        sql(f"DELETE FROM cases_{table} WHERE case_id = (SELECT id FROM cases_case WHERE case_no = %s)", proven.living)
    sql("DELETE FROM cases_case WHERE case_no = %s", proven.living)

    assert verify_ledger(actor=SYSTEM).broken == ()
    assert doubts(proven.folder) == [
        Doubt(1, f"{proven.living}/1", Difference.MISSING),
        Doubt(1, f"{proven.living}/2", Difference.MISSING),
        Doubt(2, f"{proven.living}/3", Difference.MISSING),
    ]


def test_a_row_that_was_put_among_the_proven_ones_is_named(proven: Proven) -> None:
    case_no = cases.make_case(proven.desk)
    sql(
        "UPDATE cases_ledgerrow SET transaction_id = (SELECT transaction_id FROM cases_ledgerrow WHERE case_no = %s"
        " AND seq = 1), id = -1 WHERE case_no = %s",
        proven.old, case_no,
    )  # fmt: skip

    assert doubts(proven.folder) == [Doubt(1, f"{case_no}/1", Difference.INSERTED)]


def test_rows_in_another_order_are_named(proven: Proven) -> None:
    sql(
        "UPDATE cases_ledgerrow SET transaction_id = transaction_id - 1, id = -1 WHERE case_no = %s AND seq = 2",
        proven.old,
    )

    assert {one.kind for one in doubts(proven.folder)} == {Difference.MOVED}
    assert f"{proven.old}/2" in {one.place for one in doubts(proven.folder)}


def test_a_proof_that_was_taken_away_is_told_and_written_again(proven: Proven) -> None:
    first = min(proven.folder.iterdir())
    text = first.read_bytes()
    first.unlink()

    assert Doubt(1, "", Damage.ABSENT) in doubts(proven.folder)
    assert write_proofs(proven.folder) == [first]
    assert first.read_bytes() == text
    assert doubts(proven.folder) == []


def test_a_proof_of_altered_rows_is_not_written_again(proven: Proven) -> None:
    min(proven.folder.iterdir()).unlink()
    sql("UPDATE cases_ledgerrow SET digest = %s WHERE case_no = %s AND seq = 1", "0" * 64, proven.old)

    assert write_proofs(proven.folder) == []
    assert Doubt(1, "", Damage.ABSENT) in doubts(proven.folder)


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("/1 ", "/9 ", {Damage.UNSIGNED, Damage.UNKNOWN, Damage.BROKEN_CHAIN, Difference.INSERTED, Difference.MISSING}),
        ("number 1\n", "number 3\n", {Damage.UNSIGNED, Damage.UNKNOWN, Damage.BROKEN_CHAIN}),
        ("yichuang ledger", "ledger", {Damage.UNREADABLE}),
        ("signed sm2 ", "signed sm3 ", {Damage.UNREADABLE}),
        (" by ", " by 0", {Damage.UNREADABLE}),
    ],
)
def test_a_changed_proof_is_told(proven: Proven, old: str, new: str, kinds: set[Damage | Difference]) -> None:
    first = min(proven.folder.iterdir())
    first.write_bytes(first.read_text(encoding="utf-8").replace(old, new, 1).encode())

    assert {one.kind for one in doubts(proven.folder)} == kinds


def test_a_database_of_yesterday_does_not_know_the_newest_proof(proven: Proven) -> None:
    sql("DELETE FROM cases_dayproof WHERE number = 2")
    sql("DELETE FROM cases_ledgerrow WHERE case_no = %s AND seq = 3", proven.living)

    assert doubts(proven.folder) == [Doubt(2, "", Damage.UNKNOWN), Doubt(2, f"{proven.living}/3", Difference.MISSING)]


def test_who_may_not_verify_is_refused(tmp_path: Path) -> None:
    desk = cases.make_desk()

    with pytest.raises(SignInRequiredError):
        verify_proofs(actor=ANONYMOUS, folder=tmp_path)
    with pytest.raises(RightMissingError):
        make_proofs(actor=desk.clerk)
