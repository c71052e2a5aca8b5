"""The life of a case through the services."""

import pytest

from tests.support import cases
from yichuang.cases import queries, services
from yichuang.cases.rules import State
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_case_goes_from_submission_to_the_archive() -> None:
    desk = cases.make_desk()

    case_no = cases.make_case(desk, State.ARCHIVED)

    rows = queries.list_ledger(desk.clerk, case_no)
    assert [row.act.value for row in rows] == [
        "submit", "receive", "accept", "review", "grant", "issue", "deliver", "archive",
    ]  # fmt: skip
    assert [row.seq for row in rows] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert services.verify_ledger(actor=SYSTEM).broken == ()
