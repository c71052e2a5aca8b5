"""The life of a limit as one bar: how far it has run, where it stood still, when it was due at first and is due now."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext

from yichuang.deadlines.rules import Life, Procedure, Stop
from yichuang.portal.words import day_text

WIDTH = 640
_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the bar: `kind` is used, stopped or added; distances in the units of a field of WIDTH."""

    kind: str
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Key:
    """What a sign of the bar means; `kind` as of a span, or today, first, due."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Everything that is drawn, what each sign means, and the same in one sentence for those who do not see it."""

    spans: tuple[Span, ...]
    today: float | None
    first: float | None
    due: float | None
    keys: tuple[Key, ...]
    text: str
    is_stopped: bool


def bar_of(life: Life, today: date, expected_on: date | None = None) -> Bar:
    """The bar as it is today; while the clock stands still it ends with the day on which that is expected to be over."""
    start = life.start_on
    last = max(filter(None, (life.due_on, life.original_due_on, expected_on, min(today, life.due_on or today))))
    length = max((last - start).days, 1)

    def x(day: date) -> float:
        return round(min(max((day - start).days, 0), length) / length * WIDTH, 1)

    stops = [stop for stop in life.stops if stop.from_day <= today]
    keys = tuple(_keys(life, today, stops, expected_on))
    is_moved = life.due_on != life.original_due_on
    return Bar(
        spans=tuple(_spans(life, today, stops, x(min(today, last)), x)),
        today=x(today) if today <= last else None,
        first=x(life.original_due_on) if is_moved else None,
        due=x(life.due_on) if life.due_on else None,
        keys=keys,
        text=gettext("; ").join(key.text for key in keys),
        is_stopped=life.due_on is None,
    )


def _spans(life: Life, today: date, stops: list[Stop], used: float, x: Callable[[date], float]) -> Iterator[Span]:
    if life.due_on is not None and life.due_on > life.original_due_on:
        first = x(life.original_due_on)
        yield Span("added", first, x(life.due_on) - first)
    yield Span("used", 0, max(used, _LEAST))
    for stop in stops:
        begins = x(stop.from_day)
        yield Span("stopped", begins, max(x(stop.to_day or today) - begins, _LEAST))


def _keys(life: Life, today: date, stops: list[Stop], expected_on: date | None) -> Iterator[Key]:
    begun = gettext("runs since {day}").format(day=day_text(life.start_on))
    yield Key("used", begun)
    for stop in stops:
        yield Key("stopped", _stop_text(stop, expected_on))
    if life.due_on is not None and life.due_on >= today:
        yield Key("today", gettext("today, {day}").format(day=day_text(today)))
    if life.due_on != life.original_due_on:
        yield Key("first", gettext("originally due {day}").format(day=day_text(life.original_due_on)))
    if life.due_on is not None:
        told = gettext("now due {day}") if life.due_on != life.original_due_on else gettext("due {day}")
        yield Key("due", told.format(day=day_text(life.due_on)))


def _stop_text(stop: Stop, expected_on: date | None) -> str:
    names = {procedure.value: gettext(procedure.label) for procedure in Procedure}
    name = names.get(stop.reason, stop.reason)
    begins = day_text(stop.from_day + timedelta(days=1))
    if stop.to_day is not None:
        told = gettext("stood still from {first} to {last}: {procedure}")
        return told.format(first=begins, last=day_text(stop.to_day), procedure=name)
    if expected_on is None:
        return gettext("stands still since {first}: {procedure}").format(first=begins, procedure=name)
    told = gettext("stands still since {first}: {procedure}, expected until {last}")
    return told.format(first=begins, procedure=name, last=day_text(expected_on))
