"""Rows of text out of CSV, XLSX and JSON files, and into them, safely.

Reading: the whole file is checked before any row is given out; a formula comes through as its text and is never
reckoned; sizes are bounded before anything is unpacked. Writing: no cell becomes a formula or a link.
"""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from itertools import islice
from typing import BinaryIO

import openpyxl
import xlsxwriter
from openpyxl.utils.escape import unescape

from yichuang.core.errors import FieldProblem, InvalidError, TooLargeError, UnsupportedError, gettext_noop

MOST_BYTES = 50 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_MEMBERS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
RATIO_COUNTS_FROM = 10 * 1024 * 1024
LONGEST_XLSX_CELL = 32_767
LONGEST_CSV_CELL = 10 * 1024 * 1024

_DANGEROUS = "=+-@\t\r＝＋－＠"
_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_GUARDED = re.compile(rf"'+[{re.escape(_DANGEROUS)}]")
_DELIMITERS = (",", "\t", ";")


class Format(StrEnum):
    """The kinds of files."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    JSONL = "jsonl"


class TableError(InvalidError):
    """A file is not a table that can be read."""

    code = "core.table"
    text = gettext_noop("The file cannot be read as a table.")


class TableEmptyError(TableError):
    """There is nothing in it."""

    code = "core.table_empty"
    text = gettext_noop("The file is empty: it has no rows below the column names.")


class TableEncodingError(TableError):
    """Neither UTF-8 nor GBK."""

    code = "core.table_encoding"
    text = gettext_noop("The text is neither UTF-8 nor GBK (byte {byte}). Save the file as “CSV UTF-8” and try again.")


class TableHeaderError(TableError):
    """The first row does not name the columns."""

    code = "core.table_header"
    text = gettext_noop("The first row must name each column once; “{name}” occurs {times} times.")


class TableBrokenError(TableError):
    """The file is damaged, or not of the kind its name says."""

    code = "core.table_broken"
    text = gettext_noop("The file is damaged or not a {format} file: {reason}")


class TableTooLargeError(TooLargeError):
    """It is too large, or would be once unpacked."""

    code = "core.table_too_large"
    text = gettext_noop("The file is too large: {what} may be at most {most}.")


class TableFormatError(UnsupportedError):
    """The name does not end in a kind that is taken."""

    code = "core.table_format"
    text = gettext_noop("“{name}” is not a CSV, XLSX, JSON or JSONL file.")


class CellTooLongError(InvalidError):
    """A spreadsheet cannot hold the text."""

    code = "core.cell_too_long"
    text = gettext_noop(
        "Row {row}, column “{column}” has {length} characters; a spreadsheet cell holds {most}. Export as JSON."
    )


CELLS_MISSING = gettext_noop("The row has {cells} cells, the file has {columns} columns.")
CELL_UNSTORABLE = gettext_noop("The cell has a character that cannot be stored (such as a null character).")
NOT_AN_OBJECT = gettext_noop("The entry is not an object with named values.")


@dataclass(frozen=True, slots=True)
class Row:
    """A row by its number as a spreadsheet shows it (the column names are row 1; in JSON the first entry is 1).

    A row with a `problem` has no usable cells.
    """

    number: int
    cells: Mapping[str, str]
    problem: FieldProblem | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The columns in order, and the rows."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def format_of(name: str) -> Format:
    """The kind of file by its name's ending.

    Raises:
        TableFormatError: it is none of the kinds.
    """
    ending = name.rpartition(".")[2].lower()
    try:
        return Format(ending)
    except ValueError as error:
        raise TableFormatError(name=name) from error


def read_table(stream: BinaryIO, name: str) -> Table:
    """All rows of the file. Empty rows are left out, but counted in the numbers of the others.

    Raises:
        TableFormatError: not one of the kinds of files.
        TableTooLargeError: too many bytes, rows or columns, or a zip bomb.
        TableEmptyError, TableEncodingError, TableHeaderError, TableBrokenError: why it cannot be read.
    """
    kind = format_of(name)
    data = stream.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise TableTooLargeError(what="bytes", most=MOST_BYTES)
    if not data.strip():
        raise TableEmptyError
    table = _table(data, kind)
    if not table.rows:
        raise TableEmptyError
    return table


def write_table(columns: Sequence[str], rows: Iterable[Mapping[str, str]], kind: Format) -> bytes:
    """A file of that kind with the rows as text; a column that a row lacks is empty.

    Raises:
        CellTooLongError: a text is longer than a spreadsheet cell holds.
    """
    match kind:
        case Format.CSV:
            return _csv(columns, rows)
        case Format.XLSX:
            return _xlsx(columns, rows)
        case Format.JSON:
            return json.dumps(list(rows), ensure_ascii=False, indent=1).encode()
        case Format.JSONL:
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def guarded(text: str) -> str:
    """The text as a CSV cell that no spreadsheet takes for a formula; `unguarded` gives it back."""
    is_formula = text[:1] in _DANGEROUS and text != "" and not _NUMBER.fullmatch(text)
    return f"'{text}" if is_formula or _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """The text without the apostrophe that `guarded` put before it."""
    return text[1:] if _GUARDED.match(text) else text


def _table(data: bytes, kind: Format) -> Table:
    match kind:
        case Format.CSV:
            return _with_header(_csv_rows(_decoded(data)))
        case Format.XLSX:
            return _with_header(_xlsx_rows(data), is_ragged=True)
        case Format.JSON | Format.JSONL:
            return _from_objects(_json_entries(_decoded(data), kind))


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise TableEncodingError(byte=error.start + 1) from error


def _csv_rows(text: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_CSV_CELL)
    first_line = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield [unguarded(cell) for cell in cells]
    except csv.Error as error:
        raise TableBrokenError(format="CSV", reason=f"line {reader.line_num}: {error}") from error


def _xlsx_rows(data: bytes) -> Iterator[list[str]]:
    _check_zip(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        for row in book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1, values_only=True):
            yield [_cell_text(value) for value in row]
        book.close()
    except (TableError, TableTooLargeError):
        raise
    except Exception as error:
        raise TableBrokenError(format="XLSX", reason=type(error).__name__) from error


def _check_zip(data: bytes) -> None:
    """Look at what the archive says it holds before anything is unpacked.

    Raises:
        TableBrokenError: it is not a zip archive.
        TableTooLargeError: it holds too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TableBrokenError(format="XLSX", reason="zip") from error
    if len(members) > MOST_MEMBERS:
        raise TableTooLargeError(what="members", most=MOST_MEMBERS)
    if sum(member.file_size for member in members) > MOST_UNPACKED:
        raise TableTooLargeError(what="unpacked bytes", most=MOST_UNPACKED)
    for member in members:
        is_bomb = member.file_size > max(member.compress_size, 1) * MOST_RATIO
        if member.file_size > RATIO_COUNTS_FROM and is_bomb:
            raise TableTooLargeError(what="unpacked bytes", most=RATIO_COUNTS_FROM)


