"""How things of supervision are said and drawn on pages."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from yichuang.cases.rules import Act, State
from yichuang.catalogue.queries import names_in
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right
from yichuang.documents.rules import PaperKind
from yichuang.organisations.queries import english_names, list_departments
from yichuang.supervision.rules import RULES, Light, MeasureState, SignalState
from yichuang.ui.parts import Choice, Tone

LIGHT_TONES: Mapping[Light, Tone] = {
    Light.BLUE: Tone.INFO,
    Light.YELLOW: Tone.WARN,
    Light.RED: Tone.BAD,
    Light.DOUBLE_RED: Tone.BAD,
}
STATE_TONES: Mapping[SignalState, Tone] = {
    SignalState.RAISED: Tone.WARN,
    SignalState.NOTIFIED: Tone.WARN,
    SignalState.CONFIRMED: Tone.BAD,
    SignalState.UPHELD: Tone.BAD,
    SignalState.CARDED: Tone.BAD,
    SignalState.ORDERED: Tone.BAD,
    SignalState.CLOSED: Tone.GOOD,
    SignalState.SETTLED: Tone.GOOD,
    SignalState.CANCELLED: Tone.NEUTRAL,
    SignalState.VOID: Tone.NEUTRAL,
}
MEASURE_TONES: Mapping[MeasureState, Tone] = {
    MeasureState.ISSUED: Tone.WARN,
    MeasureState.RETURNED: Tone.BAD,
    MeasureState.ANSWERED: Tone.INFO,
    MeasureState.CLOSED: Tone.GOOD,
}
SHORT_LIGHTS: Mapping[Light, str] = {
    Light.BLUE: gettext_noop("Blue"),
    Light.YELLOW: gettext_noop("Yellow"),
    Light.RED: gettext_noop("Red"),
    Light.DOUBLE_RED: gettext_noop("Double red"),
}
_FACTS: Mapping[str, str] = {
    "due_on": gettext_noop("Was due on"),
    "minutes": gettext_noop("Minutes it took"),
    "number": gettext_noop("How many"),
    "of": gettext_noop("Of"),
    "since": gettext_noop("Since"),
    "is_never": gettext_noop("Never asked for"),
    "other": gettext_noop("Case that it is compared with"),
    "elements": gettext_noop("What is missing"),
    "days": gettext_noop("Days"),
    "act": gettext_noop("Act"),
    "state": gettext_noop("While the case was"),
    "paper": gettext_noop("Missing paper"),
    "material": gettext_noop("Material"),
    "why": gettext_noop("For what reason"),
}
_CODES: Mapping[str, type[Labelled]] = {"act": Act, "state": State, "paper": PaperKind}
_FLAWS: Mapping[str, str] = {
    "letter": gettext_noop("The letter of authority did not hold on that day, or not for this item."),
    "no_letter": gettext_noop("It wants a letter of authority, and none was cited."),
    "no_post": gettext_noop("It was done without a post."),
}
_LAWS: Mapping[str, str] = {
    "ALL": gettext_noop("Administrative Licensing Law"),
    "OBE": gettext_noop("Regulation on Optimising the Business Environment"),
}
_LOCAL = frozenset({"AY", "BZ", "ZJ", "ESV-a", "ESV-b", "ESV-d", "PRACT"})
GRAVEST_FIRST: Sequence[Light] = tuple(reversed(Light))
_ITEMS = 2000


def show(request: HttpRequest, template: str, context: Mapping[str, object], status: int = 200) -> HttpResponse:
    """The page with the ways between the pages of the console, for who supervises."""
    actor = context.get("reader")
    tabs = ways(request) if isinstance(actor, Actor) and actor.may(Right.SUPERVISE) else []
    return render(request, f"console/{template}.html", {"tabs": tabs, **context}, status=status)


_WAYS = (
    ("console:lights", gettext_noop("Lights now")),
    ("console:signals", gettext_noop("Signals")),
    ("console:measures", gettext_noop("Orders and inquiries")),
    ("console:indicators", gettext_noop("Indicators")),
    ("console:rules", gettext_noop("Rules")),
    ("console:works", gettext_noop("Operation")),
    ("console:wall", gettext_noop("Wall")),
)


def ways(request: HttpRequest) -> list[Choice]:
    """The pages of the console, the present one marked."""
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [Choice(gettext(text), reverse(name), name == here) for name, text in _WAYS]


def label(value: Labelled | None) -> str:
    """The label in the reader's language; empty for None."""
    return gettext(value.label) if value is not None else ""


