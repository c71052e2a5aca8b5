"""The lists of signals: all for the supervisor, those about us for whoever answers."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.console.access import staff, supervisor
from yichuang.console.forms import ALL, FilterForm, light_of
from yichuang.console.queries import window_people
from yichuang.console.words import (
    LIGHT_TONES,
    STATE_TONES,
    Names,
    day,
    label,
    light_text,
    rule_title,
    show,
)
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.supervision.queries import SignalFilter, SignalView, list_signals
from yichuang.supervision.rules import Light, SignalState
from yichuang.ui.parts import Cell, Choice, Column, Row, Tone

_SIZE = 50
_OURS = (SignalState.NOTIFIED, SignalState.ORDERED)
"""What waits for the body."""


@supervisor
def signals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The signals that the filter names, newest first."""
    names = Names()
    form = FilterForm(request.GET, names.body_choices)
    is_read = form.is_valid()
    wanted, narrowed = _wanted(form, names) if is_read else (SignalFilter(), "")
    found = list_signals(actor, wanted, cursor=request.GET.get("cursor"), size=_SIZE)
    context = {
        "reader": actor,
        "form": form,
        "narrowed": narrowed,
        "columns": columns(),
        "rows": [signal_row(one, names) for one in found.rows],
        "next_cursor": found.next_cursor,
    }
    return show(request, "signals", context)


def _wanted(form: FilterForm, names: Names) -> tuple[SignalFilter, str]:
    """What the form asks for, and in words what its hidden fields narrow it to."""
    given = form.cleaned_data
    window = next((one for one in window_people() if one.id == given["window"]), None) if given["window"] else None
    states = tuple(SignalState) if given["state"] == ALL else (SignalState(given["state"]),) if given["state"] else ()
    wanted = SignalFilter(
        rule=given["rule"],
        light=light_of(given["light"]),
        organisation_id=int(given["organisation"]) if given["organisation"] else None,
        item_code=given["item"],
        case_no=given["case_no"].strip(),
        states=states,
        first=given["first"],
        last=given["last"],
        owner_ids=tuple(sorted(window.account_ids)) if window else None,
        answer_on=given["answer_on"],
    )
    words = [
        names.item(given["item"]),
        window.name if window else "",
        gettext("to be answered by {day}").format(day=given["answer_on"]) if given["answer_on"] else "",
    ]
    return wanted, " · ".join(word for word in words if word)


@staff()
def ours(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The signals about the reader and the bodies that he answers for: those that wait for an answer, or all."""
    is_all = request.GET.get("view") == "all"
    wanted = SignalFilter(states=tuple(SignalState) if is_all else _OURS)
    found = list_signals(actor, wanted, cursor=request.GET.get("cursor"), size=_SIZE)
    names = Names()
    here = reverse("console:ours")
    context = {
        "choices": [
            Choice(gettext("Waiting for our answer"), here, not is_all),
            Choice(gettext("All"), f"{here}?view=all", is_all),
        ],
        "columns": columns(),
        "rows": [signal_row(one, names) for one in found.rows],
        "next_cursor": found.next_cursor,
    }
    return show(request, "ours", context)


def columns() -> list[Column]:
    """The heads of a list of signals."""
    return [
        Column(gettext("Signal")),
        Column(gettext("Colour of the light"), is_short=True),
        Column(gettext("Case or item")),
        Column(gettext("Department")),
        Column(gettext("Lit on"), is_short=True),
        Column(gettext("State"), is_short=True),
        Column(gettext("Answer wanted by"), is_short=True),
    ]


def signal_row(one: SignalView, names: Names) -> Row:
    """A signal in a list; one that is past its day and not answered is marked."""
    is_late = one.state is SignalState.NOTIFIED and one.answer_by is not None and one.answer_by < clock.today()
    is_open = one.state is SignalState.NOTIFIED
    return Row(
        (
            Cell(rule_title(one.rule), url=reverse("console:signal", args=[one.id])),
            Cell(light_text(one.light), tone=LIGHT_TONES[one.light]),
            Cell(one.case_no or names.item(one.item_code) or names.body(one.organisation_id), note=_item(one, names)),
            names.body(one.organisation_id),
            day(one.lit_on),
            Cell(label(one.state), tone=STATE_TONES.get(one.state, Tone.INFO)),
            Cell(day(one.answer_by) if is_open else "", note=gettext("not answered in time") if is_late else ""),
        ),
        is_marked=one.light is Light.DOUBLE_RED and is_open,
    )


def _item(one: SignalView, names: Names) -> str:
    return names.item(one.item_code) if one.case_no else ""
