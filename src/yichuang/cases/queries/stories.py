"""Many cases with their ledgers at once, for those who look at whole stories; and the days of all open ones."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from yichuang.cases.models import LedgerRow
from yichuang.cases.rules import OPEN_STATES
from yichuang.core.prepared import run_prepared


class StoryRow(NamedTuple):
    """One row of a case's ledger, without names and digests."""

    seq: int
    act: str
    before: str
    after: str
    at: datetime
    actor_kind: str
    account_id: int | None
    post_id: int | None
    reason: str
    details: Mapping[str, Any]


class CaseStory(NamedTuple):
    """What stands of a case besides the applicant and the answers, and its rows in order."""

    case_id: int
    case_no: str
    version_id: int
    item_code: str
    organisation_id: int
    channel: str
    case_type: str
    state: str
    seq: int
    handler_id: int | None
    rows: tuple[StoryRow, ...]


class OpenDays(NamedTuple):
    """An open case and the days that lie before it."""

    case_no: str
    state: str
    accepted_at: datetime | None
    next_on: date | None
    promised_on: date | None
    statutory_on: date | None
    step_on: date | None


_COLUMNS = "c.id, c.case_no, c.version_id, c.item_code, c.organisation_id, c.channel, c.case_type, c.state, c.seq, c.handler_id"
_OPEN = "c.state IN (" + ", ".join(f"'{state.value}'" for state in OPEN_STATES) + ")"
_BY_NUMBER = f"SELECT {_COLUMNS} FROM cases_case c WHERE c.case_no = ANY(%(numbers)s) ORDER BY c.id"  # noqa: S608
_BY_ID = f"SELECT {_COLUMNS} FROM cases_case c WHERE c.id = ANY(%(ids)s) ORDER BY c.id"  # noqa: S608
_FROM = f"SELECT {_COLUMNS} FROM cases_case c WHERE c.id > %(after)s ORDER BY c.id LIMIT %(size)s"  # noqa: S608
_ROWS = (
    "SELECT case_id, seq, act, before, after, at, actor_kind, account_id, post_id, reason, details"
    " FROM cases_ledgerrow WHERE case_id = ANY(%(ids)s) ORDER BY case_id, seq"
)
# The index on due dates of open cases answers it, so that closed cases cost nothing.
_DAYS = (
    f"SELECT c.case_no, c.state, c.accepted_at, c.next_due_on, c.promised_due_on, c.statutory_due_on, c.step_due_on FROM cases_case c WHERE {_OPEN}"  # noqa: S608
    " AND coalesce(c.next_due_on, DATE '9999-12-31') >= DATE '1900-01-01'"
)


def stories_of(case_nos: Iterable[str]) -> tuple[CaseStory, ...]:
    """The stories of these cases, in two statements; numbers that there are not are left out."""
    return _with_rows(run_prepared(_BY_NUMBER, {"numbers": list(case_nos)}))


def stories_by_id(case_ids: Sequence[int]) -> tuple[CaseStory, ...]:
    """The same by their ids."""
    return _with_rows(run_prepared(_BY_ID, {"ids": list(case_ids)}))


def stories_after(case_id: int, *, size: int) -> tuple[CaseStory, ...]:
    """The stories of the next cases after that id, at most `size`."""
    return _with_rows(run_prepared(_FROM, {"after": case_id, "size": size}))


def open_days() -> tuple[OpenDays, ...]:
    """Every open case with its due dates, in one statement."""
    return tuple(OpenDays._make(row) for row in run_prepared(_DAYS, {}))


def newest_act_at() -> datetime | None:
    """The instant of the newest ledger row; None in an empty ledger."""
    rows = LedgerRow.objects.order_by("-at", "-pk").values_list("at", flat=True)
    return rows.first()


def _with_rows(cases: Sequence[tuple[Any, ...]]) -> tuple[CaseStory, ...]:
    rows = defaultdict[int, list[StoryRow]](list)
    for case_id, *row, details in run_prepared(_ROWS, {"ids": [case[0] for case in cases]}) if cases else ():
        rows[case_id].append(StoryRow._make((*row, json.loads(details))))
    return tuple(CaseStory._make((*case, tuple(rows[case[0]]))) for case in cases)
