"""The actor of each request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from yichuang.core.actor import ANONYMOUS
from yichuang.identity.access import find_session, is_mandate_over
from yichuang.identity.queries import Session

_OPEN_NAMES = ("identity:change_password", "identity:sign_out", "identity:choose_language")
_NOBODY = Session(actor=ANONYMOUS, language="", must_change_password=False, auth_hash="")


class ProxyMiddleware:
    """Gives requests that come through our own proxies the address of who asked, for locks and records.

    YICHUANG_PROXIES says how many proxies stand before us; each adds one entry to X-Forwarded-For, and what stands
    before those entries was written by the client and is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the address and go on."""
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        proxies: int = settings.PROXIES
        if proxies and len(seen) >= proxies:
            request.META["REMOTE_ADDR"] = seen[-proxies]
        return self.get_response(request)


class ActorMiddleware:
    """Gives each request its `actor`, read in one statement when first asked for: the posts held today decide.

    A session that no longer holds is nobody's. Whoever must change a password first is led there; so is whoever acted
    for somebody by a mandate that ended, before anything is done in the wrong name.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor and go on."""
        setattr(request, "actor", SimpleLazyObject(lambda: _session(request).actor))  # noqa: B010 - not a name of Django's
        if request.session.session_key and _session(request).must_change_password and not _is_open(request.path):
            return redirect("identity:change_password")
        if request.session.session_key and is_mandate_over(request, _session(request).actor):
            return redirect(reverse("identity:mandates") + "?ended=1")
        return self.get_response(request)


def _session(request: HttpRequest) -> Session:
    """The session, read once a request; nobody's where none holds."""
    known: Session | None = getattr(request, "_yichuang_session", None)
    if known is None:
        known = find_session(request) or _NOBODY
        setattr(request, "_yichuang_session", known)  # noqa: B010 - not a name of Django's
    return known


def _is_open(path: str) -> bool:
    return path.startswith("/static/") or path in {reverse(name) for name in _OPEN_NAMES}
