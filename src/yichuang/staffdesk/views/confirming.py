"""Pages between a case and an act: what is missing, on a page of its own, and the paper to be read before it is sealed."""

from django.http import HttpRequest, HttpResponse

from yichuang.cases.queries import CaseView
from yichuang.cases.rules import Act
from yichuang.core.actor import Actor
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.views.case_tabs import heading
from yichuang.staffdesk.views.cases import case_page
from yichuang.staffdesk.views.paper_preview import preview
from yichuang.staffdesk.views.shown import Refused, label, page


def notice_page(request: HttpRequest, view: CaseView, form: ActForm, status: int = 200) -> HttpResponse:
    """What is missing, line by line, on the whole width."""
    context = {"case": view, "form": form, **heading(view)}
    return page(request, "notice", context, Refused(Act.REQUEST_CORRECTION.value, form, status))


def confirm_page(request: HttpRequest, view: CaseView, act: Act, form: ActForm) -> HttpResponse:
    """The paper as it will say, what follows, and the form to change it; nothing is done yet."""
    context = {
        "case": view,
        "act": act.value,
        "title": label(act),
        "kind": "danger" if act in {Act.REFUSE, Act.DENY} else "primary",
        "paper": preview(act, view, form),
        "form": form,
        "is_notice": act is Act.REQUEST_CORRECTION,
        **heading(view),
    }
    return page(request, "act_confirm", context)


def refused_page(
    request: HttpRequest, actor: Actor, view: CaseView, name: str, form: ActForm, status: int
) -> HttpResponse:
    """The form again, with what was typed and why it was refused."""
    if name == Act.REQUEST_CORRECTION.value and Act.REQUEST_CORRECTION in view.possible:
        return notice_page(request, view, form, status)
    return case_page(request, actor, view, refused=Refused(name, form, status))
