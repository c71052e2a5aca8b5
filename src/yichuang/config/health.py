"""Two questions that a supervisor of processes asks: are you alive, can you serve."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from yichuang.config.jobs import is_worker_alive


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """The database answers too, 503 if it does not; a second line tells when nobody runs the jobs.

    Without a worker pages and acts go on, only messages and notices wait: no reason to take the server away.
    """
    try:
        is_alive = is_worker_alive()
    except DatabaseError:
        return HttpResponse("no database", status=503, content_type="text/plain")
    text = "ok" if is_alive else "ok\nno job worker has been alive for a minute"
    return HttpResponse(text, content_type="text/plain")
