"""The story of one case: its facts, its ledger rows and the kinds of its papers, as rules look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from yichuang.catalogue.rules import ItemContent
from yichuang.deadlines.rules import Term, Unit, WorkCalendar

_TWENTY_DAYS, _TEN_DAYS = Term(20, Unit.WORKING_DAY), Term(10, Unit.WORKING_DAY)


class Row(NamedTuple):
    """One act of the case. `at` is in the centre's zone, `on` its civil day there; acts and states by their values."""

    seq: int
    act: str
    before: str
    after: str
    at: datetime
    on: date
    actor_kind: str
    account_id: int | None
    post_id: int | None
    reason: str
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Story:
    """Everything that rules look at of one case. `rows` in the order of the ledger, `papers` how many of each kind."""

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
    content: ItemContent
    rows: tuple[Row, ...]
    papers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LetterFact:
    """A letter of authority as far as rules ask: whose, for which rights and items, from when to when, and when withdrawn."""

    letter_id: int
    post_id: int
    rights: frozenset[str]
    item_codes: frozenset[str]
    valid_from: date
    valid_to: date
    withdrawn_on: date | None = None

    def holds(self, on: date, item_code: str) -> bool:
        """Whether it covers the item on that day."""
        is_in_force = self.valid_from <= on <= self.valid_to and (self.withdrawn_on is None or on <= self.withdrawn_on)
        return is_in_force and (not self.item_codes or item_code in self.item_codes)


@dataclass(slots=True)
class Outlook:
    """What rules need besides the story: the day, the calendar, local limits, and the letters of authority that are cited.

    `posts_by_letter` are posts that act by a letter only. `reckoned` keeps due dates that were counted before.
    """

    today: date
    calendar: WorkCalendar
    preliminary_limit: Term = _TWENTY_DAYS
    delivery_limit: Term = _TEN_DAYS
    letters: Mapping[int, LetterFact] = field(default_factory=dict)
    posts_by_letter: frozenset[int] = frozenset()
    reckoned: dict[Any, Any] = field(default_factory=dict)


class Found(NamedTuple):
    """Something a rule found. `place` tells it apart from others of the same rule in the same case, `on` is the day it lit.

    `seq` is the ledger row, `account_id` who did it; `facts` fill the words.
    """

    place: str
    on: date
    seq: int = 0
    account_id: int | None = None
    facts: Mapping[str, object] = {}


def rows_of(rows: Sequence[Row], *acts: str) -> list[Row]:
    """The rows of these acts, in order."""
    return [row for row in rows if row.act in acts]
