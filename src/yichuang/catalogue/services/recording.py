"""What every act of the catalogue shares: locking, promoted columns, search text, history."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from yichuang.catalogue.errors import ItemNotFoundError, ReasonMissingError, VersionNotFoundError
from yichuang.catalogue.models import Item, ItemVersion, VersionEvent
from yichuang.catalogue.queries.versions import forget_version
from yichuang.catalogue.rules import Act, ItemContent, VersionState, concerned_codes, right_for, state_after
from yichuang.catalogue.rules.lifecycle import REASON_NEEDED
from yichuang.core import clock, search
from yichuang.core.actor import Actor, PostHeld
from yichuang.core.digests import canonical_json, sm3_hex

LONGEST_INITIALS = 250


@dataclass(frozen=True, slots=True)
class VersionRef:
    """A version that an act made or changed; `revision` is the token for the next save."""

    item_id: int
    version_id: int
    number: int
    revision: int


def locked_item(item_id: int) -> Item:
    """The item, locked until the end of the transaction.

    Raises:
        ItemNotFoundError: there is none.
    """
    item = Item.objects.select_for_update(of=("self",)).filter(pk=item_id).first()
    if item is None:
        raise ItemNotFoundError(item=item_id)
    return item


def locked_version(version_id: int) -> tuple[Item, ItemVersion]:
    """The version and its item; the item's row is locked first, and every act on a version takes that lock.

    Raises:
        VersionNotFoundError: there is none.
    """
    item_id = ItemVersion.objects.filter(pk=version_id).values_list("item_id", flat=True).first()
    if item_id is None:
        raise VersionNotFoundError
    item = locked_item(item_id)
    return item, ItemVersion.objects.select_for_update(of=("self",)).get(pk=version_id)


def take(*, actor: Actor, item: Item, version: ItemVersion, act: Act, reason: str = "") -> PostHeld | None:
    """The act is allowed and the version has its new state (not yet saved); answers the post that allowed it.

    Raises:
        RightMissingError: the actor may not.
        ActNotPossibleError: not in this state.
        ReasonMissingError: the act needs a reason.
    """
    state = VersionState(version.state)
    post = actor.require(right_for(state, act), item.organisation_id)
    version.state = state_after(state, act)
    if act in REASON_NEEDED and not reason.strip():
        raise ReasonMissingError
    return post


def record(
    *, actor: Actor, version: ItemVersion, act: Act, before: str, post: PostHeld | None = None, reason: str = ""
) -> None:
    """The history has a row for the act, over the digest of the content as it now is."""
    event_of(actor=actor, version=version, act=act, before=before, post=post, reason=reason).save(force_insert=True)
    forget_version(version.pk)


def event_of(
    *, actor: Actor, version: ItemVersion, act: Act, before: str, post: PostHeld | None = None, reason: str = ""
) -> VersionEvent:
    """The history row of an act, not yet written."""
    return VersionEvent(
        version=version,
        act=act,
        from_state=before,
        to_state=version.state,
        account_id=actor.account_id,
        actor_name=actor.name,
        post_title=post.recorded_title if post else "",
        at=clock.now(),
        reason=reason.strip(),
        content_digest=sm3_hex(canonical_json(version.content)),
    )


def new_version(*, actor: Actor, item: Item, number: int, content: ItemContent, at: datetime) -> ItemVersion:
    """A draft of the item, not yet written."""
    return ItemVersion(
        item=item,
        number=number,
        content=content.model_dump(mode="json"),
        writers=[actor.account_id] if actor.account_id else [],
        created_at=at,
        created_by_id=actor.account_id,
        saved_at=at,
        saved_by_name=actor.name,
        **promoted(content),
    )


def promoted(content: ItemContent) -> dict[str, Any]:
    """The columns of a version that lists need, out of its content."""
    return {
        "name": content.name,
        "name_en": content.name_en,
        "item_type": content.item_type.value if content.item_type else "",
        "case_type": content.case_type.value,
        "service_objects": [served.value for served in content.service_objects],
        "themes": list(content.themes),
        "promised_limit": str(content.promised_limit) if content.promised_limit else "",
        "produces": sorted({result.certificate_code for result in content.results}),
        "purpose": content.handling.purpose.value,
        "concerns": sorted(concerned_codes(content)),
    }


def search_columns(content: ItemContent, *codes: str) -> dict[str, Any]:
    """The columns by which an item is found: its names, codes and themes."""
    text = search.normalised(" ".join([content.name, content.name_en, *codes, *content.themes]))
    return {
        "name_en": content.name_en,
        "search_text": text,
        "search": Cast(Value(search.tsvector_literal(text)), SearchVectorField()),
        "name_initials": search.pinyin_initials(content.name)[:LONGEST_INITIALS],
    }
