"""Breaches that are planted on purpose: how often each kind, and in which lives."""

import random
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from yichuang.simulation.errors import ProfileError
from yichuang.simulation.rules.bending import Maker
from yichuang.simulation.rules.crossings import crossings
from yichuang.simulation.rules.habits import HABITS, suits
from yichuang.simulation.rules.lives import Life
from yichuang.simulation.rules.plants_late import TIME
from yichuang.simulation.rules.plants_left import LEFT
from yichuang.simulation.rules.plants_odd import ODD
from yichuang.simulation.rules.roads import Roads

_MAKERS: Mapping[str, Maker] = MappingProxyType({**TIME, **LEFT, **ODD})
GUIDES = "publication.incomplete"
"""Planted in what is published of items that nobody asks for; no case shows it."""
_OFTEN = 8
"""A habit is one of the so many items that are asked for most of those that it suits."""
_ITEMS = frozenset({*HABITS, GUIDES})


@dataclass(frozen=True, slots=True)
class Profile:
    """`shares`: of all cases, by rule. `items`: how many items have a habit, by rule."""

    name: str
    shares: Mapping[str, float] = field(default_factory=dict)
    items: Mapping[str, int] = field(default_factory=dict)


def profile_of(name: str, read: Callable[[str], bytes]) -> Profile:
    """The built-in profile of that name, or the one in the TOML file that `read` gives: tables `shares` and `items`.

    Raises:
        ProfileError: a rule is not known, or a number is none.
    """
    if name in PROFILES:
        return PROFILES[name]
    try:
        said = tomllib.loads(read(name).decode())
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(reason=str(error)) from error
    shares, items = said.pop("shares", {}), said.pop("items", {})
    unknown = [*said, *(shares.keys() - _MAKERS.keys()), *(items.keys() - _ITEMS)]
    if unknown:
        raise ProfileError(reason=f"{unknown[0]}?")
    if not all(isinstance(one, int | float) and 0 <= one <= 1 for one in shares.values()) or sum(shares.values()) > 1:
        raise ProfileError(reason="shares are numbers from 0 to 1, and together not more than 1")
    if not all(isinstance(one, int) and one >= 0 for one in items.values()):
        raise ProfileError(reason="items are counted")
    return Profile(name, shares, items)


class Troubles:
    """The lives of a year with the breaches of a profile in them."""

    def __init__(self, roads: Roads, profile: Profile) -> None:
        """Choose the items that have a habit."""
        self.roads, self.profile = roads, profile
        self._steps = sorted(profile.shares.items())
        self.habits: dict[int, str] = {}
        dice = random.Random(f"{roads.arrivals.seed}/habits")  # noqa: S311
        weights, items = roads.arrivals.weights, roads.arrivals.items
        often = sorted((place for place, weight in enumerate(weights) if weight), key=lambda one: -weights[one])
        for rule, number in sorted(profile.items.items()):
            fit = [one for one in often if rule in HABITS and suits(rule, items[one]) and one not in self.habits]
            chosen = dice.sample(fit[:_OFTEN], min(number, len(fit), _OFTEN))
            self.habits.update(dict.fromkeys(chosen, rule))
        never = [place for place, weight in enumerate(weights) if not weight]
        self.incomplete = never[: profile.items.get(GUIDES, 0)]

    def life(self, number: int) -> Life:
        """The life of that number, with its breach if it has one."""
        life = self.roads.life(number)
        dice = self.roads.arrivals.dice(number, "/trouble")
        place = self.roads.arrivals.arrival(number).item
        if place in self.habits:
            return HABITS[self.habits[place]](self.roads, life, dice) or life
        drawn = dice.random()
        for rule, share in self._steps:
            if drawn < share:
                changed = _MAKERS[rule](self.roads, life, dice)
                return self._told(changed, rule) if changed is not None else life
            drawn -= share
        return life

    def _told(self, life: Life, rule: str) -> Life:
        """With every limit that it crosses because of that."""
        roads = self.roads
        own = [one for one in life.plants if one.rule == rule]
        other = list(crossings(life, roads.calendar, roads.policy, roads.zone))
        if not own and not any(one.rule == rule for one in other):
            return roads.life(life.number)  # it did not come to that: the item's steps leave no room
        found = {one.rule: one for one in (*other, *life.plants)}
        return replace(life, plants=tuple(found[name] for name in sorted(found)))


_SELDOM = (
    "time.late_sending_up", "procedure.missing_reason", "acceptance.corrected_twice", "anomaly.same_material_twice",
)  # fmt: skip
"""What few lives have room for is tried more often."""
PROFILES: Mapping[str, Profile] = MappingProxyType(
    {
        "clean": Profile("clean"),
        "ordinary": Profile(
            "ordinary", dict.fromkeys(_MAKERS, 0.004) | dict.fromkeys(_SELDOM, 0.05), dict.fromkeys(_ITEMS, 1)
        ),
        "harsh": Profile("harsh", dict.fromkeys(_MAKERS, 0.03) | dict.fromkeys(_SELDOM, 0.1), dict.fromkeys(_ITEMS, 2)),
    }
)
