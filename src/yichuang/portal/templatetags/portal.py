"""Showing what the catalogue says in the reader's language."""

from collections.abc import Iterable, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.organisations.queries import WindowView
from yichuang.portal import following, reading, words

register = template.Library()


@register.filter
def local(thing: object, name: str) -> str:
    """`thing.<name>` in Chinese, or `thing.<name>_en` where English is read and there is one."""
    return words.local(thing, name)


@register.filter
def named_in(name: str, view: CaseView) -> str:
    """The material or question that the case calls so, in the reader's language."""
    return following.named_in(view, name)


@register.filter
def label(value: Labelled | None) -> str:
    """The label of an enumeration's member in the reader's language; nothing for None."""
    return gettext(value.label) if value is not None else ""


@register.filter
def term(value: Term | None) -> str:
    """A term in words; nothing for None."""
    return words.term_text(value) if value is not None else ""


@register.filter
def source_lang(thing: object, name: str) -> SafeString:
    """` lang="zh-Hans"` where `local` shows Chinese to a reader of English, so that it is read aloud rightly."""
    return SafeString(' lang="zh-Hans"') if words.is_foreign(thing, name) else SafeString("")


@register.filter
def told(text: str) -> SafeString:
    """The name of a body, a theme or a fixed word in the reader's language; marked as Chinese where English has none."""
    shown = words.told(text)
    is_marked = words.is_english() and shown == text and not text.isascii()
    return format_html('<span lang="zh-Hans">{}</span>', shown) if is_marked else format_html("{}", shown)


@register.filter
def told_list(texts: Iterable[str]) -> SafeString:
    """Several such names as a list within a line."""
    return format_html_join(gettext(", "), "{}", ((told(text),) for text in texts))


@register.inclusion_tag("portal/parts/windows.html")
def window_list(windows: Sequence[WindowView]) -> dict[str, object]:
    """Windows with the way to each; hours and a phone that all of them share are said once."""
    return {
        "windows": windows,
        "one": windows[0] if windows else None,
        "hours": _shared({words.local(one, "hours") for one in windows}),
        "phone": _shared({one.phone for one in windows}),
    }


def _shared(values: set[str]) -> str:
    return values.pop() if len(values) == 1 else ""


@register.filter
def months(value: int | None) -> str:
    """A span of months in words, in years where they are whole."""
    return reading.months_text(value)
