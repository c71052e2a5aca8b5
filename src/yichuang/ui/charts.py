"""The geometry of charts: numbers in, shapes out. No colours, no words, no templates."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor, log10

from yichuang.ui.parts import Series

WIDTH, HEIGHT = 640, 280
LEFT, RIGHT, TOP, BOTTOM = 56, 12, 12, 36
_MARKS = 4
_STEPS = (1, 2, 2.5, 5, 10)
_LABEL_WIDTH = 62
_FILL = 0.7


@dataclass(frozen=True, slots=True)
class Mark:
    """A text at a place of an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of the series with that number, counted from 1."""

    x: float
    y: float
    width: float
    height: float
    series: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the series with that number: its path, and its points."""

    path: str
    points: tuple[tuple[float, float], ...]
    series: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, in the units of a field of WIDTH by HEIGHT."""

    bars: tuple[Bar, ...]
    lines: tuple[Line, ...]
    scale: tuple[Mark, ...]
    labels: tuple[Mark, ...]
    zero: float


def drawing(kind: str, labels: Sequence[str], series: Sequence[Series]) -> Drawing:
    """The shapes of a chart of "bars" or "lines".

    Raises:
        ValueError: the kind is unknown, or a series has not one value for each label.
    """
    if kind not in {"bars", "lines"}:
        raise ValueError(kind)
    for each in series:
        if len(each.values) != len(labels):
            raise ValueError(each.label)
    steps = _scale([value for each in series for value in each.values if value is not None])
    low, high = steps[0], steps[-1]

    def y(value: float) -> float:
        return round(TOP + (high - value) / (high - low) * (HEIGHT - TOP - BOTTOM), 1)

    slot = (WIDTH - LEFT - RIGHT) / max(1, len(labels))
    centres = [round(LEFT + slot * (at + 0.5), 1) for at in range(len(labels))]
    every = max(1, ceil(_LABEL_WIDTH / slot))
    bars: list[Bar] = []
    lines: list[Line] = []
    for number, each in enumerate(series, 1):
        known = [(at, value) for at, value in enumerate(each.values) if value is not None]
        if kind == "lines":
            points = tuple((centres[at], y(value)) for at, value in known)
            lines.append(Line(_path([at for at, _ in known], points), points, number))
            continue
        width = round(slot * _FILL / len(series), 1)
        for at, value in known:
            x = round(LEFT + slot * (at + (1 - _FILL) / 2) + width * (number - 1), 1)
            top, bottom = sorted((y(value), y(0)))
            bars.append(Bar(x, top, width, round(bottom - top, 1), number))
    return Drawing(
        tuple(bars),
        tuple(lines),
        tuple(Mark(y(step), number_text(step)) for step in steps),
        tuple(Mark(centres[at], label) for at, label in enumerate(labels) if at % every == 0),
        y(0),
    )


def number_text(value: float) -> str:
    """A number without needless digits."""
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def _scale(values: Sequence[float]) -> list[float]:
    """Round numbers from at most zero to at least the highest value."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if high == low:
        high = low + 1
    rough = (high - low) / _MARKS
    power = 10 ** floor(log10(rough))
    step = next(part * power for part in _STEPS if part * power >= rough * 0.999)
    return [round(step * at, 6) for at in range(floor(low / step), ceil(round(high / step, 6)) + 1)]


def _path(places: Sequence[int], points: Sequence[tuple[float, float]]) -> str:
    """A path through the points, broken where a place is left out."""
    if not points:
        return ""
    parts = [f"M{points[0][0]} {points[0][1]}"]
    for (before, after), (x, y) in zip(pairwise(places), points[1:], strict=True):
        parts.append(f"{'L' if after == before + 1 else 'M'}{x} {y}")
    return "".join(parts)
