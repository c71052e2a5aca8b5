"""One case: everything about it in one view, and the look at the applicant's data."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from yichuang.cases.queries import Answer, CaseView, PartyView, explain_due, get_case_view, unmask_party
from yichuang.cases.rules import State
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.rights import Right
from yichuang.identity.services import record_unmasking
from yichuang.organisations.queries import get_organisation
from yichuang.staffdesk.access import BOTH, desk
from yichuang.staffdesk.forms.cases import UnmaskForm
from yichuang.staffdesk.views import case_parts
from yichuang.staffdesk.views.case_panels import UNMASK, panels
from yichuang.staffdesk.views.shown import (
    STATE_TONES,
    Refused,
    centre_calendar,
    count_days,
    days_left,
    label,
    page,
    unit_name,
)
from yichuang.ui.parts import Definition

_UNPROCESSABLE = 422
_Look = tuple[PartyView, tuple[Answer, ...]]
_NEXT = {
    State.SUBMITTED: gettext_noop("Take the application in"),
    State.RECEIVED: gettext_noop("Accept it, refuse it, or tell everything that is missing"),
    State.CORRECTION_REQUESTED: gettext_noop("The applicant corrects"),
    State.ACCEPTED: gettext_noop("Review and decide"),
    State.IN_REVIEW: gettext_noop("Decide"),
    State.GRANTED: gettext_noop("Issue and deliver"),
    State.DENIED: gettext_noop("Deliver"),
    State.ISSUED: gettext_noop("Deliver"),
}


@desk(Right.VIEW_CASES)
def show(request: HttpRequest, actor: Actor, case_no: str) -> HttpResponse:
    """The case with everything that the actor may see, and the acts that are possible for the actor now."""
    return case_page(request, actor, get_case_view(actor, case_no))


@desk(Right.VIEW_CASES, methods=BOTH)
def unmask(request: HttpRequest, actor: Actor, case_no: str) -> HttpResponse:
    """The applicant's data in full, once, after the look was recorded with its reason."""
    view = get_case_view(actor, case_no)
    if request.method != "POST":
        return case_page(request, actor, view)
    form = UnmaskForm(request.POST, ident=UNMASK)
    if not form.is_valid():
        return case_page(request, actor, view, refused=Refused(UNMASK, form, _UNPROCESSABLE))
    record_unmasking(
        actor=actor,
        subject=f"case:{case_no}",
        what="party, answers",
        reason=form.cleaned_data["reason"],
        organisation_id=view.organisation_id,
    )
    return case_page(request, actor, view, look=unmask_party(actor, case_no))


def case_page(
    request: HttpRequest,
    actor: Actor,
    view: CaseView,
    *,
    refused: Refused | None = None,
    look: _Look | None = None,
) -> HttpResponse:
    """The page of a case; with a refused act, or with the applicant's data in full."""
    party, answers = look or (view.party, view.answers)
    may_unmask = actor.may(Right.UNMASK_PERSON, view.organisation_id)
    context = {
        "case": view,
        "organisation": get_organisation(view.organisation_id),
        "state": label(view.state),
        "state_tone": STATE_TONES[view.state],
        "acts": panels(actor, view, refused),
        "steps": case_parts.steps(view),
        "party": case_parts.party(party),
        "is_masked": party.is_masked,
        "may_unmask": may_unmask,
        "unmask_form": refused.form if refused and refused.name == UNMASK else UnmaskForm(ident=UNMASK),
        "answers": [Definition(one.label, one.value) for one in answers],
        "materials": case_parts.materials(view),
        "papers": case_parts.papers(view),
        "new_papers": case_parts.papers(view, is_newest=True),
        "ledger_table": case_parts.ledger(view),
        **_clock(actor, view),
    }
    return page(request, "case", context, refused)


def _clock(actor: Actor, view: CaseView) -> dict[str, object]:
    """The due date that comes next, and why the promised and the statutory ones are what they are."""
    explained = explain_due(actor, view.case_no)
    counts = [
        (gettext("Why the promised due date is {day}"), explained.promised),
        (gettext("Why the statutory due date is {day}"), explained.statutory),
    ]
    return {
        "dates": case_parts.dates(view),
        "next_step": gettext(_NEXT[view.state]) if view.state in _NEXT else "",
        "days_left": days_left(view.next_due_on, centre_calendar()) if view.next_due_on else None,
        "counts": [
            (title.format(day=due.due_on), unit_name(due.term.unit), count_days(due)) for title, due in counts if due
        ],
    }
