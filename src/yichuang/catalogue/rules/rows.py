"""Turning a row of another catalogue into an item's codes and content, with what could not be read named.

Nothing is guessed: what is doubtful is left open, kept in a note and reported. Nothing is lost: columns without an
element are kept in the note on the source.
"""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from yichuang.catalogue.errors import ContentError
from yichuang.catalogue.rules.codes import check_basic_code, read_task_code
from yichuang.catalogue.rules.content import ItemContent
from yichuang.catalogue.rules.elements import READERS, ElementError, Reading, read_text
from yichuang.catalogue.rules.limits import read_limit
from yichuang.catalogue.rules.maps import HANDLING, ColumnMap
from yichuang.catalogue.rules.words import STEP_KINDS
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.deadlines.errors import TermInvalidError
from yichuang.deadlines.rules import Term, Unit

LONGEST_SHOWN = 200
LONGEST_LOCAL_CODE = 64
_LIMITS = frozenset({"statutory_limit", "promised_limit", "handling.deferral_limit", "handling.extension_limit"})
NAME_MISSING = gettext_noop("The row has no name of the item.")
CODE_MISSING = gettext_noop("The row has no code of the item.")
LOCAL_CODE_LONG = gettext_noop("The local code has more than 64 characters.")
STEP_UNREAD = gettext_noop("The limits of the steps were not read ({reason}); they are kept in the note on the source.")
FEE_UNREAD = gettext_noop("The standards of the fees were not read; they are kept in the note on the source.")
_VALUE_PROBLEMS: Mapping[str, str] = {
    "string_too_long": gettext_noop("The text is too long: at most {max_length} characters."),
    "string_pattern_mismatch": gettext_noop("“{value}” does not have the right form."),
    "enum": gettext_noop("“{value}” is not one of the values that are possible here."),
    "missing": gettext_noop("This part is missing."),
    "extra_forbidden": gettext_noop("There is no such part."),
    "date_from_datetime_parsing": gettext_noop("“{value}” is not a date such as 2026-01-31."),
    "date_parsing": gettext_noop("“{value}” is not a date such as 2026-01-31."),
    "greater_than_equal": gettext_noop("“{value}” is too small: at least {ge}."),
    "less_than_equal": gettext_noop("“{value}” is too large: at most {le}."),
}
_OTHER_PROBLEM = gettext_noop("“{value}” cannot be taken here.")


@dataclass(frozen=True, slots=True)
class RowError:
    """What is wrong with a row, or left open in it: the row's number, the column, the value, the reason.

    `text` is a translation source whose placeholders `details` fills.
    """

    row: int
    field: str
    value: str
    code: str
    text: str
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowReading:
    """What a row says. `content` is None when there are errors; warnings name what was left open."""

    row: int
    task_code: str
    local_code: str
    catalog_code: str
    organisation: str
    organisation_code: str
    content: ItemContent | None
    errors: tuple[RowError, ...]
    warnings: tuple[RowError, ...]


def read_content(data: Mapping[str, Any]) -> ItemContent:
    """The content out of plain data.

    Raises:
        ContentError: the data have a wrong shape; `problems` names each element.
    """
    try:
        return ItemContent.model_validate(data)
    except ValidationError as error:
        raise ContentError(_problems(error)) from error


def read_row(number: int, cells: Mapping[str, str], column_map: ColumnMap) -> RowReading:
    """What the row says under the map."""
    return _RowReader(number, cells, column_map).read()


