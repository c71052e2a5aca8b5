"""Who may open a page of the console."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.console.errors import StaffOnlyError
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.rights import Right
from yichuang.identity.access import actor_for_request, redirect_to_sign_in

READ: Sequence[str] = ("GET", "HEAD")
WRITE: Sequence[str] = ("POST",)

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff(*rights: Right, methods: Sequence[str] = READ) -> Callable[[Inner[P]], Outer[P]]:
    """The view gets the actor, who is staff and holds one of the rights somewhere (any staff when none is named).

    Whoever is not signed in is sent to sign in and comes back; services still check the right in the organisation.

    Raises:
        StaffOnlyError, RightMissingError: when the page is asked for by somebody else.
    """

    def decorate(view: Inner[P]) -> Outer[P]:
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            actor = actor_for_request(request)
            if actor.kind is ActorKind.ANONYMOUS:
                return redirect_to_sign_in(request)
            if actor.kind is not ActorKind.STAFF:
                raise StaffOnlyError
            if rights and not any(actor.may(right) for right in rights):
                raise actor.lacking(list(rights))
            return view(request, actor, *args, **kwargs)

        update_wrapper(guarded, view)
        return never_cache(require_http_methods(list(methods))(guarded))

    return decorate


supervisor = staff(Right.SUPERVISE)
