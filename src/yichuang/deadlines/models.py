"""Tables of the deadlines context."""

from django.db import models
from django.db.models import Q
from typing_extensions import override

from yichuang.deadlines.rules import EARLIEST, LATEST, LONGEST_NAME, LONGEST_SOURCE, CalendarAct, DayKind, YearStatus


class CalendarYear(models.Model):
    """The calendar of a region for a year; it stands for the whole year, not for differences from the region above."""

    region_code = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=11, choices=YearStatus.choices())
    source = models.CharField(max_length=LONGEST_SOURCE, help_text="The notice or rule from which the days are taken.")
    revision = models.PositiveIntegerField(default=0, help_text="Raised by one with each change of the year.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region_code", "year"], name="deadlines_calendaryear_region_year"),
            models.CheckConstraint(
                condition=Q(region_code__regex=r"^[0-9]{12}$"), name="deadlines_calendaryear_region_code"
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in YearStatus]), name="deadlines_calendaryear_status"
            ),
            models.CheckConstraint(
                condition=Q(year__gte=EARLIEST, year__lte=LATEST), name="deadlines_calendaryear_year"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.region_code} {self.year} ({self.status})"


class CalendarDay(models.Model):
    """A day that differs from Monday-to-Friday: a holiday, or a weekend day on which work is done."""

    calendar_year = models.ForeignKey(CalendarYear, on_delete=models.PROTECT, related_name="days")
    day = models.DateField()
    kind = models.CharField(max_length=15, choices=DayKind.choices())
    name = models.CharField(max_length=LONGEST_NAME)
    source = models.CharField(max_length=LONGEST_SOURCE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["calendar_year", "day"], name="deadlines_calendarday_year_day"),
            models.CheckConstraint(
                condition=Q(kind=DayKind.HOLIDAY.value)
                | Q(kind=DayKind.MAKE_UP_WORKDAY.value, day__iso_week_day__in=[6, 7]),
                name="deadlines_calendarday_kind",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="deadlines_calendarday_name"),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.name}"


class CalendarChange(models.Model):
    """What was done to a calendar year, by whom and on what ground. Rows are only added."""

    region_code = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    revision = models.PositiveIntegerField(help_text="The revision of the year that the change made.")
    act = models.CharField(max_length=9, choices=CalendarAct.choices())
    before = models.JSONField(help_text="Status and days that were, of the whole year or of the one day.")
    after = models.JSONField(help_text="Status and days that are.")
    source = models.CharField(max_length=LONGEST_SOURCE)
    at = models.DateTimeField()
    # No foreign key: centres share calendars, and the account may be in a centre that leaves.
    account_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "year", "revision"], name="deadlines_calendarchange_revision"
            ),
        ]

    @override
    def __str__(self) -> str:
        return f"{self.region_code} {self.year} revision {self.revision}: {self.act}"
