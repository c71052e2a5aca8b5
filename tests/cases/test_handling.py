"""Handing cases over, taking them, giving them back; many at once; the act in the ledger."""

from dataclasses import replace

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries

from tests.support import cases, identity
from tests.support import organisations as bodies
from tests.support.acts import case, last_row, traces
from yichuang.cases import queries, services
from yichuang.cases.errors import (
    ActNotAllowedError,
    CaseFreeError,
    CaseNotFoundError,
    CaseTakenError,
    HandlerUnchangedError,
    HandlerUnfitError,
    KeyReusedError,
    TakingReasonMissingError,
    TooManyCasesError,
)
from yichuang.cases.rules import CLOSED_STATES, OPEN_STATES, Act, State
from yichuang.core.actor import SYSTEM, Actor, RightMissingError
from yichuang.core.rights import Right, Role
from yichuang.identity.services import set_active
from yichuang.organisations.rules import OrganisationKind

pytestmark = pytest.mark.django_db


def colleague(desk: cases.Desk, *roles: Role, name: str = "窗口戊") -> Actor:
    return identity.staff_actor(*(roles or (Role.WINDOW_CLERK,)), organisation_id=desk.organisation_id, name=name)


def handler_of(case_no: str) -> int | None:
    return case(case_no).handler_id


@pytest.mark.parametrize("state", OPEN_STATES)
def test_an_open_case_is_handed_over_and_its_state_stays(state: State) -> None:
    desk = cases.make_desk()
    case_no, other = cases.make_case(desk, state), colleague(desk)
    before = case(case_no)

    done = services.hand_over_case(
        actor=desk.clerk, case_no=case_no, to_account_id=other.account_id, reason=" 休假 ", key="k"
    )

    row, after = last_row(case_no), case(case_no)
    assert (done.act, done.state, row.reason, row.post_title) == (Act.HAND_OVER, state, "休假", "Window clerk")
    assert (row.details["to"], row.details["to_name"]) == (other.account_id, "窗口戊")
    assert row.details["from"] == before.handler_id
    assert (after.handler_id, after.state, after.next_due_on) == (other.account_id, before.state, before.next_due_on)
    assert services.verify_ledger(actor=SYSTEM).broken == ()


@pytest.mark.parametrize("state", CLOSED_STATES)
def test_a_closed_case_is_in_nobodys_hands(state: State) -> None:
    desk = cases.make_desk()
    case_no, before = cases.make_case(desk, state), traces()

    with pytest.raises(ActNotAllowedError):
        services.hand_over_case(actor=desk.clerk, case_no=case_no, to_account_id=desk.clerk.account_id)
    assert (handler_of(case_no), len(before.readings)) == (None, 1)


def test_each_act_leaves_the_case_with_whoever_goes_on() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)
    hands = [handler_of(case_no)]
    for act in (Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT, Act.ISSUE, Act.DELIVER, Act.ARCHIVE):
        cases.do(desk, act, case_no)
        hands.append(handler_of(case_no))

    clerk, official = desk.clerk.account_id, desk.official.account_id
    assert hands == [clerk, clerk, None, None, official, None, None, None]


def test_corrections_come_back_to_whoever_asked_for_them() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.CORRECTION_REQUESTED)

    cases.do(desk, Act.CORRECT, case_no, actor=desk.applicant)

    assert handler_of(case_no) == desk.clerk.account_id


def test_a_free_case_is_taken_and_given_back() -> None:
    desk = cases.make_desk()
    case_no, reviewer = cases.make_case(desk, State.ACCEPTED), desk.reviewer

    taken = services.take_case(actor=reviewer, case_no=case_no, key="take")
    mine = queries.get_case_view(reviewer, case_no).handling
    services.hand_over_case(actor=reviewer, case_no=case_no, to_account_id=None)

    assert (taken.state, mine.handler_name, mine.is_mine, mine.may_take) == (State.ACCEPTED, "审查乙", True, False)
    free = queries.get_case_view(reviewer, case_no).handling
    assert (free.handler_id, free.may_take, free.may_give_back) == (None, True, False)
    assert last_row(case_no).details == {
        "from": reviewer.account_id, "from_name": "审查乙", "to": None, "to_name": "",
    }  # fmt: skip


def test_whoever_does_the_next_act_takes_a_free_case_without_the_right_to_hand_over() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)
    post = replace(desk.reviewer.posts[0], rights=frozenset({Right.VIEW_CASES, Right.REVIEW}))
    plain = replace(desk.reviewer, posts=(post,))

    services.take_case(actor=plain, case_no=case_no)

    assert handler_of(case_no) == plain.account_id
    with pytest.raises(RightMissingError) as refusal:
        services.hand_over_case(actor=plain, case_no=case_no, to_account_id=desk.clerk.account_id)
    assert refusal.value.details == {"right": Right.HAND_OVER}


def test_whoever_only_sees_cases_takes_none() -> None:
    desk = cases.make_desk()
    case_no, before = cases.make_case(desk, State.ACCEPTED), traces()

    with pytest.raises(RightMissingError):
        services.take_case(actor=desk.records, case_no=case_no)
    assert traces() == before
    handling = queries.get_case_view(desk.records, case_no).handling
    assert (handling.may_take, handling.may_hand_over) == (False, False)


