"""Tables of the cases context. The application's database role may insert and read ledger rows, nothing else."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Cast, Coalesce
from typing_extensions import override

from yichuang.cases.rules import (
    NO_DUE_DATE,
    OPEN_STATES,
    TO_ARCHIVE,
    Act,
    Channel,
    Hearing,
    PartyKind,
    PledgeKind,
    Standing,
    State,
    TextKind,
)
from yichuang.catalogue.rules import CaseType, Purpose
from yichuang.core.digests import SM3
from yichuang.core.sealed import SealedJSONField, SealedTextField
from yichuang.deadlines.rules import Procedure
from yichuang.identity.rules import IdentityType

_IS_OPEN = Q(state__in=[state.value for state in OPEN_STATES])
_DUE = Coalesce("next_due_on", Value(NO_DUE_DATE))


class Case(models.Model):
    """The current reading of one case's ledger. Everything about the applicant is sealed."""

    case_no = models.CharField(max_length=15)
    submission_key = models.UUIDField()
    version = models.ForeignKey("catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    item_code = models.CharField(max_length=36)
    item_name = models.CharField(max_length=200)
    case_type = models.CharField(max_length=10, choices=CaseType.choices())
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices())
    state = models.CharField(max_length=24, choices=State.choices())

    applicant = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    party_kind = models.CharField(max_length=10, choices=PartyKind.choices())
    party_name = SealedTextField()
    party_name_index = models.CharField(max_length=32)
    identity_type = models.CharField(max_length=20, choices=IdentityType.choices())
    identity_no = SealedTextField()
    identity_index = models.CharField(max_length=32)
    phone = SealedTextField()
    form = SealedJSONField()
    # Who has the case in hand now; nobody when it waits for anyone of the next post.
    handler = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    client = models.ForeignKey("exchange.Client", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    # Who was the first of the centre to meet the applicant in this matter, and answers for it (首问负责).
    first_contact = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # What the application is about: a case by which something was granted, to be amended, renewed or cancelled.
    purpose = models.CharField(max_length=10, choices=Purpose.choices(), default=Purpose.NEW.value)
    about = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)

    submitted_at = models.DateTimeField()
    received_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # What must happen next, by that day; empty once the case is closed.
    next_due_on = models.DateField(null=True)
    promised_due_on = models.DateField(null=True)
    statutory_due_on = models.DateField(null=True)
    # The same without extension and stops: they stay what they were.
    promised_first_on = models.DateField(null=True)
    statutory_first_on = models.DateField(null=True)
    extension = models.CharField(max_length=8, default="", blank=True)
    # The step in which the case is: since when, and by when the item says that it is done.
    step_from = models.DateField(null=True)
    step_due_on = models.DateField(null=True)
    is_due_provisional = models.BooleanField(default=False)
    corrections = models.PositiveSmallIntegerField(default=0)
    opinions = models.PositiveSmallIntegerField(default=0)
    hearing = models.CharField(max_length=10, choices=Hearing.choices(), default="", blank=True)
    # Until when the applicant may ask for a hearing; once he has asked, until when it is held.
    hearing_by = models.DateField(null=True)
    # Accounts that have stepped aside: they take no further part.
    recused = ArrayField(models.BigIntegerField(), default=list, blank=True)
    standing = models.CharField(max_length=10, choices=Standing.choices(), default="", blank=True)
    certificate_no = models.CharField(max_length=80, default="", blank=True)
    valid_until = models.DateField(null=True)

    seq = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case_no"], name="cases_case_no"),
            models.UniqueConstraint(fields=["submission_key"], name="cases_case_submission_key"),
            models.CheckConstraint(condition=Q(case_no__regex=r"^[0-9]{15}$"), name="cases_case_no_shape"),
            models.CheckConstraint(condition=Q(state__in=[state.value for state in State]), name="cases_case_state"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(received_at__isnull=False),
                name="cases_case_accepted_received",
            ),
            models.CheckConstraint(condition=Q(corrections__lte=1), name="cases_case_corrected_once"),
            models.CheckConstraint(
                condition=Q(about__isnull=True) | ~Q(purpose=Purpose.NEW.value),
                name="cases_case_about",
            ),
            models.CheckConstraint(
                condition=~Q(standing="")
                | Q(about__isnull=False)
                | ~Q(state__in=[State.GRANTED.value, State.ISSUED.value]),
                name="cases_case_granted_stands",
            ),
        ]
        # Each costs every act a little; `bench worklist` shows what each is for.
        indexes = [
            models.Index(
                "state",
                "organisation",
                _DUE,
                "id",
                include=["corrections", "case_type"],
                condition=_IS_OPEN,
                name="cases_case_worklist",
            ),
            models.Index(_DUE, "id", condition=_IS_OPEN, name="cases_case_due"),
            models.Index(fields=["case_no"], condition=_IS_OPEN, name="cases_case_number"),
            models.Index(
                "handler", _DUE, "id", condition=_IS_OPEN & Q(handler__isnull=False), name="cases_case_handler"
            ),
            models.Index(
                fields=["case_no"],
                condition=Q(state__in=[state.value for state in TO_ARCHIVE]),
                name="cases_case_unarchived",
            ),
            models.Index(fields=["applicant", "-id"], name="cases_case_applicant"),
            models.Index(fields=["identity_index", "-id"], name="cases_case_identity"),
            models.Index(fields=["party_name_index", "-id"], name="cases_case_name"),
            models.Index(fields=["client", "-id"], condition=Q(client__isnull=False), name="cases_case_client"),
            models.Index(fields=["about", "-id"], condition=Q(about__isnull=False), name="cases_case_about_case"),
        ]

    @override
    def __str__(self) -> str:
        return self.case_no


