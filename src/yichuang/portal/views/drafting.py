"""What the pages of a draft share: who may see it, what stands around each page, where one goes from it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from yichuang.cases.errors import DraftSubmittedError
from yichuang.cases.queries import DraftView, get_draft_view
from yichuang.core.problems import message_of, wants_json
from yichuang.identity.access import actor_for_request
from yichuang.portal import drafts
from yichuang.portal.drafts import Standing
from yichuang.portal.views.common import OK

METHODS = ["GET", "HEAD", "POST"]
FROM_CHECK = "check"
"""In an address, and as a posted field: the reader came from the last page and goes back there."""


def with_draft(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The page gets the applicant's own open draft.

    One that has become a case leads to its receipt, as after the browser's "back"; one whose version was replaced leads to
    the page that renews it, once what was sent is saved.

    Raises:
        DraftNotFoundError: it is not there, or somebody else's.
        DraftSubmittedError: a program wants to change something that was submitted.
    """

    @wraps(view)
    def found(request: HttpRequest, key: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = get_draft_view(actor_for_request(request), key)
        if draft.case_no:
            return _to_receipt(request, draft)
        is_page = request.method != "POST" and "upload_id" not in kwargs
        if is_page and draft.is_outdated and drafts.standing(draft) is Standing.RENEWED:
            return redirect("portal:draft_renew", key)
        return view(request, draft, *args, **kwargs)

    return found


def _to_receipt(request: HttpRequest, draft: DraftView) -> HttpResponse:
    error = DraftSubmittedError(case_no=draft.case_no)
    if wants_json(request):
        raise error
    if request.method == "POST" and "declaration" not in request.POST:
        messages.info(request, message_of(error))
    return redirect("portal:submitted", draft.case_no)


def comes_from_check(request: HttpRequest) -> bool:
    """Whether the reader came from the last page, to change something."""
    return FROM_CHECK in request.GET or request.POST.get("back") == FROM_CHECK


def onward(request: HttpRequest, draft: DraftView, slug: str) -> HttpResponse:
    """To where the button leads: the next page, the last one where the reader came from, this page again, or my cases."""
    go = request.POST.get("go", "")
    if go == "later":
        messages.success(request, gettext("Saved. You can go on with the draft from this page at any time."))
        return redirect("portal:cases")
    if go == "stay":
        return redirect(request.path)
    if comes_from_check(request):
        return redirect(drafts.pages(draft)[-1].url)
    return redirect(drafts.next_page(draft, slug).url)


def draft_page(
    request: HttpRequest, draft: DraftView, slug: str, template: str, context: Mapping[str, object], *, status: int = OK
) -> HttpResponse:
    """One page of the draft."""
    there = drafts.pages(draft)
    actor = actor_for_request(request)
    shared = {
        "draft": draft,
        "page": drafts.page_of(draft, slug),
        "steps": drafts.steps(draft, slug),
        "place": next((at for at, one in enumerate(there, start=1) if one.slug == slug), 1),
        "previous": drafts.previous_page(draft, slug),
        "is_closed": drafts.standing(draft) is Standing.CLOSED,
        "comes_from_check": comes_from_check(request),
        "principal": actor.acting_for.name if actor.acting_for else "",
    }
    return render(request, template, {**shared, **context}, status=status)
