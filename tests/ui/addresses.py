"""Addresses for the tests of the navigation."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """An empty page."""
    return HttpResponse()


desk = [path(f"{name}/", nothing, name=name) for name in ("worklist", "intake", "items", "ledger", "notices")]
identity = [
    path("in/", nothing, name="sign_in"),
    path("out/", nothing, name="sign_out"),
    path("act-for/", nothing, name="act_for"),
]
portal = [path(f"{name}/", nothing, name=name) for name in ("home", "cases", "verify", "notices")]
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("desk/", include((desk, "staffdesk"))),
    path("ui/", include("yichuang.ui.urls")),
    path("portal/", include((portal, "portal"))),
    path("me/", include((identity, "identity"))),
]
