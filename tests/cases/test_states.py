"""The table of transitions, every pair of state and act."""

import pytest

from yichuang.cases.errors import ActNotAllowedError, StandingError
from yichuang.cases.rules import (
    CLOSED_STATES,
    INSTANT_TRANSITIONS,
    KEEPING_ACTS,
    KEPT,
    LAW_OF,
    OPEN_STATES,
    RIGHT_OF,
    STANDINGS,
    TRANSITIONS,
    Act,
    Standing,
    State,
    possible_acts,
    standing_after,
    state_after,
)
from yichuang.cases.rules.transitions import right_for
from yichuang.catalogue.rules import CaseType
from yichuang.core.rights import Right

STATES: tuple[State | None, ...] = (None, *State)
ENDING = {"withdraw", "terminate", "recuse"}
DECIDING = {"supply", "lapse", "deem_renewed", "hand_over", "recount"}
GRANTED = {"verify", "amend", "renew", "revoke", "recall", "cancel"}
KEPT_OPEN = {"hand_over", "recount"}
ALLOWED: dict[State | None, set[str]] = {
    None: {"submit"},
    State.SUBMITTED: {"receive", "fix", "refuse", "not_required", "deem_accepted", "deem_renewed", *ENDING, *KEPT_OPEN},
    State.RECEIVED: {
        "request_correction", "fix", "accept", "refuse", "not_required", "deem_accepted", "commit", "deem_renewed", *ENDING, *KEPT_OPEN,
    },
    State.CORRECTION_REQUESTED: {"correct", "lapse", *ENDING, *KEPT_OPEN},
    State.ACCEPTED: {"review", "stop", "extend", *ENDING, *DECIDING},
    State.IN_REVIEW: {
        "review", "grant", "deny", "stop", "extend", "tell_hearing", "ask_hearing", "send_up", *ENDING, *DECIDING,
    },
    State.SPECIAL: {"resume", "extend", "ask_hearing", *ENDING, *DECIDING},
    State.SENT_UP: {"bring_back", "acknowledge", "ask_hearing", *ENDING, *DECIDING},
    State.GRANTED: {"issue", "deliver", "verify", "revoke", *KEPT_OPEN},
    State.DENIED: {"deliver", *KEPT_OPEN},
    State.ISSUED: {"deliver", "verify", "revoke", *KEPT_OPEN},
    State.DELIVERED: {"archive", *GRANTED},
    **{
        state: {"archive"}
        for state in (State.REFUSED, State.NOT_REQUIRED, State.WITHDRAWN, State.TERMINATED, State.LAPSED)
    },
    State.ARCHIVED: GRANTED,
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", Act)
def test_every_pair_of_state_and_act_is_allowed_or_refused(state: State | None, act: Act) -> None:
    if act.value in ALLOWED[state]:
        assert state_after(state, act, CaseType.PROMISED) is TRANSITIONS[state, act]
        return

    with pytest.raises(ActNotAllowedError) as refusal:
        state_after(state, act, CaseType.PROMISED)
    assert refusal.value.details["act"] is act
    assert refusal.value.details["possible"] == (possible_acts(state, CaseType.PROMISED) or "-")


@pytest.mark.parametrize("act", sorted(KEEPING_ACTS))
def test_an_act_that_keeps_the_state_keeps_it_wherever_it_is_possible(act: Act) -> None:
    assert {before for (before, one), after in TRANSITIONS.items() if one is act and before is after} == set(KEPT[act])
    assert not [before for (before, one), after in TRANSITIONS.items() if one is act and before is not after]


STANDING_ALLOWED = {
    Standing.NONE: {"grant": "valid", "commit": "valid", "deem_renewed": "valid"},
    Standing.VALID: {
        "amend": "valid", "renew": "valid", "revoke": "revoked", "recall": "recalled", "cancel": "cancelled",
    },
    Standing.REVOKED: {"cancel": "cancelled"},
    Standing.RECALLED: {"cancel": "cancelled"},
    Standing.CANCELLED: {},
}  # fmt: skip


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("act", Act)
def test_every_pair_of_standing_and_act_is_allowed_or_refused(standing: Standing, act: Act) -> None:
    if act.value in STANDING_ALLOWED[standing]:
        assert standing_after(standing, act) == STANDING_ALLOWED[standing][act.value]
    elif any(act is moving for _standing, moving in STANDINGS):
        with pytest.raises(StandingError) as refusal:
            standing_after(standing, act)
        assert refusal.value.details == {"act": act, "standing": standing}
    else:
        assert standing_after(standing, act) is standing


def test_an_instant_case_may_be_decided_as_soon_as_it_is_accepted() -> None:
    assert set(INSTANT_TRANSITIONS) == {(State.ACCEPTED, Act.GRANT), (State.ACCEPTED, Act.DENY)}
    assert state_after(State.ACCEPTED, Act.GRANT, CaseType.INSTANT) is State.GRANTED
    assert Act.GRANT not in possible_acts(State.ACCEPTED, CaseType.PROMISED)


def test_every_act_has_its_right_and_its_law() -> None:
    assert set(RIGHT_OF) == set(LAW_OF) == set(Act)
    assert right_for(Act.GRANT, CaseType.INSTANT) is Right.DECIDE_INSTANT
    assert right_for(Act.GRANT, CaseType.PROMISED) is Right.DECIDE


def test_every_state_can_be_reached_and_only_from_the_archive_nothing_leads_on() -> None:
    assert set(TRANSITIONS.values()) == set(State)
    ends = {
        state
        for state in State
        if all(after is state for (before, _act), after in TRANSITIONS.items() if before is state)
    }
    assert ends == {State.ARCHIVED}
    assert set(OPEN_STATES) | set(CLOSED_STATES) == set(State)
    assert not set(OPEN_STATES) & set(CLOSED_STATES)
