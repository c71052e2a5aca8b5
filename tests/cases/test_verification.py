"""The proof of the ledger: whatever was done to the tables, the place is named."""

import pytest
from django.db import connection, transaction

from tests.support import cases, identity
from tests.support import organisations as bodies
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import State
from yichuang.cases.services import verification, verify_ledger
from yichuang.cases.services.verification import Breach, BreachKind
from yichuang.core.actor import ANONYMOUS, SYSTEM, RightMissingError, SignInRequiredError
from yichuang.core.rights import Role

pytestmark = pytest.mark.django_db
ALTERATIONS = [
    "act = 'grant'",
    "before = 'granted'",
    "after = 'granted'",
    "at = at - interval '1 microsecond'",
    "actor_kind = 'system'",
    "account_id = NULL",
    "actor_name = '另一人'",
    "post_id = NULL",
    "post_title = '另一岗'",
    "organisation_id = (SELECT min(id) FROM organisations_organisation WHERE id <> organisation_id)",
    "reason = '改过'",
    "law = '[]'",
    "details = details || '{\"is_provisional\": true}'",
    "key = 'x'",
    "case_no = '202601010000017'",
]


def sql(statement: str, *parameters: str | int) -> None:
    """What somebody with the owner's password could do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        assert cursor.rowcount > 0


def broken(case_no: str | None = None) -> list[tuple[int, str]]:
    """Places and kinds of what does not hold."""
    return [(one.seq, one.kind.value) for one in verify_ledger(actor=SYSTEM, case_no=case_no).broken]


def test_a_ledger_that_nobody_touched_holds() -> None:
    desk = cases.make_desk()
    for state in (State.ARCHIVED, State.REFUSED, State.CORRECTION_REQUESTED, State.SUBMITTED):
        cases.make_case(desk, state)

    report = verify_ledger(actor=SYSTEM)

    assert (report.cases, report.rows, report.broken) == (4, 8 + 3 + 3 + 1, ())


def test_an_empty_ledger_holds() -> None:
    report = verify_ledger(actor=SYSTEM)

    assert (report.cases, report.rows, report.broken) == (0, 0, ())


def test_an_altered_field_is_found_in_its_row() -> None:
    desk = cases.make_desk()
    bodies.make_organisation()
    case_no = cases.make_case(desk, State.IN_REVIEW)
    row = LedgerRow.objects.get(case_no=case_no, seq=3)

    for change in ALTERATIONS:
        with transaction.atomic():
            sql(f"UPDATE cases_ledgerrow SET {change} WHERE id = %s", row.pk)
            found = verify_ledger(actor=SYSTEM).broken
            transaction.set_rollback(True)
        assert found == (Breach(case_no, 3, BreachKind.ALTERED),), change


def test_the_table_of_alterations_covers_every_column_that_says_something() -> None:
    altered = {change.split(" = ")[0] for change in ALTERATIONS}
    columns = {field.attname for field in LedgerRow._meta.concrete_fields}

    chain = {"id", "case_id", "seq", "previous", "digest", "algorithm", "transaction_id"}
    assert columns - altered == chain


def test_an_altered_row_with_a_digest_made_to_fit_breaks_the_chain() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.IN_REVIEW)

    sql("UPDATE cases_ledgerrow SET digest = %s WHERE case_no = %s AND seq = 2", "f" * 64, case_no)

    assert broken() == [(2, "altered"), (3, "broken_chain")]


def test_a_deleted_row_is_a_gap() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.IN_REVIEW)

    sql("DELETE FROM cases_ledgerrow WHERE case_no = %s AND seq = 2", case_no)

    assert broken() == [(3, "gap")]


def test_a_deleted_first_row_is_a_gap() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)

    sql("DELETE FROM cases_ledgerrow WHERE case_no = %s AND seq = 1", case_no)

    assert broken() == [(2, "gap")]


def test_a_deleted_last_row_is_missed_by_the_reading() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.IN_REVIEW)

    sql("DELETE FROM cases_ledgerrow WHERE case_no = %s AND seq = 4", case_no)

    assert broken() == [(0, "head")]


def test_a_case_without_rows_is_named() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)

    sql("DELETE FROM cases_ledgerrow WHERE case_no = %s", case_no)

    report = verify_ledger(actor=SYSTEM)
    assert (report.cases, report.rows, report.broken) == (1, 0, (Breach(case_no, 0, BreachKind.EMPTY),))


def test_an_inserted_row_is_found() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)
    columns = ", ".join(
        field.attname for field in LedgerRow._meta.concrete_fields if field.attname not in {"id", "seq", "key"}
    )

    sql(
        f"INSERT INTO cases_ledgerrow ({columns}, seq, key) SELECT {columns}, 3, 'x' FROM cases_ledgerrow"
        " WHERE case_no = %s AND seq = 2",
        case_no,
    )

    assert broken() == [(3, "broken_chain"), (3, "altered")]


def test_swapped_rows_are_found() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.IN_REVIEW)

    for old, new in ((2, 99), (3, 2), (99, 3)):
        sql("UPDATE cases_ledgerrow SET seq = %s WHERE case_no = %s AND seq = %s", new, case_no, old)

    assert {kind for _seq, kind in broken()} == {"altered", "broken_chain"}
    assert {seq for seq, _kind in broken()} == {2, 3, 4}


def test_a_row_moved_to_another_case_is_found() -> None:
    desk = cases.make_desk()
    source, target = cases.make_case(desk, State.RECEIVED), cases.make_case(desk)

    sql(
        "UPDATE cases_ledgerrow SET case_id = (SELECT id FROM cases_case WHERE case_no = %s) WHERE case_no = %s AND seq = 2",
        target,
        source,
    )

    assert {one.case_no for one in verify_ledger(actor=SYSTEM).broken} == {source, target}


@pytest.mark.parametrize("change", ["state = 'accepted'", "seq = 9", "digest = repeat('0', 64)"])
def test_a_reading_that_does_not_show_its_last_row_is_found(change: str) -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.RECEIVED)

    sql(f"UPDATE cases_case SET {change} WHERE case_no = %s", case_no)

    assert verify_ledger(actor=SYSTEM).broken == (Breach(case_no, 0, BreachKind.HEAD),)


def test_one_case_can_be_verified_alone() -> None:
    desk = cases.make_desk()
    good, bad = cases.make_case(desk, State.RECEIVED), cases.make_case(desk, State.RECEIVED)
    sql("UPDATE cases_ledgerrow SET reason = 'x' WHERE case_no = %s AND seq = 1", bad)

    assert broken(good) == []
    assert broken(bad) == [(1, "altered")]
    assert verify_ledger(actor=SYSTEM, case_no=good).rows == 2


def test_a_row_names_the_transaction_that_wrote_it() -> None:
    desk = cases.make_desk()
    cases.make_case(desk, State.RECEIVED)

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        current = cursor.fetchone()[0]
    assert set(LedgerRow.objects.values_list("transaction_id", flat=True)) == {current}


def test_verifying_needs_its_right() -> None:
    desk = cases.make_desk()
    supervisor = identity.staff_actor(Role.SUPERVISOR, organisation_id=desk.organisation_id)

    assert verify_ledger(actor=supervisor).cases == Case.objects.count()
    with pytest.raises(RightMissingError):
        verify_ledger(actor=desk.official)
    with pytest.raises(SignInRequiredError):
        verify_ledger(actor=ANONYMOUS)


@pytest.mark.django_db(transaction=True)
def test_several_processes_find_what_one_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_SPAN", 1)
    desk = cases.make_desk()
    numbers = [cases.make_case(desk, State.RECEIVED) for _ in range(3)]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_ledgerrow SET reason = 'x' WHERE case_no = %s AND seq = 2", [numbers[1]])

    report = verify_ledger(actor=SYSTEM, hands=2)

    assert report == verify_ledger(actor=SYSTEM)
    assert (report.cases, report.rows, report.broken) == (3, 6, (Breach(numbers[1], 2, BreachKind.ALTERED),))
