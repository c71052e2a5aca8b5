"""Tables of the hall context. Nothing of a person stands here: only keys of drafts and numbers of cases."""

from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.hall.rules import Stage


class Screen(models.Model):
    """A device that shows applicants what is entered. Of its token only a digest is kept.

    `revision` grows with everything that changes on the screen; `draft_revision` is the state of the draft that it shows.
    """

    token_digest = models.CharField(max_length=64)
    address_index = models.CharField(max_length=32, blank=True, default="")
    code = models.CharField(max_length=6, blank=True, default="")
    code_until = models.DateTimeField(null=True)
    window = models.ForeignKey(
        "organisations.Window", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    clerk = models.ForeignKey("identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    paired_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    stage = models.CharField(max_length=10, choices=Stage.choices(), default=Stage.IDLE.value)
    revision = models.PositiveIntegerField(default=1)
    active_at = models.DateTimeField()
    language = models.CharField(max_length=10, blank=True, default="")
    draft_key = models.UUIDField(null=True)
    draft_revision = models.PositiveIntegerField(null=True)
    is_changed = models.BooleanField(default=False)
    case_no = models.CharField(max_length=15, blank=True, default="")
    objection = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_digest"], name="hall_screen_token"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="hall_screen_code"),
            models.UniqueConstraint(fields=["window"], condition=Q(window__isnull=False), name="hall_screen_window"),
            models.UniqueConstraint(fields=["clerk"], condition=Q(clerk__isnull=False), name="hall_screen_clerk"),
            models.CheckConstraint(
                condition=Q(clerk__isnull=True) | Q(window__isnull=False), name="hall_screen_clerk_at_window"
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.IDLE.value) | Q(window__isnull=False), name="hall_screen_shows_when_paired"
            ),
            models.CheckConstraint(condition=Q(stage__in=[stage.value for stage in Stage]), name="hall_screen_stage"),
        ]
        indexes = [models.Index(fields=["seen_at"], condition=Q(window__isnull=True), name="hall_screen_waiting")]

    @override
    def __str__(self) -> str:
        return f"{self.pk} {self.stage}"


class PairingGuess(models.Model):
    """Wrong codes that an account entered since `since`."""

    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    failures = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account"], name="hall_guess_account")]

    @override
    def __str__(self) -> str:
        return f"{self.account_id} {self.failures}"
