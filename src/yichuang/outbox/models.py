"""Tables of the outbox."""

from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.core.sealed import SealedTextField
from yichuang.outbox.rules import REASON_MAX, SUBJECT_MAX, TITLE_MAX, MessageKind, MessageState


class Message(models.Model):
    """One message to one address. `text` is empty once it was forgotten; `subject` says what it is about, as a case number."""

    kind = models.CharField(max_length=10, choices=MessageKind.choices())
    address = SealedTextField()
    title = models.CharField(max_length=TITLE_MAX, blank=True, default="")
    text = SealedTextField()
    subject = models.CharField(max_length=SUBJECT_MAX, blank=True, default="")
    state = models.CharField(max_length=10, choices=MessageState.choices(), default=MessageState.WAITING.value)
    attempts = models.PositiveSmallIntegerField(default=0)
    vendor = models.CharField(max_length=20, blank=True, default="")
    last_error = models.CharField(max_length=REASON_MAX, blank=True, default="")
    # A message that is of no use any more, such as a code that has expired, is not sent late.
    not_after = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    is_forgotten = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in MessageState]), name="outbox_message_state"
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT.value) | Q(sent_at__isnull=False), name="outbox_message_sent"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="outbox_message_state_id"),
            models.Index(fields=["subject", "-id"], name="outbox_message_subject", condition=~Q(subject="")),
            models.Index(fields=["created_at"], name="outbox_message_remembered", condition=Q(is_forgotten=False)),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.pk} {self.state}"
