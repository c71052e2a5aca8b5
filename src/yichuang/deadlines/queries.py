"""Reading calendars. The calendar in force is kept in the process and re-checked by one small query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Max, Q

from yichuang.core import clock
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.prepared import run_prepared
from yichuang.deadlines import models, rules
from yichuang.deadlines.errors import CalendarYearNotFoundError, NoCalendarError
from yichuang.organisations.rules import NATIONAL, check_region_code, code_chain


@dataclass(frozen=True, slots=True)
class CalendarYearRow:
    """A calendar year in a list, with how many days of each kind it names."""

    region_code: str
    year: int
    status: rules.YearStatus
    source: str
    revision: int
    holidays: int
    make_up_workdays: int


@dataclass(frozen=True, slots=True)
class CalendarChangeRow:
    """One change of a calendar year."""

    id: int
    region_code: str
    year: int
    revision: int
    act: rules.CalendarAct
    before: Mapping[str, object]
    after: Mapping[str, object]
    source: str
    at: datetime
    actor_name: str


_VERSIONS = (
    "SELECT region_code, max(id), count(*) FROM deadlines_calendarchange"
    " WHERE region_code = ANY(%(codes)s) GROUP BY region_code"
)


def calendar_for(region: str | Sequence[str]) -> rules.WorkCalendar:
    """The calendar in force for a region: its own years, and for the others those of the nearest region above.

    `region` is a code, whose digits say what stands above it, or a chain of codes, the nearest first. The answer is
    shared and cannot be changed; as long as no calendar of the chain has changed it costs exactly one query.

    Law: HOL 4

    Raises:
        RegionCodeError: not a region code.
        NoCalendarError: neither the region nor any above it has a calendar.
    """
    chain = code_chain(region) if isinstance(region, str) else tuple(check_region_code(code) for code in region)
    found = run_prepared(_VERSIONS, {"codes": list(chain)})
    # History only grows and ids are not used again, so what was rolled back never looks like what was committed.
    versions = {code: (code, latest, count) for code, latest, count in found}
    if not versions:
        raise NoCalendarError(region_code=chain[0])
    return _load(tuple(versions[code] for code in chain if code in versions))


def get_year(region_code: str, year: int) -> rules.CalendarYear:
    """The region's own calendar of that year, with its days in order.

    Raises:
        CalendarYearNotFoundError: the region has none of its own.
    """
    row = models.CalendarYear.objects.filter(region_code=region_code, year=year).first()
    if row is None:
        raise CalendarYearNotFoundError(region_code=region_code, year=year)
    return _values([row])[0]


def list_years(region_code: str = NATIONAL) -> tuple[CalendarYearRow, ...]:
    """The region's own calendar years, the earliest first."""
    rows = (
        models.CalendarYear.objects.filter(region_code=region_code)
        .annotate(
            holidays=Count("days", filter=Q(days__kind=rules.DayKind.HOLIDAY)),
            make_ups=Count("days", filter=Q(days__kind=rules.DayKind.MAKE_UP_WORKDAY)),
        )
        .order_by("year")
    )
    return tuple(
        CalendarYearRow(
            region_code=row.region_code,
            year=row.year,
            status=rules.YearStatus[row.status.upper()],
            source=row.source,
            revision=row.revision,
            holidays=row.holidays,
            make_up_workdays=row.make_ups,
        )
        for row in rows
    )


def latest_year(region_code: str = NATIONAL, *, confirmed_only: bool = False) -> int | None:
    """The last year for which the region has a calendar of its own, None where it has none."""
    rows = models.CalendarYear.objects.filter(region_code=region_code)
    if confirmed_only:
        rows = rows.filter(status=rules.YearStatus.CONFIRMED)
    latest: int | None = rows.aggregate(latest=Max("year"))["latest"]
    return latest


def list_changes(region_code: str = NATIONAL, *, cursor: str | None = None, size: int = 50) -> Page[CalendarChangeRow]:
    """The history of the region's calendars, the newest first.

    Raises:
        CursorError: the cursor is not one of ours.
    """
    rows = models.CalendarChange.objects.filter(region_code=region_code).order_by("-id")
    if cursor:
        rows = rows.filter(id__lt=decode_id(cursor))
    fetched = [_change(row) for row in rows[: size + 1]]
    return page_of(fetched, size, [(row.id,) for row in fetched])


# A process serves a few distinct calendars: regions without one of their own share that of the region above.
@lru_cache(maxsize=16)
def _load(versions: tuple[tuple[str, int, int], ...]) -> rules.WorkCalendar:
    codes = [code for code, _, _ in versions]
    rows = models.CalendarYear.objects.filter(region_code__in=codes)
    nearest: dict[int, models.CalendarYear] = {}
    for row in sorted(rows, key=lambda row: codes.index(row.region_code)):
        nearest.setdefault(row.year, row)
    return rules.WorkCalendar(_values(list(nearest.values())), clock.zone())


def _values(rows: Sequence[models.CalendarYear]) -> list[rules.CalendarYear]:
    days: dict[int, list[rules.CalendarDay]] = {row.pk: [] for row in rows}
    for day in models.CalendarDay.objects.filter(calendar_year__in=days).order_by("day"):
        days[day.calendar_year_id].append(
            rules.CalendarDay(day.day, rules.DayKind[day.kind.upper()], day.name, day.source)
        )
    return [
        rules.CalendarYear(
            year=row.year,
            status=rules.YearStatus[row.status.upper()],
            days=tuple(days[row.pk]),
            source=row.source,
            region_code=row.region_code,
            revision=row.revision,
        )
        for row in rows
    ]


def _change(row: models.CalendarChange) -> CalendarChangeRow:
    return CalendarChangeRow(
        id=row.pk,
        region_code=row.region_code,
        year=row.year,
        revision=row.revision,
        act=rules.CalendarAct[row.act.upper()],
        before=row.before,
        after=row.after,
        source=row.source,
        at=row.at,
        actor_name=row.actor_name,
    )
