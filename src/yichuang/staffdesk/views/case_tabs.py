"""The heading of a case and its tabs. A tab is a link, so it works without scripts and can be sent to a colleague."""

from datetime import datetime
from enum import StrEnum

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, correction_changes, explain_due, list_notes
from yichuang.cases.rules import KEEPING_ACTS, Act, State
from yichuang.core.actor import Actor
from yichuang.core.clock import local
from yichuang.correspondence.queries import conversation
from yichuang.correspondence.services import mark_conversation_read
from yichuang.organisations.queries import get_organisation
from yichuang.staffdesk.forms.fields import in_language
from yichuang.staffdesk.forms.handling import NoteForm, SayForm
from yichuang.staffdesk.views import case_parts
from yichuang.staffdesk.views.shown import (
    STATE_TONES,
    Refused,
    centre_calendar,
    count_days,
    days_left,
    days_of_term,
    label,
    law_text,
    unit_name,
    who_else,
)
from yichuang.ui.parts import Choice


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
    duty = view.duty
    calendar = centre_calendar()
    return {
        "item_name": in_language(view.item_name, view.version.content.name_en),
        "organisation": get_organisation(view.organisation_id),
        "state": label(view.state),
        "state_tone": STATE_TONES[view.state],
        "steps": case_parts.steps(view),
        "duty": label(duty.code),
        "duty_who": who_else(duty),
        "duty_law": gettext("; ").join(law_text(key) for key in duty.law),
        "due_on": duty.due_on,
        "days_left": days_left(duty.due_on, calendar) if duty.due_on else None,
        "total_days": days_of_term(_begun_at(view), duty.due_on, calendar),
    }


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
            return _clock(actor, view)
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


def _clock(actor: Actor, view: CaseView) -> dict[str, object]:
    """Why the promised and the statutory due dates are what they are."""
    explained = explain_due(actor, view.case_no)
    counts = [
        (gettext("Why the promised due date is {day}"), explained.promised),
        (gettext("Why the statutory due date is {day}"), explained.statutory),
    ]
    return {
        "counts": [
            (title.format(day=due.due_on), unit_name(due.term.unit), count_days(due)) for title, due in counts if due
        ],
    }
