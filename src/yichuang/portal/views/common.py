"""What the pages share: who may see them, how files are sent, how pages are answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.debug import sensitive_post_parameters

from yichuang.core.actor import ActorKind
from yichuang.documents.queries import OpenedUpload
from yichuang.identity.access import actor_for_request, redirect_to_sign_in
from yichuang.portal.errors import StaffAccountError

R = TypeVar("R", bound=HttpResponseBase)
View = Callable[..., HttpResponseBase]

OK, NOT_FOUND, CONFLICT, GONE, UNPROCESSABLE, TOO_MANY = 200, 404, 409, 410, 422, 429
PDF = "application/pdf"


def applicant_only(view: View) -> View:
    """The page is for a signed-in applicant: others are sent to sign in, staff are told where to go; nothing is cached.

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
        return private(view(request, *args, **kwargs))

    return guarded


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
