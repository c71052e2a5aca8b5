"""The components as tags: each has typed arguments and one template in `ui/components/`.

The library is built in: no `{% load ui %}` is needed. Text given to a tag is escaped by its template. The tags of
forms, lists, figures and of the frame of a page stand in libraries of their own, which this one includes.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.template.loader import render_to_string

from yichuang.ui.parts import (
    TONE_ICONS,
    Crumb,
    Day,
    Definition,
    FileLink,
    Moment,
    Step,
    Tone,
    due_tone,
)
from yichuang.ui.templatetags import ui_figures, ui_forms, ui_frame, ui_lists

register = template.Library()
_NEAR_DAYS = 2
for library in (ui_figures, ui_forms, ui_frame, ui_lists):
    register.tags.update(library.register.tags)
    register.filters.update(library.register.filters)

_DIRECTIONS = frozenset({"across", "down"})


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
def dialog(content: str, label: str, title: str = "", kind: str = "secondary", ident: str = "") -> str:
    """A button named `label` that opens the content over the page: `{% dialog "Withdraw" "Withdraw?" %}...{% enddialog %}`.

    The content carries its own form and its own button that does it; a button that closes is added. Without
    JavaScript the content unfolds in its place.
    """
    context = {
        "content": content,
        "label": label,
        "title": title or label,
        "kind": ui_forms.button_kind(kind),
        "ident": ident,
    }
    return render_to_string("ui/components/dialog.html", context)


@register.inclusion_tag("ui/components/toast.html")
def toast(text: str, tone: str = Tone.INFO) -> dict[str, object]:
    """A message that stays until it is closed; pages show those of the message framework themselves."""
    kind = Tone(tone)
    return {"text": text, "tone": kind, "icon": TONE_ICONS[kind]}


@register.inclusion_tag("ui/components/copy_button.html")
def copy_button(text: str, label: str = "") -> dict[str, object]:
    """A button that copies `text`; absent without JavaScript."""
    return {"text": text, "label": label}


@register.simple_block_tag
def panel(content: str, title: str = "", ident: str = "") -> str:
    """A titled part of a page: `{% panel title %}...{% endpanel %}`; `ident` makes it a target of links."""
    return render_to_string("ui/components/panel.html", {"content": content, "title": title, "ident": ident})


@register.inclusion_tag("ui/components/definitions.html")
def definitions(items: Iterable[Definition]) -> dict[str, object]:
    """Terms and what they are here."""
    return {"items": items}


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
def steps(items: Iterable[Step], direction: str = "across") -> dict[str, object]:
    """The steps of a process and where it stands; `direction` "down" sets them one below the other."""
    if direction not in _DIRECTIONS:
        message = f"unknown direction: {direction}"
        raise template.TemplateSyntaxError(message)
    return {"items": items, "direction": direction}


@register.inclusion_tag("ui/components/due_bar.html")
def due_bar(
    due: date | datetime,
    days_left: int,
    unit: str,
    total_days: int | None = None,
    *,
    is_stopped: bool = False,
    is_done: bool = False,
    is_provisional: bool = False,
    one: str = "",
) -> dict[str, object]:
    """A due date, how far off it is and a bar of what is used up.

    `days_left` is negative when late; `unit` is the translated name of the days ("working days"); the bar needs
    `total_days`. `one` ("1 working day") is said where a single day is left or late.
    """
    tone = due_tone(days_left, near_days=_NEAR_DAYS, is_stopped=is_stopped, is_done=is_done)
    used = None if total_days is None else max(0, min(total_days, total_days - days_left))
    return {
        "due": due,
        "days_left": days_left,
        "unit": unit,
        "one": one if abs(days_left) == 1 else "",
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
