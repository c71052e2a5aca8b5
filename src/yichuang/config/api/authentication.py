"""Who asks: a signed-in person, or another system by its key."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja.security import HttpBearer, SessionAuth
from typing_extensions import override

from yichuang.core.actor import Actor, ActorKind
from yichuang.exchange.queries import client_for_key
from yichuang.exchange.rules import Standing
from yichuang.exchange.services import count_request
from yichuang.identity.access import actor_for_request

Run = Callable[..., HttpResponseBase]


class SignedIn(SessionAuth):
    """Whoever is signed in; the services check the rights. Writing needs the CSRF header as pages do."""

    @override
    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        actor = actor_for_request(request)
        return None if actor.kind is ActorKind.ANONYMOUS else actor


class ClientKey(HttpBearer):
    """Another system by its key, counted against its limit. A session has no say here, so no CSRF header is needed."""

    openapi_bearerFormat = "yck_<key id>_<secret>"  # noqa: N815 - the word of OpenAPI

    @override
    def __call__(self, request: HttpRequest) -> Actor:
        """The client is the request's actor.

        Raises:
            KeyMissingError, KeyRefusedError: there is no such key.
            LimitExceededError: the client is over its limit.
        """
        return self.authenticate(request, request.headers.get(self.header, ""))

    @override
    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        actor = client_for_key(token)
        setattr(request, "standing", count_request(actor=actor))  # noqa: B010 - not a name of Django's
        setattr(request, "actor", actor)  # noqa: B010
        return actor


def tell_standing(run: Run) -> Run:
    """Answers to a client say how many requests it has left in this minute."""

    @wraps(run)
    def told(request: HttpRequest, *args: object, **values: object) -> HttpResponseBase:
        response = run(request, *args, **values)
        standing = getattr(request, "standing", None)
        if isinstance(standing, Standing):
            response["RateLimit-Limit"] = str(standing.limit)
            response["RateLimit-Remaining"] = str(standing.remaining)
            response["RateLimit-Reset"] = str(standing.reset_s)
        if getattr(request, "is_repeat", False):
            response["Idempotency-Replayed"] = "true"
        return response

    return told
