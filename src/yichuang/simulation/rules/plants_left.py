"""Rows that the services refuse, as an older system could have left them."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

from yichuang.cases.rules import Act
from yichuang.simulation.rules.bending import (
    Maker,
    is_plain,
    road_after,
)
from yichuang.simulation.rules.lives import Life, Plant
from yichuang.simulation.rules.roads import Roads


def _with(life: Life, place: int, rule: str, why: str, **changes: object) -> Life:
    deed = replace(life.deeds[place], **changes)  # type: ignore[arg-type]  # elements of the dataclass by name
    deeds = (*life.deeds[:place], deed, *life.deeds[place + 1 :])
    return replace(life, deeds=deeds, lawful=(life,), plants=(Plant(rule, deed.at, why),))


def _out_of_order(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    del dice
    if not is_plain(life, 1, roads):
        return None
    deeds = (*life.deeds[:3], replace(life.deeds[4], flaw="order"), *life.deeds[5:])
    return replace(
        life, deeds=deeds, lawful=(life,), plants=(Plant("procedure.order", deeds[3].at, "granted without review"),)
    )


def _without_paper(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    del dice
    if not is_plain(life, 1, roads):
        return None
    return _with(life, 2, "procedure.missing_paper", "accepted without a notice", flaw="no_paper")


def _without_reason(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    del roads, dice
    places = [place for place, deed in enumerate(life.deeds) if deed.act in {Act.DENY, Act.REFUSE}]
    if not places:
        return None
    return _with(life, places[0], "procedure.missing_reason", "no reason in the ledger", flaw="no_reason")


def _not_apart(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    del dice
    if not is_plain(life, 1, roads):
        return None
    why = "reviewed and decided by one person"
    return _with(life, 4, "procedure.duties_not_apart", why, flaw="by_reviewer", person=life.deeds[3].person)


def _without_authority(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    del dice
    if not is_plain(life, 1, roads) or not roads.staff[life.item.organisation_id].get("chief"):
        return None
    return _with(
        life, 4, "procedure.authority_not_valid", "decided by letter, and none is cited", flaw="by_chief", person=0
    )


def _again(roads: Roads, life: Life, dice: random.Random, *, is_same: bool) -> Life | None:
    """Corrections asked for a second time."""
    places = {deed.act: place for place, deed in enumerate(life.deeds)}
    if Act.CORRECT not in places:
        return None
    first = life.deeds[places[Act.REQUEST_CORRECTION]]
    others = [code for code in life.deeds[0].words if code not in first.words]
    if not is_same and not others:
        return None
    words = first.words if is_same else (dice.choice(others),)
    keep = places[Act.CORRECT] + 1
    road = road_after(roads, life, dice, keep)
    rest = life.deeds[keep:]
    asked = replace(first, at=road.at.astimezone(first.at.tzinfo) + timedelta(minutes=3), words=words, flaw="again")
    brought = replace(life.deeds[places[Act.CORRECT]], at=asked.at + timedelta(minutes=30), words=words, flaw="again")
    moved = timedelta(minutes=40)
    if any((deed.at + moved).astimezone(roads.zone).hour >= 17 for deed in rest):  # noqa: PLR2004
        return None
    deeds = (*life.deeds[:keep], asked, brought, *(replace(deed, at=deed.at + moved) for deed in rest))
    rule = "anomaly.same_material_twice" if is_same else "acceptance.corrected_twice"
    plants = [Plant("acceptance.corrected_twice", asked.at, "corrections were asked for a second time")]
    if is_same:
        plants.append(Plant(rule, asked.at, "the same material was asked for again"))
    return replace(life, deeds=deeds, lawful=(life, _asked_for(life, places, words)), plants=tuple(plants))


def _asked_for(life: Life, places: Mapping[Act, int], words: tuple[str, ...]) -> Life:
    """The same life with the other material asked for, in good order."""
    wanted = {places[Act.REQUEST_CORRECTION], places[Act.CORRECT]}
    deeds = (replace(deed, words=words) if place in wanted else deed for place, deed in enumerate(life.deeds))
    return replace(life, deeds=tuple(deeds))


def _corrected_twice(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    return _again(roads, life, dice, is_same=False)


def _same_twice(roads: Roads, life: Life, dice: random.Random) -> Life | None:
    return _again(roads, life, dice, is_same=True)


LEFT: Mapping[str, Maker] = MappingProxyType(
    {
        "procedure.order": _out_of_order,
        "procedure.missing_paper": _without_paper,
        "procedure.missing_reason": _without_reason,
        "procedure.duties_not_apart": _not_apart,
        "procedure.authority_not_valid": _without_authority,
        "acceptance.corrected_twice": _corrected_twice,
        "anomaly.same_material_twice": _same_twice,
    }
)
