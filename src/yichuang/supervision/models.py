"""Tables of supervision. The application's database role may only add rows to Entry, Told and Watching."""

from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.core.digests import SM3
from yichuang.supervision.rules import (
    LIVE,
    Card,
    Category,
    Light,
    MeasureKind,
    MeasureState,
    SignalAct,
    SignalState,
    SubjectKind,
    WatchKind,
)


class Edition(models.Model):
    """A book of rules that was in force: facts say under which they were made."""

    digest = models.CharField(max_length=64)
    contents = models.JSONField(default=list)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest"], name="supervision_edition_digest")]

    @override
    def __str__(self) -> str:
        return self.digest


class CaseFact(models.Model):
    """What is counted of one case. Narrow, without foreign keys: one is written for each act on each case."""

    case_id = models.BigIntegerField(primary_key=True)
    case_no = models.CharField(max_length=15)
    version_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    item_code = models.CharField(max_length=36)
    case_type = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    filed_on = models.DateField()
    accepted_on = models.DateField(null=True)
    decided_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=24, blank=True)
    is_on_time = models.BooleanField(null=True)
    is_early = models.BooleanField()
    on_due_day = models.BooleanField()
    is_on_spot = models.BooleanField()
    days_used = models.SmallIntegerField()
    promised_days = models.SmallIntegerField()
    statutory_days = models.SmallIntegerField()
    corrections = models.SmallIntegerField()
    stops = models.SmallIntegerField()
    decided_by = models.BigIntegerField(null=True)
    decided_minute = models.SmallIntegerField()
    on_day_off = models.BooleanField()
    likeness = models.CharField(max_length=32, blank=True)
    # The last ledger row and the edition of the rules under which it was examined.
    seq = models.PositiveIntegerField()
    edition = models.SmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["edition"], name="supervision_fact_edition"),
            models.Index(fields=["organisation_id", "closed_on"], name="supervision_fact_closed"),
            models.Index(fields=["item_code", "filed_on"], name="supervision_fact_item"),
            models.Index(fields=["likeness"], condition=~Q(likeness=""), name="supervision_fact_like"),
            models.Index(fields=["decided_on"], condition=Q(outcome="deny"), name="supervision_fact_denied"),
            models.Index(
                fields=["decided_on", "decided_by"],
                condition=Q(decided_by__isnull=False)
                & (Q(decided_minute__lt=480) | Q(decided_minute__gte=1080) | Q(on_day_off=True)),
                name="supervision_fact_hours",
            ),
            models.Index(
                fields=["organisation_id", "decided_on"], condition=Q(is_on_time=False), name="supervision_fact_late"
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.case_no


class MonthCount(models.Model):
    """What the facts add up to in a month, by body, item, kind of case and channel; kept in the transaction of the facts."""

    month = models.DateField()
    organisation_id = models.BigIntegerField()
    item_code = models.CharField(max_length=36)
    case_type = models.CharField(max_length=10)
    channel = models.CharField(max_length=10)
    filed = models.BigIntegerField(default=0)
    accepted = models.BigIntegerField(default=0)
    refused = models.BigIntegerField(default=0)
    corrected = models.BigIntegerField(default=0)
    decided = models.BigIntegerField(default=0)
    granted = models.BigIntegerField(default=0)
    denied = models.BigIntegerField(default=0)
    closed = models.BigIntegerField(default=0)
    on_spot = models.BigIntegerField(default=0)
    promised_decided = models.BigIntegerField(default=0)
    limited = models.BigIntegerField(default=0)
    on_time = models.BigIntegerField(default=0)
    early = models.BigIntegerField(default=0)
    on_due_day = models.BigIntegerField(default=0)
    days_used = models.BigIntegerField(default=0)
    promised_days = models.BigIntegerField(default=0)
    statutory_days = models.BigIntegerField(default=0)
    instant_accepted = models.BigIntegerField(default=0)
    online_filed = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["month", "organisation_id", "item_code", "case_type", "channel"], name="supervision_month_slot"
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.organisation_id} {self.item_code}"


