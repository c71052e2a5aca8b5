"""Texts that acts write, as what stays and what follows from the case: read off one example, made surer by each further one."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.cases.services.bulk.course import Course
from yichuang.cases.services.bulk.expressions import DATED, Expression, fitting, local_text
from yichuang.core.digests import canonical_json

Path = tuple[str, ...]
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_ZH = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
_MARK = re.compile(r'"\\u0000(\d+)\\u0000"|\\u0001(\d+)\\u0001|\x01(\d+)\x01')


class UnclearError(Exception):
    """What an act writes here cannot be told from the examples so far; one more of this kind decides it."""


class NotAlikeError(Exception):
    """Two examples of one kind differ in something that does not follow from the case."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place whose value follows from the case: by one of the expressions, all of which agreed so far."""

    names: frozenset[str]
    form: str = "json"

    def meet(self, other: "Slot") -> "Slot":
        """What both examples allow.

        Raises:
            NotAlikeError: nothing.
        """
        both = self.names & other.names
        if not both or self.form != other.form:
            message = f"{sorted(self.names)} {sorted(other.names)}"
            raise NotAlikeError(message)
        return Slot(both, self.form)


@dataclass(slots=True)
class Ready:
    """A slot ready for use."""

    first: Expression
    others: tuple[Expression, ...]

    def value(self, course: Course) -> Any:
        """What stands here in that case; where no example can decide, what follows from the act's own day.

        Raises:
            UnclearError: the expressions disagree, and an example can decide.
        """
        value = self.first(course)
        if course.is_beyond_examples:
            return value
        for other in self.others:
            if other(course) != value:
                raise UnclearError
        return value


def ready(slot: Slot, all_of: Mapping[str, Expression]) -> Ready:
    """The slot with its expressions."""
    names = sorted(slot.names, key=lambda name: (".at" not in name, name))
    first, *others = (all_of[name] for name in names)
    return Ready(first, tuple(others))


Span = tuple[int, int, Slot]


@dataclass(frozen=True, slots=True)
class Text:
    """A JSON value, or a plain text, of one example, with the places in its leaves that follow from the case.

    A span of -1 is a whole leaf.
    """

    source: Any
    slots: Mapping[Path, tuple[Span, ...]]

    def meet(self, other: "Text") -> "Text":
        """What both examples allow.

        Raises:
            NotAlikeError: they differ in something else.
        """
        mine, others = dict(_leaves(self.source)), dict(_leaves(other.source))
        if mine.keys() != others.keys():
            message = f"{sorted(mine.keys() ^ others.keys())}"
            raise NotAlikeError(message)
        slots = {}
        for path, leaf in mine.items():
            if spans := _met(leaf, self.slots.get(path, ()), others[path], other.slots.get(path, ())):
                slots[path] = spans
        return Text(self.source, slots)


def _met(leaf: Any, spans: tuple[Span, ...], other: Any, others: tuple[Span, ...]) -> tuple[Span, ...]:
    if _literals(leaf, spans) == _literals(other, others):
        return tuple(
            (start, end, mine.meet(slot)) for (start, end, mine), (_s, _e, slot) in zip(spans, others, strict=True)
        )
    if leaf == other:
        return ()  # a chance likeness in one of them
    message = f"{leaf!r} {other!r}"
    raise NotAlikeError(message)


def _literals(leaf: Any, spans: tuple[Span, ...]) -> list[Any]:
    if not spans:
        return [leaf]
    if spans[0][0] < 0:
        return [None, None]
    ends = [0, *(end for _start, end, _slot in spans)]
    starts = [*(start for start, _end, _slot in spans), len(leaf)]
    return [leaf[end:start] for end, start in zip(ends, starts, strict=True)]


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            yield from _leaves(part, (*path, name))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from _leaves(part, (*path, str(place)))
        yield (*path, "#"), len(value)
    else:
        yield path, value


def read_text(value: Any, course: Course, all_of: Mapping[str, Expression]) -> Text:
    """The value with everything in it that the case explains."""
    found = {path: spans for path, leaf in _leaves(value) if (spans := _explained(path, leaf, course, all_of))}
    return Text(value, found)


_WHOLE = {"case.no", "form.digest", "applicant.name", "doer.name"}
_LIMITED = {
    "is_person": ("is_person",),
    "is_in_time": ("true", "false", "in_time"),
    "is_provisional": ("provisional", "true", "false"),
}


