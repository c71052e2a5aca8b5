"""The actor of each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from yichuang.core import clock
from yichuang.core.actor import ANONYMOUS, Actor


class ActorMiddleware:
    """Gives each request its `actor`, read when first asked for: the posts held today decide what it may."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor and go on."""
        request.actor = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    from yichuang.identity import queries

    account = request.user
    if not account.is_authenticated:
        return ANONYMOUS
    return queries.actor_of(account.pk, on=clock.today())