def _cell_text(value: object) -> str:
    if value is None:
        return ""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() | date() | time():
            return value.isoformat().removesuffix("T00:00:00")
        case str():
            return str(unescape(value))
        case _:
            # An array formula is an object that holds its text.
            return str(getattr(value, "text", value))


def _with_header(rows: Iterator[list[str]], *, is_ragged: bool = False) -> Table:
    """A table whose first row that is not empty names the columns. Ragged files leave out empty cells at the end."""
    numbered = enumerate(rows, start=1)
    header: list[str] = []
    for _number, cells in numbered:
        header = [cell.strip() for cell in cells]
        if any(header):
            break
    while header and not header[-1]:
        header.pop()
    _check_header(header)
    found = [
        _row(number, cells, header, is_ragged=is_ragged)
        for number, cells in islice(numbered, MOST_ROWS + 1)
        if any(cells)
    ]
    if len(found) > MOST_ROWS:
        raise TableTooLargeError(what="rows", most=MOST_ROWS)
    return Table(tuple(header), tuple(found))


def _check_header(header: Sequence[str]) -> None:
    if not header:
        raise TableEmptyError
    if len(header) > MOST_COLUMNS:
        raise TableTooLargeError(what="columns", most=MOST_COLUMNS)
    for name in header:
        if not name or header.count(name) > 1:
            raise TableHeaderError(name=name, times=header.count(name))


def _row(number: int, cells: list[str], header: Sequence[str], *, is_ragged: bool) -> Row:
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) > len(header) or (len(cells) < len(header) and not is_ragged):
        details = {"cells": len(cells), "columns": len(header)}
        return Row(number, {}, FieldProblem("", "core.cells_missing", CELLS_MISSING, ",".join(cells)[:200], details))
    cells += [""] * (len(header) - len(cells))
    return _checked(number, dict(zip(header, cells, strict=True)))


def _checked(number: int, cells: Mapping[str, str]) -> Row:
    for name, cell in cells.items():
        if "\0" in cell or any("\ud800" <= character <= "\udfff" for character in cell):
            shown = cell.encode("ascii", "backslashreplace").decode()[:200].replace("\0", "\\0")
            return Row(number, {}, FieldProblem(name, "core.cell_unstorable", CELL_UNSTORABLE, shown))
    return Row(number, cells)


def _json_entries(text: str, kind: Format) -> list[object]:
    lines = list(enumerate(text.splitlines(), start=1)) if kind is Format.JSONL else [(0, text)]
    entries: list[object] = []
    for number, line in lines:
        if not line.strip():
            continue
        try:
            entries.append(json.loads(line, parse_constant=_no_constant))
        except (ValueError, RecursionError) as error:
            reason = f"line {number}: {error}" if number else str(error)
            raise TableBrokenError(format=kind.upper(), reason=reason) from error
    if kind is Format.JSON:
        whole = entries[0]
        entries = whole if isinstance(whole, list) else [whole]
    if len(entries) > MOST_ROWS:
        raise TableTooLargeError(what="rows", most=MOST_ROWS)
    return entries


def _no_constant(name: str) -> object:
    message = f"{name} is not JSON"
    raise ValueError(message)


def _from_objects(entries: Sequence[object]) -> Table:
    columns: dict[str, None] = {}
    rows: list[Row] = []
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            rows.append(Row(number, {}, FieldProblem("", "core.not_an_object", NOT_AN_OBJECT, str(entry)[:200])))
            continue
        columns.update(dict.fromkeys(entry))
        rows.append(_checked(number, {str(name): _json_text(value) for name, value in entry.items()}))
    if len(columns) > MOST_COLUMNS:
        raise TableTooLargeError(what="columns", most=MOST_COLUMNS)
    return Table(tuple(columns), tuple(rows))


def _json_text(value: object) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case _:
            return json.dumps(value, ensure_ascii=False)


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(column) for column in columns])
    writer.writerows([guarded(row.get(column, "")) for column in columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        sheet = book.add_worksheet()
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column)
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                cell = row.get(column, "")
                if len(cell) > LONGEST_XLSX_CELL:
                    raise CellTooLongError(row=number + 1, column=column, length=len(cell), most=LONGEST_XLSX_CELL)
                sheet.write_string(number, place, cell)
    return target.getvalue()
