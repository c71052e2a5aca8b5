"""Changing one part of a draft's content: the places of parts, and what the content is after a change.

Content is plain data here (as `ItemContent.model_dump(mode="json")` gives it); the catalogue judges it when it is saved.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yichuang.catalogue.rules import ItemContent
from yichuang.catalogue.rules.content import FieldGroup, FormField, Part
from yichuang.core.errors import gettext_noop
from yichuang.staffdesk.errors import PageNotFoundError

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the editor: elements of the content, or one list of parts."""

    name: str
    title: str
    elements: tuple[str, ...] = ()
    help: str = ""

    @property
    def is_list(self) -> bool:
        """Whether the section is one list whose parts have a page each."""
        return not self.elements


SECTIONS: Sequence[Section] = (
    Section(
        "basics",
        gettext_noop("Name and kind"),
        ("name", "name_en", "item_type", "case_type", "service_objects", "themes", "exercise_level", "power_source",
         "summary", "summary_en"),
    ),
    Section(
        "limits",
        gettext_noop("Limits"),
        ("statutory_limit", "statutory_limit_note", "promised_limit", "promised_limit_note"),
    ),
    Section(
        "conditions",
        gettext_noop("Conditions and procedure"),
        ("conditions", "quota", "procedure", "special_procedures", "visit_count", "online_depth",
         "intermediary_services", "joint_bodies", "cross_region_scope"),
    ),
    Section("checks", gettext_noop("Pre-check")),
    Section("certificates_needed", gettext_noop("Certificates needed first")),
    Section("materials", gettext_noop("Materials")),
    Section("form", gettext_noop("Form")),
    Section("steps", gettext_noop("Steps")),
    Section(
        "handling",
        gettext_noop("How cases are handled"),
        ("handling",),
        gettext_noop("What may happen in a case besides the usual way. Leave all as it is where nothing of it fits the item."),
    ),
    Section("fees", gettext_noop("Fees")),
    Section("results", gettext_noop("Results")),
    Section("legal_bases", gettext_noop("Legal basis")),
    Section(
        "where",
        gettext_noop("Where and when"),
        ("address", "map_note", "hours", "delivery_methods", "enquiry_phone", "complaint_phone", "is_free", "remedies",
         "effective_on", "cancelled_on", "source_note"),
    ),
    Section("faqs", gettext_noop("Frequent questions")),
)  # fmt: skip
_BY_NAME: Mapping[str, Section] = {section.name: section for section in SECTIONS}
_PLACE = re.compile(r"(?P<first>\d{1,3}|new)(?:-(?P<second>\d{1,3}|new))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands: its list's section, the indices from the top (None: a new one at the end)."""

    section: Section
    path: tuple[int | None, ...]

    @property
    def kind(self) -> type[Part]:
        """What stands there."""
        if self.section.name == "form":
            return FieldGroup if len(self.path) == 1 else FormField
        kind: type[Part] = ItemContent.model_fields[self.section.name].annotation.__args__[0]  # type: ignore[union-attr]  # tuple[Part, ...]
        return kind

    @property
    def text(self) -> str:
        """As it stands in an address."""
        return "-".join("new" if part is None else str(part) for part in self.path)


def section_of(name: str) -> Section:
    """The section of that name.

    Raises:
        PageNotFoundError: there is none.
    """
    if name not in _BY_NAME:
        raise PageNotFoundError
    return _BY_NAME[name]


def place_of(section: Section, text: str) -> Place:
    """The place that an address names.

    Raises:
        PageNotFoundError: no part can stand there.
    """
    found = _PLACE.fullmatch(text)
    if not section.is_list or found is None or (found["second"] and section.name != "form"):
        raise PageNotFoundError
    if found["second"] and found["first"] == "new":
        raise PageNotFoundError
    parts = [part for part in found.groups() if part is not None]
    return Place(section, tuple(None if part == "new" else int(part) for part in parts))


def part_at(data: Data, place: Place) -> Data | None:
    """The part that stands there, None where a new one would.

    Raises:
        PageNotFoundError: there is none.
    """
    last = place.path[-1]
    entries = _list(data, place)
    if last is None:
        return None
    if last >= len(entries):
        raise PageNotFoundError
    return entries[last]


def put(data: Data, place: Place, part: Data) -> Data:
    """The content with the part at its place; what the part had besides stays."""
    changed = _copy(data)
    entries, last = _list(changed, place), place.path[-1]
    if last is None:
        entries.append(part)
    else:
        part_at(changed, place)
        entries[last] = entries[last] | part
    return changed


def without(data: Data, place: Place) -> Data:
    """The content without the part."""
    changed = _copy(data)
    part_at(changed, place)
    del _list(changed, place)[place.path[-1] or 0]
    return changed


def moved(data: Data, place: Place, by: int) -> Data:
    """The content with the part moved up (-1) or down (1); at the end of the list it stays."""
    changed = _copy(data)
    part_at(changed, place)
    entries, old = _list(changed, place), place.path[-1] or 0
    new = min(max(old + by, 0), len(entries) - 1)
    entries.insert(new, entries.pop(old))
    return changed


def _list(data: Data, place: Place) -> list[Data]:
    entries: list[Data] = data[place.section.name]
    for index in place.path[:-1]:
        if index is None or index >= len(entries):
            raise PageNotFoundError
        entries = entries[index]["fields"]
    return entries


def _copy(data: Data) -> Data:
    """The data with lists of their own as deep as parts stand."""
    copied = {name: list(value) if isinstance(value, list) else value for name, value in data.items()}
    copied["form"] = [group | {"fields": list(group["fields"])} for group in data["form"]]
    return copied
