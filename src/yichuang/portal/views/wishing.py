"""Two pages of a draft: what the application is about, and whether a grant on commitment is wished. Law: ALL 49, 50; AY 25."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from yichuang.cases.errors import AboutUnfitError
from yichuang.cases.queries import DraftView, get_draft_view, list_grants
from yichuang.cases.services import keep_wishes
from yichuang.core.actor import Actor
from yichuang.core.problems import message_of
from yichuang.identity.access import actor_for_request
from yichuang.portal import drafts, handled
from yichuang.portal.forms.wishes import COMMITMENT, AboutForm, CommitmentForm
from yichuang.portal.granted import early_note
from yichuang.portal.views.common import UNPROCESSABLE, applicant_only
from yichuang.portal.views.drafting import METHODS, comes_from_check, draft_page, onward, with_draft


@require_http_methods(METHODS)
@applicant_only
@with_draft
def about(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """Which of what was granted is to be changed, renewed or ended."""
    if drafts.page_of(draft, drafts.ABOUT) is None:
        return redirect(drafts.next_page(draft, drafts.ABOUT).url)
    actor = actor_for_request(request)
    grants = list_grants(actor, draft.version)
    if request.method == "POST":
        form = AboutForm(grants, data=request.POST)
        if form.is_valid() and _keep(actor, draft, form):
            if early := early_note(actor, get_draft_view(actor, draft.key)):
                messages.warning(request, early)
            return onward(request, draft, drafts.ABOUT)
        return _about_page(request, draft, form, status=UNPROCESSABLE)
    form = AboutForm(grants, about=draft.about, is_judged=comes_from_check(request))
    if form.is_bound and form.is_valid():
        _keep(actor, draft, form)  # what was granted may have ended since
    return _about_page(request, draft, form)


def _keep(actor: Actor, draft: DraftView, form: AboutForm) -> bool:
    """The draft is about that; else the reason stands at the field, with what was typed."""
    try:
        keep_wishes(actor=actor, key=draft.key, about=form.about)
    except AboutUnfitError as error:
        form.add_error(form.place, message_of(error))
        return False
    return True


def _about_page(request: HttpRequest, draft: DraftView, form: AboutForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "when": handled.when_to_apply(draft.version.content)}
    return draft_page(request, draft, drafts.ABOUT, "portal/draft_about.html", context, status=status)


@require_http_methods(METHODS)
@applicant_only
@with_draft
def commitment(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """The terms and the consequence of a commitment, and the choice."""
    if drafts.page_of(draft, drafts.COMMITMENT) is None:
        return redirect(drafts.next_page(draft, drafts.COMMITMENT).url)
    form = CommitmentForm(request.POST if request.method == "POST" else None, is_on_commitment=draft.is_on_commitment)
    if form.is_bound and form.is_valid():
        wished = form.cleaned_data["way"] == COMMITMENT
        keep_wishes(actor=actor_for_request(request), key=draft.key, is_on_commitment=wished)
        return onward(request, draft, drafts.COMMITMENT)
    context = {"form": form, "way": handled.commitment_way(draft.version.content)}
    status = UNPROCESSABLE if form.is_bound else 200
    return draft_page(request, draft, drafts.COMMITMENT, "portal/draft_commitment.html", context, status=status)