@dataclass(slots=True)
class _RowReader:
    number: int
    cells: Mapping[str, str]
    map: ColumnMap
    data: dict[str, Any] = dataclasses.field(default_factory=dict)
    kept: list[str] = dataclasses.field(default_factory=list)
    errors: list[RowError] = dataclasses.field(default_factory=list)
    warnings: list[RowError] = dataclasses.field(default_factory=list)
    taken: set[str] = dataclasses.field(default_factory=set)

    def read(self) -> RowReading:
        codes = self._codes()
        for element in (*ItemContent.model_fields, *HANDLING):
            self._element(element)
        self._basis_date()
        self._step_limits()
        self._fee_standard()
        self._keep_the_rest()
        content = self._content()
        return RowReading(self.number, *codes, content, tuple(self.errors), tuple(self.warnings))

    def _cell(self, element: str) -> tuple[str, str]:
        """The column that the element is read from, and its text."""
        if element in self.map.constants:
            return element, self.map.constants[element]
        columns = self.map.columns.get(element, ())
        for column in columns:
            text = self.cells.get(column, "")
            if text.strip():
                self.taken.add(column)
                return column, text
        return (columns[0] if columns else element), ""

    def _codes(self) -> tuple[str, str, str, str, str]:
        code = self._checked("task_code", CODE_MISSING, lambda text: read_task_code(text).value)
        has_error = bool(self.errors)
        _column, local_code = self._cell("local_code")
        if len(local_code) > LONGEST_LOCAL_CODE:
            self._refuse("local_code", "catalogue.local_code_long", LOCAL_CODE_LONG)
        catalog_code = self._checked("catalog_code", "", check_basic_code)
        if not (catalog_code or has_error):
            catalog_code = read_task_code(code).base_code
        return (
            code,
            local_code.strip(),
            catalog_code,
            self._cell("organisation")[1].strip(),
            self._cell("organisation_code")[1].strip(),
        )

    def _checked(self, element: str, missing: str, check: Any) -> str:
        text = self._cell(element)[1].strip()
        if not text:
            if missing:
                self._refuse(element, f"catalogue.{element}_missing", missing)
            return ""
        try:
            return str(check(text))
        except InvalidError as error:
            self._refuse(element, error.code, error.text)
            return text

    def _element(self, element: str) -> None:
        column, text = self._cell(element)
        if not text.strip():
            if element == "name":
                self._refuse("name", "catalogue.name_missing", NAME_MISSING)
            return
        try:
            if element in _LIMITS:
                self._limit(element, text)
                return
            reading = self._results(text) if element == "results" else READERS.get(element, read_text)(text)
        except ElementError as error:
            self._refuse(element, error.code, error.text, error.details)
            return
        if reading.doubt:
            self._warn(element, "catalogue.word_unknown", reading.doubt)
        if reading.note:
            self.kept.append(f"{column}：{reading.note}")
        if reading.value is not None:
            self._put(element, reading.value)

    def _put(self, element: str, value: Any) -> None:
        part, _dot, name = element.partition(".")
        if name:
            self.data[part] = self.data.get(part, {}) | {name: value}
            return
        before = self.data.get(element)
        is_note = element in {"statutory_limit_note", "promised_limit_note"} and before
        self.data[element] = f"{before}；{value}" if is_note and before != value else value

    def _limit(self, element: str, text: str) -> None:
        try:
            self._put(element, Term.parse(text))
        except TermInvalidError:
            reading = read_limit(text, day_means=self._day_means())
            self._put(element, reading.term)
            if reading.note and f"{element}_note" in ItemContent.model_fields:
                self._put(f"{element}_note", reading.note)
            elif reading.note:
                self.kept.append(f"{self._cell(element)[0]}：{reading.note}")
            if reading.doubt:
                self._warn(element, f"catalogue.{reading.doubt.code}", reading.doubt.text)

    def _day_means(self) -> Unit | None:
        text = self._cell("day_means")[1].strip()
        return Unit(text) if text in {Unit.WORKING_DAY.value, Unit.CALENDAR_DAY.value} else None

    def _results(self, text: str) -> Reading:
        """Results as JSON parts, or one name; its certificate code is made from the item's own code."""
        if text.lstrip().startswith("["):
            return READERS["form"](text)
        code = self._cell("task_code")[1].strip()
        return Reading([{"certificate_code": f"{code}-R1", "name": text}])

    def _basis_date(self) -> None:
        text = self._cell("legal_basis_date")[1].strip()
        if not text:
            return
        bases = self.data.get("legal_bases", [])
        if len(bases) == 1 and not bases[0].get("text"):
            bases[0]["text"] = f"版本日期：{text}"
        else:
            self.kept.append(f"{self._cell('legal_basis_date')[0]}：{text}")

    def _step_limits(self) -> None:
        text = self._cell("step_limits")[1]
        if not text.strip():
            return
        try:
            self.data["steps"] = [_step(index, entry) for index, entry in enumerate(json.loads(text), start=1)]
        except (ValueError, TypeError) as error:
            self.kept.append(f"{self._cell('step_limits')[0]}：{text}")
            self._warn("step_limits", "catalogue.step_unread", STEP_UNREAD, {"reason": str(error)})

    def _fee_standard(self) -> None:
        text, basis = self._cell("fee_standard")[1], self._cell("fee_basis")[1].strip()
        if not text.strip():
            if basis:
                self.kept.append(f"{self._cell('fee_basis')[0]}：{basis}")
            return
        try:
            fees = [(str(name), f"{amount}{unit}") for name, amount, unit in json.loads(text)]
        except (ValueError, TypeError):
            self.kept.append(f"{self._cell('fee_standard')[0]}：{text}")
            self._warn("fee_standard", "catalogue.fee_unread", FEE_UNREAD)
            return
        self.data["fees"] = [{"name": name, "standard": standard, "basis": basis} for name, standard in fees]

    def _keep_the_rest(self) -> None:
        rest = [
            f"{column}：{text.strip()}"
            for column, text in self.cells.items()
            if column not in self.taken and text.strip()
        ]
        own = self.data.get("source_note", "")
        lines = [line for line in (own, *self.kept, *rest) if line]
        if lines:
            self.data["source_note"] = "\n".join(lines)

    def _content(self) -> ItemContent | None:
        try:
            content = ItemContent.model_validate(self.data)
        except ValidationError as error:
            for problem in _problems(error):
                element = _element_of(problem.field)
                if element != "name" or "name" in self.data:
                    column = self._cell(element)[0]
                    place = column + problem.field.removeprefix(element)
                    self.errors.append(
                        RowError(self.number, place, problem.value, problem.code, problem.text, problem.details)
                    )
            return None
        return None if self.errors else content

    def _refuse(self, element: str, code: str, text: str, details: Mapping[str, object] | None = None) -> None:
        self.errors.append(self._named(element, code, text, details))

    def _warn(self, element: str, code: str, text: str, details: Mapping[str, object] | None = None) -> None:
        self.warnings.append(self._named(element, code, text, details))

    def _named(self, element: str, code: str, text: str, details: Mapping[str, object] | None) -> RowError:
        column, value = self._cell(element)
        shown = value[:LONGEST_SHOWN]
        return RowError(self.number, column, shown, code, text, {"value": shown, **(details or {})})


