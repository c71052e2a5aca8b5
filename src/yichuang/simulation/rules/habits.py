"""Habits of an item: what shows only in many of its cases."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from yichuang.cases.rules import Act, Channel, decision_clocks
from yichuang.deadlines.rules import WorkCalendar
from yichuang.simulation.rules.bending import Maker, granted, is_plain, reviewed, road_after, working_day_before
from yichuang.simulation.rules.crossings import crossings, decision_of
from yichuang.simulation.rules.lives import Item, Life, Plant
from yichuang.simulation.rules.roads import REFUSAL, Roads

UNLISTED = "与申请事项无关的村（居）委会证明"
"""A paper that no guide asks for."""


def _often_refused(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    if dice.random() > 0.6 or life.deeds[1].act is not Act.RECEIVE:  # noqa: PLR2004
        return None
    road = road_after(roads, life, dice, 2)
    road.minutes(3, 12)
    road.do(Act.REFUSE, "clerk", (REFUSAL, "申请人住所地的主管部门"))
    road.archive()
    return replace(life, deeds=tuple(road.deeds))


def _punctual(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    """Decided on the very last day."""
    if not is_plain(life, 2, roads):
        return None
    road = road_after(roads, life, dice, 3)
    due = decision_clocks(life.item.content, road.at.date(), roads.calendar).binding_on
    if due is None:
        return None
    day = working_day_before(roads.calendar, due)
    reviewed(road, day)
    found = granted(road, life, day)
    return replace(found, plants=tuple(crossings(found, roads.calendar, roads.policy, roads.zone)))


def _asks_more(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    """The window asks for a paper that the guide does not name."""
    if not is_plain(life, 1, roads) or dice.random() > 0.5:  # noqa: PLR2004
        return None
    road = road_after(roads, life, dice, 2)
    road.minutes(3, 8)
    road.do(Act.REQUEST_CORRECTION, "clerk", (UNLISTED,))
    road.later(dice.randint(1, 4), until=14 * 60)
    code = life.deeds[0].words[0] if life.deeds[0].words else ""
    if not code:
        return None
    role = "applicant" if life.channel is Channel.ONLINE else "clerk"
    road.do(Act.CORRECT, role, (code,))
    road.minutes(3, 10)
    road.do(Act.ACCEPT, "clerk", ())
    road.accepted_at = road.at
    road.examine([])
    plant = Plant("publication.not_as_practised", road.deeds[2].at, "asked for what no guide names")
    return replace(life, deeds=tuple(road.deeds), plants=(plant,))


def _off_hours(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    """What comes in the days before a day off is left until then, and taken in and decided at one go, all by one person."""
    if tuple(deed.act for deed in life.deeds[:4]) != _AT_ONCE or life.deeds[2].words:
        return None
    road = road_after(roads, life, dice, 1)
    submitted_on = road.at.date()
    day = _next_day_off(submitted_on, roads.calendar)
    if roads.calendar.working_days_between(submitted_on, day) > _UNTOLD_DAYS:
        return None
    road.at = road.time(day, 10 * 60, 15 * 60)
    road.do(Act.RECEIVE, "clerk")
    road.minutes(1, 3)
    road.do(Act.ACCEPT, "clerk", ())
    road.minutes(1, 3)
    road.do(Act.GRANT, "clerk")
    road.deeds[-1] = replace(road.deeds[-1], person=0)
    road.hand_over(same_visit=True)
    return replace(life, deeds=tuple(road.deeds))


_UNTOLD_DAYS = 4
"""After five working days without a word it would count as accepted. Law: ALL 32(1)(4)."""
_AT_ONCE = (Act.SUBMIT, Act.RECEIVE, Act.ACCEPT, Act.GRANT)


def _next_day_off(after: date, calendar: WorkCalendar) -> date:
    day = after + timedelta(days=1)
    while calendar.is_working_day(day):
        day += timedelta(days=1)
    return day


HABITS: Mapping[str, Maker] = MappingProxyType(
    {
        "acceptance.refusal_share": _often_refused,
        "anomaly.off_hours_bulk": _off_hours,
        "anomaly.suspicious_punctuality": _punctual,
        "publication.not_as_practised": _asks_more,
    }
)


def suits(rule: str, item: Item) -> bool:
    """Whether the habit can show in cases of the item."""
    if rule == "anomaly.off_hours_bulk":
        return item.is_instant
    limit = item.content.promised_limit
    is_plain_road = not item.is_instant and not item.content.handling.upper_body
    return is_plain_road and (rule != "anomaly.suspicious_punctuality" or (limit is not None and limit.value > 1))


_SHARES: Mapping[str, tuple[int, float]] = MappingProxyType(
    {
        "acceptance.refusal_share": (10, 0.3),
        "anomaly.suspicious_punctuality": (8, 0.5),
        "anomaly.off_hours_bulk": (5, 1.0),
    }
)
"""Of how many cases on, and from which share of them on, supervision sees the habit."""
OF_ITEMS = frozenset({"acceptance.refusal_share", "anomaly.suspicious_punctuality"})
"""Told of the item; the others of the body."""


@dataclass(slots=True)
class Tally:
    """What the cases of items with a habit come to; each of them is noted once it is written."""

    hits: Counter[tuple[str, str, int, str]] = field(default_factory=Counter)
    noted: Counter[tuple[str, str, int, str]] = field(default_factory=Counter)

    def note(self, rule: str, life: Life, until: datetime, roads: Roads) -> None:
        """A case of an item with the habit is there, as far as it came until then."""
        life = replace(life, deeds=tuple(deed for deed in life.deeds if deed.at <= until))
        place = _PLACES.get(rule)
        for span, hit in place(life, roads) if place is not None else ():
            code = life.item.code if rule in OF_ITEMS else ""
            key = (rule, code, life.item.organisation_id, span)
            self.noted[key] += 1
            self.hits[key] += hit

    def add(self, other: "Tally") -> None:
        """And what another writer noted."""
        self.hits.update(other.hits)
        self.noted.update(other.noted)

    def shown(self) -> Iterator[tuple[str, str, int, str, str]]:
        """Rule, item, body, in which year or on which day, and why: of each habit that can be seen."""
        for key in sorted(self.noted):
            number, hits = self.noted[key], self.hits[key]
            least, share = _SHARES[key[0]]
            if number >= least and hits >= share * number:
                yield (*key, f"{hits} of {number} cases")


def _refused_in(life: Life, roads: Roads) -> Iterator[tuple[str, bool]]:
    is_refused = any(deed.act is Act.REFUSE for deed in life.deeds)
    yield f"{life.deeds[0].at.astimezone(roads.zone).year}", is_refused


def _on_due_day(life: Life, roads: Roads) -> Iterator[tuple[str, bool]]:
    found = decision_of(life, roads.calendar, roads.policy, roads.zone)
    if found is not None and found.clocks.binding_on is not None:
        has_days = roads.calendar.working_days_between(found.accepted_on, found.clocks.binding_on) > 1
        yield f"{found.on.year}", has_days and found.on == found.clocks.binding_on


def _by_one_person(life: Life, roads: Roads) -> Iterator[tuple[str, bool]]:
    for deed in life.deeds:
        at = deed.at.astimezone(roads.zone)
        if deed.act is Act.GRANT and not roads.calendar.is_working_day(at.date()):
            yield f"{at.date()}/{deed.person}", True


_PLACES = {
    "acceptance.refusal_share": _refused_in,
    "anomaly.suspicious_punctuality": _on_due_day,
    "anomaly.off_hours_bulk": _by_one_person,
}
