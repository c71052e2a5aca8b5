"""The values that components are given. All are frozen; none knows the database or the domain."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Tone(StrEnum):
    """How something is meant; each tone has a colour, an icon and always words beside them."""

    NEUTRAL = "neutral"
    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


TONE_ICONS: Mapping[Tone, str] = {
    Tone.NEUTRAL: "info",
    Tone.INFO: "info",
    Tone.GOOD: "check",
    Tone.WARN: "warn",
    Tone.BAD: "stop",
}


@dataclass(frozen=True, slots=True)
class Crumb:
    """One place on the way to this page; the last one has no address."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it is here; `detail` may hold line breaks."""

    term: str
    detail: object
    note: str = ""
    url: str = ""


class Sort(StrEnum):
    """How a column orders the list at present."""

    NONE = "none"
    ASCENDING = "ascending"
    DESCENDING = "descending"


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column; `sort_url` is the address that orders the list by it (the other way where it does already).

    What is short, such as a name, is kept on one line.
    """

    label: str
    is_number: bool = False
    is_short: bool = False
    sort_url: str = ""
    sort: Sort = Sort.NONE


@dataclass(frozen=True, slots=True)
class Cell:
    """One value in a table: text, where it leads, a second line, or a badge when a tone is given."""

    text: object
    url: str = ""
    note: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells in the order of the columns; plain text may stand for a cell.

    `key` is the value that its box sends in a table whose rows can be chosen; a row without a key has no box.
    """

    cells: tuple[Cell | str | int, ...]
    is_marked: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: what, when, by whom."""

    title: str
    at: datetime | None
    who: str = ""
    text: str = ""
    tone: Tone = Tone.INFO
    url: str = ""
    url_label: str = ""


class StepState(StrEnum):
    """Where a step of a process stands."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process; with an address it can be gone to."""

    label: str
    state: StepState = StepState.AHEAD
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a count: its running number when it counts, the reason when it does not."""

    on: date
    is_counted: bool
    number: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file to fetch."""

    name: str
    url: str
    size_bytes: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    label: str
    value: object
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Stat:
    """A number on a tile, with the list behind it."""

    label: str
    value: object
    url: str = ""
    note: str = ""
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One line, or one bar in each group, of a chart: a value for each label, None where there is none."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class FlowBox:
    """One box of a flow chart: what is done, by whom, within what time."""

    name: str
    who: str = ""
    limit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several views of the same list."""

    label: str
    url: str
    is_current: bool = False


def due_tone(days_left: int, *, near_days: int, is_stopped: bool = False, is_done: bool = False) -> Tone:
    """The tone of a due date: bad when past, warn from `near_days` before, neutral while stopped, good when done."""
    if is_done:
        return Tone.GOOD
    if is_stopped:
        return Tone.NEUTRAL
    if days_left < 0:
        return Tone.BAD
    return Tone.WARN if days_left <= near_days else Tone.INFO
