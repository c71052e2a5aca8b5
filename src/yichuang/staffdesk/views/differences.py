"""What differs between two versions, side by side, by section, with the words that changed marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext
from pydantic import BaseModel

from yichuang.catalogue.rules import ItemContent
from yichuang.catalogue.rules.content import LegalBasis
from yichuang.catalogue.rules.difference import MOVED, Change
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.editing import SECTIONS
from yichuang.staffdesk.forms.element_names import listed_word
from yichuang.staffdesk.views.content_parts import plain
from yichuang.staffdesk.views.shown import term_text

_WORDS = re.compile(r"[0-9A-Za-z]+|\s+|.", re.DOTALL)
_TERM = re.compile(r"(?<![0-9A-Za-z])\d+(?:wd|cd|h)(?![0-9A-Za-z])")
# Longer texts are shown whole: marking them word by word takes too long.
_MOST_WORDS = 1500
_SECTION_OF = {element: section for section in SECTIONS for element in (section.elements or (section.name,))}
_KEYS = ("code", "id", "certificate_code", "value", "name", "title", "question")
_ADDED, _REMOVED, _CHANGED = gettext_noop("Added"), gettext_noop("Removed"), gettext_noop("Changed")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a text; marked when the other side says something else."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """A change as two texts beside one another."""

    title: str
    subject: str
    kind: str
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one section of the item."""

    title: str
    name: str
    changes: tuple[Side, ...]


def grouped(changes: Iterable[Change], older: ItemContent, newer: ItemContent) -> list[Group]:
    """The changes from the older content to the newer by section, in the order of the sections."""
    found: dict[str, list[Side]] = {}
    for one in changes:
        section = _SECTION_OF.get(one.path.partition(".")[0], SECTIONS[0])
        found.setdefault(section.name, []).append(_side(one, older, newer))
    return [
        Group(gettext(section.title), section.name, tuple(found[section.name]))
        for section in SECTIONS
        if section.name in found
    ]


def _side(one: Change, older: ItemContent, newer: ItemContent) -> Side:
    is_whole = not (one.before and one.after)
    before, after = (
        _said(one.path, one.before, older, is_whole=is_whole),
        _said(one.path, one.after, newer, is_whole=is_whole),
    )
    kind = _CHANGED if before and after else _ADDED if after else _REMOVED
    marked = _marked(before, after) if kind == _CHANGED else ((Piece(before),), (Piece(after),))
    subject = gettext(one.subject) if one.subject == MOVED else one.subject
    return Side(gettext(one.label), subject, gettext(kind), *(_filled(side) for side in marked))


def _said(path: str, text: str, content: ItemContent, *, is_whole: bool) -> str:
    """One side as people read it: a part that came or went element by element, anything else as the change says it."""
    if not text:
        return ""
    part = _part_at(content, path) if is_whole else None
    return plain(part, content) if part is not None else listed_word(path, _words(text))


def _part_at(content: BaseModel, path: str) -> BaseModel | None:
    """The part, or the part of a list (or of a list within a part), that the path of a change names."""
    name, _dot, rest = path.partition(".")
    entries = getattr(content, name, ())
    if isinstance(entries, BaseModel):
        return _part_at(entries, rest) if rest else entries
    parts = [one for one in entries if isinstance(one, BaseModel)] if isinstance(entries, tuple) else []
    for part in parts:
        key = _key(part)
        if rest == key:
            return part
        if rest.startswith(f"{key}."):
            return _part_at(part, rest.removeprefix(f"{key}."))
    return None


def _key(part: BaseModel) -> str:
    """What a change calls the part by."""
    if isinstance(part, LegalBasis):
        return f"{part.law}{part.article}"
    return next((str(getattr(part, name)) for name in _KEYS if name in type(part).model_fields), "")


def _words(text: str) -> str:
    """The text with terms in words."""
    return _TERM.sub(lambda found: term_text(Term.parse(found[0])), text)


def _marked(before: str, after: str) -> tuple[Sequence[Piece], Sequence[Piece]]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return (Piece(before, is_marked=True),), (Piece(after, is_marked=True),)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        left.append(Piece("".join(old[a:b]), is_marked=kind != "equal"))
        right.append(Piece("".join(new[c:d]), is_marked=kind != "equal"))
    return left, right


def _filled(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    return tuple(piece for piece in pieces if piece.text)
