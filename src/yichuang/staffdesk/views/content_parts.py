"""The content of a version as a readable page: every element that says something, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from pydantic import BaseModel

from yichuang.catalogue.rules import ItemContent
from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.views.shown import label, term_text
from yichuang.ui.parts import Column, Definition, Row

# Parts have elements of the same name as the item's own, but of another meaning.
_PART_LABELS = {"id": gettext_noop("Code"), "form": gettext_noop("In what form")}
_HIDDEN_COLUMNS = {"choices", "pattern", "max_length"}


@dataclass(frozen=True, slots=True)
class Section:
    """One element of several entries: sentences, or a table."""

    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()


def short_elements(content: ItemContent) -> list[Definition]:
    """The elements of one value that are filled in."""
    shown = []
    for name in ItemContent.model_fields:
        value = getattr(content, name)
        if _is_short(value) and (text := plain(value)):
            shown.append(Definition(element_label(name), text))
    return shown


def sections(content: ItemContent) -> list[Section]:
    """The elements of several entries that are filled in."""
    found: list[Section] = []
    for name in ItemContent.model_fields:
        value = getattr(content, name)
        if name == "form":
            found += [_table(group.title, group.fields) for group in content.form]
        elif isinstance(value, tuple) and value and not _is_short(value):
            found.append(_section(element_label(name), value))
    return found


def element_label(name: str) -> str:
    """The name of an element in the reader's language."""
    return gettext(LABELS.get(name, name))


def plain(value: object) -> str:
    """A value as a person reads it."""
    match value:
        case None | "":
            return ""
        case bool():
            return gettext("Yes") if value else gettext("No")
        case Term():
            return term_text(value)
        case Labelled():
            return label(value)
        case _:
            return _plain_parts(value)


def _plain_parts(value: object) -> str:
    if isinstance(value, tuple):
        return gettext(", ").join(plain(one) for one in value)
    if isinstance(value, BaseModel):
        return " ".join(text for name in type(value).model_fields if (text := plain(getattr(value, name))))
    return str(value)


def _is_short(value: object) -> bool:
    """Whether the element is one value, or a list of labels."""
    return not isinstance(value, tuple) or all(isinstance(one, Labelled) for one in value)


def _section(title: str, entries: Sequence[object]) -> Section:
    parts = [entry for entry in entries if isinstance(entry, BaseModel)]
    return _table(title, parts) if parts else Section(title, tuple(str(entry) for entry in entries))


def _table(title: str, parts: Sequence[BaseModel]) -> Section:
    names = [name for name in type(parts[0]).model_fields if name not in _HIDDEN_COLUMNS] if parts else []
    used = [name for name in names if any(plain(getattr(part, name)) for part in parts)]
    columns = tuple(
        Column(gettext(_PART_LABELS[name]) if name in _PART_LABELS else element_label(name)) for name in used
    )
    return Section(title, (), columns, tuple(Row(tuple(plain(getattr(part, name)) for name in used)) for part in parts))
