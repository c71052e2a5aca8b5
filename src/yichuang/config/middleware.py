"""The actor of each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from yichuang.core.actor import ANONYMOUS, Actor
from yichuang.identity.access import Session, find_session

_OPEN_NAMES = ("identity:change_password", "identity:sign_out", "identity:choose_language")


class ActorMiddleware:
    """Gives each request its `actor`, read in one statement when first asked for: the posts held today decide.

    A session that no longer holds is nobody's. Whoever must change a password first is led there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor and go on."""
        session = SimpleLazyObject(lambda: find_session(request))
        setattr(request, "actor", SimpleLazyObject(lambda: _actor(session)))  # noqa: B010 - Django's class has no such name
        if request.session.session_key and session and session.must_change_password and not _is_open(request.path):
            return redirect("identity:change_password")
        return self.get_response(request)


def _actor(session: Session | None) -> Actor:
    return session.actor if session else ANONYMOUS


def _is_open(path: str) -> bool:
    return path.startswith("/static/") or path in {reverse(name) for name in _OPEN_NAMES}
