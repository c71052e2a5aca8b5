"""Breaches of time, as the services let them happen."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType

from yichuang.cases.rules import Act, decision_clocks, step_due_on
from yichuang.catalogue.rules import StepKind
from yichuang.simulation.rules.bending import (
    Maker,
    granted,
    is_plain,
    on_day,
    reviewed,
    road_after,
    working_day_before,
)
from yichuang.simulation.rules.lives import Life, Plant
from yichuang.simulation.rules.parameters import NIGHT
from yichuang.simulation.rules.roads import OPINION, Roads


def _late(roads: Roads, life: Life, dice: random.Random, *, beyond: str) -> Life | None:
    """Reviewed when its step ends, decided then, or after the promised or the statutory limit."""
    if not is_plain(life, 3, roads):
        return None
    road = road_after(roads, life, dice, 3)
    accepted_on, content, calendar = road.at.date(), life.item.content, roads.calendar
    review = step_due_on(content, StepKind.REVIEW, accepted_on, calendar) or road.latest()
    reviewed(road, working_day_before(calendar, review))
    clocks = decision_clocks(content, accepted_on, calendar)
    decide = step_due_on(content, StepKind.DECIDE, road.at.date(), calendar) or road.latest()
    last = {
        "": min(decide, clocks.binding_on or decide),
        "promised": clocks.promised_on,
        "statutory": clocks.statutory_on,
    }
    limit = last[beyond]
    if limit is None:
        return None
    day = calendar.add_working_days(limit, dice.randint(1, 3)) if beyond else working_day_before(calendar, limit)
    if beyond == "promised" and clocks.statutory_on is not None and day > clocks.statutory_on:
        return None
    return granted(road, life, day)


def _remaining(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    return _late(roads, life, dice, beyond="")


def _promised_passed(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    return _late(roads, life, dice, beyond="promised")


def _statutory_passed(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    return _late(roads, life, dice, beyond="statutory")


def _step_overdue(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    """Granted in time, and issued late."""
    if not is_plain(life, 1, roads) or not life.item.content.results:
        return None
    road = road_after(roads, life, dice, 5)
    due = step_due_on(life.item.content, StepKind.ISSUE, road.at.date(), roads.calendar)
    if due is None:
        return None
    on_day(road, roads.calendar.add_working_days(due, dice.randint(1, 3)))
    road.do(Act.ISSUE, "clerk")
    road.minutes(1, 5)
    road.do(Act.DELIVER, "clerk", life.deeds[6].words)
    road.archive()
    return replace(life, deeds=tuple(road.deeds))


def _late_sending_up(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    places = {deed.act: place for place, deed in enumerate(life.deeds)}
    if Act.SEND_UP not in places:
        return None
    road = road_after(roads, life, dice, places[Act.SEND_UP])
    accepted_on = life.deeds[places[Act.ACCEPT]].at.astimezone(roads.zone).date()
    limit = roads.policy.preliminary_limit.value
    on_day(road, roads.calendar.add_working_days(accepted_on, limit + dice.randint(1, 4)))
    expected = roads.calendar.add_working_days(road.at.date(), 15)
    road.do(Act.SEND_UP, "official", life.deeds[places[Act.SEND_UP]].words, {"expected_on": expected})
    plant = Plant("time.late_sending_up", road.deeds[-1].at, f"sent up more than {limit} working days after acceptance")
    road.later(1)
    road.do(Act.ACKNOWLEDGE, "reviewer", life.deeds[places[Act.ACKNOWLEDGE]].words)
    road.later(dice.randint(3, 8))
    road.do(Act.BRING_BACK, "reviewer", life.deeds[places[Act.BRING_BACK]].words)
    return granted(road, life, road.at.date(), (plant,))


def _deemed(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    if not is_plain(life, 12, roads):
        return None
    road = road_after(roads, life, dice, 2)
    submitted_on = life.deeds[0].at.astimezone(roads.zone).date()
    day = roads.calendar.add_working_days(submitted_on, 5) + timedelta(days=1)
    road.at = datetime.combine(day, NIGHT, roads.zone)
    road.do(Act.DEEM_ACCEPTED, "system")
    plant = Plant("time.deemed_accepted", road.deeds[-1].at, "nobody told anything in five working days")
    road.accepted_at = road.at
    road.at = road.time(roads.calendar.working_day_from(day), 9 * 60 + 10, 11 * 60)
    road.do(Act.REVIEW, "reviewer", ("grant", OPINION))
    return granted(road, life, road.at.date(), (plant, Plant("time.step_overdue", plant.at, "acceptance")))


TIME: Mapping[str, Maker] = MappingProxyType(
    {
        "time.remaining": _remaining,
        "time.step_overdue": _step_overdue,
        "time.promised_passed": _promised_passed,
        "time.statutory_passed": _statutory_passed,
        "time.late_sending_up": _late_sending_up,
        "time.deemed_accepted": _deemed,
    }
)
