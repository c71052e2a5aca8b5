"""Tables of stored files and issued papers."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.core.sealed import SealedJSONField
from yichuang.documents.rules import PaperKind


class StoredContent(models.Model):
    """A file content, kept once however often it is handed in. Never changed."""

    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    sm3 = models.CharField(_("SM3 digest"), max_length=64)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    media_type = models.CharField(_("media type"), max_length=100)
    path = models.CharField(_("place in the store"), max_length=120)
    created_at = models.DateTimeField(_("stored at"))

    class Meta:
        verbose_name = _("stored content")
        verbose_name_plural = _("stored contents")
        constraints = (models.UniqueConstraint(fields=["sha256"], name="documents_content_sha256_unique"),)

    @override
    def __str__(self) -> str:
        return self.sha256

    @property
    def file_path(self) -> Path:
        """Where the bytes are."""
        return Path(settings.MEDIA_ROOT) / self.path


class Upload(models.Model):
    """One handing-in of a file: who, under which name, for which subject and material."""

    content = models.ForeignKey(StoredContent, on_delete=models.PROTECT, related_name="+", verbose_name=_("content"))
    name = models.CharField(_("name"), max_length=150)
    owner = models.ForeignKey(
        "identity.Account", on_delete=models.PROTECT, related_name="+", null=True, verbose_name=_("handed in by")
    )
    subject = models.CharField(_("subject"), max_length=64, blank=True, default="")
    material_code = models.CharField(_("material"), max_length=64, blank=True, default="")
    created_at = models.DateTimeField(_("handed in at"))

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        indexes = (
            models.Index(
                fields=["subject", "id"], name="documents_upload_subject_idx", condition=~models.Q(subject="")
            ),
        )

    @override
    def __str__(self) -> str:
        return self.name


class PaperCounter(models.Model):
    """The last number given to papers of one kind by one organisation in one year."""

    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    year = models.PositiveSmallIntegerField(_("year"))
    kind = models.CharField(_("kind"), max_length=24, choices=PaperKind.choices())
    last = models.PositiveIntegerField(_("last number"))

    class Meta:
        verbose_name = _("paper counter")
        verbose_name_plural = _("paper counters")
        constraints = (
            models.UniqueConstraint(fields=["organisation", "year", "kind"], name="documents_counter_unique"),
        )

    @override
    def __str__(self) -> str:
        return f"{self.organisation_id}/{self.year}/{self.kind}: {self.last}"


class Paper(models.Model):
    """A paper that a body issued. Inserted once, never changed; its data is sealed."""

    kind = models.CharField(_("kind"), max_length=24, choices=PaperKind.choices())
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("issued by")
    )
    organisation_name = models.CharField(_("name of the issuing body"), max_length=200)
    year = models.PositiveSmallIntegerField(_("year"))
    serial = models.PositiveIntegerField(_("number in the year"))
    number = models.CharField(_("paper number"), max_length=80)
    subject = models.CharField(_("subject"), max_length=64)
    data = SealedJSONField(_("content"))
    # Whose act the paper is: the person, the post, and by which authority.
    account = models.ForeignKey(
        "identity.Account",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        db_index=False,
        verbose_name=_("account"),
    )
    signer_name = models.CharField(_("signed by"), max_length=200)
    signer_title = models.CharField(_("in which post"), max_length=100, blank=True, default="")
    authority = models.CharField(_("by which authority"), max_length=500)
    template_version = models.PositiveSmallIntegerField(_("version of the form"))
    verify_code = models.CharField(_("verification code"), max_length=32)
    issued_at = models.DateTimeField(_("issued at"))

    class Meta:
        verbose_name = _("paper")
        verbose_name_plural = _("papers")
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "year", "kind", "serial"], name="documents_paper_number_unique"
            ),
            models.UniqueConstraint(fields=["verify_code"], name="documents_paper_code_unique"),
            models.CheckConstraint(condition=models.Q(serial__gte=1), name="documents_paper_serial_positive"),
        )
        indexes = (models.Index(fields=["subject", "id"], name="documents_paper_subject_idx"),)

    @override
    def __str__(self) -> str:
        return self.number


class PaperFile(models.Model):
    """The rendered PDF of a paper: rendered once, then always the same bytes."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="+", verbose_name=_("paper"))
    content = models.ForeignKey(StoredContent, on_delete=models.PROTECT, related_name="+", verbose_name=_("content"))
    rendered_at = models.DateTimeField(_("rendered at"))

    class Meta:
        verbose_name = _("paper file")
        verbose_name_plural = _("paper files")
        constraints = (models.UniqueConstraint(fields=["paper"], name="documents_paperfile_paper_unique"),)

    @override
    def __str__(self) -> str:
        return f"{self.paper_id}"
