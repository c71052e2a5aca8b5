"""The components of lists as tags: tables, filters, pages, acts on many rows; `ui.py` includes this library."""

from collections.abc import Iterable, Sequence

from django import forms, template
from django.forms.boundfield import BoundField
from django.http import HttpRequest
from django.template import Context
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from yichuang.ui.parts import Cell, Choice, Column, Row

register = template.Library()


@register.inclusion_tag("ui/components/table.html", takes_context=True)
def table(
    context: Context,
    columns: Sequence[Column],
    rows: Iterable[Row],
    caption: str = "",
    next_cursor: str | None = None,
    *,
    select: str = "",
    select_name: str = "key",
    has_keys: bool = False,
) -> dict[str, object]:
    """A table of rows; on a phone each row becomes a card. `next_cursor` adds the link to the next page.

    `select` is the id of a form (see `bulk_bar`): each row with a key gets a box that sends it as `select_name`.
    `has_keys` lets j, k, Enter and x go through the rows; one table a page.
    """
    lines = [
        (row, [_drawn(column, _as_cell(cell)) for column, cell in zip(columns, row.cells, strict=True)]) for row in rows
    ]
    return {
        "columns": columns,
        "lines": lines,
        "caption": caption,
        "select": select,
        "select_name": select_name,
        "has_keys": has_keys,
        **next_page(context, next_cursor),
    }


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


@register.simple_block_tag
def bulk_bar(content: str, ident: str) -> str:
    """What can be done with the chosen rows of the table with `select=ident`: `{% bulk_bar "chosen" %}...{% endbulk_bar %}`.

    The content is the form itself, `<form id="chosen" method="post">` with its buttons; the bar adds how many are
    chosen.
    """
    return render_to_string("ui/components/bulk_bar.html", {"content": content, "ident": ident})


@register.inclusion_tag("ui/components/filter_bar.html")
def filter_bar(form: forms.BaseForm, url: str = "", clear_url: str = "") -> dict[str, object]:
    """The fields of a form as a question to a list, asked by GET; says how many narrow it, folds away on a phone.

    The form may be bound or not; hidden fields are kept; `clear_url` leads to the list without filters.
    """
    return {
        "form": form,
        "fields": form.visible_fields(),
        "url": url,
        "clear_url": clear_url or "?",
        "active": sum(_is_active(bound) for bound in form.visible_fields()),
    }


@register.inclusion_tag("ui/components/switch.html")
def switch(label: str, choices: Iterable[Choice]) -> dict[str, object]:
    """Several views of one list; `label` names the group for those who hear the page."""
    return {"label": label, "choices": choices}


def _is_active(bound: BoundField) -> bool:
    """Whether the field narrows the list: it holds something, and not what it begins with."""
    value = bound.value()
    return value not in (None, "", [], False) and str(value) != str(bound.initial or "")


_IN_COLUMN = {"number": mark_safe(' class="is-number"'), "short": mark_safe(' class="ui-nowrap"'), "": ""}


def _as_cell(value: Cell | str | int) -> Cell:
    return value if isinstance(value, Cell) else Cell(value)


def _drawn(column: Column, cell: Cell) -> SafeString:
    """A cell as HTML. A list has hundreds: drawn by a template they took most of a page's time."""
    text = conditional_escape(str(localize(cell.text)))  # a safe text stays safe
    if cell.tone:
        text = format_html('<span class="ui-badge ui-tone-{}">{}</span>', cell.tone, text)
    elif cell.url:
        text = format_html('<a href="{}">{}</a>', cell.url, text)
    note = format_html('<span class="ui-table__note">{}</span>', cell.note) if cell.note else ""
    kind = _IN_COLUMN["number" if column.is_number else "short" if column.is_short else ""]
    return format_html('<td data-label="{}"{}><div>{}{}</div></td>', column.label, kind, text, note)
