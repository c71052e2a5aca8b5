"""Addresses for the tests of the navigation."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def nothing(request: HttpRequest) -> HttpResponse:
    """An empty page."""
    return HttpResponse()


desk = [path(f"{name}/", nothing, name=name) for name in ("worklist", "intake", "items", "ledger")]
identity = [path("in/", nothing, name="sign_in"), path("out/", nothing, name="sign_out")]
urlpatterns = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("desk/", include((desk, "staffdesk"))),
    path("me/", include((identity, "identity"))),
]
