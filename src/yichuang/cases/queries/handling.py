"""In whose hands a case is, and what its reader may do about that."""

from dataclasses import dataclass

from yichuang.cases.models import Case
from yichuang.cases.rules import OPEN_STATES, State, next_act
from yichuang.cases.rules.transitions import right_for
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.rights import Right


@dataclass(frozen=True, slots=True)
class HandlingView:
    """Who has the case in hand (for staff only), and whether the reader may take it, give it back, or pass it on."""

    handler_id: int | None
    handler_name: str
    is_mine: bool
    may_take: bool
    may_give_back: bool
    may_hand_over: bool


_NOTHING = HandlingView(None, "", is_mine=False, may_take=False, may_give_back=False, may_hand_over=False)


def handling_of(actor: Actor, case: Case) -> HandlingView:
    """The handling of a case as staff see it; nothing of it for everybody else."""
    if actor.kind is not ActorKind.STAFF or not actor.may(Right.VIEW_CASES, case.organisation_id):
        return _NOTHING
    state, case_type = State(case.state), CaseType(case.case_type)
    is_open, expected = state in OPEN_STATES, next_act(state, case_type)
    may_hand_over = is_open and actor.may(Right.HAND_OVER, case.organisation_id)
    may_act = expected is not None and actor.may(right_for(expected, case_type), case.organisation_id)
    may_hold = is_open and (may_act or may_hand_over)
    handler = case.handler
    is_mine = handler is not None and handler.pk == actor.account_id
    return HandlingView(
        handler_id=case.handler_id,
        handler_name=handler.staff.name if handler is not None and handler.staff is not None else "",
        is_mine=is_mine,
        may_take=may_hold and handler is None,
        may_give_back=may_hold and is_mine,
        may_hand_over=may_hand_over,
    )
