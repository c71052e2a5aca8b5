"""What is lit now: by severity, department, window and item; what falls due today; the wall of the centre."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import DueRange, WorklistFilter, worklist
from yichuang.console.access import supervisor
from yichuang.console.queries import add_up, light_order, window_people
from yichuang.console.words import (
    GRAVEST_FIRST,
    LIGHT_TONES,
    Names,
    address,
    light_bar,
    light_text,
    rule_title,
    show,
)
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.supervision.queries import Lit, SignalFilter, count_signals, list_open_measures, list_signals, lit_now
from yichuang.supervision.rules import Light, SignalState
from yichuang.ui.parts import Cell, Column, Row, Stat, Tone

_ITEMS = 10
_DUE = 100
_SLICES: Mapping[str, str] = {
    "organisation": gettext_noop("Department"),
    "window": gettext_noop("Window"),
    "item": gettext_noop("Item"),
}
_NEWEST = 8
Counts = Mapping[Light, int]


@dataclass(frozen=True, slots=True)
class Slices:
    """A table of lights by one slice."""

    title: str
    columns: list[Column]
    rows: list[Row]


@supervisor
def lights(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is lit now; the part below renews itself."""
    return show(request, "lights", {"reader": actor, **_now(actor)})


@supervisor
def lights_now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The part of the page that renews itself."""
    return render(request, "console/parts/lights.html", _now(actor))


@supervisor
def wall(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The same for the wall: large, without acts."""
    return render(request, "console/wall.html", _wall(actor))


@supervisor
def wall_now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The part of the wall that renews itself."""
    return render(request, "console/parts/wall.html", _wall(actor))


def _now(actor: Actor) -> dict[str, object]:
    lit, names = lit_now(actor), Names()
    return {
        "now": clock.local(clock.now()),
        "stats": _stats(lit),
        "due": _due(actor),
        "slices": [_by_body(lit, names), _by_window(lit), _by_item(lit, names)],
        "has_lights": bool(lit),
    }


def _by_light(lit: tuple[Lit, ...]) -> Counts:
    return add_up(lit, lambda _row: "").get("", dict.fromkeys(Light, 0))


def _stats(lit: tuple[Lit, ...]) -> list[Stat]:
    counts = _by_light(lit)
    return [
        Stat(
            light_text(light),
            counts[light],
            address("signals", light=light.value),
            note=gettext(light.label).partition(": ")[2] or gettext(light.label).partition("：")[2],
            tone=LIGHT_TONES[light] if counts[light] else None,
        )
        for light in GRAVEST_FIRST
    ]


def _due(actor: Actor) -> list[Stat]:
    """What falls due today, and what the supervisor issued and waits for."""
    today = clock.today()
    cases = worklist(actor, WorklistFilter(due=DueRange.TODAY), size=_DUE)
    number = f"{len(cases.rows)}+" if cases.next_cursor else str(len(cases.rows))
    answers = count_signals(actor, SignalFilter(answer_on=today))
    open_measures = list_open_measures(actor)
    late = sum(one.due_on < today for one in open_measures)
    reported = count_signals(actor, SignalFilter(states=(SignalState.REPORTED,)))
    measures = reverse("console:measures")
    late_text = gettext("{number} overdue").format(number=late) if late else ""
    return [
        Stat(gettext("Cases due today"), number, f"{reverse('staffdesk:worklist')}?due=today"),
        Stat(gettext("Answers due today"), answers, address("signals", answer_on=today.isoformat())),
        Stat(
            gettext("Open orders and inquiries"),
            len(open_measures),
            measures,
            note=late_text,
            tone=Tone.BAD if late else None,
        ),
        Stat(gettext("Remedies to check"), reported, f"{measures}#answered"),
    ]


def _by_body(lit: tuple[Lit, ...], names: Names) -> Slices:
    return _slices(
        gettext("Lights by department"),
        add_up(lit, lambda row: row.organisation_id),
        lambda key: names.body(int(str(key))),
        "organisation",
    )


def _by_window(lit: tuple[Lit, ...]) -> Slices:
    """A signal belongs to the window of whom it concerns; who works at two windows is counted at both."""
    people = window_people()
    counts: dict[Hashable, Counts] = {}
    for one in people:
        found = add_up(lit, lambda row, one=one: one.id if row.owner_id in one.account_ids else None)  # type: ignore[misc]
        counts.update(found)
    named = {one.id: one.name for one in people}
    return _slices(gettext("By window"), counts, lambda key: named[int(str(key))], "window")


def _by_item(lit: tuple[Lit, ...], names: Names) -> Slices:
    counts = add_up(lit, lambda row: row.item_code or None)
    return _slices(gettext("By item"), counts, lambda key: names.item(str(key)), "item", most=_ITEMS)


def _slices(
    title: str,
    counts: Mapping[Hashable, Counts],
    name: Callable[[Hashable], str],
    asked: str,
    most: int | None = None,
) -> Slices:
    ordered = sorted(counts.items(), key=lambda one: light_order(one[1]))
    longest = max((sum(one.values()) for one in counts.values()), default=0)
    rows = [
        Row(
            (
                Cell(name(key), url=address("signals", **{asked: key})),
                *(_number(by_light[light], asked, key, light) for light in GRAVEST_FIRST),
                Cell(light_bar(by_light, longest)),
            )
        )
        for key, by_light in ordered[:most]
    ]
    columns = [
        Column(gettext(_SLICES[asked])),
        *(Column(light_text(light), is_number=True) for light in GRAVEST_FIRST),
        Column(gettext("Share")),
    ]
    return Slices(title, columns, rows)


def _number(number: int, asked: str, key: Hashable, light: Light) -> Cell:
    url = address("signals", **{asked: key, "light": light.value}) if number else ""
    return Cell(str(number) if number else "–", url=url)


def _wall(actor: Actor) -> dict[str, object]:
    lit, names = lit_now(actor), Names()
    counts = add_up(lit, lambda row: row.organisation_id)
    longest = max((sum(one.values()) for one in counts.values()), default=0)
    bodies = [
        (names.body(key), sum(one.values()), light_bar(one, longest))
        for key, one in sorted(counts.items(), key=lambda one: light_order(one[1]))
    ]
    newest = [
        (light_text(one.light), one.light.value, rule_title(one.rule), names.body(one.organisation_id), one.lit_on)
        for one in list_signals(actor, SignalFilter(), size=_NEWEST).rows
    ]
    by_light = _by_light(lit)
    return {
        "now": clock.local(clock.now()),
        "lights": [(light.value, light_text(light), by_light[light]) for light in GRAVEST_FIRST],
        "bodies": bodies[:_NEWEST],
        "due": _due(actor),
        "newest": newest,
    }
