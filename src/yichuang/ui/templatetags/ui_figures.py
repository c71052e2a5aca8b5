"""Numbers and drawings as tags; `ui.py` includes this library. Everything is drawn on the server, without scripts."""

from collections.abc import Iterable, Sequence
from itertools import groupby

import segno
from django import template

from yichuang.ui import charts
from yichuang.ui.parts import Figure, FlowBox, Series, Stat

register = template.Library()
_QUIET = 4


@register.inclusion_tag("ui/components/figures.html")
def figures(items: Iterable[Figure]) -> dict[str, object]:
    """Numbers at a glance."""
    return {"items": items}


@register.inclusion_tag("ui/components/stat_tiles.html")
def stat_tiles(items: Iterable[Stat]) -> dict[str, object]:
    """Numbers on tiles; each leads to the list behind it."""
    return {"items": items}


@register.inclusion_tag("ui/components/chart.html")
def chart(
    title: str, labels: Sequence[str], series: Sequence[Series], kind: str = "bars", unit: str = ""
) -> dict[str, object]:
    """Bars or lines, with the same numbers as a table below. At most four series; `kind` is "bars" or "lines"."""
    rows = [
        (label, ["" if each.values[at] is None else charts.number_text(each.values[at] or 0) for each in series])
        for at, label in enumerate(labels)
    ]
    return {
        "title": title,
        "unit": unit,
        "drawing": charts.drawing(kind, labels, series),
        "series": series,
        "rows": rows,
        "width": charts.WIDTH,
        "height": charts.HEIGHT,
        "left": charts.LEFT,
        "right": charts.WIDTH - charts.RIGHT,
        "base": charts.HEIGHT - charts.BOTTOM,
        "foot": charts.HEIGHT - charts.BOTTOM + 20,
    }


@register.inclusion_tag("ui/components/flow_chart.html")
def flow_chart(boxes: Iterable[FlowBox], label: str) -> dict[str, object]:
    """A chain of steps with arrows; `label` names it."""
    return {"boxes": boxes, "label": label}


@register.inclusion_tag("ui/components/qr.html")
def qr(url: str, label: str) -> dict[str, object]:
    """The address as a QR code; `label` says below what it leads to."""
    rows = [[bool(module) for module in row] for row in segno.make(url, error="m", micro=False).matrix]
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        for is_dark, group in groupby(row):
            length = len(list(group))
            if is_dark:
                runs.append(f"M{x + _QUIET} {y + _QUIET}h{length}v1h-{length}z")
            x += length
    return {"path": "".join(runs), "size": len(rows) + 2 * _QUIET, "label": label}
