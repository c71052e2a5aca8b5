"""Applying online, page by page: who applies, the questions, the check, the submission."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from yichuang.cases.errors import AboutUnfitError, DraftStaleError, VersionReplacedError
from yichuang.cases.queries import DraftView, own_party, prefill
from yichuang.cases.services import submit_draft
from yichuang.core.errors import InvalidError
from yichuang.core.problems import filled, message_of
from yichuang.identity.access import actor_for_request
from yichuang.portal import drafts, handled
from yichuang.portal.forms import AnswersForm, DeclarationForm, PartyForm, locked, with_own_name
from yichuang.portal.granted import early_note
from yichuang.portal.summaries import answer_rows, material_boxes, party_rows
from yichuang.portal.views.common import CONFLICT, OK, UNPROCESSABLE, applicant_only
from yichuang.portal.views.drafting import METHODS, comes_from_check, draft_page, with_draft
from yichuang.portal.views.saving import PAGE, answer_post, page_context


@require_http_methods(METHODS)
@applicant_only
@with_draft
def applicant(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """Who applies."""
    own = own_party(actor_for_request(request))
    if request.method == "POST":
        return answer_post(request, draft, drafts.APPLICANT, lambda data: PartyForm(data=with_own_name(data, own)))
    form = PartyForm(party={**own, **draft.party, **locked(own)}, is_judged=comes_from_check(request))
    context = {**page_context(draft, drafts.APPLICANT, form), "own": party_rows(own)[:2]}
    return draft_page(request, draft, drafts.APPLICANT, PAGE, context)


@require_http_methods(METHODS)
@applicant_only
@with_draft
def answers(request: HttpRequest, draft: DraftView, number: int) -> HttpResponseBase:
    """One group of questions."""
    content, actor = draft.version.content, actor_for_request(request)
    groups = content.form[number - 1 : number] if number else ()
    if not groups:
        raise Http404
    slug = f"form-{number}"
    if drafts.page_of(draft, slug) is None:
        return redirect(drafts.next_page(draft, slug).url)

    def bound(data: QueryDict) -> AnswersForm:
        offered = prefill(actor, content, form=draft.form, about=draft.about) if data.get("part") else {}
        return AnswersForm(content, groups, data=data, answers=draft.form, offered=offered)

    if request.method == "POST":
        return answer_post(request, draft, slug, bound)
    form = AnswersForm(
        content,
        groups,
        answers=draft.form,
        offered=prefill(actor, content, form=draft.form, about=draft.about),
        is_judged=comes_from_check(request),
    )
    return draft_page(request, draft, slug, PAGE, page_context(draft, slug, form))


@require_http_methods(METHODS)
@applicant_only
@with_draft
def check(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """Everything at a glance; submitting makes one case however often it is asked for."""
    principal = actor_for_request(request).acting_for
    form = DeclarationForm(
        request.POST if request.method == "POST" else None, principal=principal.name if principal else ""
    )
    if request.method != "POST":
        return _check_page(request, draft, form)
    if request.POST.get("revision") != str(draft.revision):
        form.add_error(None, message_of(DraftStaleError()))
        return _check_page(request, draft, form, status=CONFLICT)
    if not form.is_valid() or drafts.faults(draft):
        return _check_page(request, draft, form, status=UNPROCESSABLE)
    return _submit(request, draft, form)


def _submit(request: HttpRequest, draft: DraftView, form: DeclarationForm) -> HttpResponse:
    try:
        done = submit_draft(actor=actor_for_request(request), key=draft.key)
    except VersionReplacedError:
        return redirect("portal:draft_renew", draft.key)
    except AboutUnfitError:
        return redirect(f"{reverse('portal:draft_about', args=[draft.key])}?check=1")
    except InvalidError as error:
        for problem in error.problems:
            form.add_error(None, filled(problem.text, problem.details))
        if not error.problems:
            form.add_error(None, message_of(error))
        return _check_page(request, draft, form, status=UNPROCESSABLE)
    return redirect("portal:submitted", done.case_no)


def _check_page(request: HttpRequest, draft: DraftView, form: DeclarationForm, *, status: int = OK) -> HttpResponse:
    there = drafts.pages(draft)
    context = {
        "form": form,
        "faults": drafts.faults(draft),
        "party": party_rows(draft.party),
        "groups": answer_rows(draft, there),
        "boxes": material_boxes(draft),
        "early": early_note(actor_for_request(request), draft),
        "has_about": drafts.page_of(draft, drafts.ABOUT) is not None,
        "commitment": handled.commitment_way(draft.version.content),
        "links": {page.slug: f"{page.url}?check=1" for page in there},
    }
    return draft_page(request, draft, drafts.CHECK, "portal/draft_check.html", context, status=status)