def _element_of(place: str) -> str:
    """The element that has a column, of a place in the content."""
    parts = place.split(".")
    own = ".".join(parts[:2])
    return own if own in HANDLING else parts[0]


def _step(index: int, entry: Any) -> dict[str, Any]:
    """A step out of [name, number, unit].

    Raises:
        ValueError: the kind of step is not known by its name, or the limit is not clear.
    """
    name, number, unit = entry
    if name not in STEP_KINDS:
        raise ValueError(name)
    reading = read_limit(f"{number}{unit}")
    if reading.term is None:
        message = f"{name} {number}{unit}"
        raise ValueError(message)
    kind, role = STEP_KINDS[name]
    return {"code": f"S{index}", "name": name, "kind": kind, "role": role, "limit": reading.term}


def _problems(error: ValidationError) -> list[FieldProblem]:
    problems = []
    for one in error.errors(include_url=False):
        place = ".".join(str(part) for part in one["loc"])
        value = str(one.get("input", ""))[:LONGEST_SHOWN]
        text = _VALUE_PROBLEMS.get(one["type"], _OTHER_PROBLEM)
        details = {"value": value, **{name: str(part) for name, part in one.get("ctx", {}).items() if name != "error"}}
        problems.append(FieldProblem(place, f"catalogue.{one['type']}", text, value, details))
    return problems
