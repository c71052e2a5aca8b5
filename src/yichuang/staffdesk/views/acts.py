"""What is done when an act on a case is sent."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases import services
from yichuang.cases.queries import CaseView, get_case_view
from yichuang.cases.rules import Act, TextKind
from yichuang.core.actor import Actor, RightMissingError
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import message_of, status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import PlainActForm
from yichuang.staffdesk.forms.missing import MissingForm, with_more_lines
from yichuang.staffdesk.services import OnTheSpot, decide_on_the_spot
from yichuang.staffdesk.views.case_panels import ON_THE_SPOT, act_form, texts_for
from yichuang.staffdesk.views.cases import case_page
from yichuang.staffdesk.views.confirming import act_page, confirm_page, refused_page
from yichuang.staffdesk.views.desk_acts import DESK_ACTS
from yichuang.staffdesk.views.paper_preview import must_read
from yichuang.staffdesk.views.shown import Refused, label

_UNPROCESSABLE = 422
_NAMES = frozenset(act.value for act in DESK_ACTS)


@desk(Right.VIEW_CASES, methods=BOTH)
def act(request: HttpRequest, actor: Actor, case_no: str, name: str) -> HttpResponse:
    """The act is done and the case shown again; a refusal stands on the page with its status and what was typed.

    A paper is read on a page of its own before it is sealed, and nothing is done before that. Fetched, the address leads
    to the form of the act.
    """
    view = get_case_view(actor, case_no)
    if request.method != "POST":
        return _asked_for(request, actor, view, name)
    form = _form(name, actor, view, request)
    if isinstance(form, MissingForm) and "more" in request.POST:
        return act_page(request, view, Act(name), _with_more_lines(request, form))
    if not form.is_valid():
        return refused_page(request, actor, view, name, form, _UNPROCESSABLE)
    if _must_read_first(Act(name), view, form, request):
        return confirm_page(request, view, Act(name), form)
    try:
        done = DESK_ACTS[Act(name)].service(
            actor=actor, case_no=case_no, key=str(form.cleaned_data["key"]), **form.given()
        )
    except (RightMissingError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return refused_page(request, actor, get_case_view(actor, case_no), name, form, status_of(error))
    _tell_done(request, actor, done)
    return redirect("staffdesk:case", case_no=case_no)


@desk(Right.VIEW_CASES, Right.DECIDE_INSTANT, methods=WRITE)
def decide_now(request: HttpRequest, actor: Actor, case_no: str) -> HttpResponse:
    """The case is accepted and granted, one act after the other; what stops them is told with where the case stands."""
    view = get_case_view(actor, case_no)
    form = PlainActForm(request.POST, ident=ON_THE_SPOT)
    if not form.is_valid():
        return case_page(request, actor, view, refused=Refused(ON_THE_SPOT, form, _UNPROCESSABLE))
    try:
        spot = decide_on_the_spot(actor=actor, case_no=case_no, key=str(form.cleaned_data["key"]))
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        fresh = get_case_view(actor, case_no)
        return case_page(request, actor, fresh, refused=Refused(ON_THE_SPOT, form, status_of(error)))
    tell_on_the_spot(request, spot)
    return redirect("staffdesk:case", case_no=case_no)


def tell_on_the_spot(request: HttpRequest, spot: OnTheSpot) -> None:
    """The next page says which acts were done, and why the next one was not."""
    acts = gettext(", ").join(label(done.act) for done in spot.done)
    told = gettext("Done: {act}. The case is now “{state}”.").format(act=acts, state=label(spot.done[-1].state))
    if spot.refusal is None:
        messages.success(request, told)
    else:
        messages.warning(request, f"{told} {message_of(spot.refusal)}")


def _tell_done(request: HttpRequest, actor: Actor, done: services.ActDone) -> None:
    """The next page says what was done, where the case stands and who has it now."""
    view = get_case_view(actor, done.case_no)
    told = gettext("Done: {act}. The case is now “{state}”.").format(act=label(done.act), state=label(done.state))
    if view.duty.act is None:
        messages.success(request, told)
        return
    whose = gettext("It stays in your hands.") if view.handling.is_mine else gettext("It has left your list.")
    following = gettext("Next: {duty}.").format(duty=label(view.duty.code))
    messages.success(request, f"{told} {following} {whose}")


def _asked_for(request: HttpRequest, actor: Actor, view: CaseView, name: str) -> HttpResponse:
    """The form of an act that has a page of its own, or the case with the act unfolded."""
    if name not in _NAMES:
        raise PageNotFoundError
    act = Act(name)
    if DESK_ACTS[act].opens and act in view.possible:
        return act_page(request, view, act, act_form(actor, act, view, texts_for(actor, view, [act])))
    return redirect(f"{reverse('staffdesk:case', args=[view.case_no])}?{urlencode({'act': name})}")


def _with_more_lines(request: HttpRequest, form: MissingForm) -> MissingForm:
    texts = {TextKind.PROBLEM: form.offered["problem"], TextKind.REMEDY: form.offered["remedy"]}
    ident = Act.REQUEST_CORRECTION.value
    return MissingForm(names=form.named, texts=texts, initial=with_more_lines(request.POST), ident=ident)


def _must_read_first(act: Act, view: CaseView, form: ActForm, request: HttpRequest) -> bool:
    """Whether the paper must be shown first: who may not do the act (any more) is told that instead."""
    if act not in view.possible or not must_read(act, view):
        return False
    is_empty = isinstance(form, MissingForm) and not form.missing()
    return not is_empty and ("preview" in request.POST or not request.POST.get("confirmed"))


def _form(name: str, actor: Actor, view: CaseView, request: HttpRequest) -> ActForm:
    if name not in _NAMES:
        raise PageNotFoundError
    return act_form(actor, Act(name), view, texts_for(actor, view, [Act(name)]), request)
