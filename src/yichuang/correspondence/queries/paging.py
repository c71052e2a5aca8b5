"""Cursors of lists that are sorted by an instant or a day, and then by id."""

from datetime import date, datetime

from yichuang.core.paging import CursorError, decode_cursor


def instant_and_id(cursor: str) -> tuple[datetime, int]:
    """The last row's instant and id.

    Raises:
        CursorError: the cursor is not one of such a list.
    """
    at, last_id = _parts(cursor)
    try:
        instant = datetime.fromisoformat(at)
    except ValueError as error:
        raise CursorError from error
    if instant.tzinfo is None:
        raise CursorError
    return instant, last_id


def day_and_id(cursor: str) -> tuple[date, int]:
    """The last row's day and id. Raises as `instant_and_id`."""
    on, last_id = _parts(cursor)
    try:
        return date.fromisoformat(on), last_id
    except ValueError as error:
        raise CursorError from error


def _parts(cursor: str) -> tuple[str, int]:
    first, last_id = decode_cursor(cursor, 2)
    if not isinstance(first, str) or not isinstance(last_id, int):
        raise CursorError
    return first, last_id
