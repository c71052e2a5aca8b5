"""Which cases a change of a calendar has moved, as the ledger says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from yichuang.cases.models import LedgerRow
from yichuang.cases.rules import Act, State
from yichuang.core.actor import Actor
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.rights import Right

_COLUMNS = ("pk", "case_no", "case__item_name", "after", "at", "details")


@dataclass(frozen=True, slots=True)
class MovedRow:
    """A case that was moved: its state then, and the days before and after by the name of what is due.

    The names are `next`, `promised`, `statutory` and `step`.
    """

    case_no: str
    item_name: str
    state: State
    at: datetime
    before: Mapping[str, date]
    after: Mapping[str, date]


def list_moved(
    actor: Actor, after: datetime, before: datetime | None = None, *, cursor: str | None = None, size: int = 50
) -> Page[MovedRow]:
    """The cases that were moved from the first instant on and before the second one, in the order of being moved.

    Raises:
        RightMissingError: the actor may not keep calendars.
        CursorError: the cursor is not one of ours.
    """
    actor.require(Right.MANAGE_CALENDARS)
    rows = LedgerRow.objects.filter(act=Act.RECOUNT.value, at__gte=after)
    if before is not None:
        rows = rows.filter(at__lt=before)
    if cursor:
        rows = rows.filter(pk__gt=decode_id(cursor))
    fetched = list(rows.order_by("pk").values_list(*_COLUMNS)[: size + 1])
    found = [
        MovedRow(case_no, name, State(state), at, _days(details["before"]), _days(details["after"]))
        for _pk, case_no, name, state, at, details in fetched
    ]
    return page_of(found, size, [(row[0],) for row in fetched])


def _days(noted: Mapping[str, str | None]) -> dict[str, date]:
    return {name: date.fromisoformat(on) for name, on in noted.items() if on}
