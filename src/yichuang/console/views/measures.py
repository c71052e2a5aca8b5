"""What was issued and is still open, and the papers themselves."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.console.access import staff, supervisor
from yichuang.console.errors import NothingHereError
from yichuang.console.words import MEASURE_TONES, Names, day, label, rule_title, show
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.documents.queries import list_papers
from yichuang.documents.services import paper_pdf
from yichuang.supervision.queries import (
    MeasureView,
    SignalFilter,
    get_signal_view,
    list_measures,
    list_open_measures,
    list_signals,
)
from yichuang.supervision.rules import MeasureKind, MeasureState, SignalState
from yichuang.ui.parts import Cell, Column, Row, Tone

_SIZE = 50


@supervisor
def measures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Papers that wait for an answer, the overdue ones marked; answers that wait for the check; files handed over."""
    names = Names()
    reported = [one.id for one in list_signals(actor, SignalFilter(states=(SignalState.REPORTED,)), size=_SIZE).rows]
    handed = [one.id for one in list_signals(actor, SignalFilter(states=(SignalState.HANDED_OVER,)), size=_SIZE).rows]
    answered = [
        one for signal_id in reported for one in list_measures(actor, signal_id) if one.state is MeasureState.ANSWERED
    ]
    files = [one for signal_id in handed for one in list_measures(actor, signal_id) if one.kind is MeasureKind.HANDOVER]
    context = {
        "reader": actor,
        "columns": _columns(gettext("To")),
        "file_columns": _columns(gettext("Department")),
        "waiting": [_row(one, names) for one in list_open_measures(actor)],
        "answered": [_row(one, names) for one in answered],
        "files": [_row(one, names) for one in files],
    }
    return show(request, "measures", context)


@staff()
def paper(request: HttpRequest, actor: Actor, signal_id: int, paper_id: int) -> HttpResponse:
    """A paper of the signal as PDF, for whoever may see the signal.

    Raises:
        NothingHereError: the signal has no such paper.
    """
    view = get_signal_view(actor, signal_id)
    found = next((one for one in list_papers(f"signal:{view.id}") if one.id == paper_id), None)
    if found is None:
        raise NothingHereError
    answer = HttpResponse(paper_pdf(paper_id), content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote(found.number)}.pdf"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _columns(body: str) -> list[Column]:
    """`body`: what the body is to the paper; a file handed over is about it, and goes to another."""
    return [
        Column(gettext("Number of the paper")),
        Column(gettext("Kind"), is_short=True),
        Column(body),
        Column(gettext("Signal")),
        Column(gettext("To be answered by"), is_short=True),
        Column(gettext("State"), is_short=True),
        Column(gettext("Sheet"), is_short=True),
    ]


def _row(one: MeasureView, names: Names) -> Row:
    is_late = one.is_open and one.due_on < clock.today()
    due = "" if one.kind is MeasureKind.HANDOVER else day(one.due_on)
    pdf = reverse("console:paper", args=[one.signal_id, one.paper_id]) if one.paper_id else ""
    return Row(
        (
            Cell(one.number, url=reverse("console:signal", args=[one.signal_id])),
            label(one.kind),
            names.body(one.organisation_id),
            rule_title(one.rule),
            Cell(due, tone=Tone.BAD) if is_late else due,
            Cell(gettext("Overdue"), tone=Tone.BAD)
            if is_late
            else Cell(label(one.state), tone=MEASURE_TONES.get(one.state, Tone.INFO)),
            Cell("PDF", url=pdf) if pdf else "",
        ),
        is_marked=is_late,
    )
