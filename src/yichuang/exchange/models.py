"""Tables of the exchange context."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.core.sealed import SealedJSONField, SealedTextField
from yichuang.exchange.rules import ClientAct, DeliveryState, EventKind


class Client(models.Model):
    """Another system. Its keys are in ClientKey."""

    name = models.CharField(max_length=100)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    rights = ArrayField(models.CharField(max_length=40))
    limit_per_minute = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    # The last day on which its keys are taken.
    expires_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="exchange_client_name"),
            models.CheckConstraint(condition=Q(limit_per_minute__gte=1), name="exchange_client_limit"),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class ClientKey(models.Model):
    """A key of a client. Of the key only a digest is kept. After a change the old one is taken for a while."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    key_id = models.CharField(max_length=16)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key_id"], name="exchange_key_id")]

    @override
    def __str__(self) -> str:
        return self.key_id


class ClientMinute(models.Model):
    """How many requests a client has sent in its latest minute. One row a client, so that the table does not grow."""

    client = models.OneToOneField(Client, on_delete=models.PROTECT, primary_key=True, related_name="+")
    minute = models.DateTimeField()
    number = models.PositiveIntegerField()

    @override
    def __str__(self) -> str:
        return f"{self.client_id} {self.number}"


class ClientHistory(models.Model):
    """An act on a client: who, when, what it was before and after. Rows are added only."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=20, choices=ClientAct.choices())
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["client", "-id"], name="exchange_history_client")]

    @override
    def __str__(self) -> str:
        return f"{self.client_id} {self.act}"


class KeptAnswer(models.Model):
    """The answer to a request that created something, for the case that the same request comes again."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = SealedJSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["client", "key"], name="exchange_answer_key")]
        indexes = [models.Index(fields=["at"], name="exchange_answer_at")]

    @override
    def __str__(self) -> str:
        return f"{self.client_id} {self.key}"


class Webhook(models.Model):
    """An address of a client that is told of events. The secret is sealed; it signs each delivery."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    kinds = ArrayField(models.CharField(max_length=40))
    secret = SealedTextField()
    failures = models.PositiveIntegerField(default=0)
    paused_at = models.DateTimeField(null=True)
    pause_reason = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    @override
    def __str__(self) -> str:
        return self.url


class Event(models.Model):
    """Something that happened and may be told. Rows are added only; `key` says what it is, so that it is there once."""

    uid = models.UUIDField()
    key = models.CharField(max_length=100)
    kind = models.CharField(max_length=40, choices=EventKind.choices())
    subject = models.CharField(max_length=64, blank=True, default="")
    client = models.ForeignKey(Client, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    data = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="exchange_event_key"),
            models.UniqueConstraint(fields=["uid"], name="exchange_event_uid"),
        ]

    @override
    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """One event on its way to one webhook. Without `next_attempt_at` a waiting one is held: the webhook is paused."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="+", db_index=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=DeliveryState.choices())
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_status = models.PositiveSmallIntegerField(null=True)
    last_error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "webhook"], name="exchange_delivery_once")]
        indexes = [
            models.Index(fields=["webhook", "-id"], name="exchange_delivery_webhook"),
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(state=DeliveryState.WAITING.value, next_attempt_at__isnull=False),
                name="exchange_delivery_due",
            ),
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="exchange_delivery_ended"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.event_id} {self.webhook_id}"
