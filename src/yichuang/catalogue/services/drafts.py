"""Making items and writing drafts."""

from django.db import IntegrityError, transaction
from django.db.models import Max

from yichuang.catalogue.errors import (
    BasicItemExistsError,
    DraftExistsError,
    ItemCancelledError,
    ItemExistsError,
    StaleDraftError,
)
from yichuang.catalogue.models import BasicItem, Item, ItemVersion
from yichuang.catalogue.rules import Act, ItemContent, ItemType, check_basic_code, read_task_code
from yichuang.catalogue.rules.lifecycle import OPEN_STATES, VersionState
from yichuang.catalogue.services.recording import (
    VersionRef,
    locked_item,
    locked_version,
    new_version,
    promoted,
    record,
    search_columns,
    take,
)
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.organisations.queries import get_organisation


@transaction.atomic
def register_basic_item(*, actor: Actor, catalog_code: str, name: str, item_type: ItemType | None = None) -> int:
    """The basic catalogue has the item, and items with its code are linked to it; answers its id.

    Raises:
        RightMissingError: the actor may not publish items.
        BasicCodeError: the code has a wrong shape.
        BasicItemExistsError: the code is taken.
    """
    actor.require(Right.PUBLISH_ITEMS)
    row = BasicItem(
        catalog_code=check_basic_code(catalog_code), name=name.strip(), item_type=item_type.value if item_type else ""
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise BasicItemExistsError(item=catalog_code) from error
    Item.objects.filter(catalog_code=row.catalog_code).update(basic_item=row)
    return row.pk


@transaction.atomic
def create_item(
    *,
    actor: Actor,
    task_code: str,
    organisation_id: int,
    content: ItemContent,
    local_code: str = "",
    catalog_code: str = "",
) -> VersionRef:
    """The item exists with version 1 as a draft. Without `catalog_code` a national code tells its basic item.

    Raises:
        RightMissingError: the actor may not edit items of that organisation.
        OrganisationNotFoundError: there is no such organisation.
        CodeError: the code has a wrong shape.
        BasicCodeError: `catalog_code` has a wrong shape.
        ItemExistsError: the code is taken.
    """
    post = actor.require(Right.EDIT_ITEMS, organisation_id)
    get_organisation(organisation_id)
    code = read_task_code(task_code.strip())
    catalog_code = check_basic_code(catalog_code) if catalog_code else code.base_code
    item = Item(
        task_code=code.value,
        catalog_code=catalog_code,
        local_code=local_code.strip(),
        name=content.name,
        organisation_id=organisation_id,
        basic_item=BasicItem.objects.filter(catalog_code=catalog_code).first() if catalog_code else None,
        **search_columns(content, code.value, local_code),
    )
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError as error:
        raise ItemExistsError(item=code.value) from error
    version = new_version(actor=actor, item=item, number=1, content=content, at=clock.now())
    version.save(force_insert=True)
    record(actor=actor, version=version, act=Act.START, before="", post=post)
    return VersionRef(item.pk, version.pk, 1, version.revision)


@transaction.atomic
def start_draft(*, actor: Actor, item_id: int, content: ItemContent | None = None) -> VersionRef:
    """The item has a new draft: a copy of its current version (or of its last), or `content` where given.

    Raises:
        ItemNotFoundError: there is none.
        RightMissingError: the actor may not edit items of that organisation.
        ItemCancelledError: the item was cancelled. Law: OBE 40.
        DraftExistsError: another version is being written or reviewed.
    """
    item = locked_item(item_id)
    post = actor.require(Right.EDIT_ITEMS, item.organisation_id)
    if item.is_cancelled:
        raise ItemCancelledError(item=item.name)
    versions = ItemVersion.objects.filter(item=item)
    opened = versions.filter(state__in=OPEN_STATES).first()
    if opened is not None:
        raise DraftExistsError(number=opened.number, state=VersionState(opened.state))
    if content is None:
        source = item.current or versions.latest("number")
        content = ItemContent.model_validate(source.content)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = new_version(actor=actor, item=item, number=number, content=content, at=clock.now())
    version.save(force_insert=True)
    record(actor=actor, version=version, act=Act.START, before="", post=post)
    return VersionRef(item.pk, version.pk, number, version.revision)


@transaction.atomic
def save_draft(*, actor: Actor, version_id: int, content: ItemContent, revision: int) -> VersionRef:
    """The draft has the content; the answer has the revision for the next save. No history row: submitting writes one.

    Raises:
        VersionNotFoundError: there is none.
        RightMissingError: the actor may not edit items of that organisation.
        ActNotPossibleError: it is not a draft.
        StaleDraftError: `revision` is not the present one, because somebody saved in the meantime.
    """
    item, version = locked_version(version_id)
    take(actor=actor, item=item, version=version, act=Act.SAVE)
    if version.revision != revision:
        raise StaleDraftError(writer=version.saved_by_name, given=revision, present=version.revision)
    version.content = content.model_dump(mode="json")
    for column, value in promoted(content).items():
        setattr(version, column, value)
    if actor.account_id and actor.account_id not in version.writers:
        version.writers.append(actor.account_id)
    version.revision += 1
    version.saved_at = clock.now()
    version.saved_by_name = actor.name
    version.save()
    if item.current_id is None:
        Item.objects.filter(pk=item.pk).update(
            name=content.name, **search_columns(content, item.task_code, item.local_code)
        )
    return VersionRef(item.pk, version.pk, version.number, version.revision)
