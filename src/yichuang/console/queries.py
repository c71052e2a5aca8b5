"""What the console counts and lists of signals."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.identity.queries import find_account_of_staff
from yichuang.organisations.queries import list_posts, list_windows
from yichuang.supervision.queries.signals import seen_by
from yichuang.supervision.rules import LIVE, Light, SignalState

_LIVE = sorted(state.value for state in LIVE)
_POSTS = 200


@dataclass(frozen=True, slots=True)
class Lit:
    """How many live signals there are of one body, item and owner with one light."""

    organisation_id: int
    item_code: str
    owner_id: int | None
    light: Light
    number: int


@dataclass(frozen=True, slots=True)
class SignalRow:
    """A signal in a list."""

    id: int
    rule: str
    light: Light
    subject: str
    organisation_id: int
    item_code: str
    case_no: str
    lit_on: date
    state: SignalState
    answer_by: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which signals; what is left empty does not matter. `states` empty: those that still want attention.

    `owner_ids`: those whom it concerns; `answer_on`: those to be answered by that day and not answered yet.
    """

    rule: str = ""
    light: Light | None = None
    organisation_id: int | None = None
    item_code: str = ""
    case_no: str = ""
    states: tuple[SignalState, ...] = ()
    first: date | None = None
    last: date | None = None
    owner_ids: tuple[int, ...] | None = None
    answer_on: date | None = None


def lit_now(actor: Actor) -> tuple[Lit, ...]:
    """The live signals that are the actor's affair, counted in one statement."""
    rows = seen_by(actor).filter(state__in=_LIVE).order_by()
    counted = rows.values_list("organisation_id", "item_code", "owner_id", "light").annotate(number=Count("pk"))
    return tuple(Lit(body, item, owner, Light(light), number) for body, item, owner, light, number in counted)


def add_up(rows: Iterable[Lit], key: Callable[[Lit], Any]) -> dict[Any, dict[Light, int]]:
    """The numbers by light of each slice; rows whose key is None are left out."""
    found: dict[Any, dict[Light, int]] = defaultdict(lambda: dict.fromkeys(Light, 0))
    for row in rows:
        where = key(row)
        if where is not None:
            found[where][row.light] += row.number
    return dict(found)


def find_signals(actor: Actor, wanted: Wanted, *, cursor: str | None = None, size: int = 50) -> Page[SignalRow]:
    """The signals that the actor may see and that were wanted, newest first.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = seen_by(actor).filter(_condition(wanted))
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    names = (
        "pk", "rule", "light", "subject", "organisation_id", "item_code", "case_no", "lit_on", "state", "answer_by",
    )  # fmt: skip
    found = [_row(*row) for row in rows.order_by("-pk").values_list(*names)[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def count_signals(actor: Actor, wanted: Wanted) -> int:
    """How many `find_signals` would list in all."""
    return seen_by(actor).filter(_condition(wanted)).count()


def pointed_at(actor: Actor, signal_id: int) -> tuple[int, int | None]:
    """The row of the case's ledger that the signal points to (0: none), and the account that answered it."""
    found = seen_by(actor).filter(pk=signal_id).values_list("case_seq", "answered_by").first()
    return (found[0], found[1]) if found else (0, None)


def _condition(wanted: Wanted) -> Q:
    states = [one.value for one in wanted.states] or _LIVE
    exact = {
        "rule": wanted.rule or None,
        "light": wanted.light.value if wanted.light else None,
        "organisation_id": wanted.organisation_id,
        "item_code": wanted.item_code or None,
        "case_no": wanted.case_no or None,
        "lit_on__gte": wanted.first,
        "lit_on__lte": wanted.last,
        "owner_id__in": wanted.owner_ids,
        "answer_by": wanted.answer_on,
    }
    found = Q(state__in=states) & Q(**{name: value for name, value in exact.items() if value is not None})
    return found & Q(state=SignalState.NOTIFIED.value) if wanted.answer_on else found


def _row(pk: int, rule: str, light: str, *rest: Any) -> SignalRow:
    subject, organisation_id, item_code, case_no, lit_on, state, answer_by = rest
    return SignalRow(
        pk, rule, Light(light), subject, organisation_id, item_code, case_no, lit_on, SignalState(state), answer_by
    )


@dataclass(frozen=True, slots=True)
class WindowPeople:
    """A window and the accounts of those who work at it today."""

    id: int
    name: str
    account_ids: frozenset[int]


def window_people() -> tuple[WindowPeople, ...]:
    """The open windows with the accounts of those who hold their posts, in the order of their numbers."""
    people: dict[int, set[int]] = defaultdict(set)
    for window_id, staff_id in _window_posts(clock.today()):
        account_id = _account_of(staff_id)
        if account_id:
            people[window_id].add(account_id)
    return tuple(
        WindowPeople(one.id, f"{one.number} {one.name}".strip(), frozenset(people[one.id])) for one in list_windows()
    )


def _window_posts(today: date) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    cursor: str | None = None
    while True:
        page = list_posts(on=today, cursor=cursor, size=_POSTS)
        found += [
            (post.window_id, staff_id)
            for post in page.rows
            for staff_id in (post.holder_id, post.stand_in_id)
            if post.window_id is not None and staff_id is not None
        ]
        cursor = page.next_cursor
        if cursor is None:
            return found


_accounts: dict[int, int] = {}


def _account_of(staff_id: int) -> int | None:
    """The account of a member of staff, which never changes once there is one."""
    if staff_id not in _accounts:
        view = find_account_of_staff(staff_id)
        if view is None:
            return None
        _accounts[staff_id] = view.id
    return _accounts[staff_id]


def light_order(counts: Mapping[Light, int]) -> list[int]:
    """Sorts slices: the gravest lights first, then by number."""
    return [-counts[light] for light in reversed(Light)]
