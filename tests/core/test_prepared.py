"""Statements that are asked to be prepared are prepared, and no others."""

import pytest
from django.db import connection

from yichuang.core.prepared import as_array, run_prepared

pytestmark = pytest.mark.django_db

STATEMENT = "SELECT %(number)s::int + 1 AS prepared_here"


def test_the_server_keeps_the_plan_of_a_prepared_statement() -> None:
    assert run_prepared(STATEMENT, {"number": 1}) == [(2,)]
    assert run_prepared(STATEMENT, {"number": 41}) == [(42,)]

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%prepared_here%%'")
        assert cursor.fetchone() == (1,)


def test_an_ordinary_statement_is_not_prepared_however_often_it_comes() -> None:
    with connection.cursor() as cursor:
        for number in range(20):
            cursor.execute("SELECT %s::int AS ordinary_here", [number])
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%ordinary_here%%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize("numbers", [[], [7], [3, 1, 2]])
def test_many_numbers_arrive_as_they_were(numbers: list[int]) -> None:
    assert run_prepared("SELECT %(ids)s::bigint[]", {"ids": as_array(numbers)}) == [(numbers,)]


def test_digests_arrive_as_they_were() -> None:
    digests = ["0" * 64, "9f" * 32]

    assert run_prepared("SELECT %(all)s::text[]", {"all": as_array(digests)}) == [(digests,)]