def light_text(light: Light) -> str:
    """The light in a word or two."""
    return gettext(SHORT_LIGHTS[light])


def rule_title(rule_id: str) -> str:
    """What the rule is called; its id when it is not known any more."""
    return gettext(RULES[rule_id].title) if rule_id in RULES else rule_id


def law_texts(keys: Sequence[str]) -> str:
    """Law keys such as "ALL 32" in words; those of other places are the model of local rules here."""
    return gettext(", ").join(dict.fromkeys(map(_law_text, keys)))


def _law_text(key: str) -> str:
    law, _space, article = key.partition(" ")
    if law in _LAWS:
        return gettext("{law}, article {article}").format(law=gettext(_LAWS[law]), article=article)
    return gettext("local rules on government services") if law in _LOCAL else key


def moment(at: datetime | None) -> str:
    """Day and minute at the centre; empty for None."""
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""


def day(on: date | None) -> str:
    """The day; empty for None."""
    return on.isoformat() if on else ""


def who_text(name: str) -> str:
    """Who did it: the name, or that it was the system itself."""
    return gettext("System") if name in {"", SYSTEM.name} else name


def fact_lines(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was found, as terms and values."""
    return [(gettext(_FACTS[name]) if name in _FACTS else name, _value(name, value)) for name, value in facts.items()]


def _value(name: str, value: object) -> str:
    words = _CODES.get(name)
    if words is not None and value in {one.value for one in words}:
        return gettext(words(value).label)
    if name == "why" and value in _FLAWS:
        return gettext(_FLAWS[str(value)])
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return gettext(", ").join(map(str, value))
    return str(value)


class Names:
    """The names of bodies and items for one page, read when they are first asked for."""

    @cached_property
    def bodies(self) -> dict[int, str]:
        """Short names of the departments."""
        english = english_names() if get_language() == "en" else {}
        return {one.id: english.get(one.name, one.short_name or one.name) for one in list_departments()}

    @cached_property
    def items(self) -> dict[str, str]:
        """Names of the listed items by code."""
        is_english = get_language() == "en"
        return {
            code: (english if is_english and english else name)
            for body in self.bodies
            for code, name, english in names_in(body, most=_ITEMS)
        }

    def body(self, organisation_id: int) -> str:
        """The body's name; its number when it is none of the departments."""
        return self.bodies.get(organisation_id, str(organisation_id))

    def item(self, code: str) -> str:
        """The item's name, or its code; empty for none."""
        return self.items.get(code, code)

    @property
    def body_choices(self) -> list[tuple[str, str]]:
        """The departments as choices of a form."""
        return [(str(number), name) for number, name in self.bodies.items()]


def address(name: str, **query: object) -> str:
    """The address of a page with a question to it; what is empty is left out."""
    asked = {key: str(value) for key, value in query.items() if value not in {None, ""}}
    return f"{reverse(f'console:{name}')}?{urlencode(asked)}" if asked else reverse(f"console:{name}")


def light_bar(counts: Mapping[Light, int], most: int) -> SafeString:
    """The numbers by light as one bar, to the scale of the longest; its numbers stand beside it as text."""
    parts, x = [], 0.0
    for light in GRAVEST_FIRST:
        width = round(counts[light] / max(1, most) * 100, 2)
        if width:
            parts.append((light.value, f"{x:.2f}", f"{width:.2f}"))
        x += width
    shapes = format_html_join("", '<rect class="is-{}" x="{}%" width="{}%" height="14"/>', parts)
    return format_html(
        '<svg class="console-bar" width="100%" height="14" aria-hidden="true" focusable="false">{}</svg>', shapes
    )


def share_bar(share: float | None) -> SafeString:
    """A share of one as a bar."""
    width = f"{min(max(share or 0.0, 0.0), 1.0) * 100:.2f}"
    return format_html(
        '<svg class="console-bar" width="100%" height="14" aria-hidden="true" focusable="false">'
        '<rect class="is-share" x="0" width="{}%" height="14"/></svg>',
        width,
    )
