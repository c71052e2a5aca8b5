"""Changing calendars. Each change raises the revision of its year and adds a row to the history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.deadlines import models, rules
from yichuang.deadlines.errors import (
    CalendarInvalidError,
    CalendarYearConfirmedError,
    CalendarYearNotFoundError,
    YearRangeInvalidError,
)
from yichuang.deadlines.vendors import EARLIEST_YEAR, latest_published_year, published_year
from yichuang.organisations.rules import NATIONAL, check_region_code

PROVISIONAL_AHEAD = 10
_ABSENT: dict[str, object] = {}


@dataclass(frozen=True, slots=True)
class Seeded:
    """What seeding did with the years asked for."""

    confirmed: tuple[int, ...]
    provisional: tuple[int, ...]
    kept: tuple[int, ...]


@cache
def published_calendar() -> rules.WorkCalendar:
    """The national calendar as it comes with the software, for whoever counts without a database.

    Years with a published notice are confirmed, those that `seed_national_years` may seed after them provisional.

    Law: HOL 2, HOL 7
    """
    years = range(EARLIEST_YEAR, latest_published_year() + PROVISIONAL_AHEAD + 1)
    return rules.WorkCalendar((_national_year(year) for year in years), clock.zone())


@transaction.atomic
def seed_national_years(*, actor: Actor, first: int, last: int) -> Seeded:
    """The national calendar has every year from `first` to `last`.

    A year with a published notice is confirmed, also where it was provisional before; a later year is provisional.
    A year that is there already and has nothing new is kept as it is, so doing it again changes nothing.

    Law: HOL 2, HOL 7

    Raises:
        RightMissingError: the actor may not keep calendars.
        YearRangeInvalidError: a year is before the first notice known, too far ahead, or the range is empty.
    """
    actor.require(Right.MANAGE_CALENDARS)
    latest = latest_published_year() + PROVISIONAL_AHEAD
    if not EARLIEST_YEAR <= first <= last <= latest:
        raise YearRangeInvalidError(first=first, last=last, earliest=EARLIEST_YEAR, latest=latest)
    outcomes: dict[str, list[int]] = {"confirmed": [], "provisional": [], "kept": []}
    for year in range(first, last + 1):
        outcomes[_seed_year(actor, year)].append(year)
    return Seeded(**{outcome: tuple(years) for outcome, years in outcomes.items()})


@transaction.atomic
def confirm_year(
    *, actor: Actor, region_code: str, year: int, days: Sequence[rules.CalendarDay], source: str
) -> rules.CalendarYear:
    """The region's calendar of the year is confirmed and consists of weekends and the days given, nothing else.

    `days` are all days of the whole year that differ from Monday-to-Friday, national ones included; days without a
    source get that of the year. What was provisional is replaced.

    Law: HOL 2, HOL 4, HOL 7

    Raises:
        RightMissingError: the actor may not keep calendars.
        RegionCodeError: not a region code.
        CalendarInvalidError: the days contradict each other or the law; each problem is named.
        CalendarYearConfirmedError: it was confirmed before.
    """
    actor.require(Right.MANAGE_CALENDARS)
    region_code = check_region_code(region_code)
    problems = rules.year_problems(year) or [
        *rules.source_problems(source),
        *rules.day_problems(year, days),
        *rules.missing_holidays(year, days),
    ]
    if problems:
        raise CalendarInvalidError(problems, year=year)
    row, _ = _locked_year(region_code, year)
    if row.status == rules.YearStatus.CONFIRMED:
        raise CalendarYearConfirmedError(region_code=region_code, year=year)
    calendar = rules.CalendarYear(year, rules.YearStatus.CONFIRMED, _sorted(days), source.strip(), region_code)
    _replace(actor, row, calendar, rules.CalendarAct.CONFIRMED)
    return replace(calendar, revision=row.revision)


@transaction.atomic
def set_day(*, actor: Actor, region_code: str, day: date, kind: rules.DayKind, name: str, source: str) -> bool:
    """The day of the region's own calendar is of that kind; says whether that is a change.

    An ordinary working day or weekend takes no name: what was noted for the day is taken back.

    Law: HOL 4, HOL 7

    Raises:
        RightMissingError: the actor may not keep calendars.
        CalendarYearNotFoundError: the region has no calendar of its own for that year.
        CalendarInvalidError: the day cannot be of that kind, or a name or source is missing.
    """
    actor.require(Right.MANAGE_CALENDARS)
    given = rules.CalendarDay(day, kind, name.strip(), source.strip())
    is_plain = kind is rules.plain_kind(day)
    problems = rules.source_problems(source) + ([] if is_plain else rules.exception_problems(given))
    if problems:
        raise CalendarInvalidError(problems, year=day.year)
    row = models.CalendarYear.objects.select_for_update().filter(region_code=region_code, year=day.year).first()
    if row is None:
        raise CalendarYearNotFoundError(region_code=region_code, year=day.year)
    old = models.CalendarDay.objects.filter(calendar_year=row, day=day).first()
    if (is_plain and old is None) or (old is not None and (old.kind, old.name) == (given.kind, given.name)):
        return False
    before = _noted(old.day, old.kind, old.name) if old else _noted(day, rules.plain_kind(day), "")
    if is_plain:
        models.CalendarDay.objects.filter(calendar_year=row, day=day).delete()
    else:
        models.CalendarDay.objects.update_or_create(
            calendar_year=row, day=day, defaults={"kind": kind, "name": given.name, "source": given.source}
        )
    after = _noted(day, kind, "" if is_plain else given.name)
    _record(actor, row, rules.CalendarAct.DAY_SET, before, after, given.source)
    return True


def _national_year(year: int) -> rules.CalendarYear:
    return published_year(year) or rules.provisional_year(year)


def _seed_year(actor: Actor, year: int) -> str:
    calendar = _national_year(year)
    is_confirmed = calendar.status is rules.YearStatus.CONFIRMED
    row, is_new = _locked_year(NATIONAL, year)
    if not is_new and (not is_confirmed or row.status == rules.YearStatus.CONFIRMED):
        return "kept"
    _replace(actor, row, calendar, rules.CalendarAct.SEEDED)
    return "confirmed" if is_confirmed else "provisional"


def _locked_year(region_code: str, year: int) -> tuple[models.CalendarYear, bool]:
    """The row of the year, locked, and whether it is new and still without days."""
    provisional = rules.YearStatus.PROVISIONAL
    models.CalendarYear.objects.get_or_create(
        region_code=region_code, year=year, defaults={"status": provisional, "source": ""}
    )
    row = models.CalendarYear.objects.select_for_update().get(region_code=region_code, year=year)
    return row, row.revision == 0


def _replace(actor: Actor, row: models.CalendarYear, calendar: rules.CalendarYear, act: rules.CalendarAct) -> None:
    """The year consists of the given days, and the history says so."""
    old = models.CalendarDay.objects.filter(calendar_year=row).order_by("day")
    before = _noted_year(row.status, [_noted(day.day, day.kind, day.name) for day in old]) if row.revision else _ABSENT
    after = _noted_year(calendar.status, [_noted(day.day, day.kind, day.name) for day in calendar.days])
    old.delete()
    models.CalendarDay.objects.bulk_create(
        models.CalendarDay(
            calendar_year=row, day=day.day, kind=day.kind, name=day.name, source=day.source or calendar.source
        )
        for day in calendar.days
    )
    row.status = calendar.status
    row.source = calendar.source
    _record(actor, row, act, before, after, calendar.source)


def _record(
    actor: Actor,
    row: models.CalendarYear,
    act: rules.CalendarAct,
    before: dict[str, object],
    after: dict[str, object],
    source: str,
) -> None:
    """The year has its next revision and the history says why."""
    row.revision += 1
    row.save(update_fields=["status", "source", "revision"])
    models.CalendarChange.objects.create(
        region_code=row.region_code,
        year=row.year,
        revision=row.revision,
        act=act,
        before=before,
        after=after,
        source=source,
        at=clock.now(),
        account_id=actor.account_id,
        actor_name=actor.name,
    )


def _sorted(days: Sequence[rules.CalendarDay]) -> tuple[rules.CalendarDay, ...]:
    return tuple(sorted(days, key=lambda day: day.day))


def _noted(day: date, kind: str, name: str) -> dict[str, object]:
    return {"day": day.isoformat(), "kind": str(kind), "name": name}


def _noted_year(status: str, days: list[dict[str, object]]) -> dict[str, object]:
    return {"status": str(status), "days": days}
