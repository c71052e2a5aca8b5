"""Pages between a case and an act: those with much to fill in, and the paper to be read before it is sealed."""

from django.http import HttpRequest, HttpResponse

from yichuang.cases.queries import CaseView
from yichuang.cases.rules import Act
from yichuang.core.actor import Actor
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.missing import MissingForm
from yichuang.staffdesk.services import Rehearsed
from yichuang.staffdesk.views.case_tabs import heading
from yichuang.staffdesk.views.cases import case_page
from yichuang.staffdesk.views.desk_acts import DESK_ACTS
from yichuang.staffdesk.views.paper_preview import button_of, preview
from yichuang.staffdesk.views.shown import Refused, label, page


def act_page(request: HttpRequest, view: CaseView, act: Act, form: ActForm, status: int = 200) -> HttpResponse:
    """An act with much to fill in, on the whole width."""
    at_desk = DESK_ACTS[act]
    context = {
        "case": view,
        "act": act.value,
        "title": label(act),
        "told": at_desk.said(view),
        "button": button_of(act, view, form),
        "template": at_desk.template,
        "form": form,
        "has_lines": isinstance(form, MissingForm),
        **heading(view),
    }
    return page(request, "act_page", context, Refused(act.value, form, status))


def confirm_page(request: HttpRequest, view: CaseView, act: Act, form: ActForm, tried: Rehearsed) -> HttpResponse:
    """The papers as they will say, what follows, and the form to change it; nothing is done yet."""
    context = {
        "case": view,
        "act": act.value,
        "title": label(act),
        "kind": "danger" if DESK_ACTS[act].kind == "danger" else "primary",
        "template": DESK_ACTS[act].template,
        "paper": preview(act, view, form, tried),
        "form": form,
        **heading(view),
    }
    return page(request, "act_confirm", context)


def refused_page(
    request: HttpRequest, actor: Actor, view: CaseView, name: str, form: ActForm, status: int
) -> HttpResponse:
    """The form again, with what was typed and why it was refused."""
    if DESK_ACTS[Act(name)].opens and Act(name) in view.possible:
        return act_page(request, view, Act(name), form, status)
    return case_page(request, actor, view, refused=Refused(name, form, status))
