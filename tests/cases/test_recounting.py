"""What a change of the calendar does to open cases."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.db import transaction

from tests.support import cases, identity
from tests.support import organisations as bodies
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.queries.days import calendar
from yichuang.cases.rules import Act, State
from yichuang.cases.services import cases_moved_by, defer_recount, recount_case, recount_cases, verify_ledger
from yichuang.core.actor import SYSTEM, RightMissingError
from yichuang.core.rights import Role
from yichuang.deadlines.rules import DayKind
from yichuang.deadlines.services import set_day
from yichuang.organisations.rules import NATIONAL, OrganisationKind

pytestmark = pytest.mark.django_db
MONDAY = "2026-08-31T10:00:00+08:00"
HOLIDAY = date(2026, 9, 3)


def _make_holiday() -> None:
    set_day(actor=SYSTEM, region_code=NATIONAL, day=HOLIDAY, kind=DayKind.HOLIDAY, name="纪念日", source="国务院通知")


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize(
    ("state", "before", "after"),
    [
        (State.SUBMITTED, date(2026, 9, 1), date(2026, 9, 1)),  # due before the new holiday
        (State.RECEIVED, date(2026, 9, 7), date(2026, 9, 8)),
        (State.CORRECTION_REQUESTED, date(2026, 9, 14), date(2026, 9, 14)),  # the day stands on the notice
        (State.ACCEPTED, date(2026, 9, 14), date(2026, 9, 15)),
        (State.IN_REVIEW, date(2026, 9, 14), date(2026, 9, 15)),
        (State.GRANTED, date(2026, 9, 14), date(2026, 9, 15)),
    ],
)
def test_a_new_holiday_moves_the_due_dates_that_run_over_it(state: State, before: date, after: date) -> None:
    case_no = cases.make_case(cases.make_desk(), state)
    assert Case.objects.get(case_no=case_no).next_due_on == before

    _make_holiday()
    moved = recount_cases(actor=SYSTEM)

    assert Case.objects.get(case_no=case_no).next_due_on == after
    assert moved == (before != after)


@time_machine.travel(MONDAY, tick=False)
def test_both_limits_of_the_decision_move_and_the_ledger_says_from_when_to_when() -> None:
    case_no = cases.make_case(cases.make_desk(), State.ACCEPTED)
    _make_holiday()

    recount_case(actor=SYSTEM, case_no=case_no)

    row = LedgerRow.objects.get(case_no=case_no, act=Act.RECOUNT.value)
    assert (row.before, row.after) == ("accepted", "accepted")
    assert row.details["before"]["next"] == "2026-09-14"
    assert row.details["after"]["next"] == "2026-09-15"
    assert row.details["after"]["statutory"] > row.details["before"]["statutory"]
    assert verify_ledger(actor=SYSTEM).broken == ()


@time_machine.travel(MONDAY, tick=False)
def test_counting_again_moves_nothing_more() -> None:
    case_no = cases.make_case(cases.make_desk(), State.RECEIVED)
    _make_holiday()

    numbers = [recount_cases(actor=SYSTEM) for _ in range(2)]

    assert numbers == [1, 0]
    assert recount_case(actor=SYSTEM, case_no=case_no) is None


def test_two_changes_before_the_job_has_run_have_one_job(run_jobs: Callable[..., list[str]]) -> None:
    cases.make_desk()

    with transaction.atomic():
        defer_recount()
        defer_recount()
        assert Case.objects.count() == 0  # the transaction is sound

    assert run_jobs() == ["yichuang.cases.jobs.recount"]


@time_machine.travel(MONDAY, tick=False)
def test_only_who_keeps_calendars_sees_what_would_move() -> None:
    desk = cases.make_desk()
    cases.make_case(desk, State.RECEIVED)
    _make_holiday()

    with pytest.raises(RightMissingError):
        cases_moved_by(desk.clerk, calendar())
    centre = bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY)
    manager = identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=centre)
    moves = cases_moved_by(manager, calendar())
    assert (moves.number, [one.after.next_on for one in moves.shown]) == (1, [date(2026, 9, 8)])
    assert cases_moved_by(manager, calendar(), most=0).number == 1
