"""The acts of all lives in the order in which they happen."""

from array import array
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from yichuang.simulation.rules.arrivals import Arrivals
from yichuang.simulation.rules.lives import Deed, Life

_ITEM_BITS = 14
_NUMBER_BITS = 32
_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Entry:
    """A life that begins, and how many began before it in the year."""

    life: Life
    rank: int


class Plan:
    """Which applications come on each day, and in which order: eight bytes for each of them."""

    def __init__(self, arrivals: Arrivals, cases: int, tell: Callable[[int], None] = lambda _done: None) -> None:
        """Look at every arrival once."""
        if len(arrivals.items) >= 1 << _ITEM_BITS or cases >= 1 << _NUMBER_BITS:
            message = "more items or cases than a plan can number"
            raise ValueError(message)
        self.arrivals, self.cases = arrivals, cases
        self._days: dict[int, array[int]] = {}
        for number in range(cases):
            one = arrivals.arrival(number)
            day, second = divmod(one.second, _DAY)
            of_day = self._days.get(day)
            if of_day is None:
                of_day = self._days[day] = array("Q")
            of_day.append((second << _NUMBER_BITS + _ITEM_BITS) | (number << _ITEM_BITS) | one.item)
            if number % 10_000 == 0:
                tell(number)

    def asked(self) -> dict[int, int]:
        """How often each item is asked for, by its place."""
        counts: dict[int, int] = {}
        mask = (1 << _ITEM_BITS) - 1
        for of_day in self._days.values():
            for one in of_day:
                counts[one & mask] = counts.get(one & mask, 0) + 1
        return counts

    def days(self) -> Iterator[tuple[date, list[tuple[int, int, int]]]]:
        """Each day with rank, number and item of its applications, in the order in which they come."""
        rank, mask = 0, (1 << _ITEM_BITS) - 1
        numbers = (1 << _NUMBER_BITS) - 1
        for day in sorted(self._days):
            coming = []
            for one in sorted(self._days[day]):
                coming.append((rank, one >> _ITEM_BITS & numbers, one & mask))
                rank += 1
            yield self.arrivals.first.date() + timedelta(days=day), coming


def chronicle(
    plan: Plan,
    make: Callable[[int], Life],
    *,
    places: Collection[int],
    until: datetime,
    local: Callable[[datetime], date],
) -> Iterator[tuple[Entry, int]]:
    """Each act of the lives of those items (by their places) up to the instant, in order: its life, and its number therein.

    Of acts at one instant the one of the smaller number of a life comes first.
    """
    waiting: dict[date, list[tuple[datetime, int, int, Entry]]] = {}
    for day, coming in plan.days():
        for passed in sorted(one for one in waiting if one < day):
            yield from _in_order(waiting.pop(passed))
        for rank, number, place in coming:
            if place in places:
                _enter(waiting, Entry(make(number), rank), until, local)
        yield from _in_order(waiting.pop(day, []))
    for day in sorted(waiting):
        yield from _in_order(waiting[day])


def _enter(
    waiting: dict[date, list[tuple[datetime, int, int, Entry]]],
    entry: Entry,
    until: datetime,
    local: Callable[[datetime], date],
) -> None:
    for step, deed in enumerate(entry.life.deeds):
        if deed.at > until:
            break
        waiting.setdefault(local(deed.at), []).append((deed.at, entry.life.number, step, entry))


def _in_order(acts: list[tuple[datetime, int, int, Entry]]) -> Iterator[tuple[Entry, int]]:
    acts.sort(key=lambda act: act[:3])
    for _at, _number, step, entry in acts:
        yield entry, step


def last_step(life: Life, until: datetime) -> int:
    """The number of the last act up to the instant, -1 where none is."""
    deeds: tuple[Deed, ...] = life.deeds
    return max((step for step, deed in enumerate(deeds) if deed.at <= until), default=-1)
