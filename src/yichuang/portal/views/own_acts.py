"""What an applicant can do in his case besides correcting: withdraw it, ask for a hearing, bring what was to follow."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yichuang.cases.queries import CaseView, get_case_view, policy
from yichuang.cases.rules import Act, State
from yichuang.cases.services import ActDone, ask_hearing, withdraw_case
from yichuang.cases.services.hearing import HEARING_LIMIT
from yichuang.core.actor import Actor
from yichuang.core.errors import ConflictError, gettext_noop
from yichuang.core.problems import message_of
from yichuang.deadlines.rules import Procedure
from yichuang.identity.access import actor_for_request
from yichuang.portal import besides
from yichuang.portal.forms.own_acts import OwnActForm
from yichuang.portal.views.case_page import crumbs
from yichuang.portal.views.common import OK, UNPROCESSABLE, applicant_only
from yichuang.portal.words import day_text, term_text

_METHODS = ["GET", "HEAD", "POST"]
Doer = Callable[[Actor, str, str, str], ActDone]


@dataclass(frozen=True, slots=True)
class OwnAct:
    """An act with its page: what stands on it, and what is said once it is done. English sources."""

    act: Act
    title: str
    question: str
    button: str
    done: str
    follows: Callable[[CaseView], list[str]]
    do: Doer


@require_http_methods(_METHODS)
@applicant_only
def withdraw(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """What follows from withdrawing, and the button that does it."""
    return _page(request, case_no, _WITHDRAW)


@require_http_methods(_METHODS)
@applicant_only
def hearing(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """What a hearing would be about, until when it can be asked for, and the button that asks."""
    return _page(request, case_no, _HEARING)


def _page(request: HttpRequest, case_no: str, own: OwnAct) -> HttpResponse:
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    form = OwnActForm(
        request.POST if request.method == "POST" else None,
        label=gettext(own.question),
        initial={"key": uuid.uuid4()},
    )
    if form.is_bound and form.is_valid():
        return _do(request, actor, case_no, own, form)
    if own.act not in view.possible:
        messages.info(request, gettext("This cannot be done in this case now."))
        return redirect("portal:case", case_no)
    context = {
        "view": view,
        "form": form,
        "title": gettext(own.title),
        "button": gettext(own.button),
        "is_final": own.act is Act.WITHDRAW,
        "follows": own.follows(view),
        "crumbs": crumbs(case_no, gettext(own.title)),
    }
    return render(request, "portal/own_act.html", context, status=UNPROCESSABLE if form.is_bound else OK)


def _do(request: HttpRequest, actor: Actor, case_no: str, own: OwnAct, form: OwnActForm) -> HttpResponse:
    try:
        own.do(actor, case_no, form.cleaned_data["text"], form.cleaned_data["key"].hex)
    except ConflictError as error:
        messages.warning(request, message_of(error))
    else:
        messages.success(request, gettext(own.done))
    return redirect("portal:case", case_no)


def _after_withdrawal(view: CaseView) -> list[str]:
    told = [
        gettext("The case is closed at once, and nothing is decided. This cannot be taken back."),
        gettext("You get a written notice of it, and may apply again at any time; your answers can be used again."),
        gettext("A new application gets a new number, and its time begins anew."),
    ]
    if view.state in {State.SPECIAL, State.SENT_UP}:
        told.append(gettext("What is under way for it, such as a test or the decision of the higher body, ends too."))
    if view.about:
        told.append(
            gettext("What was granted to you before (case {case_no}) stays as it is.").format(case_no=view.about)
        )
    return told


def _after_asking(view: CaseView) -> list[str]:
    by = day_text(view.hearing_by) if view.hearing_by else ""
    matter = besides.hearing_matter(view)
    return [
        *([gettext("The hearing would be about: {matter}").format(matter=matter)] if matter else []),
        gettext("You can ask for it until {day}. It costs you nothing.").format(day=by),
        gettext("At the hearing you can explain yourself, show evidence and answer what is held against you; the decision rests on "
                "its record."),
        _hearing_time(),
    ]  # fmt: skip


def _hearing_time() -> str:
    """What the hearing does to the time for the decision in this place. Law: ALL 45, 82."""
    if not policy().clocks_of(Procedure.HEARING):
        return gettext("The time for the decision goes on meanwhile; nothing is decided before the hearing.")
    return gettext(
        "Nothing is decided before the hearing, which is held within {limit} of your asking. Until its day is set the time for the "
        "decision goes on; from then until it is over that time stands still."
    ).format(limit=term_text(HEARING_LIMIT))


_WITHDRAW = OwnAct(
    Act.WITHDRAW,
    gettext_noop("Withdraw the application"),
    gettext_noop("Why do you withdraw it?"),
    gettext_noop("Withdraw it for good"),
    gettext_noop("Your application has been withdrawn. The written notice stands under “Papers”."),
    _after_withdrawal,
    lambda actor, case_no, text, key: withdraw_case(actor=actor, case_no=case_no, reason=text, key=key),
)
_HEARING = OwnAct(
    Act.ASK_HEARING,
    gettext_noop("Ask for a hearing"),
    gettext_noop("What do you want to say now? You can also say it at the hearing."),
    gettext_noop("Ask for the hearing"),
    gettext_noop("You have asked for a hearing. You are told in writing when and where it is held."),
    _after_asking,
    lambda actor, case_no, text, key: ask_hearing(actor=actor, case_no=case_no, text=text, key=key),
)