class LedgerRow(models.Model):
    """One act on one case. Rows are added only; the digest covers the row and the digest of the row before."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    case_no = models.CharField(max_length=15)
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=24, choices=Act.choices())
    before = models.CharField(max_length=24, blank=True, default="")
    after = models.CharField(max_length=24, choices=State.choices())
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=12)
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=100, blank=True, default="")
    post = models.ForeignKey(
        "organisations.Post", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    post_title = models.CharField(max_length=100, blank=True, default="")
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reason = models.TextField(blank=True, default="")
    law = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True, default="")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=8, default=SM3)
    # The transaction that wrote the row: readers take rows in the order in which they become safely visible.
    transaction_id = models.BigIntegerField(
        db_default=Cast(
            Cast(Func(function="pg_current_xact_id", output_field=models.TextField()), models.TextField()),
            models.BigIntegerField(),
        )
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_ledger_seq"),
            models.UniqueConstraint(fields=["case", "key"], condition=~Q(key=""), name="cases_ledger_key"),
        ]
        indexes = [
            models.Index(fields=["transaction_id", "id"], name="cases_ledger_visible"),
            models.Index(fields=["at", "id"], name="cases_ledger_at"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.case_no}/{self.seq} {self.act}"


class CaseStop(models.Model):
    """A special procedure: since when and why the named clocks stand still, and until when they did.

    `seq` and `ended_seq` are the ledger rows of the two acts; a row is written once more, when the procedure ends.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    procedure = models.CharField(max_length=16, choices=Procedure.choices())
    reason = models.TextField()
    clocks = ArrayField(models.CharField(max_length=10))
    approver = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    approver_name = models.CharField(max_length=100, blank=True, default="")
    from_day = models.DateField()
    expected_on = models.DateField()
    to_day = models.DateField(null=True)
    ended_seq = models.PositiveIntegerField(null=True)
    result = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="cases_stop_seq"),
            models.UniqueConstraint(fields=["case"], condition=Q(to_day__isnull=True), name="cases_stop_one_open"),
            models.CheckConstraint(condition=~Q(reason=""), name="cases_stop_reason"),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True) | Q(to_day__gte=models.F("from_day")), name="cases_stop_period"
            ),
            models.CheckConstraint(
                condition=Q(to_day__isnull=True, ended_seq__isnull=True)
                | Q(to_day__isnull=False, ended_seq__isnull=False),
                name="cases_stop_ended",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.case_id} {self.procedure} {self.from_day}"


