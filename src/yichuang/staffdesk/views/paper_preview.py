"""What a paper will say and what follows from it, before it is sealed. It has no number and no verification code, so nobody can use it as a paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from yichuang.cases.queries import CaseView
from yichuang.cases.rules import LAW_OF, TERMS, Act, State, next_duty, state_after
from yichuang.cases.services import Missing
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules import due_on
from yichuang.documents.rules import PaperKind
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import GrantForm, ReasonForm
from yichuang.staffdesk.forms.missing import MissingForm
from yichuang.staffdesk.views.shown import centre_calendar, counted, label, law_text, term_text, who_else
from yichuang.ui.parts import Definition

_PAPERS = {
    Act.REQUEST_CORRECTION: PaperKind.ONE_TIME_NOTICE,
    Act.ACCEPT: PaperKind.ACCEPTANCE,
    Act.REFUSE: PaperKind.REFUSAL,
    Act.GRANT: PaperKind.DECISION_GRANTED,
    Act.DENY: PaperKind.DECISION_DENIED,
}
_TELLS_REMEDIES = frozenset({Act.REFUSE, Act.DENY})
_MONTHS = (gettext_noop("{number} month"), gettext_noop("{number} months"))


@dataclass(frozen=True, slots=True)
class Preview:
    """The substance of a paper, what follows from it, and what speaks against it. The applicant is masked as on the page."""

    title: str
    addressee: str
    item: str
    heading: str
    lines: tuple[str, ...]
    problems: tuple[Missing, ...]
    facts: tuple[Definition, ...]
    bases: tuple[str, ...]
    law: tuple[str, ...]
    tells_remedies: bool
    after: tuple[Definition, ...]
    warnings: tuple[str, ...]


def must_read(act: Act, view: CaseView) -> bool:
    """Whether the act's paper is read before it is sealed: not where an item is decided on the spot in the applicant's favour."""
    return act in _PAPERS and not (view.case_type is CaseType.INSTANT and act in {Act.ACCEPT, Act.GRANT})


def preview(act: Act, view: CaseView, form: ActForm) -> Preview:
    """The paper that the act would issue now with what stands in the (valid) form."""
    heading, lines = _substance(act, form)
    return Preview(
        title=label(_PAPERS[act]),
        addressee=view.party.name,
        item=view.item_name,
        heading=heading,
        lines=tuple(lines),
        problems=tuple(form.missing()) if isinstance(form, MissingForm) else (),
        facts=tuple(_facts(act, view)),
        bases=tuple(f"《{one.law.strip('《》')}》{one.article}" for one in view.version.content.legal_bases),
        law=tuple(law_text(key) for key in LAW_OF[act]),
        tells_remedies=act in _TELLS_REMEDIES,
        after=tuple(_after(act, view)),
        warnings=tuple(_warnings(act, view)),
    )


def _substance(act: Act, form: ActForm) -> tuple[str, Sequence[str]]:
    if isinstance(form, MissingForm):
        return gettext("Everything that is missing or wrong"), ()
    if isinstance(form, ReasonForm):
        body = form.cleaned_data.get("proper_body", "")
        told = [gettext("Competent: {body}").format(body=body)] if body else []
        return gettext("Reasons"), [*form.reasons_given(), *told]
    if act is Act.ACCEPT:
        return gettext("The application is accepted: it is within this body's powers, complete and in due form."), ()
    conditions = form.conditions_given() if isinstance(form, GrantForm) else []
    return (gettext("Conditions of the grant") if conditions else gettext("Granted without conditions.")), conditions


def _facts(act: Act, view: CaseView) -> list[Definition]:
    """The particulars of the paper."""
    content = view.version.content
    if act is Act.ACCEPT:
        limit = term_text(content.promised_limit or content.statutory_limit)
        return [Definition(gettext("Limit"), limit)] if limit else []
    if act is Act.GRANT and content.results:
        first = content.results[0]
        months = counted(first.valid_months, *_MONTHS) if first.valid_months else gettext("no end")
        return [Definition(gettext("Result"), first.name), Definition(gettext("Valid for"), months)]
    return []


def _after(act: Act, view: CaseView) -> list[Definition]:
    """Where the case stands then, who must do what next, and by when."""
    state = state_after(view.state, act, view.case_type)
    due = _due_after(act, state, view)
    duty = next_duty(state, view.case_type, due, has_results=bool(view.version.content.results))
    told = [
        Definition(gettext("State"), f"{label(view.state)} → {label(state)}"),
        Definition(gettext("Next"), label(duty.code), note=who_else(duty)),
    ]
    if due is not None:
        told.append(Definition(gettext("Due"), due.isoformat()))
    notice = gettext("The applicant is told at once, and finds the paper under the case.")
    return [*told, Definition(gettext("Applicant"), notice)]


def _due_after(act: Act, state: State, view: CaseView) -> date | None:
    """The next due date if the act were done now; None where there is none or it cannot be said."""
    content, calendar = view.version.content, centre_calendar()
    term = (content.promised_limit or content.statutory_limit) if act is Act.ACCEPT else TERMS.get(state)
    if term is None or calendar is None:
        return None
    try:
        return due_on(_start(act, view), term, calendar)
    except CalendarMissingError:
        return None


def _start(act: Act, view: CaseView) -> date:
    """The day from which the time runs: an application that counts as accepted does so since it was received. Law: ALL 32(4)."""
    is_deemed = act is Act.ACCEPT and _is_notice_late(view)
    return clock.local(view.received_at).date() if is_deemed and view.received_at else clock.today()


def _is_notice_late(view: CaseView) -> bool:
    is_waiting = view.state is State.RECEIVED and not view.corrections
    return is_waiting and view.next_due_on is not None and clock.today() > view.next_due_on


def _warnings(act: Act, view: CaseView) -> list[str]:
    """What the service may refuse or the reader should know."""
    if act is not Act.ACCEPT:
        return []
    if _is_notice_late(view):
        return [gettext("Nothing was told within five working days: it counts as accepted since it was received.")]
    lacking = [one.name for one in view.materials if one.is_required and not one.is_given]
    if not lacking:
        return []
    return [gettext("Not handed in: {names}. Tell it in a notice first.").format(names=gettext(", ").join(lacking))]
