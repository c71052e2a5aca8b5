"""One case: everything about it in one view, and the look at the applicant's data."""

from django.http import HttpRequest, HttpResponse

from yichuang.cases.queries import Answer, CaseView, PartyView, get_case_view, unmask_party
from yichuang.cases.rules import State
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.correspondence.services import mark_read
from yichuang.identity.services import record_unmasking
from yichuang.staffdesk.access import BOTH, desk
from yichuang.staffdesk.forms.handling import UnmaskForm
from yichuang.staffdesk.views import case_parts
from yichuang.staffdesk.views.case_hints import letter_lacking, not_open
from yichuang.staffdesk.views.case_panels import UNMASK, panels
from yichuang.staffdesk.views.case_tabs import Tab, clocks, heading, tab_content, tab_of, tabs
from yichuang.staffdesk.views.circumstances import circumstances
from yichuang.staffdesk.views.handling_parts import handling
from yichuang.staffdesk.views.shown import Refused, page

_UNPROCESSABLE = 422
_Look = tuple[PartyView, tuple[Answer, ...]]


@desk(Right.VIEW_CASES)
def show(request: HttpRequest, actor: Actor, case_no: str) -> HttpResponse:
    """The case with everything that the actor may see, and the acts that are possible for the actor now.

    What the actor was told of the case is read herewith.
    """
    view = get_case_view(actor, case_no)
    mark_read(actor=actor, case_no=view.case_no)
    return case_page(request, actor, view)


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
    tab = tab_of(request, refused)
    context = {
        "case": view,
        **heading(view),
        "tab": tab.value,
        "tabs": tabs(view, tab),
        **tab_content(request, actor, view, tab, refused),
        **clocks(actor, view, tab),
        "circumstances": circumstances(actor, view),
        "not_open": not_open(view, request.GET.get("act", "")) if refused is None else "",
        "letter_lacking": letter_lacking(view),
        "acts": panels(actor, view, refused, opens=request.GET.get("act", "")),
        **handling(actor, view, refused),
        "party": case_parts.party(party),
        "is_masked": party.is_masked,
        "may_unmask": actor.may(Right.UNMASK_PERSON, view.organisation_id),
        "unmask_form": refused.form if refused and refused.name == UNMASK else UnmaskForm(ident=UNMASK),
        "has_screen": actor.may(Right.RECEIVE, view.organisation_id),
        "papers": case_parts.papers(view),
        "new_papers": case_parts.papers(view, is_newest=True),
        "dates": case_parts.dates(view),
        "has_packages": view.state is State.ARCHIVED and actor.may(Right.ARCHIVE, view.organisation_id),
    }
    if tab is Tab.FACTS:
        context |= {
            "groups": case_parts.answer_groups(view, answers),
            "opinions": case_parts.opinions(view),
            **case_parts.materials_with_viewer(request, view),
        }
    return page(request, "case", context, refused)
