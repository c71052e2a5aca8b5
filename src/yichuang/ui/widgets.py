"""Boxes of forms that Django draws too slowly for pages that are asked for all day."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from typing_extensions import override

_CHOSEN = mark_safe(" selected")


class QuickSelect(forms.Select):
    """A choice without groups, drawn whole: a template for each answer takes as long as the rest of a list."""

    @override
    def render(
        self,
        name: str,
        value: Any,
        attrs: Mapping[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The box as HTML, with the answers that are chosen."""
        chosen = set(self.format_value(value))
        answers = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _CHOSEN if str(key) in chosen else "", label) for key, label in self.choices),
        )
        given = flatatt(self.build_attrs(self.attrs, dict(attrs or {})))
        return format_html('<select name="{}"{}>{}</select>', name, given, answers)
