"""What is wrong in a file of items: by kind on the page, and row by row as a file."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core import signing
from django.http import HttpResponse
from django.utils.translation import gettext

from yichuang.catalogue.rules import RowError
from yichuang.core.problems import filled
from yichuang.core.tables import Format, write_table
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.ui.parts import Cell, Row

# Of each kind so many rows stand on the page; the file has all of them.
_FIRST = 5
# What a page can carry so that the file can be made from it.
_MOST_PACKED = 2 * 1024 * 1024
_SALT = "staffdesk.import"
_PLACEHOLDER = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Group:
    """The problems of one kind: what is wrong, in how many rows, and the first of them."""

    text: str
    code: str
    number: int
    rows: tuple[Row, ...]

    @property
    def left(self) -> int:
        """How many more there are than are shown."""
        return self.number - len(self.rows)


def grouped(errors: Iterable[RowError]) -> list[Group]:
    """The problems by kind, the most frequent first."""
    found: dict[tuple[str, str], list[RowError]] = {}
    for error in errors:
        found.setdefault((error.code, error.text), []).append(error)
    ordered = sorted(found.values(), key=len, reverse=True)
    return [Group(_heading(one), one[0].code, len(one), tuple(map(_row, one[:_FIRST]))) for one in ordered]


def packed(errors: Sequence[RowError]) -> str:
    """The problems as signed text that the page carries until their file is asked for; empty when they are too many."""
    told = [[error.row, error.field, error.value, filled(error.text, error.details), error.code] for error in errors]
    text = signing.dumps(told, salt=_SALT, compress=True)
    return text if len(text) <= _MOST_PACKED else ""


def problem_file(text: str) -> HttpResponse:
    """The problems that a page carried, as a CSV file.

    Raises:
        PageNotFoundError: it is not what this desk wrote.
    """
    try:
        told = signing.loads(text, salt=_SALT)
    except signing.BadSignature as error:
        raise PageNotFoundError from error
    names = [gettext("Row"), gettext("Field"), gettext("Value"), gettext("Problem"), gettext("Kind")]
    rows = (dict(zip(names, map(str, line), strict=True)) for line in told)
    answer = HttpResponse(write_table(names, rows, Format.CSV), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="import-errors.csv"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _heading(errors: Sequence[RowError]) -> str:
    """What is wrong; what differs from row to row is left out."""
    texts = {filled(error.text, error.details) for error in errors}
    return texts.pop() if len(texts) == 1 else _PLACEHOLDER.sub("…", gettext(errors[0].text))


def _row(error: RowError) -> Row:
    return Row((error.row, error.field or "–", error.value, Cell(filled(error.text, error.details))))
