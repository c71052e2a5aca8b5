"""The calendar in memory: which days work is done, and counting working days by two list look-ups."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from types import MappingProxyType
from zoneinfo import ZoneInfo

from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules.days import CalendarDay, CalendarYear, DayKind, YearStatus, plain_kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)


class WorkCalendar:
    """The days of some years in one place, never changed once built.

    Two lists carry all counting. `_through[i]` is the number of working days from the first day up to and including
    day `i`; `_working[k]` is the k-th working day, counted from 1. The n-th working day after day `i` is therefore
    `_working[_through[i] + n]`, whatever lies between.
    """

    __slots__ = (
        "_base",
        "_exceptions",
        "_gaps",
        "_provisional",
        "_through",
        "_working",
        "first_year",
        "last_year",
        "years",
        "zone",
    )

    def __init__(self, years: Iterable[CalendarYear], zone: ZoneInfo = SHANGHAI) -> None:
        """Build the lists; `zone` says on which civil date an instant falls.

        Raises:
            ValueError: no year is given, or one year twice.
        """
        given = sorted(years, key=lambda year: year.year)
        self.years: Mapping[int, CalendarYear] = MappingProxyType({year.year: year for year in given})
        if not given or len(self.years) != len(given):
            message = "A calendar needs at least one year, and each year once."
            raise ValueError(message)
        self.zone = zone
        self.first_year, self.last_year = given[0].year, given[-1].year
        span = range(self.first_year, self.last_year + 1)
        self._gaps = tuple(year for year in span if year not in self.years)
        self._provisional = tuple(year.year for year in given if year.status is YearStatus.PROVISIONAL)
        self._exceptions: dict[date, CalendarDay] = {day.day: day for year in given for day in year.days}
        self._base = date(self.first_year, 1, 1).toordinal()
        days = [date.fromordinal(n) for n in range(self._base, date(self.last_year, 12, 31).toordinal() + 1)]
        works = [self._kind(day).is_working for day in days]
        self._through: list[int] = list(accumulate(works))
        # Place 0 is never read: the first working day has number 1.
        self._working: list[date] = [date.min, *(day for day, at_work in zip(days, works, strict=True) if at_work)]

    def kind_of(self, day: date) -> DayKind:
        """What the day is.

        Raises:
            CalendarMissingError: its year has no calendar.
        """
        self._require(day.year)
        return self._kind(day)

    def is_working_day(self, day: date) -> bool:
        """Whether work is done on the day.

        Raises:
            CalendarMissingError: its year has no calendar.
        """
        return self.kind_of(day).is_working

    def name_of(self, day: date) -> str:
        """The holiday to which the day belongs or for which it is worked; empty for a plain day."""
        return self._exceptions[day].name if day in self._exceptions else ""

    def source_of(self, day: date) -> str:
        """Where it is written that the day is what it is.

        Raises:
            CalendarMissingError: its year has no calendar.
        """
        self._require(day.year)
        exception = self._exceptions.get(day)
        return (exception.source if exception else "") or self.years[day.year].source

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`, which is itself not counted; 0 gives `start` back.

        Raises:
            CalendarMissingError: a year between has no calendar.
            ValueError: `count` is negative.
        """
        if count < 0:
            message = "Working days are counted forwards."
            raise ValueError(message)
        self._require(start.year)
        if count == 0:
            return start
        place = self._through[start.toordinal() - self._base] + count
        if place >= len(self._working):
            self._require_range(start.year, self.last_year + 1)
        end = self._working[place]
        self._require_range(start.year, end.year)
        return end

    def add_many(self, starts: Sequence[date], counts: Sequence[int]) -> list[date]:
        """The same as `add_working_days` for each pair, for hundreds of thousands of them.

        Raises:
            CalendarMissingError: a year needed has no calendar.
            ValueError: a count is negative, or there are not as many counts as starts.
        """
        if len(starts) != len(counts):
            message = "Give one count for each start."
            raise ValueError(message)
        if not starts:
            return []
        if self._gaps or min(counts) < 1:
            return [self.add_working_days(start, count) for start, count in zip(starts, counts, strict=True)]
        # A negative place would silently read from the end of the list, so the earliest start is checked beforehand.
        self._require(min(starts).year)
        self._require(max(starts).year)
        through, working, base = self._through, self._working, self._base
        try:
            return [
                working[through[start.toordinal() - base] + count] for start, count in zip(starts, counts, strict=True)
            ]
        except IndexError:
            raise self._missing(self.last_year + 1) from None

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days come after `start` up to and including `end`; negative when `end` is the earlier.

        Raises:
            CalendarMissingError: a year between has no calendar.
        """
        self._require_range(*sorted((start.year, end.year)))
        return self._through[end.toordinal() - self._base] - self._through[start.toordinal() - self._base]

    def working_day_from(self, day: date) -> date:
        """The day itself if work is done on it, else the next day on which it is.

        Raises:
            CalendarMissingError: a year needed has no calendar.
        """
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def is_provisional(self, first: date, last: date) -> bool:
        """Whether any day from `first` to `last` lies in a year that is not confirmed."""
        return any(first.year <= year <= last.year for year in self._provisional)

    def _kind(self, day: date) -> DayKind:
        exception = self._exceptions.get(day)
        return exception.kind if exception else plain_kind(day)

    def _require(self, year: int) -> None:
        if year not in self.years:
            raise self._missing(year)

    def _require_range(self, first: int, last: int) -> None:
        if first < self.first_year or last > self.last_year or self._gaps:
            for year in range(first, last + 1):
                self._require(year)

    def _missing(self, year: int) -> CalendarMissingError:
        return CalendarMissingError(year=year, first_year=self.first_year, last_year=self.last_year)
