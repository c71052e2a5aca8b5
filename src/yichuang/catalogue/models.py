"""Tables of the catalogue."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from yichuang.catalogue.rules.content import CaseType, ItemType, Purpose
from yichuang.catalogue.rules.lifecycle import CURRENT_STATES, OPEN_STATES, Act, VersionState


def _values(states: Iterable[VersionState]) -> list[str]:
    """The states as the database has them, in an order that stays."""
    return sorted(state.value for state in states)


class BasicItem(models.Model):
    """An entry of the basic catalogue that all levels share."""

    catalog_code = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    item_type = models.CharField(max_length=2, choices=ItemType.choices(), blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalog_code"], name="catalogue_basicitem_code"),
            models.CheckConstraint(
                condition=Q(catalog_code__regex=r"^[0-9]{9}[0-9A-Z]{3}$"), name="catalogue_basicitem_code_shape"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.catalog_code} {self.name}"


class Item(models.Model):
    """A service item as one organisation carries it out. Its elements are in its versions."""

    task_code = models.CharField(max_length=36)
    local_code = models.CharField(max_length=64, blank=True, default="")
    # As published, also while the basic catalogue does not have it.
    catalog_code = models.CharField(max_length=12, blank=True, default="")
    name = models.CharField(max_length=200)
    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    basic_item = models.ForeignKey(BasicItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    # The version that is published or suspended, or was when the item was cancelled.
    current = models.ForeignKey(
        "catalogue.ItemVersion", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_listed = models.BooleanField(default=False)
    is_cancelled = models.BooleanField(default=False)
    # The English name of the current version, empty when it has none.
    name_en = models.CharField(max_length=200, blank=True, default="", db_default="")
    search_text = models.TextField(default="")
    search = SearchVectorField()
    name_initials = models.CharField(max_length=250, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task_code"], name="catalogue_item_task_code"),
            models.CheckConstraint(condition=~Q(is_listed=True, is_cancelled=True), name="catalogue_item_listed"),
            models.CheckConstraint(
                condition=Q(is_listed=False) | Q(current__isnull=False), name="catalogue_item_listed_version"
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="catalogue_item_search"),
            GinIndex(OpClass(F("name_initials"), name="gin_trgm_ops"), name="catalogue_item_initials_trgm"),
            models.Index(fields=["organisation", "id"], name="catalogue_item_organisation"),
            models.Index(fields=["catalog_code"], condition=~Q(catalog_code=""), name="catalogue_item_catalog_code"),
            models.Index(fields=["id"], condition=Q(is_listed=True), name="catalogue_item_listed_id"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.task_code} {self.name}"


class ItemVersion(models.Model):
    """One version of an item: its whole content as one document, with what lists need beside it."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=VersionState.choices(), default=VersionState.DRAFT.value)
    content = models.JSONField()
    # Counts the saves; a save names the revision it started from.
    revision = models.PositiveIntegerField(default=1)
    # Accounts that wrote this version: they may not review it for the department.
    writers = ArrayField(models.BigIntegerField(), default=list)

    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    item_type = models.CharField(max_length=2, choices=ItemType.choices(), blank=True, default="")
    case_type = models.CharField(max_length=10, choices=CaseType.choices())
    service_objects = ArrayField(models.CharField(max_length=1), default=list)
    themes = ArrayField(models.CharField(max_length=200), default=list)
    promised_limit = models.CharField(max_length=10, blank=True, default="")
    # Codes of the certificates that the item produces, by which others find it.
    produces = ArrayField(models.CharField(max_length=64), default=list)
    # What applications are about, and the codes of the certificates that they change, renew or end.
    purpose = models.CharField(
        max_length=10, choices=Purpose.choices(), default=Purpose.NEW.value, db_default=Purpose.NEW.value
    )
    concerns = ArrayField(models.CharField(max_length=64), default=list, db_default=[])

    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()
    saved_by_name = models.CharField(max_length=200)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="catalogue_version_number"),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=_values(CURRENT_STATES)), name="catalogue_version_one_current"
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(state__in=_values(OPEN_STATES)), name="catalogue_version_one_open"
            ),
        ]
        indexes = [
            models.Index(
                fields=["state", "submitted_at", "id"],
                condition=Q(state__in=_values(OPEN_STATES)),
                name="catalogue_version_queue",
            ),
            GinIndex(fields=["service_objects"], name="catalogue_version_objects"),
            GinIndex(fields=["themes"], name="catalogue_version_themes"),
            GinIndex(fields=["produces"], name="catalogue_version_produces"),
            GinIndex(fields=["concerns"], name="catalogue_version_concerns"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class VersionEvent(models.Model):
    """One act on a version: who, when, why, from which state to which, over what content. Rows are added only."""

    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=20, choices=Act.choices())
    from_state = models.CharField(max_length=20, choices=VersionState.choices(), blank=True, default="")
    to_state = models.CharField(max_length=20, choices=VersionState.choices())
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=200)
    post_title = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    content_digest = models.CharField(max_length=64)

    class Meta:
        indexes = [models.Index(fields=["version", "id"], name="catalogue_event_version")]

    @override
    def __str__(self) -> str:
        return f"{self.version_id} {self.act}"


class ImportBatch(models.Model):
    """A file that was taken in, and what came of each row. Rows are added only."""

    file_name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    mapping = models.CharField(max_length=100)
    mode = models.CharField(max_length=20)
    rows = models.PositiveIntegerField()
    imported = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    errors = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    at = models.DateTimeField()
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(max_length=200)

    @override
    def __str__(self) -> str:
        return f"{self.file_name} {self.at:%Y-%m-%d}"
