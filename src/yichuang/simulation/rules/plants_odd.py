"""Anomalies and unlike decisions, as the services let them happen."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from yichuang.cases.rules import Act, Channel, decision_clocks, step_due_on
from yichuang.catalogue.rules import StepKind
from yichuang.deadlines.rules import Procedure
from yichuang.simulation.rules.answers import can_differ
from yichuang.simulation.rules.bending import (
    Maker,
    granted,
    is_plain,
    on_day,
    reviewed,
    road_after,
)
from yichuang.simulation.rules.lives import Life, Plant
from yichuang.simulation.rules.roads import AGAINST, OPINION, Road, Roads


def _minutes(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    """Decided within minutes, although a limit was promised; handed over as usual."""
    if not is_plain(life, 3, roads) or not life.item.content.results:
        return None
    due = step_due_on(life.item.content, StepKind.ISSUE, life.deeds[2].at.astimezone(roads.zone).date(), roads.calendar)
    road = road_after(roads, life, dice, 3)
    if due is None or due <= road.at.date() or road.at.hour >= 16:  # noqa: PLR2004
        return None
    road.minutes(2, 6)
    road.do(Act.REVIEW, "reviewer", ("grant", OPINION))
    road.minutes(3, 10)
    road.do(Act.GRANT, "official")
    plant = Plant(
        "anomaly.minutes_after_acceptance", road.deeds[-1].at, "a promised case decided minutes after acceptance"
    )
    road.later(1, most=due)
    road.do(Act.ISSUE, "clerk")
    road.minutes(2, 6)
    road.do(Act.DELIVER, "clerk", life.deeds[6].words)
    road.archive()
    return replace(life, deeds=tuple(road.deeds), plants=(plant,))


def _shadow(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    """Handled elsewhere, and entered afterwards from beginning to end in one go."""
    if not is_plain(life, 3, roads) or life.channel is not Channel.WINDOW:
        return None
    at, deeds = life.deeds[0].at, []
    for deed in life.deeds:
        if deed.act is Act.ARCHIVE:
            break
        deeds.append(replace(deed, at=at))
        at += timedelta(seconds=dice.randint(25, 70))
    road = Road(roads, life.item, life.channel, dice, at.astimezone(roads.zone))
    road.deeds = deeds
    road.archive()
    plants = (
        Plant("anomaly.shadow_handling", deeds[-1].at, "the whole of a promised case within minutes"),
        Plant("anomaly.minutes_after_acceptance", deeds[4].at, "a promised case decided minutes after acceptance"),
    )
    return replace(life, deeds=tuple(road.deeds), plants=plants)


def one_stop(road: Road, days: int) -> None:
    """A special procedure of so many working days."""
    road.minutes(10, 40)
    expected = road.calendar.add_working_days(road.at.date(), days + 1)
    words = (Procedure.APPRAISAL.value, "需由鉴定机构进行鉴定。")
    road.do(Act.STOP, "official", words, {"expected_on": expected})
    road.later(days)
    road.do(Act.RESUME, "reviewer", ("鉴定意见：符合要求。",))


def _last_day_stop(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    if not is_plain(life, 3, roads):
        return None
    road = road_after(roads, life, dice, 3)
    due = decision_clocks(life.item.content, road.at.date(), roads.calendar).binding_on
    if due is None or not roads.calendar.is_working_day(due):
        return None
    reviewed(road, due)
    one_stop(road, dice.randint(3, 6))
    at = next(deed.at for deed in road.deeds if deed.act is Act.STOP)
    plant = Plant("anomaly.stop_on_last_day", at, f"the clock was stopped on {due}, when the decision was due")
    remaining = Plant("time.remaining", at, "0 working days left")
    return granted(road, life, road.at.date(), (plant, remaining))


def _repeated_stops(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    if not is_plain(life, 5, roads):
        return None
    road = road_after(roads, life, dice, 4)
    for _ in range(3):
        one_stop(road, dice.randint(2, 3))
    plant = Plant("anomaly.repeated_stops", road.deeds[-1].at, "three stops in one case")
    return granted(road, life, road.at.date(), (plant,))


def _differs(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    """Denied, although an earlier application with the same answers was granted."""
    if not is_plain(life, 1, roads) or not can_differ(life.item.content):
        return None
    for number in range(life.number - 1, max(life.number - 400, -1), -1):
        arrival = roads.arrivals.arrival(number)
        if roads.arrivals.items[arrival.item] is not life.item or arrival.channel is not life.channel:
            continue
        twin = roads.life(number)
        if not is_plain(twin, 1, roads):
            continue
        road = road_after(roads, life, dice, 3)
        on_day(road, life.deeds[3].at.astimezone(roads.zone).date())
        road.do(Act.REVIEW, "reviewer", ("deny", AGAINST))
        on_day(road, life.deeds[4].at.astimezone(roads.zone).date())
        road.keep_apart()
        road.do(Act.DENY, "official", ("经审查，申请不符合法定条件。",))
        road.hand_over(same_visit=False)
        plant = Plant("discretion.differs", road.deeds[4].at, f"a like case was granted: key {twin.key}")
        like = {"is_person": twin.is_person, "applicant": twin.applicant, "form": twin.form}
        return replace(life, deeds=tuple(road.deeds), plants=(plant,), **like)  # type: ignore[arg-type]
    return None


ODD: Mapping[str, Maker] = MappingProxyType(
    {
        "discretion.differs": _differs,
        "anomaly.shadow_handling": _shadow,
        "anomaly.minutes_after_acceptance": _minutes,
        "anomaly.stop_on_last_day": _last_day_stop,
        "anomaly.repeated_stops": _repeated_stops,
    }
)
