"""The content of a version as a readable page: every element that says something, in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from pydantic import BaseModel

from yichuang.catalogue.rules import Handling, ItemContent, readable
from yichuang.catalogue.rules.content import Attachment, Choice, Condition, FieldGroup
from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.forms.element_names import listed_word, part_element_name
from yichuang.staffdesk.views.shown import label, term_text
from yichuang.ui.parts import Column, Definition, Row

_NOTE_LENGTH = 60
# What only the machine reads.
_HIDDEN = frozenset({"id", "code", "element", "pattern", "max_length", "certificate_code"})
_WIDEST = 5


@dataclass(frozen=True, slots=True)
class Section:
    """One element of several entries: sentences, a table, or (where a table is too wide) entries with their elements."""

    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    entries: tuple[tuple[str, tuple[Definition, ...]], ...] = ()


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
    for name in ("name", "label", "question", "law"):
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
            shown.append(Definition(element_label(name), listed_word(name, text)))
    return shown


def sections(content: ItemContent) -> list[Section]:
    """The elements of several entries that are filled in."""
    found: list[Section] = []
    for name in ItemContent.model_fields:
        value = getattr(content, name)
        if name == "form":
            found += [_table(group.title, group.fields, content) for group in content.form]
        elif isinstance(value, Handling) and value != Handling():
            found.append(Section(element_label(name), entries=(("", _handling(value)),)))
        elif isinstance(value, tuple) and value and not _is_short(value):
            found.append(_section(element_label(name), value, content))
    return found


def _handling(handling: Handling) -> tuple[Definition, ...]:
    """What is said of the handling besides what holds where nothing is said."""
    usual = Handling()
    changed = [name for name in Handling.model_fields if getattr(handling, name) != getattr(usual, name)]
    return tuple(Definition(element_label(name), plain(getattr(handling, name))) for name in changed)


def element_label(name: str) -> str:
    """The name of an element in the reader's language."""
    return gettext(LABELS.get(name, name))


def plain(value: object, content: ItemContent | None = None) -> str:
    """A value as a person reads it. With `content` a condition is told in the words of its question."""
    match value:
        case None | "":
            return ""
        case bool():
            return gettext("Yes") if value else gettext("No")
        case Term():
            return term_text(value)
        case Labelled() | Attachment() | Condition():
            return readable(value, gettext, content)
        case _:
            return _plain_parts(value, content)


def _plain_parts(value: object, content: ItemContent | None) -> str:
    if isinstance(value, tuple):
        return gettext(", ").join(plain(one, content) for one in value)
    if isinstance(value, Choice):
        return value.label
    if isinstance(value, FieldGroup):
        return gettext(": ").join((value.title, gettext(", ").join(field.label for field in value.fields)))
    if isinstance(value, BaseModel):
        said = [(part_element_name(name), plain(getattr(value, name), content)) for name in _told(value)]
        return gettext("; ").join(gettext(": ").join(one) for one in said if one[1])
    return str(value)


def _told(part: BaseModel) -> list[str]:
    """The elements of a part that people read."""
    return [name for name in type(part).model_fields if name not in _HIDDEN]


def _is_short(value: object) -> bool:
    """Whether the element is one value, or a list of labels."""
    return not isinstance(value, tuple | BaseModel) or (
        isinstance(value, tuple) and all(isinstance(one, Labelled) for one in value)
    )


def _section(title: str, entries: Sequence[object], content: ItemContent) -> Section:
    parts = [entry for entry in entries if isinstance(entry, BaseModel)]
    return _table(title, parts, content) if parts else Section(title, tuple(str(entry) for entry in entries))


def _table(title: str, parts: Sequence[BaseModel], content: ItemContent) -> Section:
    rows = [{name: plain(getattr(part, name), content) for name in _told(part)} for part in parts]
    used = [name for name in (_told(parts[0]) if parts else ()) if any(row[name] for row in rows)]
    if len(used) > _WIDEST:
        return Section(title, entries=tuple(_entry(part, row) for part, row in zip(parts, rows, strict=True)))
    columns = tuple(Column(part_element_name(name)) for name in used)
    return Section(title, (), columns, tuple(Row(tuple(row[name] for name in used)) for row in rows))


def _entry(part: BaseModel, said: Mapping[str, str]) -> tuple[str, tuple[Definition, ...]]:
    """A part under its name, with its other elements that say something."""
    title = _title(part)
    return title, tuple(
        Definition(part_element_name(name), text) for name, text in said.items() if text and text != title
    )
