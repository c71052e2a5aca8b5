"""Tables of the archives context. The application's database role may insert and read rows, nothing else."""

from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.archives.rules import Retention


class Package(models.Model):
    """The package of one case as it stood after the row `seq` of its ledger. `digest` is SM3, `size` in bytes."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    case_no = models.CharField(max_length=15)
    seq = models.PositiveIntegerField()
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    content = models.ForeignKey("documents.StoredContent", on_delete=models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    # By which the signature over the manifest is checked: SM2, 128 hexadecimal digits.
    public_key = models.CharField(max_length=128)
    retention = models.CharField(max_length=10, choices=Retention.choices())
    # The last day of the period; empty: for ever.
    retain_until = models.DateField(null=True)
    made_at = models.DateTimeField()
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_no", "seq"], name="archives_package_once"),
            models.CheckConstraint(
                condition=Q(retention=Retention.PERMANENT.value, retain_until__isnull=True)
                | (~Q(retention=Retention.PERMANENT.value) & Q(retain_until__isnull=False)),
                name="archives_package_retained",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "id"], name="archives_package_body")]

    @override
    def __str__(self) -> str:
        return f"{self.case_no}/{self.seq}"


class PackageRead(models.Model):
    """Who was given a package, and what for. Rows are added only. Law: PIPL 51."""

    package = models.ForeignKey(Package, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=200)
    title = models.CharField(max_length=100, default="")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["package", "id"], name="archives_read_package")]

    @override
    def __str__(self) -> str:
        return f"{self.package_id} {self.actor_name}"
