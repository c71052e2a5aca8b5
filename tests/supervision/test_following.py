"""Signals follow the ledger and the day."""

from datetime import datetime, timedelta

import pytest

from tests.support.cases import do, make_case, make_desk
from yichuang.cases.rules import Act, State
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.supervision.models import CaseFact, Entry, MonthCount, Signal, Told
from yichuang.supervision.services import examine_cases, sweep, watch_days

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 9, tzinfo=clock.zone())


def found() -> set[tuple[str, str, str]]:
    """Rule, place and state of every signal."""
    return set(Signal.objects.values_list("rule", "place", "state"))


def test_a_case_that_is_late_goes_through_all_lights() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        number = make_case(desk, State.ACCEPTED)
        examine_cases([number])
    assert CaseFact.objects.get().accepted_on == MONDAY.date()
    assert found() == set()

    for days in range(60):
        with clock.simulated(MONDAY + timedelta(days=days)):
            watch_days(actor=SYSTEM)

    assert {(rule, place) for rule, place, _state in found()} == {
        ("time.step_overdue", "step:3"),
        ("time.remaining", "promised"),
        ("time.promised_passed", "promised"),
        ("time.statutory_passed", "statutory"),
    }
    assert Signal.objects.get(rule="time.remaining").case_no == number


def test_a_sweep_finds_what_was_followed_and_doubles_nothing() -> None:
    with clock.simulated(MONDAY):
        desk = make_desk()
        number = make_case(desk, State.IN_REVIEW)
    with clock.simulated(MONDAY + timedelta(days=90)):
        do(desk, Act.GRANT, number)
        first = sweep(actor=SYSTEM)
        again = sweep(actor=SYSTEM)

    assert first.findings == again.findings
    assert first.findings["time.promised_passed"] == 1
    assert (first.cases, again.cases, again.raised) == (1, 0, 0)
    assert Entry.objects.count() == 2 * Signal.objects.count() + 1
    assert Told.objects.filter(signal__rule="time.promised_passed").exists()
    assert MonthCount.objects.filter(decided=1).count() == 1
