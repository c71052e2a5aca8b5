"""What is done beside the acts: taking a case, handing it over, a remark, a message to the applicant."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases import services
from yichuang.cases.queries import CaseView, get_case_view
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.correspondence.services import say
from yichuang.staffdesk.access import WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import PlainActForm
from yichuang.staffdesk.forms.handling import NoteForm, SayForm
from yichuang.staffdesk.views.case_hints import for_reader
from yichuang.staffdesk.views.cases import case_page
from yichuang.staffdesk.views.handling_parts import HAND_OVER, hand_over_form
from yichuang.staffdesk.views.shown import Refused

_UNPROCESSABLE = 422
_TAB_OF = {"say": "talk", "note": "talk"}


@desk(Right.VIEW_CASES, methods=WRITE)
def act(request: HttpRequest, actor: Actor, case_no: str, name: str) -> HttpResponse:
    """It is done and the case shown again; a refusal stands on the page with its status and what was typed."""
    if name not in _DOERS:
        raise PageNotFoundError
    view = get_case_view(actor, case_no)
    form = _form(name, actor, view, request)
    if not form.is_valid():
        return case_page(request, actor, view, refused=Refused(name, form, _UNPROCESSABLE))
    try:
        told = _DOERS[name](actor, view, form)
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        fresh = get_case_view(actor, case_no)
        form.refuse(for_reader(error, fresh))
        return case_page(request, actor, fresh, refused=Refused(name, form, status_of(error)))
    messages.success(request, told)
    tab = _TAB_OF.get(name)
    url = reverse("staffdesk:case", args=[case_no])
    return redirect(f"{url}?{urlencode({'tab': tab})}#tabs" if tab else url)


def _form(name: str, actor: Actor, view: CaseView, request: HttpRequest) -> ActForm:
    if name == HAND_OVER:
        return hand_over_form(actor, view, request.POST)
    kinds: Mapping[str, type[ActForm]] = {"say": SayForm, "note": NoteForm}
    return kinds.get(name, PlainActForm)(request.POST, ident=name)


Doer = Callable[[Actor, CaseView, ActForm], str]


def _take(actor: Actor, view: CaseView, form: ActForm) -> str:
    services.take_case(actor=actor, case_no=view.case_no, key=str(form.cleaned_data["key"]))
    return gettext("The case is in your hands.")


def _give_back(actor: Actor, view: CaseView, form: ActForm) -> str:
    services.hand_over_case(actor=actor, case_no=view.case_no, to_account_id=None, key=str(form.cleaned_data["key"]))
    return gettext("The case is in nobody's hands again.")


def _hand_over(actor: Actor, view: CaseView, form: ActForm) -> str:
    given = form.cleaned_data
    services.hand_over_case(
        actor=actor, case_no=view.case_no, to_account_id=given["to"], reason=given["reason"], key=str(given["key"])
    )
    return gettext("The case is handed over.")


def _note(actor: Actor, view: CaseView, form: ActForm) -> str:
    services.add_note(actor=actor, case_no=view.case_no, text=form.cleaned_data["text"])
    return gettext("The remark is kept.")


def _say(actor: Actor, view: CaseView, form: ActForm) -> str:
    given = form.cleaned_data
    say(actor=actor, case_no=view.case_no, text=given["text"], key=given["key"])
    return gettext("The message is sent.")


_DOERS: Mapping[str, Doer] = {
    "take": _take,
    "give_back": _give_back,
    HAND_OVER: _hand_over,
    "note": _note,
    "say": _say,
}
