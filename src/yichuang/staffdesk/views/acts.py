"""What is done when an act on a case is sent."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from yichuang.cases import services
from yichuang.cases.queries import CaseView, get_case_view
from yichuang.cases.rules import Act, DeliveryMethod, Opinion
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import message_of, status_of
from yichuang.core.rights import Right
from yichuang.staffdesk.access import WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.cases import (
    DenyForm,
    GrantForm,
    MissingForm,
    PlainActForm,
    RefuseForm,
    ReviewForm,
    with_more_lines,
)
from yichuang.staffdesk.forms.fields import asked_materials, read_answers, read_files, read_papers
from yichuang.staffdesk.services import OnTheSpot, correct_at_window, decide_on_the_spot
from yichuang.staffdesk.views.case_panels import ON_THE_SPOT, act_form, texts_for
from yichuang.staffdesk.views.cases import case_page
from yichuang.staffdesk.views.paper_preview import SEALED, preview
from yichuang.staffdesk.views.shown import Refused, label

_UNPROCESSABLE = 422
Doer = Callable[[Actor, CaseView, ActForm, HttpRequest, str], services.ActDone]


@desk(Right.VIEW_CASES, methods=WRITE)
def act(request: HttpRequest, actor: Actor, case_no: str, name: str) -> HttpResponse:
    """The act is done and the case shown again; a refusal stands on the page with its status and what was typed.

    Where the paper is asked for, or must be read before it is sealed, the page shows it and nothing is done yet.
    """
    view = get_case_view(actor, case_no)
    form = _form(name, actor, view, request)
    if isinstance(form, MissingForm) and "more" in request.POST:
        return _with_more_lines(request, actor, view, form)
    if not form.is_valid():
        return case_page(request, actor, view, refused=Refused(name, form, _UNPROCESSABLE))
    if "preview" in request.POST or _must_read_first(name, view, request):
        told = preview(Act(name), view, form)
        return case_page(request, actor, view, refused=Refused(name, form, 200, told))
    try:
        done = _DOERS[name](actor, view, form, request, str(form.cleaned_data["key"]))
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return case_page(request, actor, get_case_view(actor, case_no), refused=Refused(name, form, status_of(error)))
    told_state = gettext("Done: {act}. The case is now “{state}”.")
    messages.success(request, told_state.format(act=label(done.act), state=label(done.state)))
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


def _with_more_lines(request: HttpRequest, actor: Actor, view: CaseView, form: MissingForm) -> HttpResponse:
    again = MissingForm(names=form.names, initial=with_more_lines(request.POST), ident=Act.REQUEST_CORRECTION.value)
    again.standard_problems, again.standard_remedies = form.standard_problems, form.standard_remedies
    return case_page(request, actor, view, refused=Refused(Act.REQUEST_CORRECTION.value, again, 200))


def _must_read_first(name: str, view: CaseView, request: HttpRequest) -> bool:
    """Whether the paper must be shown first: who may not do the act (any more) is told that instead."""
    return Act(name) in SEALED and Act(name) in view.possible and not request.POST.get("confirmed")


def _form(name: str, actor: Actor, view: CaseView, request: HttpRequest) -> ActForm:
    if name not in _DOERS:
        raise PageNotFoundError
    return act_form(Act(name), view, texts_for(actor, view, [Act(name)]), request)


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
