"""The table of transitions, every pair of state and act."""

import pytest

from yichuang.cases.errors import ActNotAllowedError
from yichuang.cases.rules import (
    INSTANT_TRANSITIONS,
    KEEPING_ACTS,
    LAW_OF,
    OPEN_STATES,
    RIGHT_OF,
    TRANSITIONS,
    Act,
    State,
    possible_acts,
    state_after,
)
from yichuang.cases.rules.states import right_for
from yichuang.catalogue.rules import CaseType
from yichuang.core.rights import Right

STATES: tuple[State | None, ...] = (None, *State)
ALLOWED = {
    None: {"submit"},
    State.SUBMITTED: {"receive", "refuse"},
    State.RECEIVED: {"request_correction", "accept", "refuse"},
    State.CORRECTION_REQUESTED: {"correct"},
    State.ACCEPTED: {"review"},
    State.IN_REVIEW: {"review", "grant", "deny"},
    State.GRANTED: {"issue", "deliver"},
    State.DENIED: {"deliver"},
    State.ISSUED: {"deliver"},
    State.DELIVERED: {"archive"},
    State.REFUSED: {"archive"},
    State.ARCHIVED: set(),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", Act)
def test_every_pair_of_state_and_act_is_allowed_or_refused(state: State | None, act: Act) -> None:
    if act.value in ALLOWED[state]:
        assert state_after(state, act, CaseType.PROMISED) is TRANSITIONS[state, act]
        return
    if act in KEEPING_ACTS and state in OPEN_STATES:
        assert state_after(state, act, CaseType.PROMISED) is state
        return

    with pytest.raises(ActNotAllowedError) as refusal:
        state_after(state, act, CaseType.PROMISED)
    assert refusal.value.details["act"] is act
    assert refusal.value.details["possible"] == (possible_acts(state, CaseType.PROMISED) or "-")


def test_an_instant_case_may_be_decided_as_soon_as_it_is_accepted() -> None:
    assert set(INSTANT_TRANSITIONS) == {(State.ACCEPTED, Act.GRANT), (State.ACCEPTED, Act.DENY)}
    assert state_after(State.ACCEPTED, Act.GRANT, CaseType.INSTANT) is State.GRANTED
    assert Act.GRANT not in possible_acts(State.ACCEPTED, CaseType.PROMISED)


def test_every_act_has_its_right_and_its_law() -> None:
    assert set(RIGHT_OF) == set(LAW_OF) == set(Act)
    assert right_for(Act.GRANT, CaseType.INSTANT) is Right.DECIDE_INSTANT
    assert right_for(Act.GRANT, CaseType.PROMISED) is Right.DECIDE


def test_every_state_can_be_reached_and_only_the_archive_is_final() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    assert {state for state in State if not possible_acts(state, CaseType.PROMISED)} == {State.ARCHIVED}
