"""The gallery of components, and the page for our own faults."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from yichuang.ui.samples import samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, filled with sample values; absent unless `UI_GALLERY` or `DEBUG` is set."""
    if not getattr(settings, "UI_GALLERY", settings.DEBUG):
        raise Http404
    return render(request, "ui/gallery.html", samples())


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: no database, no session, only the number that the log repeats."""
    error_id = request.META.get("YICHUANG_ERROR_ID", "")
    return HttpResponseServerError(render_to_string("500.html", {"error_id": error_id}))
