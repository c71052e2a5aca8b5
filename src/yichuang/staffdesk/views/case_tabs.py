"""The heading of a case and its tabs. A tab is a link, so it works without scripts and can be sent to a colleague."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import (
    CaseView,
    ClockView,
    DueExplanation,
    correction_changes,
    explain_due,
    list_notes,
)
from yichuang.cases.rules import KEEPING_ACTS, Act, State
from yichuang.core.actor import Actor
from yichuang.core.clock import local, today
from yichuang.correspondence.queries import conversation
from yichuang.correspondence.services import mark_conversation_read
from yichuang.deadlines.rules import Unit
from yichuang.organisations.queries import get_organisation
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.forms.handling import NoteForm, SayForm
from yichuang.staffdesk.views import case_parts
from yichuang.staffdesk.views.clock_bars import binding, clock_bars, procedure_names
from yichuang.staffdesk.views.shown import (
    STATE_TONES,
    Refused,
    centre_calendar,
    count_days,
    counted_in,
    days_left,
    days_of_term,
    label,
    law_texts,
    limit_unit,
    who_else,
)
from yichuang.ui.parts import Choice, Day


class Tab(StrEnum):
    """A view of the case beside the acts."""

    FACTS = "facts"
    TALK = "talk"
    CLOCK = "clock"
    LEDGER = "ledger"


_OF_FORM = {"note": Tab.TALK, "say": Tab.TALK}


def tab_of(request: HttpRequest, refused: Refused | None) -> Tab:
    """The tab that is asked for, or that of the form that was refused."""
    if refused is not None:
        return _OF_FORM.get(refused.name, Tab.FACTS)
    given = request.GET.get("tab", "")
    return Tab(given) if given in set(Tab) else Tab.FACTS


def tabs(view: CaseView, current: Tab) -> list[Choice]:
    """The tabs as links."""
    names = {
        Tab.FACTS: gettext("What was applied for"),
        Tab.TALK: gettext("Messages and remarks"),
        Tab.CLOCK: gettext("Clock"),
        Tab.LEDGER: gettext("Ledger"),
    }
    url = reverse("staffdesk:case", args=[view.case_no])
    return [
        Choice(name, url if tab is Tab.FACTS else f"{url}?tab={tab}#tabs", tab is current)
        for tab, name in names.items()
    ]


def heading(view: CaseView) -> dict[str, object]:
    """Where the case stands, what is to be done, by when and under which article."""
    duty, unit, calendar = view.duty, _unit(view), centre_calendar()
    in_days, one_day = counted_in(unit)
    return {
        "item_name": in_language(view.item_name, view.version.content.name_en),
        "organisation": get_organisation(view.organisation_id),
        "state": label(view.state),
        "state_tone": STATE_TONES[view.state],
        "steps": case_parts.steps(view),
        "duty": label(duty.code),
        "duty_who": who_else(duty),
        "duty_law": gettext("; ").join(law_texts(duty.law)),
        "due_on": duty.due_on,
        "days_left": days_left(duty.due_on, calendar, unit) if duty.due_on else None,
        "in_days": in_days,
        "one_day": one_day,
        "is_stopped": any(stop.to_day is None and stop.clocks and today() <= stop.expected_on for stop in view.stops),
        "total_days": None if view.stops else days_of_term(_begun_at(view), duty.due_on, calendar, unit),
    }


def _unit(view: CaseView) -> Unit:
    """In what the limit is counted that ends on the next due date: plain days only where the item sets it so."""
    content, due_on = view.version.content, view.duty.due_on
    limits = ((view.promised_due_on, content.promised_limit), (view.statutory_due_on, content.statutory_limit))
    limit = next((limit for on, limit in limits if limit and on == due_on), None) if view.decided_at is None else None
    return Unit.CALENDAR_DAY if limit is not None and limit.unit is Unit.CALENDAR_DAY else Unit.WORKING_DAY


def _begun_at(view: CaseView) -> datetime | None:
    """When the time began to run that ends on the next due date."""
    if view.state in {State.ACCEPTED, State.IN_REVIEW}:
        return view.accepted_at
    moved = [row.at for row in view.ledger if row.act not in KEEPING_ACTS]
    return moved[-1] if moved else view.submitted_at


def tab_content(
    request: HttpRequest, actor: Actor, view: CaseView, tab: Tab, refused: Refused | None
) -> dict[str, object]:
    """What the tab shows besides the facts."""
    match tab:
        case Tab.TALK:
            return _talk(request, actor, view, refused)
        case Tab.CLOCK:
            return {}
        case Tab.LEDGER:
            return {"ledger_table": case_parts.ledger(view)}
        case _:
            is_corrected = any(row.act is Act.CORRECT for row in view.ledger)
            return {"changes": correction_changes(actor, view.case_no) if is_corrected else None}


def _talk(request: HttpRequest, actor: Actor, view: CaseView, refused: Refused | None) -> dict[str, object]:
    talk = conversation(actor, view.case_no, older=request.GET.get("older"))
    if talk.unread and request.method == "GET":
        mark_conversation_read(actor=actor, case_no=view.case_no)
    forms = {"say": SayForm(ident="say"), "note": NoteForm(ident="note")}
    if refused is not None and refused.name in forms:
        forms[refused.name] = refused.form  # type: ignore[assignment]  # the form of that name
    return {
        "talk": talk,
        "messages_said": [(one, local(one.at)) for one in talk.messages],
        "notes": [(one, local(one.at)) for one in list_notes(actor, view.case_no)],
        "say_form": forms["say"],
        "note_form": forms["note"],
        "say_url": reverse("staffdesk:handling", args=[view.case_no, "say"]),
        "note_url": reverse("staffdesk:handling", args=[view.case_no, "note"]),
    }


def clocks(actor: Actor, view: CaseView, tab: Tab) -> dict[str, object]:
    """The bars of the clocks: all of them with their days on the tab, elsewhere the binding one if it was stopped or extended."""
    is_special = bool(view.stops or view.extension)
    if tab is not Tab.CLOCK and not is_special:
        return {}
    explained = explain_due(actor, view.case_no)
    bars = clock_bars(view, explained)
    if tab is not Tab.CLOCK:
        return {"binding_bars": binding(bars, view)}
    return {"bars": bars, "counts": [_counted(title, one) for title, one in _titled(explained) if one]}


def _titled(explained: DueExplanation) -> list[tuple[str, ClockView | None]]:
    """The clocks, each with what its days explain."""
    return [
        (gettext("Why the promised due date is {day}"), explained.promised),
        (gettext("Why the statutory due date is {day}"), explained.statutory),
        (gettext("Why the step is to be done by {day}"), explained.step),
    ]


def _counted(title: str, one: ClockView) -> tuple[str, str, list[Day]]:
    """The days of a clock; a stopped day names the procedure that stopped it."""
    term = one.life.total
    named = [replace(day, note=procedure_names(day.note)) if day.note else day for day in one.days]
    return title.format(day=one.due_on or gettext("not known yet")), limit_unit(term), count_days(named)
