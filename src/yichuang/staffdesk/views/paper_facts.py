"""The particulars of a paper before it is sealed: days, places, people and what becomes of the grant."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, policy
from yichuang.cases.rules import Act, decision_clocks, standing_after
from yichuang.core import clock
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules import Procedure, Stop, Term, Unit
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.procedures import SendUpForm, StopForm
from yichuang.staffdesk.views.act_forms import last_day, stopped_text
from yichuang.staffdesk.views.shown import centre_calendar, counted, day, label, moment, term_text
from yichuang.ui.parts import Definition

_MONTHS = (gettext_noop("{number} month"), gettext_noop("{number} months"))


def facts_of(act: Act, view: CaseView, form: ActForm) -> list[Definition]:
    """The particulars of the act's paper; those that are not known are left out."""
    told = _FACTS.get(act)
    return [one for one in told(view, form) if one.detail] if told else []


def standing_after_act(act: Act, view: CaseView) -> list[Definition]:
    """What becomes of that which was granted, where the act changes it."""
    after = standing_after(view.standing, act)
    if after is view.standing or not view.standing.value:
        return []
    return [Definition(gettext("What was granted"), f"{label(view.standing)} → {label(after)}")]


def due_when_extended(view: CaseView) -> date | None:
    """The binding due date if the limit were extended now; None while a clock stands still or where it cannot be said."""
    calendar = centre_calendar()
    if view.accepted_at is None or calendar is None:
        return None
    stops = [Stop(one.from_day, one.to_day, one.procedure.value, one.clocks) for one in view.stops]
    accepted_on = clock.local(view.accepted_at).date()
    try:
        return decision_clocks(view.version.content, accepted_on, calendar, stops, extension(view)).binding_on
    except CalendarMissingError:
        return None


def extension(view: CaseView) -> Term:
    """By how much the limit can be extended once. Law: ALL 42."""
    return view.version.content.handling.extension_limit or policy().extension_limit


def _accepted(view: CaseView, _form: ActForm) -> list[Definition]:
    content = view.version.content
    return [Definition(gettext("Limit"), term_text(content.promised_limit or content.statutory_limit))]


def _granted(view: CaseView, _form: ActForm) -> list[Definition]:
    results = view.version.content.results
    if not results:
        return []
    months = counted(results[0].valid_months, *_MONTHS) if results[0].valid_months else gettext("no end")
    return [Definition(gettext("Result"), results[0].name), Definition(gettext("Valid for"), months)]


def _committed(view: CaseView, form: ActForm) -> list[Definition]:
    commitment = view.version.content.handling.commitment
    return [
        *_granted(view, form),
        Definition(gettext("What follows if it is not true"), commitment.consequence if commitment else ""),
        Definition(gettext("To be checked by"), day(last_day(policy().verification_limit))),
    ]


def _stopped(_view: CaseView, form: ActForm) -> list[Definition]:
    if not isinstance(form, StopForm):
        return []
    typed, names = form.cleaned_data, form.names
    told = [
        Definition(gettext("Which procedure"), label(form.chosen), note=stopped_text(form.chosen)),
        Definition(gettext("Expected to last until"), day(typed["expected_on"])),
    ]
    if form.held_at is not None:
        told += [
            Definition(gettext("Held"), f"{moment(form.held_at)} · {typed['place']}"),
            Definition(gettext("In the chair"), names.get(typed["chair"], "")),
            Definition(gettext("Subject of the hearing"), typed["matter"]),
        ]
    if form.chosen is Procedure.SITE_VISIT:
        told.append(Definition(gettext("Who goes"), gettext(", ").join(names[one] for one in typed["people"])))
    return told


def _extended(view: CaseView, _form: ActForm) -> list[Definition]:
    return [
        Definition(gettext("Longer by"), term_text(extension(view))),
        Definition(gettext("Original due date"), day(view.promised_first_on or view.statutory_first_on)),
        Definition(gettext("Due date then"), day(due_when_extended(view))),
    ]


def _told_hearing(_view: CaseView, _form: ActForm) -> list[Definition]:
    ask_by = last_day(Term(policy().hearing_request_days, Unit.CALENDAR_DAY))
    return [Definition(gettext("The applicant may ask for it until"), day(ask_by))]


def _sent_up(view: CaseView, form: ActForm) -> list[Definition]:
    if not isinstance(form, SendUpForm):
        return []
    given = [one.name for one in view.materials if one.is_given and not one.is_made]
    return [
        Definition(gettext("Materials"), gettext(", ").join(given)),
        Definition(gettext("How the materials go"), form.cleaned_data["carrier"]),
        Definition(gettext("Answer expected by"), day(form.cleaned_data["expected_on"])),
    ]


def _ended(view: CaseView, _form: ActForm) -> list[Definition]:
    return [Definition(gettext("Number of the decision"), view.certificate_no)]


_FACTS: Mapping[Act, Callable[[CaseView, ActForm], list[Definition]]] = MappingProxyType(
    {
        Act.ACCEPT: _accepted,
        Act.GRANT: _granted,
        Act.COMMIT: _committed,
        Act.STOP: _stopped,
        Act.EXTEND: _extended,
        Act.TELL_HEARING: _told_hearing,
        Act.SEND_UP: _sent_up,
        Act.REVOKE: _ended,
        Act.RECALL: _ended,
        Act.CANCEL: _ended,
    }
)
