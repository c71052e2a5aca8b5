"""Whose a draft or a case is that the reader does not see as he acts now, but would if he acted for its owner."""

from dataclasses import dataclass
from uuid import UUID

from yichuang.cases.models import Case, Draft
from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.identity.queries import list_principals


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose it is; `mandate_id` is the mandate by which the reader may act for him, 0 for the reader himself."""

    name: str
    mandate_id: int


def draft_owner(actor: Actor, key: UUID) -> Owner | None:
    """For whom the reader must act to see the draft, None when there is nobody. Two statements at most."""
    found = Draft.objects.filter(key=key).values_list("owner_id", "version__item__task_code").first()
    return _owner(actor, *found) if found else None


def case_owner(actor: Actor, case_no: str) -> Owner | None:
    """For whom the reader must act to see the case, None when there is nobody. Two statements at most."""
    found = Case.objects.filter(case_no=case_no).values_list("applicant_id", "item_code").first()
    return _owner(actor, *found) if found else None


def _owner(actor: Actor, owner_id: int | None, item_code: str) -> Owner | None:
    """The owner, where the account is the owner itself or holds a mandate of his that covers the item. Law: CIV 162."""
    is_here = owner_id == actor.owner_id and (actor.acting_for is None or actor.acting_for.covers(item_code))
    if actor.account_id is None or owner_id is None or is_here:
        return None
    if owner_id == actor.account_id:
        return Owner(actor.name, 0)
    held = (one for one in list_principals(actor.account_id, on=today()) if one.account_id == owner_id)
    return next((Owner(one.name, one.mandate_id) for one in held if one.covers(item_code)), None)
