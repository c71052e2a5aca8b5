"""Acts tried before they are done, and the two that decide on the spot."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction

from yichuang.cases import services as cases
from yichuang.cases.errors import ActNotAllowedError
from yichuang.cases.queries import CaseView, get_case_view
from yichuang.cases.rules import Act
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import Actor
from yichuang.core.rights import Right


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What an act would do: its answer, and the case as it would stand then."""

    done: cases.ActDone
    view: CaseView


def rehearse(*, actor: Actor, case_no: str, act: Callable[[], cases.ActDone]) -> Rehearsed:
    """The act was done, looked at and undone: nothing is changed, and no number of a paper is used up.

    Raises:
        DomainError: whatever the act would be refused for.
    """
    with transaction.atomic():
        rehearsed = Rehearsed(act(), get_case_view(actor, case_no))
        transaction.set_rollback(True)
    return rehearsed


@transaction.atomic
def decide_on_the_spot(
    *, actor: Actor, case_no: str, cents: int | None = None, key: str = ""
) -> tuple[cases.ActDone, cases.ActDone]:
    """The application of an on-the-spot item is accepted, then granted: two ledger rows and two papers, or neither.

    `cents` is the amount granted; 0 where it is about none, None where it is not known.

    Law: ALL 32(5), 34, 38.

    Raises:
        RightMissingError, ActNotAllowedError: the item is not decided on the spot, or not by the actor.
        Otherwise as `cases.services.accept_case` and `cases.services.decide_case`.
    """
    view = get_case_view(actor, case_no)
    is_instant = view.case_type is CaseType.INSTANT
    actor.require(Right.DECIDE_INSTANT if is_instant else Right.DECIDE, view.organisation_id)
    if not is_instant:
        raise ActNotAllowedError(act=Act.GRANT, state=view.state, possible=view.possible or "-")
    accepted = cases.accept_case(actor=actor, case_no=case_no, key=f"{key}:accept" if key else "")
    return accepted, cases.decide_case(actor=actor, case_no=case_no, is_granted=True, cents=cents, key=key)
