"""Tables of the identity context."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from typing_extensions import override

from yichuang.core.sealed import SealedTextField, blind_index
from yichuang.identity.rules import (
    CODE_TRIES,
    AccountKind,
    EventKind,
    IdentityType,
    Language,
    Limited,
    NoticeWay,
    is_personal,
    normal_login,
)

_KEYED = "#"


def login_key(typed: str) -> str:
    """What is stored for a login: itself, or a keyed digest when it is a phone or identity number."""
    login = normal_login(typed)
    return _KEYED + blind_index(login) if is_personal(login) else login


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by what people type."""

    @override
    def get_by_natural_key(self, username: str | None) -> "Account":
        """The account with that login, typed in any form."""
        return self.get(login=login_key(username or ""))


class Account(AbstractBaseUser):
    """A way for a person or body to act. Staff are named by their staff row, applicants here."""

    login = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=AccountKind.choices())
    name = SealedTextField(default="", blank=True)
    identity_type = models.CharField(max_length=20, choices=IdentityType.choices(), blank=True, default="")
    identity_no = SealedTextField(default="", blank=True)
    identity_digest = models.CharField(max_length=32, blank=True, default="")
    phone = SealedTextField(default="", blank=True)
    phone_digest = models.CharField(max_length=32, blank=True, default="")
    email = SealedTextField(default="", blank=True)
    staff = models.ForeignKey(
        "organisations.StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, choices=Language.choices(), blank=True, default="")
    notice = models.CharField(max_length=10, choices=NoticeWay.choices(), default=NoticeWay.SMS.value)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField()
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "login"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["login"], name="identity_account_login"),
            models.UniqueConstraint(fields=["staff"], name="identity_account_staff"),
            models.UniqueConstraint(
                fields=["identity_type", "identity_digest"],
                condition=~Q(identity_digest=""),
                name="identity_account_identity",
            ),
            models.CheckConstraint(
                condition=Q(kind="staff", staff__isnull=False) | Q(kind="applicant", staff__isnull=True),
                name="identity_account_kind",
            ),
        ]
        indexes = [models.Index(fields=["phone_digest"], name="identity_account_phone")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class AccountEvent(models.Model):
    """What happened to or through an account; rows are added only."""

    kind = models.CharField(max_length=20, choices=EventKind.choices())
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    # For a failed sign-in to a login that has no account; never the text typed, which may be a password.
    login_digest = models.CharField(max_length=32, blank=True, default="")
    subject = models.CharField(max_length=100, blank=True, default="")
    what = models.CharField(max_length=200, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    # Of a look at personal data: in which post, as it was then.
    organisation_name = models.CharField(max_length=200, blank=True, default="")
    post_title = models.CharField(max_length=100, blank=True, default="")
    ip = models.GenericIPAddressField(null=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "id"], name="identity_event_account"),
            models.Index(fields=["subject", "id"], name="identity_event_subject", condition=~Q(subject="")),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class Mandate(models.Model):
    """A written authority: for the principal the agent may act, in these matters, from a first to a last day."""

    principal = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    agent = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    # None: in every matter. Sorted, so that the same matters are the same value.
    item_codes = ArrayField(models.CharField(max_length=64), null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["principal", "agent", "valid_from", "valid_to", "item_codes"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="identity_mandate_once",
            ),
            models.CheckConstraint(condition=~Q(principal=F("agent")), name="identity_mandate_parties"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="identity_mandate_period"),
            models.CheckConstraint(
                condition=Q(item_codes__isnull=True) | Q(item_codes__len__gt=0), name="identity_mandate_scope"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="identity_mandate_withdrawn",
            ),
        ]
        indexes = [
            models.Index(fields=["principal", "id"], name="identity_mandate_principal"),
            models.Index(fields=["agent", "id"], name="identity_mandate_agent"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.principal_id} by {self.agent_id}"


class RecoveryCode(models.Model):
    """A code sent to somebody who forgot their password; of an account one at most is open."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=32)
    tries_left = models.PositiveSmallIntegerField(default=CODE_TRIES)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(closed_at__isnull=True), name="identity_recoverycode_open"
            ),
            models.CheckConstraint(condition=Q(tries_left__lte=CODE_TRIES), name="identity_recoverycode_tries"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.account_id} {self.opened_at}"


class Throttle(models.Model):
    """How often something was tried by somebody since an instant; whoever it was stands as a keyed digest."""

    what = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Limited])
    key = models.CharField(max_length=32)
    since = models.DateTimeField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "key"], name="identity_throttle_key")]
        indexes = [models.Index(fields=["since"], name="identity_throttle_since")]

    @override
    def __str__(self) -> str:
        return f"{self.what} {self.count}"
