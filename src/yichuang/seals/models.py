"""Tables of the seals context. All but `Seal` are append-only for the application's database role."""

from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from yichuang.core.sealed import SealedJSONField
from yichuang.seals.rules import Act, SealKind, SealState


class Seal(models.Model):
    """A seal in the register. It ends once and never comes back."""

    organisation = models.ForeignKey("organisations.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=SealKind.choices())
    name = models.CharField(max_length=250)
    purpose = models.CharField(max_length=500)
    keeper = models.ForeignKey("organisations.Post", on_delete=models.PROTECT, related_name="+")
    kept_since = models.DateField()
    in_use_from = models.DateField()
    valid_until = models.DateField()
    state = models.CharField(max_length=10, choices=SealState.choices(), default=SealState.IN_USE.value)
    ended_on = models.DateField(null=True)
    ended_reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(state=SealState.IN_USE.value),
                name="seals_seal_one_in_use",
            ),
            models.CheckConstraint(
                condition=Q(state=SealState.IN_USE.value, ended_on__isnull=True, ended_reason="")
                | (
                    Q(state__in=[SealState.BROKEN.value, SealState.WITHDRAWN.value], ended_on__isnull=False)
                    & ~Q(ended_reason="")
                ),
                name="seals_seal_ended",
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("in_use_from")), name="seals_seal_validity"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(purpose=""), name="seals_seal_said"),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class SealKey(models.Model):
    """What a seal signs with. `secret` is what its signer needs; `sm2_public` is empty when it signs by P-256 alone."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+")
    signer = models.CharField(max_length=40)
    is_test = models.BooleanField()
    certificate = models.TextField()
    fingerprint = models.CharField(max_length=64)
    sm2_public = models.CharField(max_length=128, default="")
    secret = SealedJSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal"], name="seals_sealkey_one"),
            models.UniqueConstraint(fields=["fingerprint"], name="seals_sealkey_fingerprint"),
        ]

    @override
    def __str__(self) -> str:
        return self.fingerprint


class BuiltInAuthority(models.Model):
    """The built-in root that certifies test seals: one row at most, made when it is first needed."""

    only = models.BooleanField(default=True)
    certificate = models.TextField()
    sm2_public = models.CharField(max_length=128)
    secret = SealedJSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["only"], name="seals_builtinauthority_one"),
            models.CheckConstraint(condition=Q(only=True), name="seals_builtinauthority_only"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.made_at:%Y-%m-%d}"


class SealHistory(models.Model):
    """One row for each act on a seal; rows are added only."""

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=20, choices=Act.choices())
    reason = models.CharField(max_length=500, default="")
    before = models.JSONField(null=True)
    after = models.JSONField()
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=200)
    title = models.CharField(max_length=100, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["seal", "id"], name="seals_history_seal")]

    @override
    def __str__(self) -> str:
        return f"{self.seal_id} {self.act}"


class SealUse(models.Model):
    """One sealing: for what, by whom, under which authority. `digest` is of the sealed file, `unsealed_digest` of the one before.

    `signature` is SM2 over the whole sealed file (r and s, 128 hexadecimal digits), empty when the signer gives none.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="+", db_index=False)
    subject = models.CharField(max_length=64)
    paper_kind = models.CharField(max_length=24)
    paper_number = models.CharField(max_length=80)
    unsealed_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128, default="")
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=200)
    title = models.CharField(max_length=100)
    authority = models.CharField(max_length=500)
    sealed_at = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seal", "paper_kind", "paper_number"], name="seals_use_once"),
            models.UniqueConstraint(fields=["digest"], name="seals_use_digest"),
            models.CheckConstraint(
                condition=~Q(paper_number="") & ~Q(actor_name="") & ~Q(authority=""), name="seals_use_said"
            ),
        ]
        indexes = [
            models.Index(fields=["seal", "id"], name="seals_use_seal"),
            models.Index(fields=["subject", "id"], name="seals_use_subject"),
            models.Index(fields=["paper_number"], name="seals_use_paper"),
            models.Index(fields=["unsealed_digest"], name="seals_use_unsealed"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.seal_id} {self.paper_number}"
