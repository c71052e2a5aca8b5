"""Published versions as another system could have left them: nobody reviewed them, and nothing was asked of them.

Only for what makes up a centre, as the simulated year; whatever is published here passes `review.publish`.
"""

from django.db import transaction

from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.rules import Act, ItemContent, VersionState
from yichuang.catalogue.rules.lifecycle import state_after
from yichuang.catalogue.services.recording import VersionRef, locked_version, new_version, record
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import ForbiddenError


@transaction.atomic
def leave_published(*, actor: Actor, version_id: int, content: ItemContent, reason: str) -> VersionRef:
    """The item's current version is replaced by one with that content, published when the old one was, complete or not.

    Raises:
        ForbiddenError: the actor is not the system.
        VersionNotFoundError, ActNotPossibleError: it is no current version.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise ForbiddenError
    item, old = locked_version(version_id)
    before = VersionState(old.state)
    old.state = state_after(before, Act.SUPERSEDE)
    old.save(update_fields=["state"])
    record(actor=actor, version=old, act=Act.SUPERSEDE, before=before, reason=reason)
    number = item.versions.latest("number").number + 1
    version: ItemVersion = new_version(actor=actor, item=item, number=number, content=content, at=clock.now())
    version.state, version.published_at = VersionState.PUBLISHED, old.published_at
    version.save(force_insert=True)
    Item.objects.filter(pk=item.pk).update(current=version, name=content.name)
    record(actor=actor, version=version, act=Act.PUBLISH, before="", reason=reason)
    return VersionRef(item.pk, version.pk, number, version.revision)
