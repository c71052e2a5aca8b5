"""Terms: how long something may take, and in what it is counted."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self, TypeAlias

from typing_extensions import override

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.errors import LimitInvalidError, TermInvalidError

LARGEST = 9999
MONTHS_IN_YEAR = 12


class Unit(Labelled):
    """What a term is counted in."""

    WORKING_DAY = "wd", gettext_noop("working days")
    CALENDAR_DAY = "cd", gettext_noop("calendar days")
    HOUR = "h", gettext_noop("hours")


_UNITS = {unit.value: unit for unit in Unit}
_WRITTEN = re.compile(r"(?P<value>[0-9]{1,4})\s?(?P<unit>wd|cd|h)", re.ASCII | re.IGNORECASE)
_LONG = re.compile(r"(?P<value>[0-9]{1,4})\s?(?P<unit>mo|y)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A whole number of working days, calendar days or hours; 0 means on the spot."""

    value: int
    unit: Unit

    def __post_init__(self) -> None:
        """Refuse what no law could mean.

        Raises:
            TermInvalidError: the number is below 0 or above 9999.
        """
        if not 0 <= self.value <= LARGEST:
            raise TermInvalidError(given=f"{self.value}{self.unit}", largest=LARGEST)

    @override
    def __str__(self) -> str:
        """The term as `parse` reads it: "20wd"."""
        return f"{self.value}{self.unit}"

    @property
    def is_on_the_spot(self) -> bool:
        """Whether the term leaves no later day: it ends on the day it starts."""
        return self.value == 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """The term written as "20wd", "15cd" or "24h".

        Raises:
            TermInvalidError: it is written otherwise.
        """
        written = _WRITTEN.fullmatch(text.strip())
        if written is None:
            raise TermInvalidError(given=text, largest=LARGEST)
        return cls(int(written["value"]), _UNITS[written["unit"].lower()])


@dataclass(frozen=True, slots=True)
class Months:
    """A whole number of months of the public calendar, in which laws also set limits; a year is twelve.

    Not a `Term`: months have no fixed number of days, so items, whose steps are added up, are not promised in them.

    Law: CIV 202
    """

    value: int

    def __post_init__(self) -> None:
        """Refuse what no law could mean.

        Raises:
            LimitInvalidError: the number is below 1 or above 9999.
        """
        if not 1 <= self.value <= LARGEST:
            raise LimitInvalidError(given=f"{self.value}mo", largest=LARGEST)

    @override
    def __str__(self) -> str:
        """The months as `parse_limit` reads them: "3mo"."""
        return f"{self.value}mo"


Limit: TypeAlias = Term | Months


def parse_limit(text: str) -> Limit:
    """The limit written as "20wd", "15cd", "24h", "3mo" (months) or "1y" (twelve months).

    Raises:
        LimitInvalidError: it is written otherwise.
    """
    written = _LONG.fullmatch(text.strip())
    if written is not None:
        return Months(int(written["value"]) * (MONTHS_IN_YEAR if written["unit"].lower() == "y" else 1))
    try:
        return Term.parse(text)
    except TermInvalidError as error:
        raise LimitInvalidError(given=text, largest=LARGEST) from error


def add_months(day: date, months: int) -> date:
    """The day of the same number so many months later, or the last day of that month where there is none.

    Law: CIV 202
    """
    year, month0 = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))


def last_day(first: date, months: int) -> date:
    """The last day of a period of so many months that begins with that day: a month from 1 March ends on 31 March."""
    return add_months(first, months) - timedelta(days=1)
