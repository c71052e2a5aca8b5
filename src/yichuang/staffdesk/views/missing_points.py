"""What a version lacks for publication, each point leading to the page of the editor where it is put right."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.catalogue.queries import VersionDetail, difference_since
from yichuang.catalogue.rules import ItemContent, missing_elements
from yichuang.core.problems import filled
from yichuang.staffdesk.editing import SECTIONS, section_of
from yichuang.staffdesk.views.content_parts import element_label, list_entries
from yichuang.staffdesk.views.shown import law_text

_SECTION_OF = {element: section.name for section in SECTIONS for element in (section.elements or (section.name,))}

# A note may stand in its place.
_ELSE_NOTED = frozenset({"statutory_limit"})


@dataclass(frozen=True, slots=True)
class Point:
    """One point to put right: where, what, by which law, and the page of the editor."""

    place: str
    text: str
    law: str
    url: str


def missing_points(detail: VersionDetail, *, has_links: bool) -> list[Point]:
    """The points; their links are empty for who may not write."""
    version = detail.version
    return [
        Point(
            _place(version.content, one.element),
            filled(one.text, one.details),
            law_text(one.law),
            _url(version.id, version.content, one.element) if has_links else "",
        )
        for one in detail.missing
    ]


def needed_names(content: ItemContent) -> frozenset[str]:
    """The elements without which an item of this kind is never published. Law: ALL 30, OBE 35, 36."""
    nothing = ItemContent(name="", item_type=content.item_type)
    points = {one.element for one in missing_elements(nothing) if one.code == "element_missing"}
    return frozenset(points - _ELSE_NOTED) | {"name", "item_type", "case_type"}


def is_unchanged(detail: VersionDetail) -> bool:
    """Whether the version says the same as the one that the public sees."""
    return not difference_since(detail.version.id)


def _url(version_id: int, content: ItemContent, element: str) -> str:
    """The page of the section, or of the part of its list."""
    parts = element.split(".")
    section = _SECTION_OF.get(parts[0])
    if section is None:
        return reverse("staffdesk:draft", args=[version_id])
    is_list = section_of(section).is_list
    numbers = [part for part in parts[1:] if part.isdigit()][: 2 if section == "form" else 1]
    if not is_list or not numbers or not _is_there(content, section, numbers):
        anchor = "" if is_list else f"#id_{parts[-1]}_field"
        return reverse("staffdesk:draft_section", args=[version_id, section]) + anchor
    return reverse("staffdesk:draft_part", args=[version_id, section, "-".join(numbers)])


def _is_there(content: ItemContent, section: str, numbers: list[str]) -> bool:
    return int(numbers[0]) < len(getattr(content, section))


def _place(content: ItemContent, element: str) -> str:
    """The element in words; a part of a list by its name."""
    name, *rest = element.split(".")
    number = rest[0] if rest and rest[0].isdigit() else ""
    said = number
    if number and _SECTION_OF.get(name) == name:
        entries = list_entries(content, name)
        said = entries[int(number)].text if int(number) < len(entries) else number
    part = rest[-1] if rest and not rest[-1].isdigit() else ""
    words = [element_label(name), said or number, element_label(part)]
    return gettext(" · ").join(word for word in words if word)
