"""What a paper will say and what follows from it, before it is sealed. It has no number and no verification code, so nobody can use it as a paper."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, policy
from yichuang.cases.rules import LAW_OF, Act, State, next_duty, state_after
from yichuang.cases.services import Missing
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.deadlines.errors import CalendarMissingError
from yichuang.deadlines.rules import due_on
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.missing import MissingForm
from yichuang.staffdesk.forms.procedures import StopForm
from yichuang.staffdesk.views.desk_acts import DESK_ACTS
from yichuang.staffdesk.views.paper_facts import due_when_extended, facts_of, standing_after_act
from yichuang.staffdesk.views.shown import centre_calendar, label, law_text, who_else
from yichuang.ui.parts import Definition

_TELLS_REMEDIES = frozenset({Act.REFUSE, Act.DENY, Act.NOT_REQUIRED, Act.TERMINATE, Act.REVOKE, Act.RECALL, Act.CANCEL})
_INSTANTLY = frozenset({Act.ACCEPT, Act.GRANT})


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
    is_instant = view.case_type is CaseType.INSTANT and act in _INSTANTLY
    return DESK_ACTS[act].paper is not None and not is_instant


def preview(act: Act, view: CaseView, form: ActForm) -> Preview:
    """The paper that the act would issue now with what stands in the (valid) form."""
    heading, lines = form.substance()
    is_sent_up = act is Act.SEND_UP
    return Preview(
        title=label(DESK_ACTS[act].paper),
        addressee=view.version.content.handling.upper_body if is_sent_up else view.party.name,
        item=view.item_name,
        heading=heading,
        lines=tuple(lines),
        problems=tuple(form.missing()) if isinstance(form, MissingForm) else (),
        facts=tuple(facts_of(act, view, form)),
        bases=tuple(f"《{one.law.strip('《》')}》{one.article}" for one in view.version.content.legal_bases),
        law=tuple(law_text(key) for key in LAW_OF[act]),
        tells_remedies=act in _TELLS_REMEDIES,
        after=tuple(_after(act, view, form)),
        warnings=tuple(_warnings(act, view, form)),
    )


def _after(act: Act, view: CaseView, form: ActForm) -> list[Definition]:
    """Where the case stands then, who must do what next, and by when."""
    state = state_after(view.state, act, view.case_type)
    due = _due_after(act, state, view, form)
    has_results = bool(view.version.content.results)
    duty = view.duty if state is view.state else next_duty(state, view.case_type, due, has_results=has_results)
    changed = label(state) if state is view.state else f"{label(view.state)} → {label(state)}"
    told = [
        Definition(gettext("State"), changed),
        *standing_after_act(act, view),
        Definition(gettext("Next"), label(duty.code), note=who_else(duty)),
    ]
    if due is not None:
        told.append(Definition(gettext("Due"), due.isoformat()))
    notice = gettext("The applicant is told at once, and finds the paper under the case.")
    return [*told, Definition(gettext("Applicant"), notice)]


def _due_after(act: Act, state: State, view: CaseView, form: ActForm) -> date | None:
    """The next due date if the act were done now; None where there is none or it cannot be said."""
    if act in {Act.STOP, Act.SEND_UP}:
        expected: date = form.cleaned_data["expected_on"]
        return expected
    if state is view.state:
        return due_when_extended(view) if act is Act.EXTEND else view.duty.due_on
    content, calendar = view.version.content, centre_calendar()
    term = (content.promised_limit or content.statutory_limit) if act is Act.ACCEPT else policy().limit_of(state)
    if term is None or calendar is None:
        return None
    try:
        return due_on(_start(act, view), term, calendar)
    except CalendarMissingError:
        return None


def _start(act: Act, view: CaseView) -> date:
    """The day from which the time runs: an application that counts as accepted does so since it arrived. Law: ALL 32(4)."""
    is_deemed = act is Act.ACCEPT and _is_notice_late(view)
    return clock.local(view.submitted_at).date() if is_deemed else clock.today()


def _is_notice_late(view: CaseView) -> bool:
    is_waiting = view.state is State.RECEIVED and not view.corrections
    return is_waiting and view.next_due_on is not None and clock.today() > view.next_due_on


def _warnings(act: Act, view: CaseView, form: ActForm) -> list[str]:
    """What the service may refuse or the reader should know."""
    if isinstance(form, StopForm) and not policy().clocks_of(form.chosen):
        return [gettext("The clocks run on meanwhile: the time of this procedure is counted here.")]
    if act is not Act.ACCEPT:
        return []
    if _is_notice_late(view):
        return [gettext("Nothing was told within five working days: it counts as accepted since it was received.")]
    deferred = form.given()["deferred"]
    lacking = [one.name for one in view.materials if one.is_required and not one.is_given and one.code not in deferred]
    if not lacking:
        return []
    return [gettext("Not handed in: {names}. Tell it in a notice first.").format(names=gettext(", ").join(lacking))]
