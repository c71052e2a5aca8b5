"""Who has a case in hand: hand over, take, give back; and the same act on many cases, one result for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction

from yichuang.cases.errors import (
    CaseFreeError,
    CaseTakenError,
    HandlerUnchangedError,
    HandlerUnfitError,
    RecusedError,
    TakingReasonMissingError,
    TooManyCasesError,
)
from yichuang.cases.models import Case
from yichuang.cases.rules import Act, State, next_act
from yichuang.cases.rules.transitions import right_for
from yichuang.cases.services.step import ActDone, PostFor, Step, open_step
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind, PostHeld
from yichuang.core.errors import DomainError
from yichuang.core.rights import Right
from yichuang.identity.errors import AccountNotFoundError
from yichuang.identity.queries import actor_of

MANY = 100
"""How many cases one request may name."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Result(Generic[Done]):
    """What became of one of many: what was done, or the refusal."""

    item: str
    done: Done | None = None
    error: DomainError | None = None


@transaction.atomic
def hand_over_case(
    *, actor: Actor, case_no: str, to_account_id: int | None, reason: str = "", key: str = ""
) -> ActDone:
    """The case is in that colleague's hands, or in nobody's; the ledger says who had it and who has it.

    Whoever may do the next act may take a free case and give back his own; everything else needs the right to hand over.

    Raises:
        HandlerUnchangedError, CaseFreeError: it is there already.
        HandlerUnfitError, RecusedError: not active staff who may see the case, or somebody who has stepped aside.
        TakingReasonMissingError: it is taken away from somebody without a reason.
        Otherwise as `step.open_step`; a closed case is in nobody's hands.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.HAND_OVER, key=key, post_for=_post_for(to_account_id))
    if isinstance(step, ActDone):
        return step
    held_by = step.case.handler_id
    if held_by not in {None, actor.account_id, to_account_id} and not reason.strip():
        raise TakingReasonMissingError(name=_handler_name(step.case))
    return _move(step, to_account_id, reason)


@transaction.atomic
def take_case(*, actor: Actor, case_no: str, key: str = "") -> ActDone:
    """The free case is in the actor's hands.

    Raises:
        HandlerUnfitError: the actor is not staff.
        CaseTakenError: a colleague has it; it names him.
        Otherwise as `hand_over_case`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.HAND_OVER, key=key, post_for=_may_take)
    if isinstance(step, ActDone):
        return step
    if actor.kind is not ActorKind.STAFF:
        raise HandlerUnfitError
    if step.case.handler_id not in {None, actor.account_id}:
        raise CaseTakenError(name=_handler_name(step.case))
    return _move(step, actor.account_id, "")


def do_each(items: Sequence[str], do: Callable[[str], Done]) -> tuple[Result[Done], ...]:
    """Each item was tried once, in order, and has its result; what was done stays done when another is refused.

    `do` is one act in a transaction of its own; call this outside of any transaction.

    Raises:
        TooManyCasesError: more than `MANY`; nothing was tried.
    """
    chosen = tuple(dict.fromkeys(items))
    if len(chosen) > MANY:
        raise TooManyCasesError(limit=MANY)
    return tuple(_tried(item, do) for item in chosen)


def _tried(item: str, do: Callable[[str], Done]) -> Result[Done]:
    try:
        return Result(item, done=do(item))
    except DomainError as error:
        return Result(item, error=error)


def _post_for(to_account_id: int | None) -> PostFor:
    def post_for(actor: Actor, case: Case, act: Act) -> PostHeld | None:
        if {case.handler_id, to_account_id} <= {None, actor.account_id}:
            return _may_take(actor, case, act)
        return actor.require(Right.HAND_OVER, case.organisation_id)

    return post_for


def _may_take(actor: Actor, case: Case, _act: Act) -> PostHeld | None:
    """The post for the next act, or one that hands cases over."""
    case_type, organisation_id = CaseType(case.case_type), case.organisation_id
    expected = next_act(State(case.state), case_type)
    right = right_for(expected, case_type) if expected else Right.HAND_OVER
    is_able = actor.may(right, organisation_id)
    return actor.require(right if is_able else Right.HAND_OVER, organisation_id)


def _move(step: Step, to_account_id: int | None, reason: str) -> ActDone:
    case = step.case
    if to_account_id == case.handler_id:
        if to_account_id is None:
            raise CaseFreeError
        raise HandlerUnchangedError(name=_handler_name(case))
    step.reason = reason.strip()
    step.details = {
        "from": case.handler_id,
        "from_name": _handler_name(case),
        "to": to_account_id,
        "to_name": _fit_name(step.actor, case, to_account_id),
    }
    case.handler_id = to_account_id
    return step.finish()


def _fit_name(actor: Actor, case: Case, account_id: int | None) -> str:
    """The name of whoever gets the case; empty for nobody."""
    if account_id is None:
        return ""
    try:
        target = actor if account_id == actor.account_id else actor_of(account_id, on=clock.today())
    except AccountNotFoundError as error:
        raise HandlerUnfitError from error
    if target.kind is not ActorKind.STAFF or not target.may(Right.VIEW_CASES, case.organisation_id):
        raise HandlerUnfitError
    if account_id in case.recused:
        raise RecusedError(name=target.name)
    return target.name


def _handler_name(case: Case) -> str:
    if case.handler_id is None:
        return ""
    return Case.objects.values_list("handler__staff__name", flat=True).get(pk=case.pk) or ""
