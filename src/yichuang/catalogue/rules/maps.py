"""Which column of a file holds which element of an item: maps as data.

A map is a JSON object from our element to their column, or to a list of columns of which the first with a value is
taken. A value that begins with "=" is a constant for every row. Columns that no element takes are kept in the note on
the source, so that nothing of a row is lost.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from yichuang.catalogue.errors import MapColumnsMissingError, MapError, UnknownElementError
from yichuang.catalogue.rules.content import Handling, ItemContent

KEYS = ("task_code", "local_code", "catalog_code", "organisation", "organisation_code")
EXTRAS = ("legal_basis_date", "step_limits", "fee_standard", "fee_basis", "day_means")
HANDLING = tuple(f"handling.{name}" for name in Handling.model_fields)
"""The elements of the handling, each with a column of its own."""
ELEMENTS = frozenset((*KEYS, *EXTRAS, *ItemContent.model_fields, *HANDLING))
NEEDED = ("task_code", "name")
# What a file made by our own export has.
OWN_COLUMNS = (*KEYS, *(name for name in ItemContent.model_fields if name != "handling"), *HANDLING)


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A map by its name: the columns of each element, and the elements that are the same in every row."""

    name: str
    columns: Mapping[str, tuple[str, ...]]
    constants: Mapping[str, str]

    def check(self, present: Sequence[str]) -> None:
        """The file has a column for each needed element.

        Raises:
            MapColumnsMissingError: naming the element, the columns expected and those found.
        """
        for element in NEEDED:
            expected = self.columns.get(element, (element,))
            if element not in self.constants and not set(expected) & set(present):
                raise MapColumnsMissingError(element=element, expected=expected, found=tuple(present))


def make_map(name: str, given: Mapping[str, Any]) -> ColumnMap:
    """A map out of its JSON form.

    Raises:
        UnknownElementError: it names an element that items do not have.
        MapError: a value is neither a column, nor a list of columns, nor a constant.
    """
    columns: dict[str, tuple[str, ...]] = {}
    constants: dict[str, str] = {}
    for element, value in given.items():
        if element not in ELEMENTS:
            raise UnknownElementError(element=element, elements=tuple(sorted(ELEMENTS)))
        if isinstance(value, str) and value.startswith("="):
            constants[element] = value[1:]
        elif isinstance(value, str):
            columns[element] = (value,)
        elif isinstance(value, list) and value and all(isinstance(column, str) for column in value):
            columns[element] = tuple(value)
        else:
            raise MapError(reason=f"{element}: {value!r}")
    return ColumnMap(name, columns, constants)


_GUANGAN: dict[str, Any] = {
    "task_code": "item_code",
    "local_code": "impl_code",
    "name": "item_name",
    "item_type": "item_type",
    "organisation": "department",
    "legal_bases": "legal_basis",
    "legal_basis_date": "law_version_date",
    "exercise_level": "=4",
}
_GUIDES: dict[str, Any] = {
    "task_code": ["task_code", "impl_code", "id"],
    "local_code": "item_code_local",
    "catalog_code": "national_code",
    "name": "item_name",
    "item_type": "item_type",
    "case_type": "handling_type",
    "organisation": "department",
    "exercise_level": "level",
    "service_objects": "service_object",
    "legal_bases": "legal_basis",
    "conditions": "conditions",
    "materials": "materials",
    "procedure": "steps",
    "step_limits": "step_limits",
    "statutory_limit": "statutory_limit",
    "promised_limit": "promised_limit",
    "promised_limit_note": ["promised_note", "limit_note"],
    "special_procedures": "special_procedure",
    "quota": "quantity_limit",
    "is_free": "fee",
    "fee_standard": "fee_standard",
    "fee_basis": "fee_basis",
    "results": "result",
    "power_source": "power_source",
    "visit_count": "onsite_times",
    "delivery_methods": "delivery",
    "address": "window",
}
_OWN: dict[str, Any] = {column: column for column in (*OWN_COLUMNS, "handling")}

MAPS: Mapping[str, ColumnMap] = MappingProxyType(
    {name: make_map(name, given) for name, given in {"own": _OWN, "guangan": _GUANGAN, "guides": _GUIDES}.items()}
)


def fitting_map(present: Sequence[str]) -> str:
    """The name of the built-in map that takes the most of the file's columns; "own" when none fits better."""

    def taken(name: str) -> int:
        return len({column for columns in MAPS[name].columns.values() for column in columns} & set(present))

    return max(MAPS, key=taken)
