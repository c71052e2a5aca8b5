"""The content of a version as a readable page: every element that says something, in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from pydantic import BaseModel

from yichuang.catalogue.rules import ItemContent
from yichuang.catalogue.rules.content import FieldGroup
from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.forms.elements import part_element_name
from yichuang.staffdesk.views.shown import label, term_text
from yichuang.ui.parts import Column, Definition, Row

_NOTE_LENGTH = 60
_HIDDEN_COLUMNS = {"choices", "pattern", "max_length"}


@dataclass(frozen=True, slots=True)
class Section:
    """One element of several entries: sentences, or a table."""

    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a list as the editor shows it; `place` is where it stands in the address."""

    text: str
    note: str
    place: str
    children: tuple["Entry", ...] = ()
    has_children: bool = False


def list_entries(content: ItemContent, name: str) -> tuple[Entry, ...]:
    """The parts of one list of the content."""
    if name == "form":
        return tuple(
            Entry(group.title, group.title_en, str(number), _questions(group, number), has_children=True)
            for number, group in enumerate(content.form)
        )
    parts: Sequence[BaseModel] = getattr(content, name)
    return tuple(Entry(_title(part), _note(part), str(number)) for number, part in enumerate(parts))


def _questions(group: FieldGroup, number: int) -> tuple[Entry, ...]:
    return tuple(
        Entry(
            field.label,
            gettext(" · ").join(
                (label(field.kind), gettext("Must be answered") if field.is_required else gettext("May be left empty"))
            ),
            f"{number}-{place}",
        )
        for place, field in enumerate(group.fields)
    )


def _title(part: BaseModel) -> str:
    for name in ("name", "question", "law"):
        if text := getattr(part, name, ""):
            return str(text)
    return ""


def _note(part: BaseModel) -> str:
    """What tells one part from another besides its name."""
    words = [
        plain(getattr(part, name, "")) for name in ("necessity", "role", "limit", "article", "standard", "valid_months")
    ]
    return gettext(" · ").join(word[:_NOTE_LENGTH] for word in words if word)


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
    columns = tuple(Column(part_element_name(name)) for name in used)
    return Section(title, (), columns, tuple(Row(tuple(plain(getattr(part, name)) for name in used)) for part in parts))