def test_a_case_in_other_hands_is_not_taken_but_taken_away_with_a_reason() -> None:
    desk = cases.make_desk()
    case_no, other = cases.make_case(desk, State.RECEIVED), colleague(desk)

    with pytest.raises(CaseTakenError) as refusal:
        services.take_case(actor=other, case_no=case_no)
    with pytest.raises(TakingReasonMissingError):
        services.hand_over_case(actor=other, case_no=case_no, to_account_id=other.account_id, reason=" ")
    services.hand_over_case(actor=other, case_no=case_no, to_account_id=other.account_id, reason="同事请假")

    assert refusal.value.details == {"name": "窗口甲"}
    assert handler_of(case_no) == other.account_id
    assert last_row(case_no).details["from_name"] == "窗口甲"


def test_a_case_that_is_there_already_is_not_moved() -> None:
    desk = cases.make_desk()
    case_no = cases.make_case(desk)

    with pytest.raises(HandlerUnchangedError):
        services.take_case(actor=desk.clerk, case_no=case_no)
    services.hand_over_case(actor=desk.clerk, case_no=case_no, to_account_id=None)
    with pytest.raises(CaseFreeError):
        services.hand_over_case(actor=desk.clerk, case_no=case_no, to_account_id=None)


def test_a_case_goes_only_to_active_staff_who_may_see_it() -> None:
    desk = cases.make_desk()
    case_no, gone = cases.make_case(desk), colleague(desk)
    assert gone.account_id is not None
    set_active(actor=SYSTEM, account_id=gone.account_id, is_active=False, reason="离职")
    elsewhere = identity.staff_actor(Role.WINDOW_CLERK, organisation_id=bodies.make_organisation())
    blind = colleague(desk, Role.CATALOGUE_EDITOR)
    before = traces()

    for unfit in (gone.account_id, elsewhere.account_id, blind.account_id, desk.applicant.account_id, 999_999):
        with pytest.raises(HandlerUnfitError):
            services.hand_over_case(actor=desk.clerk, case_no=case_no, to_account_id=unfit)
    assert traces() == before
    with pytest.raises(HandlerUnfitError):
        services.take_case(actor=SYSTEM, case_no=case_no)


def test_the_same_key_gives_the_first_answer_whatever_happened_since() -> None:
    desk = cases.make_desk()
    case_no, other = cases.make_case(desk, State.ACCEPTED), colleague(desk)

    first = services.take_case(actor=desk.reviewer, case_no=case_no, key="one")
    services.hand_over_case(actor=desk.reviewer, case_no=case_no, to_account_id=other.account_id, key="two")
    again = services.take_case(actor=desk.reviewer, case_no=case_no, key="one")

    assert (again.is_repeat, again.seq, again.digest) == (True, first.seq, first.digest)
    assert handler_of(case_no) == other.account_id
    with pytest.raises(KeyReusedError):
        cases.do(desk, Act.REVIEW, case_no, key="two")


def test_strangers_do_not_learn_of_a_case_by_taking_it() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    case_no = cases.make_case(desk)

    with pytest.raises(CaseNotFoundError):
        services.take_case(actor=other.clerk, case_no=case_no)


def test_colleagues_are_those_who_may_see_the_cases_today() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    centre = identity.staff_actor(
        Role.CENTRE_MANAGER,
        organisation_id=bodies.make_organisation(kind=OrganisationKind.CENTRE_AUTHORITY),
        name="中心己",
    )
    colleague(desk, Role.CATALOGUE_EDITOR, name="目录庚")

    found = queries.list_colleagues(desk.clerk, desk.organisation_id)

    assert {one.name for one in found} == {"审查乙", "批准丙", "局长戊", "档案丁", "中心己"}
    assert found[-1] == queries.Colleague(centre.account_id or 0, "中心己", "Centre manager", is_own=False)
    with pytest.raises(RightMissingError):
        queries.list_colleagues(other.clerk, desk.organisation_id)


def test_of_many_cases_each_has_its_own_result() -> None:
    desk, other = cases.make_desk(), cases.make_desk(task_code="B2")
    new, done, hidden = cases.make_case(desk), cases.make_case(desk, State.RECEIVED), cases.make_case(other)

    results = services.do_each(
        [new, done, hidden, "123", new], lambda one: services.receive_case(actor=desk.clerk, case_no=one, key=f"r{one}")
    )

    assert [one.item for one in results] == [new, done, hidden, "123"]
    assert [one.done.state if one.done else None for one in results] == [State.RECEIVED, None, None, None]
    assert [one.error.code if one.error else "" for one in results] == [
        "", "cases.act_not_allowed", "cases.not_found", "cases.case_no_mistyped",
    ]  # fmt: skip


def test_more_than_a_hundred_at_once_are_not_begun() -> None:
    tried: list[str] = []

    with pytest.raises(TooManyCasesError):
        services.do_each([str(number) for number in range(101)], tried.append)
    assert tried == []
    assert len(services.do_each(["1"] * 500, tried.append)) == 1


def test_taking_a_case_takes_few_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    """Savepoints of the test's own transaction counted: lock, row with reading."""
    desk = cases.make_desk()
    case_no = cases.make_case(desk, State.ACCEPTED)

    with django_assert_num_queries(4):
        services.take_case(actor=desk.reviewer, case_no=case_no)
    assert connection.in_atomic_block
