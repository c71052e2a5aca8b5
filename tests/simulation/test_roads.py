"""The model: lives that obey the law and keep their margins, and breaches where they were planted."""

import json
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from yichuang.cases.rules import Policy, State, state_after
from yichuang.catalogue.rules import read_content
from yichuang.config.demo import centre
from yichuang.deadlines.rules import SHANGHAI, WorkCalendar, provisional_year
from yichuang.simulation.errors import ProfileError
from yichuang.simulation.rules.arrivals import Arrivals
from yichuang.simulation.rules.crossings import crossings
from yichuang.simulation.rules.habits import HABITS, Tally
from yichuang.simulation.rules.lives import Item, Life
from yichuang.simulation.rules.parameters import DEFAULT, Parameters
from yichuang.simulation.rules.roads import REFUSAL, Roads
from yichuang.simulation.rules.troubles import PROFILES, Profile, Troubles, profile_of

CALENDAR = WorkCalendar([provisional_year(year) for year in range(2024, 2028)])
PROMISED = Parameters(on_the_spot=0.05, corrected=0.4, denied=0.2, heard=0.2)


@cache
def items() -> tuple[Item, ...]:
    """The demonstration's items, in seven bodies."""
    files = sorted((Path(centre.__file__).parent / "data" / "items").glob("*.json"))
    contents = [read_content(json.loads(file.read_text(encoding="utf-8"))["content"]) for file in files]
    return tuple(Item(place, f"I{place}", place % 7, content) for place, content in enumerate(contents))


def roads(parameters: Parameters = DEFAULT, seed: str = "1") -> Roads:
    return Roads(
        arrivals=Arrivals(year=2025, seed=seed, items=items(), calendar=CALENDAR, parameters=parameters),
        calendar=CALENDAR,
        policy=Policy(),
        parameters=parameters,
        staff={body: {"chief": 1, "chair": 1} for body in range(7)},
        zone=SHANGHAI,
    )


def lives(number: int, parameters: Parameters = DEFAULT) -> Iterator[Life]:
    made = roads(parameters)
    return (made.life(one) for one in range(number))


@pytest.mark.parametrize("parameters", [DEFAULT, PROMISED])
def test_every_act_follows_from_the_table_of_transitions(parameters: Parameters) -> None:
    for life in lives(1500, parameters):
        state: State | None = None
        for deed in life.deeds:
            state = state_after(state, deed.act, life.item.content.case_type)

        assert state is State.ARCHIVED
        assert [deed.at for deed in life.deeds] == sorted(deed.at for deed in life.deeds)


def test_a_clean_year_crosses_no_limit() -> None:
    found = [
        (life.number, one) for life in lives(3000, PROMISED) for one in crossings(life, CALENDAR, Policy(), SHANGHAI)
    ]

    assert found == []


def test_people_act_in_office_hours_of_working_days() -> None:
    for life in lives(1500, PROMISED):
        for deed in life.deeds:
            at = deed.at.astimezone(SHANGHAI)
            if deed.role not in {"applicant", "system"}:
                assert CALENDAR.is_working_day(at.date())
                assert 9 <= at.hour < 17


def test_a_life_is_the_same_whatever_else_is_made() -> None:
    alone = roads().life(777)
    among_others = list(lives(778))[777]

    assert alone == among_others
    assert alone != roads(seed="2").life(777)


def test_most_cases_are_closed_on_the_spot() -> None:
    found = list(lives(6000))

    same_day = [one for one in found if one.deeds[1].at.date() == one.deeds[-1].at.date()]
    assert len(same_day) / len(found) == pytest.approx(0.9423, abs=0.01)


@pytest.mark.parametrize("rule", sorted(PROFILES["harsh"].shares))
def test_each_breach_can_be_planted(rule: str) -> None:
    parameters = Parameters(on_the_spot=0.0, item_exponent=0.2) if rule.endswith("sending_up") else PROMISED
    troubles = Troubles(roads(parameters), Profile("one", {rule: 1.0}))

    planted = next(life for life in map(troubles.life, range(4000)) if any(one.rule == rule for one in life.plants))

    assert planted != troubles.roads.life(planted.number)
    assert [deed.at for deed in planted.deeds] == sorted(deed.at for deed in planted.deeds)


@pytest.mark.parametrize("rule", sorted(HABITS))
def test_each_habit_shows_in_a_year(rule: str) -> None:
    troubles = Troubles(roads(Parameters(on_the_spot=0.7)), Profile("one", items={rule: 2}))
    tally, planted = Tally(), set[str]()

    for life in map(troubles.life, range(5000)):
        if troubles.habits.get(items().index(life.item)) == rule:
            tally.note(rule, life, datetime(2026, 6, 1, tzinfo=SHANGHAI), troubles.roads)
            planted |= {one.rule for one in life.plants}

    assert rule in {*planted, *(one[0] for one in tally.shown())}


def test_a_habit_in_few_cases_is_not_told() -> None:
    troubles = Troubles(roads(), Profile("one", items={"acceptance.refusal_share": 1}))
    tally = Tally()

    refused = next(life for life in map(troubles.life, range(4000)) if life.deeds[2].words[:1] == (REFUSAL,))
    for _ in range(9):
        tally.note("acceptance.refusal_share", refused, datetime(2026, 6, 1, tzinfo=SHANGHAI), troubles.roads)

    assert list(tally.shown()) == []


@pytest.mark.parametrize(
    "text", ['[shares]\n"time.remaning" = 0.1', '[shares]\n"time.remaining" = 2', "[sharse]", "not toml ="]
)
def test_a_broken_profile_is_refused(text: str) -> None:
    with pytest.raises(ProfileError):
        profile_of("mine.toml", lambda _name: text.encode())
