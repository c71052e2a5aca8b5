"""The answer to a fault of ours: problem details for programs, a page for people."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext

from yichuang.core.problems import wants_json
from yichuang.ui import views

_FAULT = 500


def server_error(request: HttpRequest) -> HttpResponse:
    """Only the number that the log repeats; nothing of the inside."""
    if not wants_json(request):
        return views.server_error(request)
    body = {
        "type": "urn:yichuang:problem:core.fault",
        "title": gettext("Something went wrong here"),
        "status": _FAULT,
        "code": "core.fault",
        "error_id": request.META.get("YICHUANG_ERROR_ID", ""),
    }
    return JsonResponse(
        body, status=_FAULT, content_type="application/problem+json", json_dumps_params={"ensure_ascii": False}
    )
