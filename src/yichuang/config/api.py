"""The API for programs: one router a context, errors as problem+json."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.security import SessionAuth
from typing_extensions import override

from yichuang.cases.api import router as cases
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import DomainError, FieldProblem, InvalidError, gettext_noop
from yichuang.core.problems import problem_response
from yichuang.identity.access import actor_for_request


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


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    text = gettext_noop("{reason}")
    problems = [
        FieldProblem(".".join(map(str, part["loc"][1:])), f"api.{part['type']}", text, "", {"reason": part["msg"]})
        for part in error.errors
    ]
    return problem_response(request, InvalidError(problems))
