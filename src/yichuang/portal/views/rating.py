"""Rating a case that is closed. Law: GB39046 A.8."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yichuang.cases.queries import get_case_view
from yichuang.core.errors import ConflictError, InvalidError
from yichuang.feedback.queries import refusal_of
from yichuang.feedback.rules import RatingChannel
from yichuang.feedback.services import rate as give_rating
from yichuang.identity.access import actor_for_request
from yichuang.portal.forms.following import RatingForm
from yichuang.portal.views.case_page import crumbs
from yichuang.portal.views.common import OK, UNPROCESSABLE, applicant_only


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def rate(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """Say how the service was, once; afterwards the page of the case shows it."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    refused = refusal_of(view, RatingChannel.ONLINE)
    form = RatingForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    form.offer()
    if form.is_bound and form.is_valid():
        try:
            give_rating(actor=actor, case_no=case_no, opinion=form.opinion, key=form.cleaned_data["key"])
        except (InvalidError, ConflictError) as error:
            form.refuse(error)
        else:
            messages.success(request, gettext("Thank you. Your rating has been taken down."))
            return redirect(f"{reverse('portal:case', args=[case_no])}#rating")
    context = {
        "view": view,
        "form": form,
        "refused": gettext(refused.label) if refused else "",
        "crumbs": crumbs(case_no, gettext("Rate the service")),
    }
    return render(request, "portal/rate.html", context, status=UNPROCESSABLE if form.is_bound else OK)
