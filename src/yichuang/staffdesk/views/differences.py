"""What differs between two versions, side by side, by section, with the words that changed marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.translation import gettext

from yichuang.catalogue.rules.difference import MOVED, Change
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.editing import SECTIONS
from yichuang.staffdesk.views.shown import term_text

_WORDS = re.compile(r"[0-9A-Za-z]+|\s+|.", re.DOTALL)
_TERM = re.compile(r"(?<![0-9A-Za-z])\d+(?:wd|cd|h)(?![0-9A-Za-z])")
# Longer texts are shown whole: marking them word by word takes too long.
_MOST_WORDS = 1500
_SECTION_OF = {element: section for section in SECTIONS for element in (section.elements or (section.name,))}
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


def grouped(changes: Iterable[Change]) -> list[Group]:
    """The changes by section, in the order of the sections."""
    found: dict[str, list[Side]] = {}
    for one in changes:
        section = _SECTION_OF.get(one.path.partition(".")[0], SECTIONS[0])
        found.setdefault(section.name, []).append(_side(one))
    return [
        Group(gettext(section.title), section.name, tuple(found[section.name]))
        for section in SECTIONS
        if section.name in found
    ]


def _side(one: Change) -> Side:
    before, after = _words(one.before), _words(one.after)
    kind = _CHANGED if before and after else _ADDED if after else _REMOVED
    marked = _marked(before, after) if kind == _CHANGED else ((Piece(before),), (Piece(after),))
    subject = gettext(one.subject) if one.subject == MOVED else one.subject
    return Side(gettext(one.label), subject, gettext(kind), *(_filled(side) for side in marked))


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
