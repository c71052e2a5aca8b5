"""Pages to sign in and out, and to register."""

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.core.actor import ActorKind
from yichuang.core.clock import local, now, today
from yichuang.core.errors import DomainError
from yichuang.identity import queries, services
from yichuang.identity.access import ACTING_FOR, actor_for_request
from yichuang.identity.forms import RegisterForm, SignInForm
from yichuang.identity.rules import IdentityType, Limited
from yichuang.identity.vendors.lockout import client_address, locked_until
from yichuang.identity.views.common import TOO_MANY, UNAUTHORIZED, refused, shown, with_language, within


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login and password, and begin a session. A locked login is answered with 429 and Retry-After."""
    if request.method != "POST":
        return shown(request, "sign_in", SignInForm(initial={"next": request.GET.get("next", "")}))
    form = SignInForm(request.POST)
    if not form.is_valid():
        return shown(request, "sign_in", form)
    typed, address = form.cleaned_data["login"], client_address(request)
    was_locked = locked_until(typed, address) is not None
    account = authenticate(request, login=typed, password=form.cleaned_data["password"])
    if account is not None:
        login(request, account)
        request.session.pop(ACTING_FOR, None)
        services.record_sign_in(account_id=account.pk, ip=address)
        return _after_sign_in(request, account.pk, form.cleaned_data["next"])
    until = locked_until(typed, address)
    if not was_locked:
        services.record_sign_in_failure(login=typed, ip=address, is_locked=until is not None)
    return _not_signed_in(request, form, until)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and forget everything in it, also for whom it acted."""
    actor = actor_for_request(request)
    if actor.account_id is not None:
        services.record_sign_out(account_id=actor.account_id, ip=client_address(request))
    logout(request)
    messages.success(request, gettext("You are signed out."))
    return redirect(settings.LOGOUT_REDIRECT_URL or "/")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Take in a new applicant and sign them in. Too many tries from an address are answered with 429 and Retry-After."""
    if request.method != "POST":
        return shown(request, "register", RegisterForm(initial={"next": request.GET.get("next", "")}))
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return shown(request, "register", form)
    given = form.cleaned_data
    try:
        services.count_try(what=Limited.REGISTER, by=client_address(request))
        services.register_applicant(
            name=given["name"],
            identity_type=IdentityType(given["identity_type"]),
            identity_no=given["identity_no"],
            phone=given["phone"],
            password=given["password"],
        )
    except DomainError as error:
        return refused(request, "register", form, error)
    messages.success(request, gettext("You are registered."))
    account = authenticate(request, login=given["phone"], password=given["password"])
    if account is None:
        return redirect("identity:sign_in")
    login(request, account)
    services.record_sign_in(account_id=account.pk, ip=client_address(request))
    return _after_sign_in(request, account.pk, given["next"])


def _not_signed_in(request: HttpRequest, form: SignInForm, until: datetime | None) -> HttpResponse:
    if until is None:
        form.add_error(None, gettext("Login or password are not right."))
        return render(request, "identity/sign_in.html", {"form": form}, status=UNAUTHORIZED)
    text = gettext(
        "Too many wrong passwords: this login is locked here until {time}. Wait, or set a new password with a code (below), "
        "or ask at the window."
    )
    form.add_error(None, text.format(time=f"{local(until) + timedelta(minutes=1):%H:%M}"))
    response = render(request, "identity/sign_in.html", {"form": form}, status=TOO_MANY)
    response["Retry-After"] = str(max(1, ceil((until - now()).total_seconds())))
    return response


def _after_sign_in(request: HttpRequest, account_id: int, wanted: str) -> HttpResponse:
    session = queries.get_session(account_id, on=today())
    home = settings.STAFF_HOME if session.actor.kind is ActorKind.STAFF else settings.LOGIN_REDIRECT_URL
    target = within(request, wanted, home)
    if session.must_change_password:
        messages.warning(request, gettext("Please choose your own password first."))
        target = "identity:change_password"
    return with_language(redirect(target), session.language)
