"""Whether a reader may apply for an item, told before he begins."""

from yichuang.cases.rules import Hindrance, PartyKind, hindrance
from yichuang.catalogue.queries import VersionView
from yichuang.core.actor import Actor, ActorKind
from yichuang.identity.queries import get_person
from yichuang.identity.rules import IdentityType


def hindrance_of(
    actor: Actor, version: VersionView, *, is_open: bool = True, kind: PartyKind | None = None
) -> Hindrance | None:
    """Why the actor may not apply online for the item, None when nothing stands against it. One statement at most.

    Of somebody who is not signed in, or of a member of staff, nothing is known but whether the item is open. `kind` is what
    the account, or that of the one acted for, is, where the caller has read it already.
    """
    principal = actor.acting_for
    is_covered = principal is None or principal.covers(version.item_code)
    if kind is not None or not is_open or not is_covered:
        return hindrance(served=version.content.service_objects, kind=kind, is_open=is_open, is_covered=is_covered)
    return served_hindrance(actor, version)


def served_hindrance(actor: Actor, version: VersionView) -> Hindrance | None:
    """Whether the item serves another kind of applicant than the actor, or than the one he acts for."""
    served = version.content.service_objects
    if not served or actor.kind is not ActorKind.APPLICANT or actor.owner_id is None:
        return None
    return hindrance(served=served, kind=kind_of(get_person(actor.owner_id).identity_type))


def kind_of(identity_type: IdentityType | None) -> PartyKind:
    """Whoever is identified by a credit code is a body, anybody else a person."""
    return PartyKind.ENTERPRISE if identity_type is IdentityType.CREDIT_CODE else PartyKind.PERSON
