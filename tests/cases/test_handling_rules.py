"""Who has a case in hand, by the rule alone."""

from collections.abc import Callable

import pytest

from yichuang.cases.rules import OPEN_STATES, Act, DueKind, State, due_kind, handler_after, next_act, state_after
from yichuang.cases.rules.transitions import possible_acts
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import ActorKind
from yichuang.core.rights import ROLE_RIGHTS, Right, Role

CLERK, REVIEWER, OFFICIAL = Role.WINDOW_CLERK, Role.REVIEWER, Role.APPROVING_OFFICIAL
ME, COLLEAGUE = 7, 8
INSTANT, PROMISED = CaseType.INSTANT, CaseType.PROMISED


def rights_of(role: Role) -> Callable[[Right], bool]:
    return lambda right: right in ROLE_RIGHTS[role]


@pytest.mark.parametrize(
    ("after", "case_type", "role", "handler_id"),
    [
        (State.SUBMITTED, PROMISED, CLERK, ME),
        (State.RECEIVED, PROMISED, CLERK, ME),
        (State.CORRECTION_REQUESTED, PROMISED, CLERK, ME),
        (State.ACCEPTED, PROMISED, CLERK, None),
        (State.ACCEPTED, INSTANT, CLERK, ME),
        (State.ACCEPTED, PROMISED, REVIEWER, ME),
        (State.IN_REVIEW, PROMISED, REVIEWER, None),
        (State.IN_REVIEW, PROMISED, OFFICIAL, ME),
        (State.GRANTED, PROMISED, OFFICIAL, ME),
        (State.DENIED, PROMISED, OFFICIAL, None),
        (State.ISSUED, PROMISED, OFFICIAL, None),
        (State.ISSUED, PROMISED, CLERK, ME),
        (State.DELIVERED, PROMISED, CLERK, None),
        (State.DELIVERED, PROMISED, Role.RECORDS_CLERK, ME),
        (State.REFUSED, PROMISED, CLERK, None),
        (State.ARCHIVED, PROMISED, Role.RECORDS_CLERK, None),
    ],
)
def test_who_acted_keeps_the_case_if_the_next_act_is_his(
    after: State, case_type: CaseType, role: Role, handler_id: int | None
) -> None:
    given = handler_after(
        after, case_type, handler_id=COLLEAGUE, kind=ActorKind.STAFF, account_id=ME, may=rights_of(role)
    )

    assert given == handler_id


@pytest.mark.parametrize(
    ("kind", "handler_id"),
    [(ActorKind.APPLICANT, COLLEAGUE), (ActorKind.SYSTEM, None), (ActorKind.CLIENT, None)],
)
def test_only_staff_take_a_case_by_acting(kind: ActorKind, handler_id: int | None) -> None:
    given = handler_after(
        State.RECEIVED, PROMISED, handler_id=COLLEAGUE, kind=kind, account_id=ME, may=lambda _right: True
    )

    assert given == handler_id


@pytest.mark.parametrize("case_type", CaseType)
@pytest.mark.parametrize("state", State)
def test_the_next_act_is_one_that_the_table_allows(state: State, case_type: CaseType) -> None:
    expected = next_act(state, case_type)

    if state is State.ARCHIVED:
        assert expected is None
    else:
        assert expected in possible_acts(state, case_type)


def test_an_instant_case_is_decided_next() -> None:
    assert next_act(State.ACCEPTED, INSTANT) is Act.GRANT
    assert next_act(State.ACCEPTED, PROMISED) is Act.REVIEW


@pytest.mark.parametrize("state", OPEN_STATES)
def test_handing_over_keeps_the_state_of_an_open_case(state: State) -> None:
    assert state_after(state, Act.HAND_OVER, PROMISED) is state


def test_what_a_due_date_is_for() -> None:
    assert due_kind(State.SUBMITTED, is_promised=False) is DueKind.RECEIPT
    assert due_kind(State.IN_REVIEW, is_promised=True) is DueKind.PROMISED
    assert due_kind(State.ACCEPTED, is_promised=False) is DueKind.STATUTORY
    assert due_kind(State.ISSUED, is_promised=True) is DueKind.DELIVERY
    assert due_kind(State.DELIVERED, is_promised=True) is None
    assert all(due_kind(state, is_promised=True) for state in OPEN_STATES)
