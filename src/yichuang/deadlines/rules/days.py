"""What a calendar says of single days and of a whole year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled
from yichuang.organisations.rules import NATIONAL

SATURDAY = 5
EARLIEST, LATEST = 1950, 2199
LONGEST_NAME = 50
LONGEST_SOURCE = 500


class DayKind(Labelled):
    """What a day is in the calendar of working days."""

    WORKDAY = "workday", gettext_noop("Working day")
    WEEKEND = "weekend", gettext_noop("Weekend")
    HOLIDAY = "holiday", gettext_noop("Holiday")
    MAKE_UP_WORKDAY = "make_up_workday", gettext_noop("Make-up working day")

    @property
    def is_working(self) -> bool:
        """Whether work is done on such a day."""
        return self in {DayKind.WORKDAY, DayKind.MAKE_UP_WORKDAY}


class YearStatus(Labelled):
    """Whether the yearly notice behind a calendar is out."""

    PROVISIONAL = "provisional", gettext_noop("Provisional")
    CONFIRMED = "confirmed", gettext_noop("Confirmed")


class CalendarAct(Labelled):
    """What can be done to a calendar year."""

    SEEDED = "seeded", gettext_noop("Seeded")
    CONFIRMED = "confirmed", gettext_noop("Confirmed")
    DAY_SET = "day_set", gettext_noop("Day changed")


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day that differs from Monday-to-Friday: a holiday, or a weekend day on which work is done."""

    day: date
    kind: DayKind
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class CalendarYear:
    """The calendar of one year: its days that differ from Monday-to-Friday, and where they are from."""

    year: int
    status: YearStatus
    days: tuple[CalendarDay, ...]
    source: str = ""
    region_code: str = NATIONAL
    revision: int = 0


def plain_kind(day: date) -> DayKind:
    """What the day is where no notice says otherwise.

    Law: WORK 7
    """
    return DayKind.WEEKEND if day.weekday() >= SATURDAY else DayKind.WORKDAY


def fits(day: date, kind: DayKind) -> bool:
    """Whether the day can be of that kind: only a weekend day can be made up, a holiday can fall on any day."""
    if kind is DayKind.HOLIDAY:
        return True
    is_weekend = plain_kind(day) is DayKind.WEEKEND
    return is_weekend is (kind in {DayKind.WEEKEND, DayKind.MAKE_UP_WORKDAY})


def day_problems(year: int, days: Sequence[CalendarDay]) -> list[FieldProblem]:
    """Everything that keeps the days from being the exceptions of that year, in the order given."""
    seen: set[date] = set()
    problems: list[FieldProblem] = []
    for position, given in enumerate(days):
        problems.extend(_date_problems(year, given.day, f"days.{position}.", seen))
        problems.extend(exception_problems(given, f"days.{position}."))
        seen.add(given.day)
    return problems


def exception_problems(given: CalendarDay, place: str = "") -> list[FieldProblem]:
    """What keeps one day from being noted as it is given: its kind, else its name. `place` goes before the field."""
    details = {"day": given.day.isoformat(), "kind": given.kind, "longest": LONGEST_NAME}
    if given.kind is plain_kind(given.day) or not fits(given.day, given.kind):
        text = gettext_noop("{day} cannot be given as “{kind}”: give holidays, and weekend days on which work is done.")
        return [FieldProblem(f"{place}kind", "deadlines.kind_does_not_fit", text, str(given.kind), details)]
    if not given.name.strip():
        text = gettext_noop("Name the holiday to which {day} belongs.")
        return [FieldProblem(f"{place}name", "deadlines.day_without_name", text, given.name, details)]
    if len(given.name) > LONGEST_NAME:
        text = gettext_noop("The name of {day} has more than {longest} characters.")
        return [FieldProblem(f"{place}name", "deadlines.name_too_long", text, given.name, details)]
    return []


def source_problems(source: str) -> list[FieldProblem]:
    """What keeps the text from naming the notice behind a change."""
    if not source.strip():
        text = gettext_noop("Name the notice from which this is taken.")
        return [FieldProblem("source", "deadlines.source_missing", text, source)]
    if len(source) > LONGEST_SOURCE:
        text = gettext_noop("The name of the notice has more than {longest} characters.")
        return [FieldProblem("source", "deadlines.source_too_long", text, source, {"longest": LONGEST_SOURCE})]
    return []


def year_problems(year: int) -> list[FieldProblem]:
    """What keeps the number from being a year for which calendars are kept."""
    if EARLIEST <= year <= LATEST:
        return []
    text = gettext_noop("Calendars are kept for the years {earliest} to {latest}, not for {year}.")
    details = {"year": year, "earliest": EARLIEST, "latest": LATEST}
    return [FieldProblem("year", "deadlines.year_out_of_range", text, str(year), details)]


def _date_problems(year: int, day: date, place: str, seen: set[date]) -> Iterator[FieldProblem]:
    value = day.isoformat()
    details = {"day": value, "year": year}
    if day.year != year:
        text = gettext_noop("{day} is not in {year}.")
        yield FieldProblem(f"{place}day", "deadlines.day_of_other_year", text, value, details)
    if day in seen:
        text = gettext_noop("{day} is given twice.")
        yield FieldProblem(f"{place}day", "deadlines.day_twice", text, value, details)
