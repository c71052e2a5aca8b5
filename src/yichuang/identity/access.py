"""The actor of a request, who may open a page of officials, and the accounts that an actor keeps."""

from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from yichuang.core.actor import ANONYMOUS, Actor, ActorKind, RightMissingError
from yichuang.core.clock import today
from yichuang.core.paging import Page
from yichuang.core.rights import Right
from yichuang.identity.errors import AccountNotFoundError, StaffOnlyError
from yichuang.identity.queries import AccountView, Session, get_account_view, get_session, list_accounts
from yichuang.identity.rules import AccountKind
from yichuang.organisations import queries as organisations

ACTING_FOR = "acting_for"
READ: Sequence[str] = ("GET", "HEAD")
WRITE: Sequence[str] = ("POST",)
BOTH: Sequence[str] = (*READ, *WRITE)

P = ParamSpec("P")
Inner = Callable[Concatenate[HttpRequest, Actor, P], HttpResponseBase]
Outer = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def find_session(request: HttpRequest) -> Session | None:
    """Who signed in, from the session alone and in one statement; None when nobody did or it no longer holds.

    A session holds while its account is active and its password is the one with which it began. The session's mandate
    makes the actor one who acts for its principal while it is valid today.

    Law: CIV 162, 173.
    """
    account_id = request.session.get(SESSION_KEY)
    if account_id is None:
        return None
    try:
        session = get_session(int(account_id), on=today(), mandate_id=int(request.session.get(ACTING_FOR, 0)))
    except (AccountNotFoundError, ValueError):
        return None
    given = request.session.get(HASH_SESSION_KEY, "")
    return session if constant_time_compare(given, session.auth_hash) else None


def is_mandate_over(request: HttpRequest, actor: Actor) -> bool:
    """Whether this session acted for somebody and may not any more; it is then the agent's own again."""
    if actor.account_id is None or actor.acting_for is not None or ACTING_FOR not in request.session:
        return False
    del request.session[ACTING_FOR]
    return True


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page, and from there back to the page asked for.

    After a form it leads back to the page of the form (the same address, or the one that the browser names as its
    origin here), for a sign-in leads on by GET only.
    """
    target = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        origin = request.META.get("HTTP_REFERER", "")
        is_ours = url_has_allowed_host_and_scheme(origin, {request.get_host()}, require_https=request.is_secure())
        parts = urlsplit(origin)
        target = (parts.path + (f"?{parts.query}" if parts.query else "")) if is_ours and parts.path else "/"
    return redirect_to_login(target, resolve_url(settings.LOGIN_URL))


def keep_session(request: HttpRequest) -> None:
    """The session goes on, under a new key, although its account's password has just changed.

    Raises:
        AccountNotFoundError: nobody is signed in.
    """
    account_id = int(request.session.get(SESSION_KEY, 0))
    request.session.cycle_key()
    request.session[HASH_SESSION_KEY] = get_session(account_id, on=today()).auth_hash


def actor_for_request(request: HttpRequest) -> Actor:
    """The actor that the middleware attached to the request; the anonymous one when there is none."""
    actor = getattr(request, "actor", ANONYMOUS)
    return actor if isinstance(actor, Actor) else ANONYMOUS


def staff_page(*rights: Right, methods: Sequence[str] = READ) -> Callable[[Inner[P]], Outer[P]]:
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
            require_any(actor, rights)
            return view(request, actor, *args, **kwargs)

        update_wrapper(guarded, view)
        return never_cache(require_http_methods(list(methods))(guarded))

    return decorate


def require_any(actor: Actor, rights: Sequence[Right], organisation_id: int | None = None) -> None:
    """Nothing, when one of the rights is held there (or none is named).

    Raises:
        RightMissingError: none is held; it names all of them.
        OnLeaveError: none is held because the actor is on leave.
    """
    if rights and not any(actor.may(right, organisation_id) for right in rights):
        raise actor.lacking(list(rights))


def address_of(request: HttpRequest) -> str:
    """The network address from which the request came, to count its tries by (`services.count_try`)."""
    return str(request.META.get("REMOTE_ADDR", ""))


def get_managed_account(*, actor: Actor, account_id: int) -> AccountView:
    """The account, masked, for an actor who keeps it.

    Raises:
        AccountNotFoundError: there is none.
        SignInRequiredError, RightMissingError: the actor does not keep it.
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    view = get_account_view(account_id)
    require_management(actor, view.staff_id)
    return view


def list_managed_accounts(
    *, actor: Actor, kind: AccountKind | None = None, text: str = "", cursor: str | None = None, size: int = 50
) -> Page[AccountView]:
    """The accounts that the actor keeps, newest first, masked: all, or those of the staff of some organisations.

    Raises:
        SignInRequiredError, RightMissingError: the actor keeps none.
        CursorError: the cursor is not one of this list.
    """
    actor.require(Right.MANAGE_ACCOUNTS)
    reach = actor.organisations_for(Right.MANAGE_ACCOUNTS)
    return list_accounts(kind=kind, organisation_ids=reach, text=text, cursor=cursor, size=size)


def require_management(actor: Actor, staff_id: int | None) -> None:
    """Nothing, when the actor keeps accounts of that member of staff; applicants' (None) only for the whole centre.

    Raises:
        SignInRequiredError, RightMissingError: the actor does not.
    """
    if staff_id is not None:
        actor.require(Right.MANAGE_ACCOUNTS, organisation_id=organisations.get_staff(staff_id).organisation_id)
        return
    actor.require(Right.MANAGE_ACCOUNTS)
    if actor.organisations_for(Right.MANAGE_ACCOUNTS) is not None:
        raise RightMissingError(right=Right.MANAGE_ACCOUNTS)
