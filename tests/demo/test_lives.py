"""The demonstration centre stands, and each of its items can be led to a decision."""

import pytest

from yichuang.cases.models import Case
from yichuang.cases.rules import OPEN_STATES, State
from yichuang.cases.services import verify_ledger
from yichuang.catalogue.queries import list_items
from yichuang.config.demo import make_centre, make_history, walk
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.services import seed_national_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def centre() -> None:
    """The demonstration centre with its items, without cases."""
    seed_national_years(actor=SYSTEM, first=2024, last=2027)
    make_centre()


def _codes() -> list[str]:
    codes, cursor = [], None
    while True:
        page = list_items(cursor=cursor, size=100)
        codes += [row.code for row in page.rows]
        cursor = page.next_cursor
        if cursor is None:
            return codes


@pytest.mark.usefixtures("centre")
def test_every_item_of_the_centre_lives_a_whole_life() -> None:
    codes = _codes()

    states = {walk(code).state for code in codes}

    assert len(codes) >= 60
    assert states == {State.DELIVERED}
    assert verify_ledger(actor=SYSTEM).broken == ()


@pytest.mark.usefixtures("centre")
def test_the_centre_has_past_cases_and_live_ones_in_every_state() -> None:
    made = make_history()

    states = list(Case.objects.values_list("state", flat=True))
    live = [state for state in states if State(state) in OPEN_STATES]
    assert made == len(states) == 283
    assert len(live) == 52
    assert set(states) == {state.value for state in State} - {State.NOT_REQUIRED.value}
