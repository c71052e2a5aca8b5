"""Pages about one's own account: sign in and out, register, change the password, see one's data."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from math import ceil

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.core.actor import ActorKind
from yichuang.core.clock import local, now, today
from yichuang.core.errors import DomainError
from yichuang.core.problems import status_of
from yichuang.identity import queries, services
from yichuang.identity.access import actor_for_request, keep_session
from yichuang.identity.errors import PasswordWrongError
from yichuang.identity.forms import ChangePasswordForm, LanguageForm, RegisterForm, SignInForm
from yichuang.identity.rules import IdentityType, Language
from yichuang.identity.vendors.lockout import client_address, locked_until
from yichuang.ui.parts import Definition

_UNPROCESSABLE = 422
_UNAUTHORIZED = 401
_LOCKED = 429


def _signed_in(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if actor_for_request(request).kind is ActorKind.ANONYMOUS:
            return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))
        return view(request)

    return guarded


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for login and password, and begin a session. A locked login is answered with 429 and Retry-After."""
    if request.method != "POST":
        form = SignInForm(initial={"next": request.GET.get("next", "")})
        return render(request, "identity/sign_in.html", {"form": form})
    form = SignInForm(request.POST)
    if not form.is_valid():
        return render(request, "identity/sign_in.html", {"form": form}, status=_UNPROCESSABLE)
    typed, address = form.cleaned_data["login"], client_address(request)
    was_locked = locked_until(typed, address) is not None
    account = authenticate(request, login=typed, password=form.cleaned_data["password"])
    if account is not None:
        login(request, account)
        services.record_sign_in(account_id=account.pk, ip=address)
        return _after_sign_in(request, account.pk, form.cleaned_data["next"])
    until = locked_until(typed, address)
    if not was_locked:
        services.record_sign_in_failure(login=typed, ip=address, is_locked=until is not None)
    return _refused(request, form, until)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session and forget everything in it."""
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
    """Take in a new applicant and sign them in."""
    if request.method != "POST":
        return render(request, "identity/register.html", {"form": RegisterForm()})
    form = RegisterForm(request.POST)
    if not form.is_valid():
        return render(request, "identity/register.html", {"form": form}, status=_UNPROCESSABLE)
    given = form.cleaned_data
    try:
        services.register_applicant(
            name=given["name"],
            identity_type=IdentityType(given["identity_type"]),
            identity_no=given["identity_no"],
            phone=given["phone"],
            password=given["password"],
        )
    except DomainError as error:
        form.refuse(error)
        return render(request, "identity/register.html", {"form": form}, status=status_of(error))
    messages.success(request, gettext("You are registered."))
    account = authenticate(request, login=given["phone"], password=given["password"])
    if account is None:
        return redirect("identity:sign_in")
    login(request, account)
    services.record_sign_in(account_id=account.pk, ip=client_address(request))
    return _after_sign_in(request, account.pk, "")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@_signed_in
def change_password(request: HttpRequest) -> HttpResponse:
    """Replace one's own password; other sessions of the account end, this one stays."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        status = _UNPROCESSABLE if form.is_bound else 200
        return render(request, "identity/change_password.html", {"form": form}, status=status)
    given = form.cleaned_data
    try:
        services.change_password(actor=actor_for_request(request), present=given["present"], password=given["password"])
    except PasswordWrongError as error:
        form.add_error("present", gettext(error.text))
        return render(request, "identity/change_password.html", {"form": form}, status=_UNPROCESSABLE)
    except DomainError as error:
        form.refuse(error)
        return render(request, "identity/change_password.html", {"form": form}, status=status_of(error))
    keep_session(request)
    messages.success(request, gettext("Your password is changed. Elsewhere you have been signed out."))
    return redirect("identity:account")


@never_cache
@require_safe
@_signed_in
def account(request: HttpRequest) -> HttpResponse:
    """One's own account with personal data masked."""
    view = queries.get_account_view(actor_for_request(request).account_id or 0)
    context = {
        "account": view,
        "data": _definitions(view.name, view.identity_type, view.identity_no, view.phone, view.email),
        "is_masked": True,
        "language_form": LanguageForm(initial={"language": view.language or request.LANGUAGE_CODE}),
    }
    return render(request, "identity/account.html", context)


@never_cache
@require_POST
@_signed_in
def show(request: HttpRequest) -> HttpResponse:
    """One's own data unmasked, once; the look is recorded."""
    actor = actor_for_request(request)
    person = services.reveal_account(actor=actor, account_id=actor.account_id or 0)
    context = {
        "account": queries.get_account_view(person.account_id),
        "data": _definitions(person.name, person.identity_type, person.identity_no, person.phone, person.email),
        "is_masked": False,
        "language_form": LanguageForm(initial={"language": request.LANGUAGE_CODE}),
    }
    return render(request, "identity/account.html", context)


@require_POST
@_signed_in
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language for this account and use it from now on."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("identity:account")
    language = Language(form.cleaned_data["language"])
    services.set_language(actor=actor_for_request(request), language=language)
    return _with_language(redirect("identity:account"), language.value)


def _refused(request: HttpRequest, form: SignInForm, until: datetime | None) -> HttpResponse:
    if until is None:
        form.add_error(None, gettext("Login or password are not right."))
        return render(request, "identity/sign_in.html", {"form": form}, status=_UNAUTHORIZED)
    text = gettext("Too many wrong passwords: this login is locked here until {time}. Wait, or ask at the window.")
    form.add_error(None, text.format(time=f"{local(until) + timedelta(minutes=1):%H:%M}"))
    response = render(request, "identity/sign_in.html", {"form": form}, status=_LOCKED)
    response["Retry-After"] = str(max(1, ceil((until - now()).total_seconds())))
    return response


def _after_sign_in(request: HttpRequest, account_id: int, wanted: str) -> HttpResponse:
    session = queries.get_session(account_id, on=today())
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    home = settings.STAFF_HOME if session.actor.kind is ActorKind.STAFF else settings.LOGIN_REDIRECT_URL
    target = wanted if is_ours else home
    if session.must_change_password:
        messages.warning(request, gettext("Please choose your own password first."))
        target = "identity:change_password"
    return _with_language(redirect(target), session.language)


def _with_language(response: HttpResponse, language: str) -> HttpResponse:
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response


def _definitions(
    name: str, identity_type: IdentityType | None, identity_no: str, phone: str, email: str
) -> list[Definition]:
    kind = gettext("Identity document") if identity_type is None else gettext(identity_type.label)
    told = [
        (gettext("Name"), name),
        (kind, identity_no),
        (gettext("Phone number"), phone),
        (gettext("E-mail"), email),
    ]
    return [Definition(term, text) for term, text in told if text]
