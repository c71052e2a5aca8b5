"""All addresses."""

from django.urls import URLPattern, URLResolver, include, path

from yichuang.config import health
from yichuang.config.api import api

handler500 = "yichuang.config.faults.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/", include("django.conf.urls.i18n")),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("api/", api.urls),
    path("ui/", include("yichuang.ui.urls")),
    path("account/", include("yichuang.identity.urls")),
    path("screen/", include("yichuang.screens.urls")),
    path("desk/", include("yichuang.staffdesk.urls")),
    path("supervision/", include("yichuang.console.urls")),
    path("", include("yichuang.portal.urls")),
]