def _explained(path: Path, leaf: Any, course: Course, all_of: Mapping[str, Expression]) -> tuple[Span, ...]:
    if isinstance(leaf, bool):
        names = fitting(all_of, _LIMITED.get(path[-1], ()), course, leaf)
        return ((-1, -1, Slot(names)),) if names else ()
    if path[-2:] == ("stop", "seq"):
        return ((-1, -1, Slot(frozenset({"stop.seq"}))),)
    if not isinstance(leaf, str) or not leaf:
        return ()
    if names := fitting(all_of, _WHOLE, course, leaf):
        return ((-1, -1, Slot(names)),)
    if "T" in leaf and (names := _instants(leaf, course, all_of)):
        return ((-1, -1, Slot(names, "instant")),)
    return _within(leaf, course, all_of)


def _instants(leaf: str, course: Course, all_of: Mapping[str, Expression]) -> frozenset[str]:
    names = ("instant.at", "instant.submitted")
    return frozenset(one for one in names if local_text(all_of[one](course)) == leaf)


def _within(leaf: str, course: Course, all_of: Mapping[str, Expression]) -> tuple[Span, ...]:
    """Numbers of the case's own papers, and days, somewhere in a text."""
    found: list[Span] = []
    for kind, number in course.numbers.items():
        if (at := leaf.find(number)) >= 0:
            found.append((at, at + len(number), Slot(frozenset({f"number.{kind}"}), "text")))
    for pattern, form, read in ((_ISO, "iso", date.fromisoformat), (_ZH, "zh", _read_zh)):
        found += [
            (match.start(), match.end(), Slot(names, form))
            for match in pattern.finditer(leaf)
            if (names := _dated(match.group(), read, course, all_of))
        ]
    return tuple(sorted(found, key=lambda span: span[0]))


def _dated(text: str, read: Callable[[str], date], course: Course, all_of: Mapping[str, Expression]) -> frozenset[str]:
    try:
        day = read(text)
    except ValueError:
        return frozenset()
    return fitting(all_of, DATED, course, day)


def _read_zh(text: str) -> date:
    year, month, day = (int(part) for part in re.findall(r"\d+", text))
    return date(year, month, day)


Part = str | tuple[Ready, Callable[[Any], str]]


def compiled(text: Text, dump: Callable[[Any], str], all_of: Mapping[str, Expression]) -> list[Part]:
    """The text in parts: what stays as it is, and slots with how their values are written."""
    slots: list[Slot] = []
    written = dump(_marked(text.source, (), text.slots, slots))
    parts: list[Part] = []
    at = 0
    for match in _MARK.finditer(written):
        whole = match.group(1) is not None
        slot = slots[int(match.group(1) or match.group(2) or match.group(3))]
        parts.append(written[at : match.start()])
        parts.append((ready(slot, all_of), _FORMS[slot.form, whole]))
        at = match.end()
    parts.append(written[at:])
    return [part for part in parts if part != ""]


def rendered(parts: list[Part], course: Course) -> str:
    """The text as it reads in that case."""
    return "".join(part if isinstance(part, str) else part[1](part[0].value(course)) for part in parts)


def _marked(value: Any, path: Path, slots: Mapping[Path, tuple[Span, ...]], into: list[Slot]) -> Any:
    if isinstance(value, Mapping):
        return {name: _marked(part, (*path, name), slots, into) for name, part in value.items()}
    if isinstance(value, list):
        return [_marked(part, (*path, str(place)), slots, into) for place, part in enumerate(value)]
    spans = slots.get(path, ())
    if not spans:
        return value
    if spans[0][0] < 0:
        into.append(spans[0][2])
        return f"\0{len(into) - 1}\0"
    pieces, at = [], 0
    for start, end, slot in spans:
        into.append(slot)
        pieces += [value[at:start], f"\x01{len(into) - 1}\x01"]
        at = end
    return "".join((*pieces, value[at:]))


def canonical(value: Any) -> str:
    """As the ledger's digest has it."""
    return canonical_json(value).decode()


def readable(value: Any) -> str:
    """As sealed papers have it."""
    return json.dumps(value, ensure_ascii=False)


def plain(value: Any) -> str:
    """A text as it is."""
    return str(value)


_written: dict[Any, str] = {}


def _json(value: Any) -> str:
    if isinstance(value, date) and not isinstance(value, datetime):
        found = _written.get(value)
        if found is None:
            found = _written[value] = f'"{value.isoformat()}"'
        return found
    return json.dumps(value, ensure_ascii=False)


def _iso(value: date) -> str:
    return value.isoformat()


def _zh(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _quoted_instant(value: datetime) -> str:
    return f'"{local_text(value)}"'


_FORMS: Mapping[tuple[str, bool], Callable[[Any], str]] = {
    ("json", True): _json,
    ("instant", True): _quoted_instant,
    ("instant", False): local_text,
    ("raw", True): str,
    ("iso", False): _iso,
    ("zh", False): _zh,
    ("text", False): str,
    ("json", False): str,
}
