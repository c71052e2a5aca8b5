"""Pages for somebody who forgot their password."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yichuang.core.errors import DomainError
from yichuang.identity import services
from yichuang.identity.forms import RecoverCodeForm, RecoverForm
from yichuang.identity.vendors.lockout import client_address
from yichuang.identity.views.common import refused, shown


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recover(request: HttpRequest) -> HttpResponse:
    """Ask whose password is forgotten and send a code; the answer is the same whether there is such an account."""
    if request.method != "POST":
        return shown(request, "recover", RecoverForm())
    form = RecoverForm(request.POST)
    if not form.is_valid():
        return shown(request, "recover", form)
    try:
        services.start_recovery(login=form.cleaned_data["login"], ip=client_address(request))
    except DomainError as error:
        return refused(request, "recover", form, error)
    # No redirect: the login may be a phone number, which must stand neither in an address nor in the session.
    code_form = RecoverCodeForm(initial={"login": form.cleaned_data["login"]})
    return shown(request, "recover_code", code_form, is_sent=True)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def recover_code(request: HttpRequest) -> HttpResponse:
    """Take the code and the new password; then one signs in with it."""
    if request.method != "POST":
        return shown(request, "recover_code", RecoverCodeForm())
    form = RecoverCodeForm(request.POST)
    if not form.is_valid():
        return shown(request, "recover_code", form)
    given = form.cleaned_data
    try:
        services.finish_recovery(
            login=given["login"], code=given["code"], password=given["password"], ip=client_address(request)
        )
    except DomainError as error:
        return refused(request, "recover_code", form, error)
    messages.success(
        request, gettext("Your new password is set. Please sign in with it; elsewhere you have been signed out.")
    )
    return redirect("identity:sign_in")
