"""The only way to one seal: whoever keeps the seals of its body. What is absent and what is hidden give the same answer."""

from yichuang.core.actor import ANONYMOUS, Actor, SignInRequiredError
from yichuang.core.rights import Right
from yichuang.seals import queries
from yichuang.seals.errors import SealNotFoundError
from yichuang.seals.queries import SealView


def get_seal(actor: Actor, seal_id: int) -> SealView:
    """The seal, also when it has ended.

    Raises:
        SignInRequiredError: nobody is signed in.
        SealNotFoundError: there is none, or the actor does not keep the seals of its body.
    """
    if actor.kind is ANONYMOUS.kind:
        raise SignInRequiredError
    seal = queries.get_seal(seal_id)
    if not actor.may(Right.KEEP_SEALS, seal.organisation_id):
        raise SealNotFoundError
    return seal


def list_seals(actor: Actor) -> tuple[SealView, ...]:
    """The seals of the bodies whose seals the actor keeps.

    Raises:
        SignInRequiredError, RightMissingError: the actor keeps none.
    """
    actor.require(Right.KEEP_SEALS)
    reached = actor.organisations_for(Right.KEEP_SEALS)
    return tuple(one for one in queries.list_seals() if reached is None or one.organisation_id in reached)
