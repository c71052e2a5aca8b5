"""Tables of the identity context."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.core.sealed import SealedTextField, blind_index
from yichuang.identity.rules import AccountKind, EventKind, IdentityType, Language, is_personal, normal_login

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
