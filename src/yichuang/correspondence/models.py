"""Tables of correspondence. The application's database role may only add rows to Message, Answer and ConsultationEvent."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.core.sealed import SealedTextField
from yichuang.correspondence.rules import (
    TITLE_MAX,
    ConsultationAct,
    ConsultationState,
    NoticeKind,
    Side,
)


class Notice(models.Model):
    """Something that one account is told. `source` names what gave it: one notice for each source and account."""

    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=24, choices=NoticeKind.choices())
    case_no = models.CharField(max_length=15, blank=True, default="")
    item_code = models.CharField(max_length=36, blank=True, default="")
    # What fills the placeholders of the words; never a name or number of a person.
    values = models.JSONField(default=dict)
    source = models.CharField(max_length=40)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "source"], name="correspondence_notice_source"),
        ]
        indexes = [
            models.Index(fields=["account", "-at", "-id"], name="correspondence_notice_account"),
            models.Index(fields=["account", "case_no"], condition=Q(read_at=None), name="correspondence_notice_unread"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.account_id} {self.kind} {self.source}"


class Conversation(models.Model):
    """What was said about one case. `waiting_since` is the first message of the applicant that nobody has answered."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    case_no = models.CharField(max_length=15)
    item_name = models.CharField(max_length=200)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Who of the department met the applicant here first, and sees to it that he is answered (首问负责).
    first_contact = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    waiting_since = models.DateTimeField(null=True)
    excerpt = SealedTextField(default="")
    # The last message that each side has seen.
    seen_by_applicant = models.BigIntegerField(default=0)
    seen_by_staff = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case"], name="correspondence_conversation_case"),
            models.UniqueConstraint(fields=["case_no"], name="correspondence_conversation_case_no"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "waiting_since", "id"],
                condition=Q(waiting_since__isnull=False),
                name="correspondence_waiting",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.case_no


class Message(models.Model):
    """One message about a case. Rows are added only."""

    conversation = models.ForeignKey(Conversation, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()
    side = models.CharField(max_length=10, choices=Side.choices())
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    author = SealedTextField()
    post_title = models.CharField(max_length=100, blank=True, default="")
    organisation_name = models.CharField(max_length=200, blank=True, default="")
    text = SealedTextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["conversation", "key"], name="correspondence_message_key"),
        ]
        indexes = [models.Index(fields=["conversation", "-id"], name="correspondence_message_order")]

    @override
    def __str__(self) -> str:
        return f"{self.conversation_id} {self.side}"


class Consultation(models.Model):
    """A question of anybody. What was asked is sealed and stays; what the public reads stands in the public columns."""

    key = models.UUIDField()
    number = models.CharField(max_length=20)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item_code = models.CharField(max_length=36, blank=True, default="")
    item_name = models.CharField(max_length=200, blank=True, default="")
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    name = SealedTextField(default="")
    phone = SealedTextField(default="")
    phone_index = models.CharField(max_length=32, blank=True, default="")
    address_index = models.CharField(max_length=32, blank=True, default="")
    title = SealedTextField()
    text = SealedTextField()
    wants_public = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    is_due_provisional = models.BooleanField(default=False)
    state = models.CharField(
        max_length=10, choices=ConsultationState.choices(), default=ConsultationState.WAITING.value
    )
    answered_at = models.DateTimeField(null=True)
    # Who of the centre met the question first, and sees to it that it is answered (首问负责).
    first_contact = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    is_public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    public_title = models.CharField(max_length=TITLE_MAX, blank=True, default="")
    public_question = models.TextField(blank=True, default="")
    public_answer = models.TextField(blank=True, default="")
    search_text = models.TextField(blank=True, default="")
    search = SearchVectorField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="correspondence_consultation_key"),
            models.UniqueConstraint(fields=["number"], name="correspondence_consultation_number"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in ConsultationState]),
                name="correspondence_consultation_state",
            ),
            models.CheckConstraint(
                condition=Q(is_public=False)
                | Q(state=ConsultationState.ANSWERED.value, wants_public=True, published_at__isnull=False),
                name="correspondence_consultation_public",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "due_on", "id"],
                condition=Q(state=ConsultationState.WAITING.value),
                name="correspondence_due",
            ),
            models.Index(fields=["organisation", "-id"], name="correspondence_organisation"),
            models.Index(fields=["account", "-id"], condition=Q(account__isnull=False), name="correspondence_asker"),
            models.Index(
                fields=["address_index", "asked_at"], condition=~Q(address_index=""), name="correspondence_network"
            ),
            models.Index(fields=["phone_index", "asked_at"], condition=~Q(phone_index=""), name="correspondence_phone"),
            models.Index(fields=["-published_at", "-id"], condition=Q(is_public=True), name="correspondence_public"),
            models.Index(
                fields=["item_code", "-published_at", "-id"],
                condition=Q(is_public=True),
                name="correspondence_public_item",
            ),
            GinIndex(fields=["search"], condition=Q(is_public=True), name="correspondence_search"),
        ]

    @override
    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """The answer to a consultation, as it was given. Rows are added only, one for each consultation."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+", db_index=False)
    key = models.UUIDField()
    text = SealedTextField()
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.CharField(max_length=100)
    post_title = models.CharField(max_length=100, blank=True, default="")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation"], name="correspondence_answer_once"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.consultation_id}"


class ConsultationEvent(models.Model):
    """What happened to a consultation; rows are added only. `wording` is what the public reads from then on."""

    consultation = models.ForeignKey(Consultation, on_delete=models.PROTECT, related_name="+", db_index=False)
    act = models.CharField(max_length=10, choices=ConsultationAct.choices())
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=100, blank=True, default="")
    post_title = models.CharField(max_length=100, blank=True, default="")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.CharField(max_length=500, blank=True, default="")
    wording = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["consultation", "id"], name="correspondence_event_order")]

    @override
    def __str__(self) -> str:
        return f"{self.consultation_id} {self.act}"
