"""Showing what the catalogue says in the reader's language."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.portal import reading, words

register = template.Library()


@register.filter
def local(thing: object, name: str) -> str:
    """`thing.<name>` in Chinese, or `thing.<name>_en` where English is read and there is one."""
    return words.local(thing, name)


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
def months(value: int | None) -> str:
    """A span of months in words, in years where they are whole."""
    return reading.months_text(value)
