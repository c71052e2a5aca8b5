"""The components as tags: each has typed arguments and one template in `ui/components/`.

The library is built in: no `{% load ui %}` is needed. Text given to a tag is escaped by its template. The tags of
forms stand in `ui_forms.py`, which this library includes.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django import template
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse

from yichuang.core.actor import ANONYMOUS, Actor
from yichuang.core.rights import Right
from yichuang.ui.parts import (
    TONE_ICONS,
    Cell,
    Choice,
    Column,
    Crumb,
    Day,
    Definition,
    Figure,
    FileLink,
    Moment,
    Row,
    Step,
    Tone,
    due_tone,
)
from yichuang.ui.templatetags import ui_forms

register = template.Library()
register.tags.update(ui_forms.register.tags)
register.filters.update(ui_forms.register.filters)

_RIGHTS = {right.value: right for right in Right}
_MESSAGE_TONES = {"success": Tone.GOOD, "warning": Tone.WARN, "error": Tone.BAD}


@register.filter
def may(actor: object, right: str) -> bool:
    """Whether the actor holds the right anywhere today: `{% if actor|may:"cases.view" %}`.

    Raises:
        KeyError: there is no such right.
    """
    return isinstance(actor, Actor) and actor.may(_RIGHTS[right])


@register.filter
def message_tone(level_tag: str) -> Tone:
    """The tone of a message of Django's message framework."""
    return _MESSAGE_TONES.get(level_tag, Tone.INFO)


@register.filter
def magnitude(number: int) -> int:
    """The number without its sign."""
    return abs(number)


@register.inclusion_tag("ui/components/icon.html")
def icon(name: str) -> dict[str, object]:
    """A decorative sign from `img/icons.svg`; readers of the page by ear do not hear it."""
    return {"name": name}


@register.inclusion_tag("ui/components/badge.html")
def badge(label: object, tone: str = Tone.NEUTRAL) -> dict[str, object]:
    """A state in a word or two."""
    return {"label": label, "tone": Tone(tone)}


@register.simple_block_tag
def alert(content: str, title: str = "", tone: str = Tone.INFO, role: str = "") -> str:
    """A remark that stands out: `{% alert title tone="warn" %}text{% endalert %}`."""
    kind = Tone(tone)
    context = {"content": content, "title": title, "tone": kind, "icon": TONE_ICONS[kind], "role": role}
    return render_to_string("ui/components/alert.html", context)


@register.simple_block_tag
def panel(content: str, title: str = "", ident: str = "") -> str:
    """A titled part of a page: `{% panel title %}...{% endpanel %}`; `ident` makes it a target of links."""
    return render_to_string("ui/components/panel.html", {"content": content, "title": title, "ident": ident})


@register.inclusion_tag("ui/components/definitions.html")
def definitions(items: Iterable[Definition]) -> dict[str, object]:
    """Terms and what they are here."""
    return {"items": items}


@register.inclusion_tag("ui/components/table.html", takes_context=True)
def table(
    context: Context,
    columns: Sequence[Column],
    rows: Iterable[Row],
    caption: str = "",
    next_cursor: str | None = None,
) -> dict[str, object]:
    """A table of rows; on a phone each row becomes a card. `next_cursor` adds the link to the next page."""
    lines = [(row.is_marked, list(zip(columns, map(_as_cell, row.cells), strict=True))) for row in rows]
    return {"columns": columns, "lines": lines, "caption": caption, **next_page(context, next_cursor)}


@register.inclusion_tag("ui/components/next_page.html", takes_context=True)
def next_page(context: Context, next_cursor: str | None) -> dict[str, object]:
    """The link to the next page of a list, with the present question kept; nothing on the last page."""
    request = context.get("request")
    if not isinstance(request, HttpRequest):
        return {"next_url": "", "first_url": ""}
    query = request.GET.copy()
    is_continued = bool(query.pop("cursor", []))
    first_url = f"?{query.urlencode()}" if is_continued else ""
    query["cursor"] = next_cursor or ""
    return {"next_url": f"?{query.urlencode()}" if next_cursor else "", "first_url": first_url}


@register.inclusion_tag("ui/components/empty.html")
def empty(title: str, text: str = "", url: str = "", url_label: str = "") -> dict[str, object]:
    """What stands where a list has no rows, and what to do then."""
    return {"title": title, "text": text, "url": url, "url_label": url_label}


@register.inclusion_tag("ui/components/timeline.html")
def timeline(moments: Iterable[Moment]) -> dict[str, object]:
    """What happened, in the order given."""
    return {"moments": moments}


@register.inclusion_tag("ui/components/breadcrumbs.html")
def breadcrumbs(crumbs: Iterable[Crumb]) -> dict[str, object]:
    """The way to this page."""
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/components/steps.html")
def steps(items: Iterable[Step]) -> dict[str, object]:
    """The steps of a process and where it stands."""
    return {"items": items}


@register.inclusion_tag("ui/components/due_bar.html")
def due_bar(
    due: date | datetime,
    days_left: int,
    unit: str,
    total_days: int | None = None,
    near_days: int = 2,
    *,
    is_stopped: bool = False,
    is_done: bool = False,
    is_provisional: bool = False,
) -> dict[str, object]:
    """A due date, how far off it is and a bar of what is used up.

    `days_left` is negative when late; `unit` is the translated name of the days ("working days"); the bar needs
    `total_days`.
    """
    tone = due_tone(days_left, near_days=near_days, is_stopped=is_stopped, is_done=is_done)
    used = None if total_days is None else max(0, min(total_days, total_days - days_left))
    return {
        "due": due,
        "days_left": days_left,
        "unit": unit,
        "total": total_days,
        "used": used,
        "tone": tone,
        "is_stopped": is_stopped,
        "is_done": is_done,
        "is_provisional": is_provisional,
        "has_time": isinstance(due, datetime),
    }


@register.inclusion_tag("ui/components/day_table.html")
def day_table(days: Iterable[Day], unit: str) -> dict[str, object]:
    """Every day of a count: which number it has, or why it is not counted."""
    return {"days": days, "unit": unit}


@register.inclusion_tag("ui/components/files.html")
def files(items: Iterable[FileLink]) -> dict[str, object]:
    """Files to fetch."""
    return {"items": items}


@register.inclusion_tag("ui/components/figures.html")
def figures(items: Iterable[Figure]) -> dict[str, object]:
    """Numbers at a glance."""
    return {"items": items}


@register.inclusion_tag("ui/components/switch.html")
def switch(label: str, choices: Iterable[Choice]) -> dict[str, object]:
    """Several views of one list; `label` names the group for those who hear the page."""
    return {"label": label, "choices": choices}


@register.inclusion_tag("ui/components/nav_link.html", takes_context=True)
def nav_link(context: Context, url_name: str, label: str, rights: str = "") -> dict[str, object]:
    """An entry of the navigation; nothing without one of the `rights`, or where the address does not exist here."""
    actor = context.get("actor", ANONYMOUS)
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        url = ""
    request = context.get("request")
    path = request.path if isinstance(request, HttpRequest) else ""
    is_shown = bool(url) and (not rights or any(may(actor, right) for right in rights.split()))
    return {"url": url if is_shown else "", "label": label, "is_current": _is_within(path, url)}


def _is_within(path: str, url: str) -> bool:
    """Whether the page at `path` lies at or under `url`; the front page holds only itself."""
    return bool(url) and (path == url or (url.count("/") > 2 and path.startswith(url)))  # noqa: PLR2004


def _as_cell(value: Cell | str | int) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)
