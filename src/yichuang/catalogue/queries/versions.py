"""Reading versions: their content, whether they take cases, their history and differences."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock

from django.apps import apps
from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform

from yichuang.catalogue.errors import ItemNotFoundError, ItemNotOpenError, VersionNotFoundError
from yichuang.catalogue.models import Item, ItemVersion, VersionEvent
from yichuang.catalogue.rules import (
    ATTACHMENT_SUBJECT,
    CURRENT_STATES,
    FIXED_STATES,
    Act,
    Attachment,
    ItemContent,
    VersionState,
    possible_acts,
)
from yichuang.catalogue.rules.difference import Change, Say, difference
from yichuang.catalogue.rules.points import Missing
from yichuang.catalogue.rules.publication import missing_attachments, missing_elements
from yichuang.core import clock

# A version written by the present transaction may yet be rolled back, so it must not be remembered.
_COMMITTED = "coalesce(catalogue_itemversion.xmin::text::bigint < pg_current_xact_id_if_assigned()::text::bigint %% 4294967296, true)"
_REMEMBERED = 5000


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version with its content.

    For a version once published `state` is as it was when first read in this process: ask `is_open_for_cases` or
    `describe_version` for the present one.
    """

    id: int
    item_id: int
    item_code: str
    name: str
    organisation_id: int
    number: int
    state: VersionState
    content: ItemContent
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One act in a version's history; the first has no state before it."""

    id: int
    act: Act
    from_state: VersionState | None
    to_state: VersionState
    actor_name: str
    post_title: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class VersionDetail:
    """A version as it is now, for those who write and review: `revision` is the token for the next save."""

    version: VersionView
    revision: int
    saved_at: datetime
    saved_by_name: str
    writers: tuple[int, ...]
    possible_acts: tuple[Act, ...]
    missing: tuple[Missing, ...]
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version in a list."""

    id: int
    item_id: int
    item_code: str
    number: int
    name: str
    state: VersionState
    organisation_id: int
    created_at: datetime
    submitted_at: datetime | None
    published_at: datetime | None


@dataclass(frozen=True, slots=True)
class GuideView:
    """What the public may see of an item now: the version shown, its state, and the versions around it.

    `earlier` is the version replaced last; `coming` the one that is approved and takes effect on a later day.
    """

    version: VersionView
    state: VersionState
    earlier: VersionRow | None
    coming: VersionRow | None
    coming_on: date | None

    @property
    def is_cancelled(self) -> bool:
        """Whether the item may not go on in any form. Law: OBE 40."""
        return self.state is VersionState.CANCELLED

    @property
    def is_open(self) -> bool:
        """Whether a case may be filed under the version today."""
        return self.state is VersionState.PUBLISHED and _in_effect(self.version.content)


_cache: "OrderedDict[int, VersionView]" = OrderedDict()
_cache_lock = Lock()


def get_version(version_id: int) -> VersionView:
    """The version. One query at most; none once a published one was read in this process.

    Raises:
        VersionNotFoundError: there is none.
    """
    view = _cache.get(version_id)
    if view is not None:
        return view
    is_committed = RawSQL(_COMMITTED, (), output_field=BooleanField())  # noqa: S611 - no outside value in it
    row = ItemVersion.objects.filter(pk=version_id).select_related("item").annotate(is_committed=is_committed).first()
    if row is None:
        raise VersionNotFoundError
    view = _view(row)
    if row.is_committed and view.state in FIXED_STATES:
        _remember(view)
    return view


def forget_version(version_id: int) -> None:
    """This process reads the version again next time."""
    with _cache_lock:
        _cache.pop(version_id, None)


def published_version(item_code: str) -> VersionView:
    """The version under which a case may be filed today.

    Raises:
        ItemNotFoundError: no item has that code, or none of its versions was ever published.
        ItemNotOpenError: it is suspended, cancelled, or not in effect today.
    """
    row = Item.objects.filter(task_code=item_code, current__isnull=False).values("current_id", "is_listed").first()
    if row is None:
        raise ItemNotFoundError(item=item_code)
    view = get_version(row["current_id"])
    if not (row["is_listed"] and _in_effect(view.content)):
        raise ItemNotOpenError(item=view.name)
    return view


def current_version(item_code: str) -> VersionView:
    """The version shown to the public, also while it is suspended or after the item was cancelled; fresh state.

    Raises:
        ItemNotFoundError: no item has that code, or none of its versions was ever published.
    """
    row = ItemVersion.objects.filter(item__task_code=item_code, item__current_id=F("id"))
    found = row.select_related("item").first()
    if found is None:
        raise ItemNotFoundError(item=item_code)
    return _view(found)


def guide_of(item_code: str) -> GuideView:
    """What the public sees of the item now. One query, and one more when the version was not yet read in this process.

    Raises:
        ItemNotFoundError: no item has that code, or none of its versions was ever published.
    """
    shown = [*CURRENT_STATES, VersionState.SUPERSEDED, VersionState.CANCELLED, VersionState.APPROVED]
    found = ItemVersion.objects.filter(item__task_code=item_code, item__current__isnull=False, state__in=shown)
    effective = KeyTextTransform("effective_on", "content")
    rows = list(found.select_related("item").defer("content").annotate(effective_on=effective).order_by("-number"))
    current = next((row for row in rows if row.pk == row.item.current_id), None)
    if current is None:
        raise ItemNotFoundError(item=item_code)
    earlier = next((row for row in rows if row.number < current.number and row.published_at), None)
    coming = next((row for row in rows if row.state == VersionState.APPROVED and row.effective_on), None)
    coming_on = date.fromisoformat(coming.effective_on) if coming and coming.effective_on else None
    return GuideView(
        version=get_version(current.pk),
        state=VersionState(current.state),
        earlier=version_row(earlier) if earlier else None,
        coming=version_row(coming) if coming else None,
        coming_on=coming_on,
    )


def is_open_for_cases(version_id: int) -> bool:
    """Whether a new case may be filed under exactly this version now: published, and in effect today. Reads afresh."""
    if not ItemVersion.objects.filter(pk=version_id, state=VersionState.PUBLISHED).exists():
        return False
    return _in_effect(get_version(version_id).content)


def describe_version(version_id: int) -> VersionDetail:
    """The version as it is now with its history, what can be done with it and what it lacks for publication.

    Raises:
        VersionNotFoundError: there is none.
    """
    row = ItemVersion.objects.filter(pk=version_id).select_related("item").first()
    if row is None:
        raise VersionNotFoundError
    view = _view(row)
    return VersionDetail(
        version=view,
        revision=row.revision,
        saved_at=row.saved_at,
        saved_by_name=row.saved_by_name,
        writers=tuple(row.writers),
        possible_acts=possible_acts(view.state),
        missing=missing_of(view.content),
        events=list_events(version_id),
    )


def list_events(version_id: int) -> tuple[EventRow, ...]:
    """The acts on the version, oldest first. A version has few."""
    return tuple(_event(row) for row in VersionEvent.objects.filter(version_id=version_id).order_by("pk"))


def list_versions(item_id: int) -> tuple[VersionRow, ...]:
    """The versions of an item, newest first. An item has few."""
    rows = ItemVersion.objects.filter(item_id=item_id).select_related("item").defer("content").order_by("-number")
    return tuple(version_row(row) for row in rows)


def missing_of(content: ItemContent) -> tuple[Missing, ...]:
    """What the content lacks for publication, its files included. No query where it names no file."""
    return missing_elements(content) + missing_attachments(content, _stored(content.attachments))


def get_difference(older_id: int, newer_id: int, *, say: Say = str) -> tuple[Change, ...]:
    """What changed from one version to another; `say` translates the labels inside values.

    Raises:
        VersionNotFoundError: one of them does not exist.
    """
    return difference(get_version(older_id).content, get_version(newer_id).content, say)


def difference_since(version_id: int, published_id: int | None = None, *, say: Say = str) -> tuple[Change, ...]:
    """What the version changes against the published one, or against the version named; against nothing, everything.

    Raises:
        VersionNotFoundError: one of them does not exist.
    """
    newer = get_version(version_id)
    if published_id is None:
        published_id = Item.objects.filter(pk=newer.item_id).values_list("current_id", flat=True).first()
    older = ItemContent(name="") if published_id is None else get_version(published_id).content
    return difference(older, newer.content, say)


def _stored(named: Sequence[Attachment]) -> set[Attachment]:
    """Those of the files that were stored for guides, under the same name and of the same size."""
    if not named:
        return set()
    # By its name, as a foreign key would be: documents stand beside the catalogue and are not imported.
    rows = apps.get_model("documents", "Upload").objects.filter(
        pk__in=[one.upload_id for one in named], subject=ATTACHMENT_SUBJECT
    )
    found = set(rows.values_list("pk", "name", "content__media_type", "content__size"))
    return {one for one in named if (one.upload_id, one.name, one.media_type, one.size) in found}


def version_row(row: ItemVersion) -> VersionRow:
    """The row of a list; `row` has its item."""
    return VersionRow(
        id=row.pk,
        item_id=row.item_id,
        item_code=row.item.task_code,
        number=row.number,
        name=row.name,
        state=VersionState(row.state),
        organisation_id=row.item.organisation_id,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        published_at=row.published_at,
    )


def _view(row: ItemVersion) -> VersionView:
    return VersionView(
        id=row.pk,
        item_id=row.item_id,
        item_code=row.item.task_code,
        name=row.name,
        organisation_id=row.item.organisation_id,
        number=row.number,
        state=VersionState(row.state),
        content=ItemContent.model_validate(row.content),
        published_at=row.published_at,
    )


def _event(row: VersionEvent) -> EventRow:
    return EventRow(
        id=row.pk,
        act=Act(row.act),
        from_state=VersionState(row.from_state) if row.from_state else None,
        to_state=VersionState(row.to_state),
        actor_name=row.actor_name,
        post_title=row.post_title,
        at=row.at,
        reason=row.reason,
    )


def _in_effect(content: ItemContent) -> bool:
    today = clock.today()
    begun = content.effective_on is None or content.effective_on <= today
    return begun and (content.cancelled_on is None or today < content.cancelled_on)


def _remember(view: VersionView) -> None:
    with _cache_lock:
        _cache[view.id] = view
        if len(_cache) > _REMEMBERED:
            _cache.popitem(last=False)
