"""What the pages share: who may see them, where they lead, and how a refusal is shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from yichuang.core.actor import ActorKind
from yichuang.core.errors import DomainError
from yichuang.core.problems import retry_after, status_of
from yichuang.identity.access import actor_for_request, redirect_to_sign_in
from yichuang.identity.forms import RefusableForm

UNPROCESSABLE = 422
UNAUTHORIZED = 401
TOO_MANY = 429


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The page is for whoever is signed in; others are sent to sign in and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actor_for_request(request).kind is ActorKind.ANONYMOUS:
            return redirect_to_sign_in(request)
        return view(request, *args, **kwargs)

    return guarded


def shown(request: HttpRequest, page: str, form: RefusableForm, **context: object) -> HttpResponse:
    """The page with the form; 422 when something was typed that is not right."""
    status = UNPROCESSABLE if form.is_bound else 200
    return render(request, f"identity/{page}.html", {"form": form, **context}, status=status)


def refused(
    request: HttpRequest, page: str, form: RefusableForm, error: DomainError, **context: object
) -> HttpResponse:
    """The page with the form and what the service refused; with Retry-After when it was tried too often."""
    form.refuse(error)
    response = render(request, f"identity/{page}.html", {"form": form, **context}, status=status_of(error))
    for name, value in retry_after(error).items():
        response[name] = value
    return response


def within(request: HttpRequest, wanted: str, otherwise: str) -> str:
    """The address wanted when it is one of this site; the other one when not."""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours else otherwise


def with_language(response: HttpResponse, language: str) -> HttpResponse:
    """The answer also sets the language of the pages, when there is one."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
