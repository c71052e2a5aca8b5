"""Writing to the window about a case."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from yichuang.core.errors import ConflictError, InvalidError
from yichuang.correspondence.services import say
from yichuang.identity.access import actor_for_request
from yichuang.portal.forms.following import MessageForm
from yichuang.portal.views.case_page import case_page, conversation_context
from yichuang.portal.views.common import applicant_only


@require_POST
@applicant_only
def write(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """The message stands in the conversation; what cannot be sent stays in the form, with the reason."""
    form = MessageForm(request.POST)
    actor = actor_for_request(request)
    if form.is_valid():
        given = form.cleaned_data
        try:
            say(actor=actor, case_no=case_no, text=given["text"], key=given["key"])
        except (InvalidError, ConflictError) as error:
            form.refuse(error)
        else:
            return _sent(request, case_no)
    if not is_part(request):
        return case_page(request, case_no, form)
    context = conversation_context(actor, case_no, form=form)
    return render(request, "portal/parts/conversation.html", context)


def is_part(request: HttpRequest) -> bool:
    """Whether a script asks for a part of the page."""
    return request.headers.get("HX-Request") == "true"


def _sent(request: HttpRequest, case_no: str) -> HttpResponseBase:
    if not is_part(request):
        messages.success(request, gettext("Your message has been sent."))
        return redirect(_address(case_no))
    context = conversation_context(actor_for_request(request), case_no)
    empty = MessageForm(initial={"key": uuid.uuid4()})
    return render(request, "portal/parts/conversation.html", {**context, "message_form": empty, "is_sent": True})


def _address(case_no: str) -> str:
    return f"{reverse('portal:case', args=[case_no])}#messages"
