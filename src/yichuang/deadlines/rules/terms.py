"""Terms: how long something may take, and in what it is counted."""

import re
from dataclasses import dataclass
from typing import Self

from typing_extensions import override

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.errors import TermInvalidError

LARGEST = 9999


class Unit(Labelled):
    """What a term is counted in."""

    WORKING_DAY = "wd", gettext_noop("working days")
    CALENDAR_DAY = "cd", gettext_noop("calendar days")
    HOUR = "h", gettext_noop("hours")


_UNITS = {unit.value: unit for unit in Unit}
_WRITTEN = re.compile(r"(?P<value>[0-9]{1,4})\s?(?P<unit>wd|cd|h)", re.ASCII | re.IGNORECASE)


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
