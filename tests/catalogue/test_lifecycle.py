"""The life of a version: every pair of state and act, allowed or not."""

import pytest

from yichuang.catalogue.errors import ActNotPossibleError
from yichuang.catalogue.rules.lifecycle import (
    CURRENT_STATES,
    OPEN_STATES,
    RIGHTS,
    TRANSITIONS,
    Act,
    VersionState,
    possible_acts,
    right_for,
    state_after,
)
from yichuang.core.rights import Right

S, A = VersionState, Act
ALLOWED = {
    (S.DRAFT, A.SAVE): S.DRAFT,
    (S.DRAFT, A.SUBMIT): S.DEPARTMENT_REVIEW,
    (S.DRAFT, A.DISCARD): S.DISCARDED,
    (S.DEPARTMENT_REVIEW, A.PASS_DEPARTMENT): S.LEGAL_REVIEW,
    (S.DEPARTMENT_REVIEW, A.SEND_BACK): S.DRAFT,
    (S.LEGAL_REVIEW, A.PASS_LEGAL): S.CENTRE_REVIEW,
    (S.LEGAL_REVIEW, A.SEND_BACK): S.DRAFT,
    (S.CENTRE_REVIEW, A.PASS_CENTRE): S.APPROVED,
    (S.CENTRE_REVIEW, A.SEND_BACK): S.DRAFT,
    (S.APPROVED, A.PUBLISH): S.PUBLISHED,
    (S.APPROVED, A.SEND_BACK): S.DRAFT,
    (S.PUBLISHED, A.SUSPEND): S.SUSPENDED,
    (S.PUBLISHED, A.CANCEL): S.CANCELLED,
    (S.PUBLISHED, A.SUPERSEDE): S.SUPERSEDED,
    (S.SUSPENDED, A.RESUME): S.PUBLISHED,
    (S.SUSPENDED, A.CANCEL): S.CANCELLED,
    (S.SUSPENDED, A.SUPERSEDE): S.SUPERSEDED,
}


@pytest.mark.parametrize("state", list(VersionState))
@pytest.mark.parametrize("act", list(Act))
def test_every_pair_of_state_and_act(state: VersionState, act: Act) -> None:
    if (state, act) in ALLOWED:
        assert state_after(state, act) is ALLOWED[state, act]
        return
    with pytest.raises(ActNotPossibleError) as refused:
        state_after(state, act)
    assert refused.value.details == {"act": act, "state": state, "possible": possible_acts(state)}


def test_nothing_leads_out_of_the_last_states() -> None:
    assert {state for state, _act in TRANSITIONS} == set(VersionState) - {S.SUPERSEDED, S.CANCELLED, S.DISCARDED}


def test_a_version_is_open_or_current_or_neither() -> None:
    assert not OPEN_STATES & CURRENT_STATES
    assert set(VersionState) - OPEN_STATES - CURRENT_STATES == {S.SUPERSEDED, S.CANCELLED, S.DISCARDED}


def test_every_act_takes_a_right() -> None:
    assert set(RIGHTS) == set(Act) - {A.SEND_BACK}


@pytest.mark.parametrize(
    ("state", "right"),
    [
        (S.DEPARTMENT_REVIEW, Right.REVIEW_ITEMS_DEPARTMENT),
        (S.LEGAL_REVIEW, Right.REVIEW_ITEMS_LEGAL),
        (S.CENTRE_REVIEW, Right.REVIEW_ITEMS_CENTRE),
        (S.APPROVED, Right.PUBLISH_ITEMS),
    ],
)
def test_sending_back_takes_the_right_of_the_review(state: VersionState, right: Right) -> None:
    assert right_for(state, A.SEND_BACK) is right
