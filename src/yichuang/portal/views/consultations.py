"""Questions of anybody: search in public answers, ask, follow, read the answer (我要问)."""

import uuid
from datetime import date

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.catalogue.queries import ItemView, get_item_by_code, guide_of, search_items
from yichuang.core.actor import ActorKind
from yichuang.core.errors import DomainError, InvalidError, NotFoundError, TooManyError
from yichuang.core.problems import retry_after, status_of
from yichuang.correspondence.queries import (
    find_consultation,
    get_consultation,
    get_public_answer,
    list_my_consultations,
    list_notices,
    list_public_answers,
)
from yichuang.correspondence.services import Asked, mark_read
from yichuang.correspondence.services import ask as ask_question
from yichuang.deadlines.rules import Term
from yichuang.identity.access import actor_for_request, address_of
from yichuang.identity.rules import Limited
from yichuang.identity.services import count_try
from yichuang.organisations.queries import list_departments
from yichuang.portal.forms.following import FollowForm, QuestionForm
from yichuang.portal.forms.questions import LONGEST_SEARCH
from yichuang.portal.views.common import OK, UNPROCESSABLE, applicant_only, private
from yichuang.portal.words import term_text
from yichuang.ui.parts import Crumb

_BOTH = ["GET", "HEAD", "POST"]
_SERVICES = 5
_RECEIPT = "portal.asked"
_NEWS = 50


def _answer_term() -> str:
    """In which time questions are answered here."""
    return term_text(Term.parse(settings.CONSULTATION_TERM))


@require_safe
def consultations(request: HttpRequest) -> HttpResponse:
    """What was asked before: public answers that fit, services whose guides may say it, the questions of one service."""
    text = request.GET.get("q", "")[:LONGEST_SEARCH].strip()
    item = _item(request.GET.get("item", ""))
    code = item.code if item else ""
    page = list_public_answers(text, item_code=code, cursor=request.GET.get("cursor") or None)
    context = {
        "text": text,
        "item": item,
        "content": guide_of(code).version.content if item and item.current_version_id else None,
        "page": page,
        "answer_term": _answer_term(),
        "services": search_items(text, size=_SERVICES).rows if text and not item else (),
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Ask"))],
    }
    return render(request, "portal/consultations.html", context)


@require_safe
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """A question that was answered in public, with its answer and the service it is about."""
    found = get_public_answer(number)
    if found.number != number:
        return redirect("portal:answer", found.number)
    context = {"found": found, "crumbs": _crumbs(found.title)}
    return render(request, "portal/answer.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(_BOTH)
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask, signed in or not; about a service, of a department, or of the centre."""
    actor = actor_for_request(request)
    data = request.POST if request.method == "POST" else None
    item = _item((data or request.GET).get("item", ""))
    initial = {
        "key": uuid.uuid4(),
        "item": item.code if item else "",
        "department": request.GET.get("department", ""),
        "title": request.GET.get("q", "")[:LONGEST_SEARCH],
    }
    form = QuestionForm(data, initial=initial)
    form.offer(list_departments(), item, is_known=actor.kind is ActorKind.APPLICANT)
    refused: DomainError | None = None
    if form.is_bound and form.is_valid():
        key, network = form.cleaned_data["key"], address_of(request)
        try:
            asked = ask_question(actor=actor, question=form.question, key=key, address=network)
        except (InvalidError, NotFoundError, TooManyError) as error:
            refused = error
            form.refuse(error)
        else:
            return redirect(f"{reverse('portal:asked')}?receipt={_receipt(asked)}")
    crumbs = _crumbs(gettext("Ask a question"))
    context = {"form": form, "item": item, "actor": actor, "answer_term": _answer_term(), "crumbs": crumbs}
    return _refusable(render(request, "portal/ask.html", context), refused, is_bound=form.is_bound)


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """The question has arrived: its number, and by when it is answered. The address carries nothing of the question."""
    try:
        number, due_on, body = signing.loads(request.GET.get("receipt", ""), salt=_RECEIPT)
    except signing.BadSignature:
        raise Http404 from None
    is_known = actor_for_request(request).kind is ActorKind.APPLICANT
    context = {
        "number": number,
        "due_on": date.fromisoformat(due_on),
        "organisation": body,
        "is_known": is_known,
        "crumbs": _crumbs(gettext("Question received")),
    }
    return private_page(render(request, "portal/asked.html", context))


@never_cache
@sensitive_post_parameters()
@require_http_methods(_BOTH)
def follow(request: HttpRequest) -> HttpResponse:
    """The question and its answer for whoever knows its number and the phone given with it; both are posted.

    A wrong number and a wrong phone get the same answer. Tries are counted by address.
    """
    form = FollowForm(request.POST if request.method == "POST" else None)
    found, refused = None, None
    if form.is_bound and form.is_valid():
        try:
            count_try(what=Limited.LOOK_UP, by=f"question {address_of(request)}")
            found = find_consultation(form.cleaned_data["number"], form.cleaned_data["phone"])
        except (NotFoundError, TooManyError) as error:
            refused = error
            form.refuse(error)
    context = {"form": form, "found": found, "crumbs": _crumbs(gettext("Find my question"))}
    is_bound = form.is_bound and found is None
    return _refusable(render(request, "portal/follow.html", context), refused, is_bound=is_bound)


@require_safe
@applicant_only
def mine(request: HttpRequest) -> HttpResponseBase:
    """The questions of whoever is signed in, the newest first."""
    page = list_my_consultations(actor_for_request(request), cursor=request.GET.get("cursor") or None)
    context = {"page": page, "crumbs": _crumbs(gettext("My questions"))}
    return render(request, "portal/my_questions.html", context)


@require_safe
@applicant_only
def question(request: HttpRequest, number: str) -> HttpResponseBase:
    """One's own question with its answer; the notice of the answer counts as read."""
    actor = actor_for_request(request)
    found = get_consultation(actor, number)
    news = list_notices(actor, only_unread=True, size=_NEWS).rows
    told = [one.id for one in news if one.number == found.number]
    if told:
        mark_read(actor=actor, notice_ids=told)
    way = [*_crumbs(gettext("My questions"), reverse("portal:my_questions")), Crumb(found.number)]
    return render(request, "portal/question.html", {"found": found, "crumbs": way})


def private_page(response: HttpResponse) -> HttpResponse:
    """The page is kept nowhere and is not found by a search."""
    private(response)
    response["X-Robots-Tag"] = "noindex"
    return response


def _item(code: str) -> ItemView | None:
    """The item of that code; None for nothing and for what does not exist."""
    try:
        return get_item_by_code(code) if code else None
    except NotFoundError:
        return None


def _receipt(asked_: Asked) -> str:
    return signing.dumps([asked_.number, asked_.due_on.isoformat(), asked_.organisation_name], salt=_RECEIPT)


def _refusable(response: HttpResponse, refused: DomainError | None, *, is_bound: bool) -> HttpResponse:
    response.status_code = status_of(refused) if refused else UNPROCESSABLE if is_bound else OK
    for name, value in (retry_after(refused) if refused else {}).items():
        response[name] = value
    return response


def _crumbs(last: str, url: str = "") -> list[Crumb]:
    return [Crumb(gettext("Home"), "/"), Crumb(gettext("Ask"), reverse("portal:consultations")), Crumb(last, url)]
