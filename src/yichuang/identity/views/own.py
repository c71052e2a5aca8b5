"""Pages about one's own account: see, show and correct one's data, change the password, choose a language."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yichuang.core.actor import ActorKind
from yichuang.core.errors import DomainError
from yichuang.identity import queries, services
from yichuang.identity.access import actor_for_request, keep_session
from yichuang.identity.errors import PasswordWrongError
from yichuang.identity.forms import ChangePasswordForm, CorrectForm, LanguageForm
from yichuang.identity.rules import IdentityType, Language, NoticeWay
from yichuang.identity.services import Correction
from yichuang.identity.views.common import UNPROCESSABLE, refused, shown, signed_in, with_language
from yichuang.ui.parts import Definition


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_password(request: HttpRequest) -> HttpResponse:
    """Ask for the present password and a new one; this session goes on, others end."""
    form = ChangePasswordForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return shown(request, "change_password", form)
    given = form.cleaned_data
    try:
        services.change_password(actor=actor_for_request(request), present=given["present"], password=given["password"])
    except PasswordWrongError as error:
        form.add_error("present", gettext(error.text))
        return render(request, "identity/change_password.html", {"form": form}, status=UNPROCESSABLE)
    except DomainError as error:
        return refused(request, "change_password", form, error)
    keep_session(request)
    messages.success(request, gettext("Your password is changed. Elsewhere you have been signed out."))
    return redirect("identity:account")


@never_cache
@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """One's own account with personal data masked."""
    actor = actor_for_request(request)
    view = queries.get_account_view(actor.account_id or 0)
    context = {
        "account": view,
        "data": _definitions(view.name, view.identity_type, view.identity_no, view.phone, view.email),
        "is_masked": True,
        "is_applicant": actor.kind is ActorKind.APPLICANT,
        "language_form": LanguageForm(initial={"language": view.language or request.LANGUAGE_CODE}),
    }
    return render(request, "identity/account.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def show(request: HttpRequest) -> HttpResponse:
    """One's own data unmasked, once, on POST; the look is recorded."""
    if request.method != "POST":
        return redirect("identity:account")
    actor = actor_for_request(request)
    person = services.reveal_account(actor=actor, account_id=actor.account_id or 0)
    context = {
        "account": queries.get_account_view(person.account_id),
        "data": _definitions(person.name, person.identity_type, person.identity_no, person.phone, person.email),
        "is_masked": False,
        "is_applicant": actor.kind is ActorKind.APPLICANT,
        "language_form": LanguageForm(initial={"language": request.LANGUAGE_CODE}),
    }
    return render(request, "identity/account.html", context)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct(request: HttpRequest) -> HttpResponse:
    """Change how one is reached and told. Name and number are corrected at the window; the page says how."""
    actor = actor_for_request(request)
    if request.method != "POST":
        return shown(request, "correct", CorrectForm(initial=_reached(actor.account_id or 0, request.LANGUAGE_CODE)))
    form = CorrectForm(request.POST)
    if not form.is_valid():
        return shown(request, "correct", form)
    given = form.cleaned_data
    correction = Correction(
        phone=given["phone"],
        email=given["email"],
        language=Language(given["language"]),
        notice=NoticeWay(given["notice"]),
    )
    try:
        services.correct_own_data(actor=actor, correction=correction, present=given["present"])
    except DomainError as error:
        return refused(request, "correct", form, error)
    messages.success(request, gettext("Your data are corrected."))
    return with_language(redirect("identity:account"), given["language"])


@require_POST
@signed_in
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language for this account and use it from now on."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return redirect("identity:account")
    language = Language(form.cleaned_data["language"])
    services.set_language(actor=actor_for_request(request), language=language)
    return with_language(redirect("identity:account"), language.value)


def _reached(account_id: int, shown_in: str) -> dict[str, str]:
    """What the form begins with: one's own way of contact, to correct it."""
    held = queries.held_about(account_id)
    language = held.language.value if held.language else shown_in
    return {"phone": held.person.phone, "email": held.person.email, "notice": held.notice.value, "language": language}


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
