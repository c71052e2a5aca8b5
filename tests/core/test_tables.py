"""Facts about reading and writing tables: every bad file gets a clear answer, no cell becomes a formula."""

import csv
import io
import json
import zipfile
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from yichuang.core import tables
from yichuang.core.tables import Format, Table, read_table, write_table

FORMULA = '=HYPERLINK("http://example.org","x")'


def read(data: bytes, name: str = "items.csv") -> Table:
    return read_table(io.BytesIO(data), name)


def cells(table: Table) -> list[dict[str, str]]:
    return [dict(row.cells) for row in table.rows]


def workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_utf8_and_gbk_are_read(encoding: str) -> None:
    table = read("编码,名称\nA1,食品经营许可\n".encode(encoding))

    assert table.columns == ("编码", "名称")
    assert cells(table) == [{"编码": "A1", "名称": "食品经营许可"}]


def test_other_encodings_are_refused_with_the_place() -> None:
    with pytest.raises(tables.TableEncodingError) as refused:
        read("编码\n".encode() + b"\xff\xff\n")

    assert refused.value.details == {"byte": 8}


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = read(b'a,b\n1,"x\ny"\n\n3,z\n')

    assert [row.number for row in table.rows] == [2, 4]
    assert table.rows[0].cells["b"] == "x\ny"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_told_by_the_first_line(delimiter: str) -> None:
    assert cells(read(f"a{delimiter}b\n1{delimiter}2\n".encode())) == [{"a": "1", "b": "2"}]


def test_a_row_with_half_its_columns_is_a_problem_of_that_row() -> None:
    table = read(b"a,b,c,d\n1,2\n1,2,3,4\n")

    problem = table.rows[0].problem
    assert problem is not None
    assert (problem.code, problem.value, problem.details) == ("core.cells_missing", "1,2", {"cells": 2, "columns": 4})
    assert table.rows[1].problem is None


def test_a_row_with_cells_too_many_is_a_problem_unless_they_are_empty() -> None:
    table = read(b"a,b\n1,2,3\n1,2,,\n")

    assert [row.problem is None for row in table.rows] == [False, True]


