"""Reviewing and publishing versions."""

from django.db import transaction

from yichuang.catalogue.errors import (
    ItemCancelledError,
    NotPublishableError,
    NotYetInEffectError,
    OwnDraftError,
    VersionUnchangedError,
)
from yichuang.catalogue.models import Item, ItemVersion
from yichuang.catalogue.queries.versions import missing_of
from yichuang.catalogue.rules import Act, ItemContent, VersionState
from yichuang.catalogue.rules.lifecycle import CURRENT_STATES, OPEN_STATES, state_after
from yichuang.catalogue.services.recording import locked_version, record, search_columns, take
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop

ITEM_CANCELLED = gettext_noop("The item was cancelled.")


@transaction.atomic
def submit(*, actor: Actor, version_id: int, note: str = "") -> VersionState:
    """The draft is in review by the department.

    Raises:
        RightMissingError: the actor may not edit items of that organisation.
        ActNotPossibleError: it is not a draft.
        NotPublishableError: elements are missing; `problems` names each.
        VersionUnchangedError: it says what the published version says.
    """
    item, version = locked_version(version_id)
    before = version.state
    post = take(actor=actor, item=item, version=version, act=Act.SUBMIT)
    _check_changed(item, _check_complete(version))
    version.submitted_at = clock.now()
    version.submitted_by_id = actor.account_id
    version.save()
    record(actor=actor, version=version, act=Act.SUBMIT, before=before, post=post, reason=note)
    return VersionState(version.state)


def pass_department_review(*, actor: Actor, version_id: int, note: str = "") -> VersionState:
    """The department agrees; the legal office is next.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
        OwnDraftError: the actor wrote the draft.
    """
    return _act(actor=actor, version_id=version_id, act=Act.PASS_DEPARTMENT, reason=note)


def pass_legal_review(*, actor: Actor, version_id: int, note: str = "") -> VersionState:
    """The legal office agrees; the centre is next.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
    """
    return _act(actor=actor, version_id=version_id, act=Act.PASS_LEGAL, reason=note)


def pass_centre_review(*, actor: Actor, version_id: int, note: str = "") -> VersionState:
    """The centre agrees; the version may be published.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
    """
    return _act(actor=actor, version_id=version_id, act=Act.PASS_CENTRE, reason=note)


def send_back(*, actor: Actor, version_id: int, reason: str) -> VersionState:
    """The version is a draft again, with the reason in its history; it takes the right of the review it was in.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
        ReasonMissingError: no reason was given.
    """
    return _act(actor=actor, version_id=version_id, act=Act.SEND_BACK, reason=reason)


def discard_draft(*, actor: Actor, version_id: int, reason: str = "") -> VersionState:
    """The draft is given up; its number is not used again.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
    """
    return _act(actor=actor, version_id=version_id, act=Act.DISCARD, reason=reason)


@transaction.atomic
def publish(*, actor: Actor, version_id: int, note: str = "") -> VersionState:
    """The version is the item's published one; the one before is superseded. Cases filed under that one keep it.

    Law: ALL 30; OBE 35, 36.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
        ItemCancelledError: the item was cancelled. Law: OBE 40.
        NotPublishableError: elements are missing; `problems` names each.
        NotYetInEffectError: it would replace a version in effect before its own first day.
    """
    item, version = locked_version(version_id)
    before = version.state
    post = take(actor=actor, item=item, version=version, act=Act.PUBLISH)
    if item.is_cancelled:
        raise ItemCancelledError(item=item.name)
    content = _check_complete(version)
    if item.current_id is not None and content.effective_on and content.effective_on > clock.today():
        raise NotYetInEffectError(effective_on=content.effective_on)
    _supersede(actor=actor, item=item)
    version.published_at = clock.now()
    version.published_by_id = actor.account_id
    version.save()
    Item.objects.filter(pk=item.pk).update(
        current=version,
        is_listed=True,
        name=content.name,
        **search_columns(content, item.task_code, item.local_code),
    )
    record(actor=actor, version=version, act=Act.PUBLISH, before=before, post=post, reason=note)
    return VersionState(version.state)


def suspend(*, actor: Actor, version_id: int, reason: str) -> VersionState:
    """The item takes no new cases until it is resumed; cases already filed go on.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
        ReasonMissingError: no reason was given.
    """
    return _act(actor=actor, version_id=version_id, act=Act.SUSPEND, reason=reason)


def resume(*, actor: Actor, version_id: int, note: str = "") -> VersionState:
    """The item takes cases again.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
    """
    return _act(actor=actor, version_id=version_id, act=Act.RESUME, reason=note)


@transaction.atomic
def cancel_item(*, actor: Actor, version_id: int, reason: str) -> VersionState:
    """The item is cancelled for good: no new cases, no new draft; a version in preparation is discarded.

    Law: OBE 40.

    Raises:
        RightMissingError, ActNotPossibleError: the actor may not, or not in this state.
        ReasonMissingError: no reason was given.
    """
    state = _act(actor=actor, version_id=version_id, act=Act.CANCEL, reason=reason)
    item, _version = locked_version(version_id)
    for opened in ItemVersion.objects.select_for_update(of=("self",)).filter(item=item, state__in=OPEN_STATES):
        before, opened.state = opened.state, VersionState.DISCARDED
        opened.save(update_fields=["state"])
        record(actor=actor, version=opened, act=Act.DISCARD, before=before, reason=ITEM_CANCELLED)
    return state


@transaction.atomic
def _act(*, actor: Actor, version_id: int, act: Act, reason: str) -> VersionState:
    item, version = locked_version(version_id)
    before = version.state
    post = take(actor=actor, item=item, version=version, act=act, reason=reason)
    if act is Act.PASS_DEPARTMENT and actor.account_id in version.writers:
        raise OwnDraftError
    version.save(update_fields=["state"])
    if before in CURRENT_STATES:
        item.is_listed = version.state == VersionState.PUBLISHED
        item.is_cancelled = version.state == VersionState.CANCELLED
        item.save(update_fields=["is_listed", "is_cancelled"])
    record(actor=actor, version=version, act=act, before=before, post=post, reason=reason)
    return VersionState(version.state)


def _supersede(*, actor: Actor, item: Item) -> None:
    current = item.current
    if current is None or current.state not in CURRENT_STATES:
        return
    before = current.state
    current.state = state_after(VersionState(before), Act.SUPERSEDE)
    current.save(update_fields=["state"])
    record(actor=actor, version=current, act=Act.SUPERSEDE, before=before)


def _check_complete(version: ItemVersion) -> ItemContent:
    content = ItemContent.model_validate(version.content)
    missing = missing_of(content)
    if missing:
        raise NotPublishableError([one.as_problem() for one in missing], count=len(missing))
    return content


def _check_changed(item: Item, content: ItemContent) -> None:
    current = item.current
    if current is not None and ItemContent.model_validate(current.content) == content:
        raise VersionUnchangedError(number=current.number)
