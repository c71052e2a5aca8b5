"""Keyset pages: a list goes on from the last row seen, never from an offset, and is never counted."""

import base64
import binascii
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from yichuang.core.errors import InvalidError, gettext_noop

Row = TypeVar("Row")
_BEYOND_IDS = 2**63


class CursorError(InvalidError):
    """A cursor was not made by us or was cut."""

    code = "core.cursor"
    text = gettext_noop("This page link is broken. Please start the list again.")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows and how to go on; `next_cursor` is None on the last page."""

    rows: tuple[Row, ...]
    next_cursor: str | None = None


def encode_cursor(*values: str | int | None) -> str:
    """The sort key of the last row as a short text safe in a URL."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode_cursor(cursor: str, length: int) -> list[str | int | None]:
    """The sort key that `encode_cursor` was given, of that many values.

    Raises:
        CursorError: it is not such a key.
    """
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise CursorError from error
    if not isinstance(values, list) or len(values) != length:
        raise CursorError
    if not all(value is None or isinstance(value, str | int) for value in values):
        raise CursorError
    return values


def decode_id(cursor: str) -> int:
    """The id of the last row, from the cursor of a list that is sorted by id alone.

    Raises:
        CursorError: it is not such a key.
    """
    (last_id,) = decode_cursor(cursor, 1)
    if not isinstance(last_id, int) or isinstance(last_id, bool) or not 0 <= last_id < _BEYOND_IDS:
        raise CursorError
    return last_id


def page_of(rows: Sequence[Row], size: int, cursor_values: "list[tuple[str | int | None, ...]]") -> Page[Row]:
    """A page of `size` rows from a fetch of `size + 1`; `cursor_values` are the keys of the rows fetched."""
    if len(rows) <= size:
        return Page(tuple(rows))
    return Page(tuple(rows[:size]), encode_cursor(*cursor_values[size - 1]))


def every(fetch: Callable[[str | None], Page[Row]]) -> Iterator[Row]:
    """The rows of all pages, each page fetched with the cursor of the one before when it is come to."""
    page = fetch(None)
    yield from page.rows
    while page.next_cursor is not None:
        page = fetch(page.next_cursor)
        yield from page.rows
