"""When applications come, and for what: seasons, weekdays, hours, holidays and make-up days; a few items often, most seldom."""

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from yichuang.cases.rules import Channel
from yichuang.deadlines.rules import WorkCalendar
from yichuang.simulation.rules.lives import Item
from yichuang.simulation.rules.parameters import LAST_VISIT, Parameters


@dataclass(frozen=True, slots=True)
class Arrival:
    """An application comes: the place of its item in the list, how, and the local second of the year."""

    item: int
    channel: Channel
    second: int


class Arrivals:
    """The applications of one year. The one of a number does not depend on how many there are."""

    def __init__(
        self,
        *,
        year: int,
        seed: str,
        items: Sequence[Item],
        calendar: WorkCalendar,
        parameters: Parameters,
        last: date | None = None,
    ) -> None:
        """Spread them over the days of the year up to the last."""
        self.year, self.seed, self.items, self._parameters = year, seed, items, parameters
        first, end = date(year, 1, 1), min(last or date.max, date(year, 12, 31))
        self.first = datetime.combine(first, time.min)
        days = [first + timedelta(days=n) for n in range((end - first).days + 1)]
        at_work = [calendar.is_working_day(day) for day in days]
        plain = [parameters.months[day.month - 1] * parameters.weekdays[day.weekday()] for day in days]
        self._at_window = list(accumulate(one if works else 0.0 for one, works in zip(plain, at_work, strict=True)))
        self._online = list(
            accumulate(
                one if works else parameters.months[day.month - 1] * parameters.day_off
                for one, works, day in zip(plain, at_work, days, strict=True)
            )
        )
        self._window_hours = list(accumulate(parameters.hours.values()))
        self._online_hours = list(accumulate(parameters.hours_online))
        self._hours = list(parameters.hours)
        self.weights = item_weights(items, seed, parameters)
        self._items = list(accumulate(self.weights))

    def arrival(self, number: int) -> Arrival:
        """The application of that number."""
        dice = self.dice(number)
        item = bisect(self._items, dice.random() * self._items[-1])
        parameters = self._parameters
        online = parameters.online_instant if self.items[item].is_instant else parameters.online_promised
        if dice.random() < online:
            day = bisect(self._online, dice.random() * self._online[-1])
            hour = bisect(self._online_hours, dice.random() * self._online_hours[-1])
            return Arrival(item, Channel.ONLINE, day * 86400 + hour * 3600 + int(dice.random() * 3600))
        day = bisect(self._at_window, dice.random() * self._at_window[-1])
        hour = self._hours[bisect(self._window_hours, dice.random() * self._window_hours[-1])]
        second = min(hour * 3600 + int(dice.random() * 3600), LAST_VISIT * 60 + int(dice.random() * 60))
        return Arrival(item, Channel.WINDOW, day * 86400 + second)

    def dice(self, number: int, part: str = "") -> random.Random:
        """The random numbers of that application, its own."""
        return random.Random(f"{self.seed}/{self.year}/{number}{part}")  # noqa: S311 - a story, no secret

    def instant(self, second: int, zone: ZoneInfo) -> datetime:
        """The local second of the year as an instant."""
        return (self.first + timedelta(seconds=second)).replace(tzinfo=zone)


def item_weights(items: Sequence[Item], seed: str, parameters: Parameters) -> list[float]:
    """How often each item is asked for: by rank, within those decided on the spot and the others, and some never."""
    dice = random.Random(f"{seed}/items")  # noqa: S311
    weights = [0.0] * len(items)
    instant = max(parameters.on_the_spot - parameters.same_day, 0) / (parameters.at_once - parameters.same_day)
    for is_instant in (True, False):
        places = [place for place, item in enumerate(items) if item.is_instant is is_instant]
        dice.shuffle(places)
        asked = places[: len(places) - round(len(places) * parameters.never_asked)]
        raw = [1 / (rank + 3) ** parameters.item_exponent for rank in range(len(asked))]
        share = instant if is_instant else 1 - instant
        for place, weight in zip(asked, raw, strict=True):
            weights[place] = share * weight / sum(raw)
    return weights
