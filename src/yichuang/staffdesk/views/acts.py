"""What is done when an act on a case is sent."""

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases import services
from yichuang.cases.queries import CaseView, get_case_view
from yichuang.cases.rules import Act, DeliveryMethod, Opinion, TextKind
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import message_of, status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import (
    DenyForm,
    GrantForm,
    PlainActForm,
    RefuseForm,
    ReviewForm,
)
from yichuang.staffdesk.forms.fields import asked_materials, read_answers, read_files, read_papers
from yichuang.staffdesk.forms.missing import MissingForm, with_more_lines
from yichuang.staffdesk.services import OnTheSpot, correct_at_window, decide_on_the_spot
from yichuang.staffdesk.views.case_panels import ON_THE_SPOT, act_form, texts_for
from yichuang.staffdesk.views.cases import case_page
from yichuang.staffdesk.views.confirming import confirm_page, notice_page, refused_page
from yichuang.staffdesk.views.paper_preview import must_read
from yichuang.staffdesk.views.shown import Refused, label

_UNPROCESSABLE = 422
Doer = Callable[[Actor, CaseView, ActForm, HttpRequest, str], services.ActDone]


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
        return notice_page(request, view, _with_more_lines(request, form))
    if not form.is_valid():
        return refused_page(request, actor, view, name, form, _UNPROCESSABLE)
    if _must_read_first(Act(name), view, form, request):
        return confirm_page(request, view, Act(name), form)
    try:
        done = _DOERS[name](actor, view, form, request, str(form.cleaned_data["key"]))
    except (ForbiddenError, NotFoundError):
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
    if name not in _DOERS:
        raise PageNotFoundError
    if name == Act.REQUEST_CORRECTION.value and Act.REQUEST_CORRECTION in view.possible:
        texts = texts_for(actor, view, [Act.REQUEST_CORRECTION])
        return notice_page(request, view, act_form(actor, Act.REQUEST_CORRECTION, view, texts))
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
    if name not in _DOERS:
        raise PageNotFoundError
    return act_form(actor, Act(name), view, texts_for(actor, view, [Act(name)]), request)


def _plain(service: Callable[..., services.ActDone]) -> Doer:
    return lambda actor, view, _form, _request, key: service(actor=actor, case_no=view.case_no, key=key)


def _request_correction(
    actor: Actor, view: CaseView, form: ActForm, _request: HttpRequest, key: str
) -> services.ActDone:
    missing = form.missing() if isinstance(form, MissingForm) else []
    return services.request_correction(actor=actor, case_no=view.case_no, missing=missing, key=key)


def _correct(actor: Actor, view: CaseView, _form: ActForm, request: HttpRequest, key: str) -> services.ActDone:
    content = view.version.content
    materials = asked_materials(content)
    answers = {name: value for name, value in read_answers(request, content).items() if value}
    papers, files = read_papers(request, materials), read_files(request, materials)
    return correct_at_window(actor=actor, case_no=view.case_no, form=answers, papers=papers, files=files, key=key)


def _refuse(actor: Actor, view: CaseView, form: ActForm, _request: HttpRequest, key: str) -> services.ActDone:
    reason = form.full_reason() if isinstance(form, RefuseForm) else ""
    body = form.cleaned_data["proper_body"]
    return services.refuse_case(actor=actor, case_no=view.case_no, reason=reason, proper_body=body, key=key)


def _review(actor: Actor, view: CaseView, form: ActForm, _request: HttpRequest, key: str) -> services.ActDone:
    opinion = Opinion(form.cleaned_data["opinion"])
    grounds = form.grounds() if isinstance(form, ReviewForm) else ""
    return services.review_case(actor=actor, case_no=view.case_no, opinion=opinion, text=grounds, key=key)


def _grant(actor: Actor, view: CaseView, form: ActForm, _request: HttpRequest, key: str) -> services.ActDone:
    conditions = form.conditions_given() if isinstance(form, GrantForm) else []
    return services.decide_case(actor=actor, case_no=view.case_no, is_granted=True, conditions=conditions, key=key)


def _deny(actor: Actor, view: CaseView, form: ActForm, _request: HttpRequest, key: str) -> services.ActDone:
    reasons = form.reasons_given() if isinstance(form, DenyForm) else []
    return services.decide_case(actor=actor, case_no=view.case_no, is_granted=False, reasons=reasons, key=key)


def _deliver(actor: Actor, view: CaseView, form: ActForm, _request: HttpRequest, key: str) -> services.ActDone:
    given = form.cleaned_data
    method = DeliveryMethod(given["method"])
    return services.deliver_result(
        actor=actor, case_no=view.case_no, method=method, receiver=given["receiver"], key=key
    )


_DOERS: Mapping[str, Doer] = {
    Act.RECEIVE.value: _plain(services.receive_case),
    Act.REQUEST_CORRECTION.value: _request_correction,
    Act.CORRECT.value: _correct,
    Act.ACCEPT.value: _plain(services.accept_case),
    Act.REFUSE.value: _refuse,
    Act.REVIEW.value: _review,
    Act.GRANT.value: _grant,
    Act.DENY.value: _deny,
    Act.ISSUE.value: _plain(services.issue_result),
    Act.DELIVER.value: _deliver,
    Act.ARCHIVE.value: _plain(services.archive_case),
}
