"""Who may open a page of the desk."""

from collections.abc import Sequence

from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.identity.access import BOTH, READ, WRITE, require_any
from yichuang.identity.access import staff_page as desk

__all__ = ["BOTH", "READ", "WRITE", "desk", "reach", "require_any"]


def reach(actor: Actor, rights: Sequence[Right]) -> frozenset[int] | None:
    """Ids of the organisations where one of the rights is held; None means everywhere."""
    found = [actor.organisations_for(right) for right in rights]
    if any(one is None for one in found):
        return None
    return frozenset().union(*(one for one in found if one))
