"""What the elements of an item are called at the desk, and the words for numbers that stand for something."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext

from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.errors import gettext_noop

EXERCISE_LEVELS = (
    ("1", gettext_noop("National")),
    ("2", gettext_noop("Province")),
    ("3", gettext_noop("City")),
    ("4", gettext_noop("County or district")),
    ("5", gettext_noop("Township or street")),
    ("6", gettext_noop("Village or community")),
    ("7", gettext_noop("Divided between levels")),
)
ONLINE_DEPTHS = (
    ("1", gettext_noop("Advice online")),
    ("2", gettext_noop("Application online")),
    ("3", gettext_noop("Pre-review online")),
    ("4", gettext_noop("Acceptance online")),
    ("5", gettext_noop("Handling online")),
    ("6", gettext_noop("Result told online")),
    ("7", gettext_noop("Electronic licence online")),
    ("8", gettext_noop("Other")),
)
# Parts have elements of the same name as the item's own, but of another meaning.
PART_LABELS: Mapping[str, str] = {"id": gettext_noop("Code"), "form": gettext_noop("In what form")}
LISTED: Mapping[str, Sequence[tuple[str, str]]] = {"exercise_level": EXERCISE_LEVELS, "online_depth": ONLINE_DEPTHS}


def element_name(name: str) -> str:
    """What an element is called, in the reader's language."""
    return gettext(LABELS.get(name, name))


def part_element_name(name: str) -> str:
    """What an element of a part is called, in the reader's language."""
    return gettext(PART_LABELS[name]) if name in PART_LABELS else element_name(name)


def listed_word(name: str, value: str) -> str:
    """The word for a number of one of the listed elements, in the reader's language; any other value as it is."""
    return gettext(dict(LISTED[name]).get(value, value)) if name in LISTED else value
