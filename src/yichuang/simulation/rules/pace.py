"""When the acts of a life happen: office hours, days on which people work, and the margins of a clean year."""

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from yichuang.cases.rules import Act, Channel, Policy, decision_clocks, step_due_on
from yichuang.catalogue.rules import StepKind
from yichuang.deadlines.rules import Stop, WorkCalendar
from yichuang.simulation.rules.lives import Deed, Item
from yichuang.simulation.rules.parameters import CLOSES, OPENS, Parameters


class World(Protocol):
    """What holds for all lives."""

    calendar: WorkCalendar
    policy: Policy
    parameters: Parameters
    staff: dict[int, dict[str, int]]
    zone: ZoneInfo


class Pace:
    """The acts of one life so far. `at` is the local instant of the one that comes next."""

    def __init__(self, world: World, item: Item, channel: Channel, dice: random.Random, at: datetime) -> None:
        """Begin then."""
        self.world, self.item, self.channel, self.dice, self.at = world, item, channel, dice, at
        self.parameters, self.calendar = world.parameters, world.calendar
        self.staff = world.staff[item.organisation_id]
        self.deeds: list[Deed] = []
        self.accepted_at = at

    def do(self, act: Act, role: str, words: tuple[str, ...] = (), days: dict[str, date] | None = None) -> None:
        """The act happens now."""
        many = self.staff.get(role, 1)
        person = self.dice.randrange(many) if many > 1 else 0
        self.deeds.append(Deed(act, self.at.astimezone(UTC), role, person, words, days or {}))

    def minutes(self, low: int, high: int) -> None:
        """Some minutes later, never after closing time."""
        later = self.at + timedelta(minutes=self.dice.randint(low, high), seconds=self.dice.randrange(60))
        is_too_late = later.hour * 60 + later.minute >= CLOSES - 2
        self.at = self.at + timedelta(seconds=self.dice.randint(5, 20)) if is_too_late else later

    def morning(self) -> None:
        """The next morning of a working day."""
        today = self.at.date()
        is_early = self.calendar.is_working_day(today) and self.at.hour * 60 + self.at.minute < OPENS
        day = today if is_early else self.calendar.add_working_days(today, 1)
        self.at = self.time(day, OPENS + 5, OPENS + 90)

    def later(self, working_days: int, *, until: int = 15 * 60, most: date | None = None) -> None:
        """So many working days later, in office hours before the minute, and not after the day; else some minutes later."""
        day = self.calendar.add_working_days(self.at.date(), working_days)
        if most is not None and day > most:
            return self.minutes(5, 20)
        self.at = self.time(day, OPENS + 10, until)
        return None

    def time(self, day: date, low: int, high: int) -> datetime:
        """A minute of the day between both."""
        minute = self.dice.randint(low, max(low, high - 1))
        return datetime.combine(day, time(minute // 60, minute % 60, self.dice.randrange(60)), self.world.zone)

    def is_office_time(self, until: int) -> bool:
        """Whether somebody is there, and it is before that minute."""
        minute = self.at.hour * 60 + self.at.minute
        return self.calendar.is_working_day(self.at.date()) and OPENS <= minute < until

    def rest(self, latest: date) -> int:
        """The working days to the day."""
        return max(self.calendar.working_days_between(self.at.date(), latest), 0)

    def latest(self, stops: Sequence[Stop] = ()) -> date:
        """The last day for a decision that keeps the margins."""
        accepted_on = self.accepted_at.date()
        clocks = decision_clocks(self.item.content, accepted_on, self.calendar, stops)
        due = clocks.binding_on
        if due is None:
            return self.calendar.add_working_days(accepted_on, 5)
        margins = self.parameters.margins
        total = self.calendar.working_days_between(accepted_on, due)
        left = max(margins.days_left, -int(-margins.share_left * total // 1))
        return self.calendar.add_working_days(accepted_on, total - left) if total > left else accepted_on

    def somewhere(self, latest: date, *, kind: StepKind | None = None, since: date | None = None) -> None:
        """On a day up to the latest and within the item's step, rather early."""
        if kind is not None and since is not None:
            step = step_due_on(self.item.content, kind, since, self.calendar)
            latest = min(latest, step) if step is not None else latest
        days = int(self.rest(latest) * self.dice.random() ** (self.parameters.early / 2) + 0.5)
        days = min(days, self.rest(latest))
        if days:
            self.later(days)
        else:
            self.minutes(4, 20)

    def keep_apart(self) -> None:
        """The decision does not follow the acceptance within minutes."""
        least = self.accepted_at + timedelta(minutes=self.parameters.margins.minutes_after_acceptance)
        if self.at < least:
            self.at = least + timedelta(seconds=self.dice.randrange(1, 240))
