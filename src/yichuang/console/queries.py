"""What the console adds up of signals, and who works at which window."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from yichuang.core import clock
from yichuang.core.paging import every
from yichuang.identity.queries import account_ids_of_staff
from yichuang.organisations.queries import list_posts, list_windows
from yichuang.supervision.queries import Lit
from yichuang.supervision.rules import Light

_POSTS = 200


def add_up(rows: Iterable[Lit], key: Callable[[Lit], Any]) -> dict[Any, dict[Light, int]]:
    """The numbers by light of each slice; rows whose key is None are left out."""
    found: dict[Any, dict[Light, int]] = defaultdict(lambda: dict.fromkeys(Light, 0))
    for row in rows:
        where = key(row)
        if where is not None:
            found[where][row.light] += row.number
    return dict(found)


def light_order(counts: Mapping[Light, int]) -> list[int]:
    """Sorts slices: the gravest lights first, then by number."""
    return [-counts[light] for light in reversed(Light)]


@dataclass(frozen=True, slots=True)
class WindowPeople:
    """A window and the accounts of those who work at it today."""

    id: int
    name: str
    account_ids: frozenset[int]


def window_people() -> tuple[WindowPeople, ...]:
    """The open windows with the accounts of those who hold their posts, in the order of their numbers."""
    today = clock.today()
    posts = [
        (post.window_id, staff_id)
        for post in every(lambda cursor: list_posts(on=today, cursor=cursor, size=_POSTS))
        for staff_id in (post.holder_id, post.stand_in_id)
        if post.window_id is not None and staff_id is not None
    ]
    accounts = account_ids_of_staff(staff_id for _window_id, staff_id in posts)
    people: dict[int, set[int]] = defaultdict(set)
    for window_id, staff_id in posts:
        if staff_id in accounts:
            people[window_id].add(accounts[staff_id])
    return tuple(
        WindowPeople(one.id, f"{one.number} {one.name}".strip(), frozenset(people[one.id])) for one in list_windows()
    )