class Pledge(models.Model):
    """What the applicant promised in writing and the centre watches: a deferred material, or a commitment.

    `seq` is the act by which it was given; `kept_seq` the one that fulfilled it, `broken_seq` the one that found it broken.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=PledgeKind.choices())
    code = models.CharField(max_length=64, blank=True, default="")
    name = models.CharField(max_length=200)
    due_on = models.DateField()
    kept_seq = models.PositiveIntegerField(null=True)
    broken_seq = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind", "code"], name="cases_pledge_once"),
            models.CheckConstraint(
                condition=Q(kept_seq__isnull=True) | Q(broken_seq__isnull=True), name="cases_pledge_end"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "case"],
                condition=Q(kept_seq__isnull=True, broken_seq__isnull=True),
                name="cases_pledge_open",
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.case_id} {self.kind} {self.code}"


class CaseMaterial(models.Model):
    """A material of the checklist that was handed in, by which act. Rows are added only; the newest of a code counts.

    No copies: the form that the answers themselves are.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    code = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    copies = models.PositiveSmallIntegerField(default=1)
    upload = models.ForeignKey("documents.Upload", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_material_case")]

    @override
    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class Draft(models.Model):
    """An application that somebody is still writing. `revision` counts the saves; a save names the one it started from."""

    key = models.UUIDField()
    version = models.ForeignKey("catalogue.ItemVersion", on_delete=models.PROTECT, related_name="+", db_index=False)
    owner = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    channel = models.CharField(max_length=10, choices=Channel.choices())
    form = SealedJSONField()
    party = SealedJSONField()
    materials = models.JSONField(default=dict)
    # The case that the application is about, by its number.
    about = models.CharField(max_length=15, blank=True, default="")
    # What the applicant wishes: materials that he promises to bring later, and to be granted on commitment.
    later = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    is_on_commitment = models.BooleanField(default=False)
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    # What the applicant confirmed on the second screen: the revision that he saw.
    confirmed_revision = models.PositiveIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    # When he was first shown it there: from then on his word is wanted.
    shown_at = models.DateTimeField(null=True)
    case_no = models.CharField(max_length=15, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key"], name="cases_draft_key")]
        indexes = [models.Index(fields=["owner", "-saved_at"], condition=Q(case_no=""), name="cases_draft_owner")]

    @override
    def __str__(self) -> str:
        return str(self.key)


class Correction(models.Model):
    """What an applicant has typed and added for a correction that is not handed in yet; it is gone once it is.

    `papers` are codes of materials that he brings to the window; `ready_at` is when he said that nothing else is open, so that
    the window hands it in with the papers.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    form = SealedJSONField()
    materials = models.JSONField(default=dict)
    papers = models.JSONField(default=list)
    saved_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case"], name="cases_correction_case")]

    @override
    def __str__(self) -> str:
        return str(self.case_id)


class Note(models.Model):
    """A remark of staff for colleagues; no part of the ledger, never shown to the applicant. Rows are added only."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    author = models.CharField(max_length=100)
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="cases_note_case")]

    @override
    def __str__(self) -> str:
        return f"{self.case_id} {self.at}"


class StandardText(models.Model):
    """A wording that clerks and officials pick; of one organisation, or of the whole centre."""

    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20, choices=TextKind.choices())
    title = models.CharField(max_length=60)
    text = models.TextField(max_length=2000)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "title"], name="cases_text_title", nulls_distinct=False
            )
        ]

    @override
    def __str__(self) -> str:
        return self.title


class SavedFilter(models.Model):
    """A question to the worklist that somebody asks often; `query` as it stands in the address of the list."""

    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="cases_filter_name")]

    @override
    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """How far a reader of the ledger has come, in the order in which rows become safely visible."""

    name = models.CharField(max_length=60)
    transaction_id = models.BigIntegerField(default=0)
    row_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="cases_follower_name")]

    @override
    def __str__(self) -> str:
        return self.name


class DayProof(models.Model):
    """The head of one day's proof of the ledger; its text lies outside the database too. Rows are added only."""

    number = models.PositiveIntegerField()
    day = models.DateField()
    made_at = models.DateTimeField()
    transaction_id = models.BigIntegerField()
    row_id = models.BigIntegerField()
    rows = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    public = models.CharField(max_length=128)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number"], name="cases_dayproof_number")]

    @override
    def __str__(self) -> str:
        return f"{self.number} {self.day}"
