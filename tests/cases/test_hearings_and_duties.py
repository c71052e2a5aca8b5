"""Hearings that are asked for, held or not held; who may do what; and what a procedure does to the next day. Law: ALL 32, 34, 45-48."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support import cases, identity
from tests.support.acts import at, case, last_row, refuses
from tests.support.cases import Desk, do, make_case, make_desk
from tests.support.catalogue import make_content
from yichuang.cases import queries, services
from yichuang.cases.models import LedgerRow
from yichuang.cases.rules import Act, DutyCode, State
from yichuang.cases.services import HearingPlan
from yichuang.catalogue.rules import Handling
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Procedure
from yichuang.documents.models import Paper
from yichuang.organisations.queries import get_organisation

pytestmark = pytest.mark.django_db


def hold(desk: Desk, number: str, *, in_days: int = 8, expected_in: int = 10) -> services.ActDone:
    plan = HearingPlan(clock.now() + timedelta(days=in_days), "听证室", desk.head.account_id or 0, "拟不予许可")
    return services.begin_procedure(
        actor=desk.official,
        case_no=number,
        procedure=Procedure.HEARING,
        reason="申请人要求听证",
        expected_on=cases.soon(expected_in),
        hearing=plan,
    )


def duty(number: str) -> tuple[DutyCode, str]:
    found = queries.get_case_view(SYSTEM, number).duty
    return found.code, str(found.due_on)


def test_a_hearing_asked_for_is_the_next_duty_and_is_held_within_twenty_working_days() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.IN_REVIEW)
        do(desk, Act.TELL_HEARING, number)
        assert duty(number) == (DutyCode.AWAIT_HEARING, "2026-03-09")
    with at("2026-03-03T10:00"):
        do(desk, Act.ASK_HEARING, number)
        assert duty(number) == (DutyCode.HOLD_HEARING, "2026-03-31")
        assert last_row(number).details["hold_by"] == "2026-03-31"
        hold(desk, number)
        assert duty(number) == (DutyCode.END_PROCEDURE, "2026-03-13")
    with at("2026-03-11T10:00"):
        do(desk, Act.RESUME, number)
        assert (case(number).hearing, duty(number)[0]) == ("held", DutyCode.DECIDE)


def test_a_hearing_nobody_asked_for_is_waited_for_no_longer() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        number = make_case(desk, State.IN_REVIEW)
        do(desk, Act.TELL_HEARING, number)
    with at("2026-03-10T10:00"):
        assert duty(number)[0] is DutyCode.DECIDE
        assert do(desk, Act.GRANT, number).state is State.GRANTED


def test_a_hearing_ended_before_its_hour_was_not_held_and_is_still_awaited() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)
    do(desk, Act.TELL_HEARING, number)
    do(desk, Act.ASK_HEARING, number)
    hold(desk, number)
    do(desk, Act.RESUME, number)

    assert (case(number).hearing, last_row(number).details["is_held"]) == ("asked", False)
    assert not Paper.objects.filter(subject=number, kind="hearing_record").exists()
    refuses(lambda: do(desk, Act.GRANT, number), "cases.hearing_open")
    assert hold(desk, number).state is State.SPECIAL


def test_a_procedure_does_not_end_before_its_hearing_nor_after_a_year() -> None:
    desk = make_desk()
    number = make_case(desk, State.IN_REVIEW)

    refuses(lambda: hold(desk, number, in_days=12), "cases.hearing_after_end", held_on=cases.soon(12))
    refuses(lambda: hold(desk, number, expected_in=367), "cases.expected_day", latest=cases.soon(366))
    assert hold(desk, number, expected_in=366).state is State.SPECIAL


@pytest.mark.parametrize("away", [Act.STOP, Act.SEND_UP])
def test_whoever_was_told_may_ask_while_something_else_goes_on(away: Act) -> None:
    desk = make_desk(
        make_content(handling=Handling(upper_body="示例省市场监督管理局")) if away is Act.SEND_UP else None
    )
    number = make_case(desk, State.IN_REVIEW)
    do(desk, Act.TELL_HEARING, number)
    do(desk, away, number)

    assert Act.ASK_HEARING in queries.get_case_view(SYSTEM, number).possible
    do(desk, Act.ASK_HEARING, number)
    do(desk, Act.BRING_BACK if away is Act.SEND_UP else Act.RESUME, number)
    refuses(lambda: do(desk, Act.GRANT, number), "cases.hearing_open")


def test_only_who_works_for_the_deciding_body_goes_there_or_takes_the_chair() -> None:
    desk, other = make_desk(), make_desk(task_code="B1")
    number = make_case(desk, State.IN_REVIEW)
    people = [other.reviewer.account_id or 0, other.head.account_id or 0]

    refuses(
        lambda: services.begin_procedure(
            actor=desk.official,
            case_no=number,
            procedure=Procedure.SITE_VISIT,
            reason="核查场所",
            expected_on=cases.soon(),
            people=people,
        ),
        "cases.handler_unfit",
    )


def visit(desk: Desk, number: str, expected_in: int) -> str:
    """The next day while a visit on site goes on, which stops no clock."""
    people = [desk.official.account_id or 0, desk.head.account_id or 0]
    services.begin_procedure(
        actor=desk.official,
        case_no=number,
        procedure=Procedure.SITE_VISIT,
        reason="核查场所",
        expected_on=cases.soon(expected_in),
        people=people,
    )
    return str(case(number).next_due_on)


def test_what_stops_no_clock_does_not_hide_that_the_decision_is_due() -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        soon, late = make_case(desk, State.IN_REVIEW), make_case(desk, State.IN_REVIEW)

        assert visit(desk, soon, 3) == "2026-03-05"
        assert visit(desk, late, 90) == str(case(late).promised_due_on) == "2026-03-16"
        assert last_row(late).law == ["ALL 34"]
        do(desk, Act.EXTEND, late)
        assert str(case(late).next_due_on) == "2026-03-30"


def test_where_duties_are_kept_apart_the_reviewer_does_not_decide() -> None:
    desk = make_desk(make_content(handling=Handling(are_duties_apart=True)))
    both = identity.staff_actor(
        Role.REVIEWER, Role.APPROVING_OFFICIAL, organisation_id=desk.organisation_id, name="双庚"
    )
    number = make_case(desk, State.ACCEPTED)
    do(desk, Act.REVIEW, number, actor=both)

    refuses(lambda: do(desk, Act.GRANT, number, actor=both), "cases.duties_apart")
    assert do(desk, Act.GRANT, number).state is State.GRANTED


@pytest.mark.parametrize("act", [Act.REFUSE, Act.NOT_REQUIRED])
def test_what_counts_as_accepted_is_not_refused_any_more(act: Act) -> None:
    with at("2026-03-02T10:00"):
        desk = make_desk()
        in_time, late = make_case(desk, State.RECEIVED), make_case(desk, State.RECEIVED)

    with at("2026-03-09T17:00"):
        do(desk, act, in_time)
    with at("2026-03-10T09:00"):
        assert act not in queries.get_case_view(SYSTEM, late).possible
        refuses(lambda: do(desk, act, late), "cases.notice_too_late")


def test_the_right_body_is_another_one() -> None:
    desk = make_desk()
    number = make_case(desk)
    name = get_organisation(desk.organisation_id).name

    refuses(
        lambda: services.refuse_case(actor=desk.clerk, case_no=number, reason="不属于职权", proper_body=name),
        "cases.own_body",
        body=name,
    )


REPEATED: list[tuple[State, Act, Act]] = [
    (State.IN_REVIEW, Act.STOP, Act.RESUME),
    (State.IN_REVIEW, Act.RECUSE, Act.EXTEND),
]


@pytest.mark.parametrize(("state", "act", "then"), REPEATED)
def test_a_request_that_comes_again_late_gets_its_first_answer(state: State, act: Act, then: Act) -> None:
    desk = make_desk()
    number = make_case(desk, state)
    first = do(desk, act, number, "key-1")
    do(desk, then, number)
    rows = LedgerRow.objects.count()

    again: Any = do(desk, act, number, "key-1")
    assert (again.seq, again.is_repeat, LedgerRow.objects.count()) == (first.seq, True, rows)
