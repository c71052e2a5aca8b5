"""What the pages share: who may see them, how files are sent, how pages are answered."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.cases.errors import CaseNotFoundError, DraftNotFoundError
from yichuang.cases.queries import Owner, case_owner, draft_owner
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.clock import today
from yichuang.core.problems import wants_json
from yichuang.documents.queries import OpenedUpload
from yichuang.identity.access import actor_for_request, redirect_to_sign_in
from yichuang.identity.queries import actor_of
from yichuang.portal.errors import StaffAccountError

R = TypeVar("R", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]

_KEEPING = {"draft_applicant", "draft_answers", "draft_materials"}
"""The pages of a draft on which something is typed or added."""
OK, NOT_FOUND, CONFLICT, GONE, UNPROCESSABLE, TOO_MANY = 200, 404, 409, 410, 422, 429
PDF = "application/pdf"


def applicant_only(view: View) -> View:
    """The page is for a signed-in applicant: others are sent to sign in, staff are told where to go; nothing is cached.

    What belongs to somebody else for whom the reader may act (two tabs, and in one of them he changed for whom he acts)
    leads to a page that offers to change; what was typed into a draft is saved first.

    Raises:
        StaffAccountError: a member of staff asks.
    """

    @wraps(view)
    @sensitive_post_parameters()
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = actor_for_request(request)
        if actor.kind is ActorKind.ANONYMOUS:
            return redirect_to_sign_in(request)
        if actor.kind is not ActorKind.APPLICANT:
            raise StaffAccountError
        try:
            return private(view(request, *args, **kwargs))
        except (CaseNotFoundError, DraftNotFoundError):
            owner = _owner(actor, kwargs)
            if owner is None:
                raise
            kept = _kept(request, view, owner, args, kwargs)
            if kept is None or not wants_json(request):
                kept = _elsewhere(request, owner, kwargs, is_kept=kept is not None)
            return private(kept)

    return guarded


def _owner(actor: Actor, names: Mapping[str, Any]) -> Owner | None:
    if "key" in names:
        return draft_owner(actor, names["key"])
    return case_owner(actor, names["case_no"]) if "case_no" in names else None


def _kept(
    request: HttpRequest, view: View, owner: Owner, args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> HttpResponseBase | None:
    """What the page of a draft answers when it is saved for whom it was opened; None where nothing can be saved."""
    place = request.resolver_match
    if request.method != "POST" or place is None or place.url_name not in _KEEPING:
        return None
    now = actor_for_request(request)
    setattr(request, "actor", actor_of(now.account_id or 0, today(), owner.mandate_id))  # noqa: B010 - not of Django
    try:
        return view(request, *args, **kwargs)
    finally:
        setattr(request, "actor", now)  # noqa: B010


def _elsewhere(request: HttpRequest, owner: Owner, names: Mapping[str, Any], *, is_kept: bool) -> HttpResponse:
    url = request.get_full_path()
    if request.method == "POST" and not is_kept:
        url = reverse("portal:draft", args=[names["key"]]) if "key" in names else _case_url(names)
    return render(request, "portal/elsewhere.html", {"owner": owner, "next": url, "is_kept": is_kept}, status=CONFLICT)


def _case_url(names: Mapping[str, Any]) -> str:
    return reverse("portal:case", args=[names["case_no"]])


def private(response: HttpResponseBase) -> HttpResponseBase:
    """The answer is for this reader alone and is not kept."""
    patch_cache_control(response, private=True, no_store=True)
    return response


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """A PDF to be kept, under that name."""
    response = HttpResponse(content, content_type=PDF)
    return attached(response, f"{name}.pdf")


def upload_file(opened: OpenedUpload) -> FileResponse:
    """A file that was handed in, never opened inside a page."""
    response = FileResponse(opened.stream, content_type=opened.media_type)
    response["Content-Length"] = str(opened.size)
    return attached(response, opened.name)


def attached(response: R, name: str) -> R:
    """The answer is a file to be kept, never guessed at, never run."""
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
