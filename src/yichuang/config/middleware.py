"""The actor of each request."""

from collections.abc import Callable

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from yichuang.core import clock
from yichuang.core.actor import ANONYMOUS, Actor
from yichuang.identity import queries
from yichuang.identity.errors import AccountNotFoundError


class ActorMiddleware:
    """Gives each request its `actor`, read in one statement when first asked for: the posts held today decide."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Attach the actor and go on."""
        request.actor = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    """Who signed in, if the account is still active and its password is the one that was signed in with."""
    account_id = request.session.get(SESSION_KEY)
    if account_id is None:
        return ANONYMOUS
    try:
        session = queries.get_session(int(account_id), on=clock.today())
    except AccountNotFoundError:
        session = None
    if session is None or not constant_time_compare(request.session.get(HASH_SESSION_KEY, ""), session.auth_hash):
        request.session.flush()
        return ANONYMOUS
    return session.actor