@pytest.mark.parametrize("data", [b"", b"  \n", b"a,b\n", b"\xef\xbb\xbfa,b\n\n", b"[]"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(tables.TableEmptyError):
        read(data, "x.json" if data == b"[]" else "x.csv")


@pytest.mark.parametrize(("head", "name", "times"), [("a,a,b", "a", 2), ("a,,b", "", 1)])
def test_columns_are_named_once(head: str, name: str, times: int) -> None:
    with pytest.raises(tables.TableHeaderError) as refused:
        read(f"{head}\n1,2,3\n".encode())

    assert refused.value.details == {"name": name, "times": times}


def test_a_broken_quote_is_refused_with_its_line() -> None:
    with pytest.raises(tables.TableBrokenError, match="line"):
        read(b'a,b\n1,"x\n')


def test_a_null_character_is_a_problem_of_its_row() -> None:
    table = read(b"a,b\n1,x\0y\n2,z\n")

    problem = table.rows[0].problem
    assert problem is not None
    assert (problem.field, problem.code, problem.value) == ("b", "core.cell_unstorable", "x\\0y")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_ROWS", 3)

    assert len(read(b"a\n1\n2\n3\n").rows) == 3
    with pytest.raises(tables.TableTooLargeError) as refused:
        read(b"a\n1\n2\n3\n4\n")
    assert refused.value.details == {"what": "rows", "most": 3}


def test_too_many_bytes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_BYTES", 10)

    with pytest.raises(tables.TableTooLargeError):
        read(b"a,b\n1,2,3,4\n")


@pytest.mark.parametrize("name", ["items.exe", "items", "items.csv.zip"])
def test_other_kinds_are_refused_by_name(name: str) -> None:
    with pytest.raises(tables.TableFormatError):
        read(b"a\n1\n", name)


def test_a_workbook_is_read_as_text() -> None:
    table = read(workbook([["a", "b", "c"], [1, 2.5, True], [FORMULA, None, "x"]]), "x.xlsx")

    assert cells(table) == [{"a": "1", "b": "2.5", "c": "true"}, {"a": FORMULA, "b": "", "c": "x"}]


def test_a_workbook_row_may_leave_out_empty_cells_at_its_end() -> None:
    table = read(workbook([["a", "b", "c"], ["1"]]), "x.xlsx")

    assert cells(table) == [{"a": "1", "b": "", "c": ""}]


def test_a_file_that_only_calls_itself_a_workbook_is_refused() -> None:
    with pytest.raises(tables.TableBrokenError):
        read(b"a,b\n1,2\n", "x.xlsx")
    with pytest.raises(tables.TableBrokenError):
        read(zipped({"hello.txt": b"hello"}), "x.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = zipped({"xl/worksheets/sheet1.xml": bytes(210 * 1024 * 1024)})

    assert len(bomb) < 300_000
    with pytest.raises(tables.TableTooLargeError) as refused:
        read(bomb, "x.xlsx")
    assert refused.value.details == {"what": "unpacked bytes", "most": tables.MOST_UNPACKED}


def test_a_member_that_packs_too_well_is_refused() -> None:
    with pytest.raises(tables.TableTooLargeError) as refused:
        read(zipped({"xl/sharedStrings.xml": bytes(20 * 1024 * 1024)}), "x.xlsx")
    assert refused.value.details == {"what": "unpacked bytes", "most": tables.RATIO_COUNTS_FROM}


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def test_json_values_come_as_text() -> None:
    entries = [{"a": "x", "b": ["y", 1], "c": None, "d": True}]

    assert cells(read(json.dumps(entries).encode(), "x.json")) == [{"a": "x", "b": '["y", 1]', "c": "", "d": "true"}]


def test_an_entry_that_is_no_object_is_a_problem_of_that_entry() -> None:
    table = read(b'[{"a": 1}, 5]', "x.json")

    problem = table.rows[1].problem
    assert problem is not None
    assert (table.rows[1].number, problem.code, problem.value) == (2, "core.not_an_object", "5")


@pytest.mark.parametrize("data", [b"{", b"[" * 100_000, b'[{"a": NaN}]', b'{"a": 1}\n{"a": 2}'])
def test_broken_json_is_refused(data: bytes) -> None:
    with pytest.raises(tables.TableBrokenError):
        read(data, "x.json")


def test_broken_json_lines_are_refused_with_the_line() -> None:
    with pytest.raises(tables.TableBrokenError, match="line 2"):
        read(b'{"a": 1}\n{"a":\n', "x.jsonl")


@pytest.mark.parametrize("kind", list(Format))
def test_a_formula_goes_out_as_text_and_comes_back(kind: Format) -> None:
    rows = [{"a": FORMULA, "b": "'=x"}, {"a": "-5", "b": "＋x"}, {"a": "@x", "b": "+86"}]

    data = write_table(["a", "b"], rows, kind)

    assert cells(read(data, f"x.{kind}")) == rows


def test_a_written_workbook_has_no_formula_and_no_link() -> None:
    data = write_table(["a"], [{"a": FORMULA}, {"a": "http://example.org"}, {"a": "{=1+1}"}], Format.XLSX)

    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [(cell.data_type, cell.hyperlink) for (cell,) in sheet.iter_rows(min_row=2)] == [("s", None)] * 3


def test_a_written_csv_puts_an_apostrophe_before_a_formula() -> None:
    data = write_table(["a"], [{"a": "=1+1"}, {"a": "-1"}], Format.CSV).decode("utf-8-sig")

    assert list(csv.reader(io.StringIO(data))) == [["a"], ["'=1+1"], ["-1"]]


def test_a_text_too_long_for_a_spreadsheet_cell_is_refused_not_cut() -> None:
    with pytest.raises(tables.CellTooLongError) as refused:
        write_table(["a"], [{"a": "x" * 32_768}], Format.XLSX)

    assert refused.value.details == {"row": 2, "column": "a", "length": 32_768, "most": 32_767}


def test_array_formulas_come_as_their_text() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "a")
        sheet.write_array_formula("A2:A2", "{=SUM(B1:B2)}")

    assert cells(read(target.getvalue(), "x.xlsx")) == [{"a": "=SUM(B1:B2)"}]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_a_guarded_text_comes_back(text: str) -> None:
    assert tables.unguarded(tables.guarded(text)) == text
