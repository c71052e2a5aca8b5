"""The gallery of components, the choice of display, and the page for our own faults."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from yichuang.ui.display import COOKIE, COOKIE_AGE_S, changed, display_of
from yichuang.ui.samples import SampleFilter, samples


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component on one page, filled with sample values; absent unless `UI_GALLERY` or `DEBUG` is set."""
    _only_where_shown()
    return render(request, "ui/gallery.html", {**samples(), "filter_form": SampleFilter(request.GET)})


@require_POST
def gallery_upload(request: HttpRequest) -> HttpResponse:
    """Takes the files of the gallery's samples and keeps nothing; absent where the gallery is."""
    _only_where_shown()
    return JsonResponse({"files": len(request.FILES)})


@require_POST
def choose_display(request: HttpRequest) -> HttpResponse:
    """Keeps the reader's choice of colours and size for a year and leads back to the page (`next`, ours only)."""
    chosen = changed(display_of(request), request.POST.get("theme", ""), request.POST.get("size", ""))
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    answer = HttpResponseRedirect(wanted if is_ours else "/")
    answer.set_cookie(
        COOKIE, str(chosen), max_age=COOKIE_AGE_S, secure=request.is_secure(), httponly=True, samesite="Lax"
    )
    return answer


def server_error(request: HttpRequest) -> HttpResponse:
    """The page for a fault of ours: no database, no session, only the number that the log repeats."""
    error_id = request.META.get("YICHUANG_ERROR_ID", "")
    return HttpResponseServerError(render_to_string("500.html", {"error_id": error_id}))


def _only_where_shown() -> None:
    if not getattr(settings, "UI_GALLERY", settings.DEBUG):
        raise Http404
