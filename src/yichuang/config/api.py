"""The API for programs: one router a context, errors as problem+json."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.security import SessionAuth
from typing_extensions import override

from yichuang.cases.api import router as cases
from yichuang.core.actor import Actor, ActorKind, SignInRequiredError
from yichuang.core.errors import DomainError, FieldProblem, InvalidError, gettext_noop
from yichuang.core.problems import FormTokenError, problem_response
from yichuang.identity.access import actor_for_request


class UnreadableError(DomainError):
    """The request is no JSON."""

    code = "api.unreadable"
    text = gettext_noop("The request could not be read. Send JSON in UTF-8.")


class SignedIn(SessionAuth):
    """Whoever is signed in; the services check the rights. Writing needs the CSRF header as pages do."""

    @override
    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        actor = actor_for_request(request)
        return None if actor.kind is ActorKind.ANONYMOUS else actor


api = NinjaAPI(
    title="Yichuang",
    version="1",
    description="Acts on cases for programs that work for a signed-in person.",
    urls_namespace="api",
    auth=SignedIn(csrf=True),
    docs_url=None,
)
api.add_router("/v1/cases", cases)


@api.exception_handler(DomainError)
def _domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problem_response(request, error)


@api.exception_handler(AuthenticationError)
def _nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem_response(request, SignInRequiredError())


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The library's own refusals: a missing or wrong CSRF header, a body that is no JSON."""
    known = FormTokenError() if error.status_code == HTTPStatus.FORBIDDEN else InvalidError()
    return problem_response(request, known)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    text = gettext_noop("{reason}")
    problems = [
        FieldProblem(".".join(map(str, part["loc"][1:])), f"api.{part['type']}", text, "", {"reason": part["msg"]})
        for part in error.errors
    ]
    return problem_response(request, InvalidError(problems))


@api.exception_handler(AuthenticationError)
def _anonymous(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problem_response(request, SignInRequiredError())


@api.exception_handler(HttpError)
def _not_taken(request: HttpRequest, error: HttpError) -> HttpResponse:
    """The framework's own refusals: a missing token (403) and a body that is no JSON (400)."""
    is_token = error.status_code == HTTPStatus.FORBIDDEN
    return problem_response(request, FormTokenError() if is_token else UnreadableError())
