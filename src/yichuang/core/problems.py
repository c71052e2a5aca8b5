"""The one place where an error of the domain becomes an answer: problem+json for programs, a page for people.

The message is in the reader's language. What is unknown stays a 500 with an error number that the log repeats.
"""

import uuid
from collections.abc import Callable, Mapping
from enum import Enum

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yichuang.core import errors
from yichuang.core.actor import SignInRequiredError
from yichuang.core.labels import Labelled

STATUSES: Mapping[type[errors.DomainError], int] = {
    SignInRequiredError: 401,
    errors.NotFoundError: 404,
    errors.ForbiddenError: 403,
    errors.ConflictError: 409,
    errors.InvalidError: 422,
    errors.TooLargeError: 413,
    errors.UnsupportedError: 415,
    errors.TooManyError: 429,
}
_log = structlog.get_logger(__name__)


def status_of(error: errors.DomainError) -> int:
    """The HTTP status of an error's kind; 400 for a kind that has none."""
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 400)


def message_of(error: errors.DomainError) -> str:
    """The error's message in the reader's language."""
    return filled(error.text, error.details)


def filled(text: str, details: Mapping[str, object]) -> str:
    """The text translated, then its placeholders filled with readable values."""
    return gettext(text).format_map(errors._Lenient({name: readable(value) for name, value in details.items()}))  # noqa: SLF001


def readable(value: object) -> str:
    """A detail as a person reads it: labels translated, sequences joined."""
    if isinstance(value, Labelled):
        return gettext(value.label)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, list | tuple | set | frozenset):
        return gettext(", ").join(readable(part) for part in value)
    return str(value)


def problem_of(error: errors.DomainError) -> dict[str, object]:
    """The error as RFC 9457 problem details, with `code` and one entry a field problem."""
    body: dict[str, object] = {
        "type": f"urn:yichuang:problem:{error.code}",
        "title": message_of(error),
        "status": status_of(error),
        "code": error.code,
    }
    if isinstance(error, errors.InvalidError) and error.problems:
        body["problems"] = [
            {"field": p.field, "code": p.code, "message": filled(p.text, p.details), "value": p.value}
            for p in error.problems
        ]
    return body


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: an API address, or JSON preferred to pages."""
    return (
        request.path.startswith("/api/")
        or request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    )


def problem_response(request: HttpRequest, error: errors.DomainError) -> HttpResponse:
    """The answer for an error of the domain."""
    status, headers = status_of(error), retry_after(error)
    if wants_json(request):
        return JsonResponse(
            problem_of(error),
            status=status,
            headers=headers,
            content_type="application/problem+json",
            json_dumps_params={"ensure_ascii": False},
        )
    response = render(request, "problem.html", {"problem": problem_of(error), "status": status}, status=status)
    for name, value in headers.items():
        response[name] = value
    return response


def retry_after(error: errors.DomainError) -> dict[str, str]:
    """The header that says when something done too often may be tried again; none for other errors."""
    is_limit = isinstance(error, errors.TooManyError) and "seconds" in error.details
    return {"Retry-After": str(error.details["seconds"])} if is_limit else {}


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form whose token is missing or old."""
    return problem_response(request, FormTokenError(reason=reason))


class FormTokenError(errors.ForbiddenError):
    """A form came without the token that its page carried."""

    code = "core.form_token"
    text = errors.gettext_noop("This page was open too long. Go back, reload the page and send the form again.")


class ProblemMiddleware:
    """Answers errors of the domain wherever a view raised them; gives unknown errors a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on; errors come back through `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn an error of the domain into its answer; leave others to Django after logging their number."""
        if isinstance(exception, errors.DomainError):
            return problem_response(request, exception)
        request.META["YICHUANG_ERROR_ID"] = error_id = uuid.uuid4().hex[:12]
        _log.error("unhandled", error_id=error_id, path=request.path, exc_info=exception)
        return None
