"""The one place where what goes wrong in the API becomes an answer: problem+json with a pointer to each wrong value."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from yichuang.core.actor import RightMissingError, SignInRequiredError
from yichuang.core.errors import (
    DomainError,
    FieldProblem,
    InvalidError,
    NotFoundError,
    TooLargeError,
    gettext_noop,
)
from yichuang.core.problems import FormTokenError, problem_of, retry_after, status_of
from yichuang.exchange.errors import KeyMissingError, KeyRefusedError, KeyRightMissingError, LimitExceededError
from yichuang.identity.access import actor_for_request

_MEGABYTE = 1024 * 1024


class UnreadableError(DomainError):
    """The request is no JSON."""

    code = "api.unreadable"
    text = gettext_noop("The request could not be read. Send JSON in UTF-8.")


class BrokenOffError(DomainError):
    """The request ended before it was whole."""

    code = "api.broken_off"
    text = gettext_noop("The request did not arrive whole. Nothing was kept; send it again.")


class BodyTooLargeError(TooLargeError):
    """The request is larger than the installation reads."""

    code = "api.too_large"
    text = gettext_noop("A request without files has at most {limit_mb} MB.")


def register(api: NinjaAPI) -> None:
    """The API answers every error from here."""
    known: Sequence[tuple[type[Exception], Callable[[Any], DomainError]]] = (
        (DomainError, lambda error: error),
        (AuthenticationError, lambda _error: SignInRequiredError()),
        (HttpError, _library_refusal),
        (ValidationError, _invalid),
        (Http404, lambda _error: NotFoundError()),
        (UnreadablePostError, lambda _error: BrokenOffError()),
        (MultiPartParserError, lambda _error: UnreadableError()),
        (RequestDataTooBig, lambda _error: _body_too_large()),
        (SuspiciousOperation, lambda _error: UnreadableError()),
    )
    for kind, translate in known:
        api.add_exception_handler(kind, _handler(translate))


def _handler(translate: Callable[[Any], DomainError]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        told = translate(error)
        if isinstance(told, RightMissingError) and actor_for_request(request).client is not None:
            told = KeyRightMissingError(**told.details)
        return _answer(told)

    return handle


def _answer(error: DomainError) -> HttpResponse:
    body = problem_of(error)
    if isinstance(error, InvalidError) and error.problems:
        body["problems"] = [
            {**told, **_pointer(problem)} for told, problem in zip(_told(body), error.problems, strict=True)
        ]
    return JsonResponse(
        body,
        status=status_of(error),
        headers={**retry_after(error), **_headers(error)},
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def _told(body: dict[str, object]) -> list[dict[str, object]]:
    problems = body["problems"]
    return problems if isinstance(problems, list) else []


def _pointer(problem: FieldProblem) -> dict[str, object]:
    """Where the value stands in the body that was sent, as a JSON pointer (RFC 6901), where that is known."""
    return {"pointer": problem.details["pointer"]} if "pointer" in problem.details else {}


def _headers(error: DomainError) -> dict[str, str]:
    if isinstance(error, LimitExceededError):
        told = {"Limit": error.details["limit"], "Remaining": 0, "Reset": error.details["seconds"]}
        return {f"RateLimit-{name}": str(value) for name, value in told.items()}
    if isinstance(error, KeyRefusedError):
        return {"WWW-Authenticate": 'Bearer realm="yichuang", error="invalid_token"'}
    if isinstance(error, KeyMissingError):
        return {"WWW-Authenticate": 'Bearer realm="yichuang"'}
    return {}


def _library_refusal(error: HttpError) -> DomainError:
    """The framework's own refusals: a missing or wrong token (403) and a body that is no JSON (400)."""
    return FormTokenError() if error.status_code == HTTPStatus.FORBIDDEN else UnreadableError()


def _body_too_large() -> DomainError:
    return BodyTooLargeError(limit_mb=(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0) // _MEGABYTE)


def _invalid(error: ValidationError) -> InvalidError:
    return InvalidError([_problem(part) for part in error.errors])


def _problem(part: dict[str, Any]) -> FieldProblem:
    source, *place = part["loc"]
    problem = FieldProblem(
        field=".".join(map(str, place)),
        code=f"api.{part['type']}",
        text=gettext_noop("{reason}"),
        details={"reason": part["msg"]},
    )
    if source != "body":
        return problem
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in place[1:]]  # the first is our own name
    pointer = "".join(f"/{step}" for step in steps)
    return replace(problem, details={**problem.details, "pointer": pointer})
