"""How a lawful life is led on from one of its acts in another way."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from yichuang.cases.rules import Act, decision_clocks
from yichuang.deadlines.rules import WorkCalendar
from yichuang.simulation.rules.lives import Life, Plant
from yichuang.simulation.rules.roads import OPINION, Road, Roads

_PLAIN = (Act.SUBMIT, Act.RECEIVE, Act.ACCEPT, Act.REVIEW, Act.GRANT)
Maker = Callable[[Roads, Life, random.Random], Life | None]
"""Makes of a lawful life one with a breach; None where it has no room for it."""


def road_after(roads: Roads, life: Life, dice: random.Random, keep: int) -> Road:
    """The life's road after so many acts."""
    road = Road(roads, life.item, life.channel, dice, life.deeds[keep - 1].at.astimezone(roads.zone))
    road.deeds = list(life.deeds[:keep])
    road.accepted_at = road.at
    return road


def is_plain(life: Life, least: int, roads: Roads) -> bool:
    """Whether it goes straight from acceptance to the grant, of an item with at least so many working days."""
    if tuple(deed.act for deed in life.deeds[:5]) != _PLAIN or life.item.is_instant or life.deeds[2].words:
        return False
    return total_days(roads, life) >= least and not life.item.content.handling.upper_body


def total_days(roads: Roads, life: Life) -> int:
    """The working days from its acceptance to the day on which it is due."""
    accepted_on = life.deeds[2].at.astimezone(roads.zone).date()
    due = decision_clocks(life.item.content, accepted_on, roads.calendar).binding_on
    return roads.calendar.working_days_between(accepted_on, due) if due else 0


def on_day(road: Road, day: date) -> None:
    """The next act happens on that day, or some minutes later where it has come already."""
    if day > road.at.date():
        road.at = road.time(day, 9 * 60 + 10, 15 * 60)
    else:
        road.minutes(5, 20)


def reviewed(road: Road, day: date) -> None:
    """Somebody is for granting it on that day."""
    on_day(road, day)
    road.do(Act.REVIEW, "reviewer", ("grant", OPINION))


def granted(road: Road, life: Life, day: date, plants: tuple[Plant, ...] = ()) -> Life:
    """The life with the road's acts, granted on that day and led to its end."""
    on_day(road, day)
    road.keep_apart()
    road.do(Act.GRANT, "official")
    road.hand_over(same_visit=False)
    return replace(life, deeds=tuple(road.deeds), plants=plants)


def working_day_before(calendar: WorkCalendar, day: date) -> date:
    """The day, or the last working day before it."""
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return day