class Signal(models.Model):
    """Something that a rule found: the current reading of its entries."""

    rule = models.CharField(max_length=40)
    category = models.CharField(max_length=12, choices=Category.choices())
    light = models.CharField(max_length=12, choices=Light.choices())
    kind = models.CharField(max_length=8, choices=SubjectKind.choices())
    subject = models.CharField(max_length=40)
    place = models.CharField(max_length=64)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    item_code = models.CharField(max_length=36, blank=True, default="")
    case_no = models.CharField(max_length=15, blank=True, default="")
    # The day that it lit, and the ledger row of the case that it points to.
    lit_on = models.DateField()
    case_seq = models.PositiveIntegerField(default=0)
    # Who did it, or has it in hand: who answers for it.
    owner = models.ForeignKey("identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    facts = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=SignalState.choices())
    answer_by = models.DateField(null=True)
    answered_by = models.BigIntegerField(null=True)
    card = models.CharField(max_length=8, choices=Card.choices(), blank=True, default="")
    raised_at = models.DateTimeField()
    seq = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "kind", "subject", "place"], name="supervision_signal_once"),
        ]
        indexes = [
            models.Index(fields=["case_no"], condition=~Q(case_no=""), name="supervision_signal_case"),
            models.Index(
                fields=["organisation", "light", "id"],
                condition=Q(state__in=sorted(state.value for state in LIVE)),
                name="supervision_signal_live",
            ),
            models.Index(fields=["owner", "state"], condition=Q(owner__isnull=False), name="supervision_signal_owner"),
            models.Index(fields=["lit_on", "id"], name="supervision_signal_day"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.rule} {self.subject} {self.place}"


class Entry(models.Model):
    """One act on a signal. Rows are added only; the digest covers the row and the digest of the row before."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="+", db_index=False)
    seq = models.PositiveIntegerField()
    act = models.CharField(max_length=12, choices=SignalAct.choices())
    before = models.CharField(max_length=12, blank=True, default="")
    after = models.CharField(max_length=12, choices=SignalState.choices())
    at = models.DateTimeField()
    account = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    actor_name = models.CharField(max_length=100, blank=True, default="")
    post_title = models.CharField(max_length=100, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    details = models.JSONField(default=dict)
    key = models.CharField(max_length=64, blank=True, default="")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=8, default=SM3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signal", "seq"], name="supervision_entry_seq"),
            models.UniqueConstraint(fields=["signal", "key"], condition=~Q(key=""), name="supervision_entry_key"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.signal_id}/{self.seq} {self.act}"


class Told(models.Model):
    """Who was told of a signal, as what. Rows are added only."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("identity.Account", on_delete=models.PROTECT, related_name="+", db_index=False)
    light = models.CharField(max_length=12, choices=Light.choices())
    role = models.CharField(max_length=30, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signal", "account"], name="supervision_told_once")]
        indexes = [models.Index(fields=["account", "-id"], name="supervision_told_account")]

    @override
    def __str__(self) -> str:
        return f"{self.signal_id} {self.account_id}"


class Measure(models.Model):
    """A supervise order, recommendation, written inquiry or hand-over, on one signal."""

    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=MeasureKind.choices())
    state = models.CharField(max_length=12, choices=MeasureState.choices())
    number = models.CharField(max_length=80, blank=True, default="")
    paper_id = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # The one problem that strikes are counted by: rule and body.
    rule = models.CharField(max_length=40)
    # The four parts of the written inquiry: whom, what, what is promised or wanted, who answers for it.
    target = models.CharField(max_length=200)
    problem = models.TextField()
    remedy = models.TextField(blank=True, default="")
    person = models.CharField(max_length=100, blank=True, default="")
    due_on = models.DateField()
    answer = models.TextField(blank=True, default="")
    returns = models.PositiveSmallIntegerField(default=0)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    # Of a hand-over: the numbers of the measures and the digests of the signals that it rests on.
    evidence = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["rule", "organisation", "kind"], name="supervision_measure_problem"),
            models.Index(fields=["signal", "id"], name="supervision_measure_signal"),
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=[MeasureState.ISSUED.value, MeasureState.RETURNED.value]),
                name="supervision_measure_due",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "organisation"],
                condition=Q(kind=MeasureKind.HANDOVER.value, state=MeasureState.ISSUED.value),
                name="supervision_measure_one_handover",
            )
        ]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Watching(models.Model):
    """A record of watching people at work, or of a leader's day in the hall. Rows are added only; findings are signals.

    `to_day` is the last day of a rota; `person` who visited, watched or served.
    """

    kind = models.CharField(max_length=16, choices=WatchKind.choices())
    on_day = models.DateField()
    to_day = models.DateField()
    organisation = models.ForeignKey(
        "organisations.Organisation", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    window = models.ForeignKey(
        "organisations.Window", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    person = models.CharField(max_length=100)
    notes = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        "identity.Account", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(to_day__gte=models.F("on_day")), name="supervision_watching_days")
        ]
        indexes = [models.Index(fields=["on_day", "id"], name="supervision_watching_day")]

    @override
    def __str__(self) -> str:
        return f"{self.kind} {self.on_day}"


class Parked(models.Model):
    """A case that could not be examined, with the reason; gone once it could."""

    case_no = models.CharField(max_length=15)
    reason = models.CharField(max_length=500)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case_no"], name="supervision_parked_case")]

    @override
    def __str__(self) -> str:
        return self.case_no


class Progress(models.Model):
    """How far a reading of all cases has come, and when what was last done."""

    name = models.CharField(max_length=40)
    case_id = models.BigIntegerField(default=0)
    at = models.DateTimeField()
    details = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name"], name="supervision_progress_name")]

    @override
    def __str__(self) -> str:
        return self.name
