"""Every pair of state and act through the services: whatever is out of order is refused, says why, and leaves no trace."""

import pytest

from tests.support import cases
from tests.support.acts import at, case, traces
from yichuang.cases import services
from yichuang.cases.errors import ActNotAllowedError, DayNotComeError, OnlyByLawError, StandingError
from yichuang.cases.rules import SYSTEM_ACTS, TRANSITIONS, Act, State, possible_acts
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import ConflictError

pytestmark = pytest.mark.django_db
DOABLE = tuple(act for act in Act if act not in {Act.SUBMIT, Act.RECOUNT, Act.AMEND, Act.RENEW})
"""Acts with a service of their own. An application makes its case; calendars and other cases bring about the rest."""

# What the table allows and the very case does not, with the reason. Everything else that the table allows is done.
WITHHELD: dict[tuple[State, Act], str] = {
    **{(state, Act.DEEM_ACCEPTED): "cases.day_not_come" for state in State},
    **{(state, Act.DEEM_RENEWED): "cases.day_not_come" for state in State},
    **{(state, Act.LAPSE): "cases.day_not_come" for state in State if state is not State.CORRECTION_REQUESTED},
    **{(state, Act.SUPPLY): "cases.nothing_awaited" for state in State},
    **{(state, Act.VERIFY): "cases.nothing_to_verify" for state in State},
    (State.RECEIVED, Act.COMMIT): "cases.commitment_unfit",
    (State.IN_REVIEW, Act.SEND_UP): "cases.not_referred",
    **{(state, Act.ASK_HEARING): "cases.hearing_not_offered" for state in State},
    (State.GRANTED, Act.DELIVER): "cases.result_not_issued",
    # A colleague has it in hand.
    **{(state, Act.HAND_OVER): "cases.taken" for state in (State.SUBMITTED, State.RECEIVED, State.GRANTED)},
    (State.CORRECTION_REQUESTED, Act.HAND_OVER): "cases.taken",
}


@pytest.mark.parametrize("state", State)
def test_whatever_is_out_of_order_is_refused_and_leaves_no_trace(state: State) -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk, state)
    before, possible = traces(), possible_acts(state, CaseType.PROMISED)
    refused = [act for act in DOABLE if (state, act) not in TRANSITIONS]

    for act in refused:
        with pytest.raises(ActNotAllowedError) as refusal:
            cases.do(desk, act, number, actor=SYSTEM if act in SYSTEM_ACTS else None)
        assert refusal.value.details == {"act": act, "state": state, "possible": possible or "-"}, act
        assert str(refusal.value)
        assert traces() == before, act
    assert len(refused) + len([act for act in DOABLE if (state, act) in TRANSITIONS]) == 34


@pytest.mark.parametrize("state", State)
def test_whatever_the_table_allows_is_done_or_refused_for_a_reason_of_its_own(state: State) -> None:
    desk = cases.make_desk()

    for act in (act for act in DOABLE if (state, act) in TRANSITIONS):
        number = cases.make_case(desk, state)
        before = traces()
        if (code := WITHHELD.get((state, act))) is None:
            assert cases.do(desk, act, number).state is TRANSITIONS[state, act], act
            assert case(number).state == TRANSITIONS[state, act]
            continue
        with pytest.raises(ConflictError) as refusal:
            cases.do(desk, act, number)
        assert refusal.value.code == code, act
        assert traces() == before, act


@pytest.mark.parametrize("act", sorted(SYSTEM_ACTS))
def test_what_the_law_brings_about_nobody_does_by_hand(act: Act) -> None:
    desk = cases.make_desk()
    state = State.CORRECTION_REQUESTED if act is Act.LAPSE else State.RECEIVED
    number = cases.make_case(desk, state)
    before = traces()

    for who in (desk.head, desk.official, desk.applicant):
        with pytest.raises(OnlyByLawError) as refusal:
            cases.do(desk, act, number, actor=who)
        assert (refusal.value.code, refusal.value.details) == ("cases.only_by_law", {"act": act})
    assert traces() == before


@pytest.mark.parametrize(
    ("ended_by", "standing", "left"),
    [
        (Act.REVOKE, "revoked", {Act.CANCEL}),
        (Act.RECALL, "recalled", {Act.CANCEL}),
        (Act.CANCEL, "cancelled", set[Act]()),
    ],
)
def test_what_does_not_stand_any_more_cannot_be_ended_again(ended_by: Act, standing: str, left: set[Act]) -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk, State.DELIVERED)
    cases.do(desk, ended_by, number)
    before = traces()
    assert case(number).standing == standing

    for act in {Act.REVOKE, Act.RECALL, Act.CANCEL} - left:
        with pytest.raises(StandingError) as refusal:
            cases.do(desk, act, number)
        assert refusal.value.details == {"act": act, "standing": standing}
        assert traces() == before, act
    for act in left:
        assert cases.do(desk, act, number).state is State.DELIVERED
        assert case(number).standing == "cancelled"


@pytest.mark.parametrize("act", [Act.REVOKE, Act.RECALL, Act.CANCEL])
def test_a_denial_has_granted_nothing_that_could_be_ended(act: Act) -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk, State.DENIED)
    cases.do(desk, Act.DELIVER, number)
    before = traces()

    with pytest.raises(StandingError) as refusal:
        cases.do(desk, act, number)
    assert refusal.value.details == {"act": act, "standing": ""}
    assert traces() == before


def test_nothing_lapses_on_the_last_day_itself() -> None:
    desk = cases.make_desk()
    number = cases.make_case(desk, State.CORRECTION_REQUESTED)
    due_on = case(number).next_due_on
    assert due_on is not None

    with at(f"{due_on}T23:59"), pytest.raises(DayNotComeError):
        services.lapse_case(actor=SYSTEM, case_no=number)
    assert case(number).state == State.CORRECTION_REQUESTED
