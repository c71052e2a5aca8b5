"""Tables of the organisations context."""

from datetime import timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Combinable
from typing_extensions import override

from yichuang.core.rights import Role
from yichuang.organisations.rules import (
    ISSUER_MAX,
    LEAVE_DAYS,
    NUMBER_MAX,
    REASON_MAX,
    STAND_IN_DAYS,
    Act,
    OrganisationKind,
    RegionLevel,
    Thing,
    WindowKind,
)

_DAYS = Func(F("held_from"), F("held_to"), Value("[]"), function="daterange", output_field=DateRangeField())
_DAYS_AWAY = Func(F("away_from"), F("away_to"), Value("[]"), function="daterange", output_field=DateRangeField())
_SAME_POST_AND_DAYS: list[tuple[str | Combinable, str]] = [
    (F("post"), RangeOperators.EQUAL),
    (_DAYS, RangeOperators.OVERLAPS),
]


class Region(models.Model):
    """An administrative region with its 12-digit code, valid for a time since codes are reorganised."""

    code = models.CharField(max_length=12, primary_key=True)
    name = models.CharField(max_length=100)
    level = models.CharField(max_length=1, choices=RegionLevel.choices())
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="organisations_region_code"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisations_region_validity",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Organisation(models.Model):
    """A body that works in the centre or below it."""

    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=200, blank=True, default="")
    credit_code = models.CharField(max_length=18, blank=True, default="")
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices())
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    paper_prefix = models.CharField(max_length=20, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name"], name="organisations_organisation_name"),
            models.UniqueConstraint(
                fields=["credit_code"],
                condition=~Q(credit_code=""),
                name="organisations_organisation_credit_code",
            ),
            models.UniqueConstraint(
                fields=["paper_prefix"],
                condition=~Q(paper_prefix=""),
                name="organisations_organisation_paper_prefix",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["centre_authority", "department"]) | ~Q(credit_code=""),
                name="organisations_organisation_has_credit_code",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.name


class Office(models.Model):
    """A part of an organisation (科室)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    location_note = models.CharField(max_length=300, blank=True, default="")
    hours = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="organisations_office_name")]

    @override
    def __str__(self) -> str:
        return self.name


class Window(models.Model):
    """A counter of the hall. An open window's number is its own; a closed one's may be given again."""

    number = models.CharField(max_length=10)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=20, choices=WindowKind.choices())
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name_en = models.CharField(max_length=100, blank=True, default="")
    location = models.CharField(max_length=200, blank=True, default="")
    location_en = models.CharField(max_length=200, blank=True, default="")
    location_note = models.CharField(max_length=300, blank=True, default="")
    hours = models.CharField(max_length=200, blank=True, default="")
    hours_en = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=20, blank=True, default="")
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["number"],
                condition=Q(closed_on__isnull=True),
                name="organisations_window_number",
            ),
            models.CheckConstraint(
                condition=Q(kind="comprehensive", organisation__isnull=True)
                | Q(kind="dedicated", organisation__isnull=False),
                name="organisations_window_kind",
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Post(models.Model):
    """A function with a role, in an organisation, perhaps at a window. Rights come from posts only.

    The deputy (B岗) stands in whenever the holder is on leave, unless somebody else was appointed.
    """

    title = models.CharField(max_length=100)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    window = models.ForeignKey(Window, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, choices=Role.choices())
    deputy = models.ForeignKey("StaffMember", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    @override
    def __str__(self) -> str:
        return self.title


class StaffMember(models.Model):
    """Somebody who works in the centre."""

    staff_no = models.CharField(max_length=30)
    name = models.CharField(max_length=100)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff_no"], name="organisations_staffmember_staff_no")]

    @override
    def __str__(self) -> str:
        return self.name


class PostHolding(models.Model):
    """Who holds a post, or stands in for its holder, from a first to a last day, both included.

    What is ended at once carries the instant; it then counts on the days before its last day only.
    """

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="holdings")
    held_from = models.DateField()
    held_to = models.DateField(null=True, blank=True)
    is_stand_in = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(held_to__isnull=True) | Q(held_to__gte=F("held_from")),
                name="organisations_postholding_period",
            ),
            models.CheckConstraint(
                condition=Q(is_stand_in=False, ended_at__isnull=True)
                | Q(
                    is_stand_in=True,
                    held_to__isnull=False,
                    held_to__lt=F("held_from") + Value(timedelta(days=STAND_IN_DAYS)),
                ),
                name="organisations_postholding_stand_in",
            ),
            ExclusionConstraint(
                name="organisations_postholding_one_holder",
                expressions=_SAME_POST_AND_DAYS,
                condition=Q(is_stand_in=False),
            ),
            ExclusionConstraint(
                name="organisations_postholding_one_stand_in",
                expressions=_SAME_POST_AND_DAYS,
                condition=Q(is_stand_in=True, ended_at__isnull=True),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.post_id}/{self.staff_id} {self.held_from}"


class StaffLeave(models.Model):
    """Days on which somebody is away, both included, and their posts rest.

    What is ended at once carries the instant; it then counts on the days before its last day only.
    """

    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="leaves")
    away_from = models.DateField()
    away_to = models.DateField()
    reason = models.CharField(max_length=REASON_MAX)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(away_to__gte=F("away_from"))
                & Q(away_to__lt=F("away_from") + Value(timedelta(days=LEAVE_DAYS))),
                name="organisations_staffleave_period",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="organisations_staffleave_reason"),
            ExclusionConstraint(
                name="organisations_staffleave_once",
                expressions=[(F("staff"), RangeOperators.EQUAL), (_DAYS_AWAY, RangeOperators.OVERLAPS)],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.staff_id} {self.away_from}/{self.away_to}"


class AuthorityLetter(models.Model):
    """A letter of authority (授权书): what the person in the post may do in the body's name. Withdrawn once, else unchanged.

    `item_codes` empty: every item; `most_cents` None: any amount.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=NUMBER_MAX)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffMember, on_delete=models.PROTECT, related_name="+")
    rights = ArrayField(models.CharField(max_length=40))
    item_codes = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    most_cents = models.BigIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()
    issued_by = models.CharField(max_length=ISSUER_MAX)
    # The signed copy without a foreign key: files stand above this context.
    copy_id = models.BigIntegerField()
    copy_digest = models.CharField(max_length=64)
    copy_name = models.CharField(max_length=255)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=REASON_MAX, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="organisations_authorityletter_number"),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="organisations_authorityletter_period"
            ),
            models.CheckConstraint(
                condition=Q(rights__len__gt=0) & ~Q(number="") & ~Q(issued_by=""),
                name="organisations_authorityletter_said",
            ),
            models.CheckConstraint(
                condition=Q(most_cents__isnull=True) | Q(most_cents__gte=0),
                name="organisations_authorityletter_amount",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
                name="organisations_authorityletter_withdrawn",
            ),
        ]

    @override
    def __str__(self) -> str:
        return self.number


class OrganisationHistory(models.Model):
    """One row for each act on the tables above; rows are added only."""

    thing = models.CharField(max_length=20, choices=Thing.choices())
    thing_key = models.CharField(max_length=20)
    act = models.CharField(max_length=20, choices=Act.choices())
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    # The number of the account without a foreign key: accounts stand above this context.
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["thing", "thing_key", "id"], name="organisations_history_thing")]

    @override
    def __str__(self) -> str:
        return f"{self.thing} {self.thing_key} {self.act}"
