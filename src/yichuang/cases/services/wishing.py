"""What a draft holds besides answers and files: what it is about, and what the applicant wishes. Law: ALL 49, 50; AY 24, 25."""

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from yichuang.cases.errors import CommitmentUnfitError
from yichuang.cases.rules import Channel, may_commit
from yichuang.cases.services.drafts import open_draft, own_about, save
from yichuang.catalogue.queries import get_version
from yichuang.core.actor import Actor


@transaction.atomic
def keep_wishes(
    *,
    actor: Actor,
    key: UUID,
    about: str | None = None,
    later: Collection[str] | None = None,
    is_on_commitment: bool | None = None,
) -> int:
    """The draft holds the wishes given; None leaves one as it was. The revision is given back.

    `about` is the number of the case whose grant it is to change, empty for something granted elsewhere; `later` are codes
    of materials that the applicant promises to bring later: those that may not follow later are left out.

    Raises:
        DraftNotFoundError, DraftSubmittedError: there is no such open draft of the actor.
        AboutUnfitError: it cannot be about that case.
        CommitmentUnfitError: the item is not granted on commitment.
    """
    draft = open_draft(actor, key)
    version = get_version(draft.version_id)
    before = (draft.about, draft.later, draft.is_on_commitment)
    if about is not None:
        draft.about = own_about(draft.owner_id, version, about, Channel(draft.channel))
    if later is not None:
        draft.later = [one.code for one in version.content.materials if one.is_deferrable and one.code in later]
    if is_on_commitment is not None:
        if is_on_commitment and not may_commit(version.content):
            raise CommitmentUnfitError(item=version.name)
        draft.is_on_commitment = is_on_commitment
    if before != (draft.about, draft.later, draft.is_on_commitment):
        save(draft, "about", "later", "is_on_commitment")
    return draft.revision
