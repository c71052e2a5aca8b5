"""The particulars of a paper before it is sealed, taken from the act as it was rehearsed: days, places, people."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from yichuang.cases.queries import CaseView
from yichuang.cases.rules import Act, PledgeKind
from yichuang.core import clock
from yichuang.documents.rules import PaperKind
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.procedures import SendUpForm, StopForm
from yichuang.staffdesk.services import Rehearsed
from yichuang.staffdesk.views.act_forms import stopped_text
from yichuang.staffdesk.views.particulars import hearing_text
from yichuang.staffdesk.views.shown import day, label, term_text
from yichuang.ui.parts import Definition

Told = tuple[str, Sequence[str]]
"""A heading and its lines."""


def heading_of(act: Act, form: ActForm, tried: Rehearsed) -> Told:
    """What the act's own paper says for what stands in the (valid) form."""
    if act is Act.ACCEPT and tried.view.ledger[-1].details["is_deemed"]:
        told = gettext("Nothing was told in time: the application counts as accepted since it came in on {day}.")
        return told.format(day=clock.local(tried.view.submitted_at).date()), ()
    return form.substance()


def facts_of(act: Act, view: CaseView, form: ActForm, tried: Rehearsed) -> list[Definition]:
    """The particulars of the act's paper; those that are not known are left out."""
    told = _FACTS.get(act)
    return [one for one in told(view, form, tried.view) if one.detail] if told else []


def _accepted(view: CaseView, _form: ActForm, after: CaseView) -> list[Definition]:
    content = view.version.content
    limit = term_text(content.promised_limit or content.statutory_limit)
    due_on = after.promised_due_on or after.statutory_due_on
    return [Definition(gettext("Limit"), limit), Definition(gettext("To be decided until"), day(due_on))]


def _granted(view: CaseView, _form: ActForm, after: CaseView) -> list[Definition]:
    results = view.version.content.results
    until = day(after.valid_until) or gettext("no end")
    return [
        *([Definition(gettext("Result"), results[0].name)] if results else []),
        *([Definition(gettext("Case whose grant it changes"), after.about)] if after.about else []),
        *([Definition(gettext("Valid until"), until)] if results or after.valid_until else []),
    ]


def _committed(view: CaseView, form: ActForm, after: CaseView) -> list[Definition]:
    check_by = next((one.due_on for one in after.pledges if one.kind is PledgeKind.COMMITMENT), None)
    return [*_granted(view, form, after), Definition(gettext("To be checked by"), day(check_by))]


def _stopped(_view: CaseView, form: ActForm, _after: CaseView) -> list[Definition]:
    if not isinstance(form, StopForm):
        return []
    typed, names = form.cleaned_data, form.names
    told = [
        Definition(gettext("Which procedure"), label(form.chosen), note=stopped_text(form.chosen)),
        Definition(gettext("Expected to last until"), day(typed["expected_on"])),
    ]
    return [*told, Definition(gettext("Who goes"), gettext(", ").join(names[one] for one in form.going))]


def _extended(_view: CaseView, _form: ActForm, after: CaseView) -> list[Definition]:
    return [
        Definition(gettext("Longer by"), term_text(after.extension)),
        Definition(gettext("Original due date"), day(after.promised_first_on or after.statutory_first_on)),
        Definition(gettext("Due date then"), day(after.promised_due_on or after.statutory_due_on)),
    ]


def _told_hearing(_view: CaseView, _form: ActForm, after: CaseView) -> list[Definition]:
    return [Definition(gettext("Last day on which the applicant may ask for it"), day(after.hearing_by))]


def _asked_to_correct(_view: CaseView, _form: ActForm, after: CaseView) -> list[Definition]:
    return [Definition(gettext("Last day for corrections"), day(after.next_due_on))]


def _sent_up(view: CaseView, form: ActForm, _after: CaseView) -> list[Definition]:
    if not isinstance(form, SendUpForm):
        return []
    given = [one.name for one in view.materials if one.is_given and not one.is_made]
    return [
        Definition(gettext("Materials"), gettext(", ").join(given)),
        Definition(gettext("How the materials go"), form.cleaned_data["carrier"]),
        Definition(gettext("Answer expected by"), day(form.cleaned_data["expected_on"])),
    ]


def _ended(view: CaseView, _form: ActForm, _after: CaseView) -> list[Definition]:
    return [Definition(gettext("Number of the decision"), view.certificate_no)]


_FACTS: Mapping[Act, Callable[[CaseView, ActForm, CaseView], list[Definition]]] = MappingProxyType(
    {
        Act.ACCEPT: _accepted,
        Act.REQUEST_CORRECTION: _asked_to_correct,
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


def _promise(_form: ActForm, tried: Rehearsed) -> Told:
    deferred: Any = tried.view.ledger[-1].details["deferred"]
    told = gettext("{name}: by {day}")
    lines = [told.format(name=one["name"], day=one["due_on"]) for one in deferred]
    return gettext("The applicant promises, and signs, to hand in"), lines


def _commitment(_form: ActForm, tried: Rehearsed) -> Told:
    commitment = tried.view.version.content.handling.commitment
    if commitment is None:
        return "", ()
    follows = gettext("What follows if it is not true") + gettext(": ") + commitment.consequence
    return gettext("The applicant declares, and signs"), [*commitment.terms, follows]


def _hearing_notice(form: ActForm, tried: Rehearsed) -> Told:
    row = tried.view.ledger[-1]
    hearing: Any = row.details["hearing"]
    subject = gettext("Subject of the hearing") + gettext(": ") + (form.cleaned_data["matter"] or row.reason)
    return gettext("The applicant is asked to come"), [hearing_text(hearing), subject]


BESIDE: Mapping[PaperKind, Callable[[ActForm, Rehearsed], Told]] = MappingProxyType(
    {
        PaperKind.DEFERRAL_PROMISE: _promise,
        PaperKind.COMMITMENT: _commitment,
        PaperKind.HEARING_NOTICE: _hearing_notice,
    }
)
"""What the papers say that an act issues besides the one it is known by."""
