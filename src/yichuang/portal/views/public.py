"""What anybody may ask without signing in: how a case stands, whether a paper is genuine."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.queries import Progress, find_progress
from yichuang.core import clock
from yichuang.documents.queries import Verification, verify_file
from yichuang.documents.queries import verify as find_paper
from yichuang.portal import words
from yichuang.portal.forms import ProgressForm, VerifyCodeForm, VerifyFileForm
from yichuang.portal.forms.files import stream_of
from yichuang.portal.views.common import NOT_FOUND, OK, UNPROCESSABLE
from yichuang.ui.parts import Crumb, Definition

_METHODS = ["GET", "HEAD", "POST"]


@never_cache
@sensitive_post_parameters()
@require_http_methods(_METHODS)
def progress(request: HttpRequest) -> HttpResponse:
    """The progress of a case for whoever knows its number and its applicant's name.

    Both are posted, so that neither stands in an address. A wrong number and a wrong name get the same answer.
    """
    form = ProgressForm(request.POST if request.method == "POST" else None)
    found, status = None, OK
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            found = find_progress(form.cleaned_data["case_no"], form.cleaned_data["name"])
            status = OK if found else NOT_FOUND
    context = {
        "form": form,
        "found": found,
        "is_unknown": status == NOT_FOUND,
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Check progress"))],
        **(_progress(found) if found else {}),
    }
    return render(request, "portal/progress.html", context, status=status)


@never_cache
@require_http_methods(_METHODS)
def verify(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code, or for the file itself."""
    is_file = request.method == "POST" and "paper" in request.FILES
    code_form = VerifyCodeForm(request.POST if request.method == "POST" and not is_file else None)
    file_form = VerifyFileForm(request.POST if is_file else None, request.FILES if is_file else None)
    if code_form.is_valid():
        return redirect("portal:verified", code_form.cleaned_data["code"].replace("/", "-"))
    if is_file and file_form.is_valid():
        return _answer(request, verify_file(stream_of(file_form.cleaned_data["paper"])), is_file=True)
    context = {"code_form": code_form, "file_form": file_form, "crumbs": _crumbs()}
    return render(request, "portal/verify.html", context, status=UNPROCESSABLE if request.method == "POST" else OK)


@never_cache
@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """Whether there is a paper with that code, and what the public may know of it."""
    return _answer(request, find_paper(code), is_file=False)


def _answer(request: HttpRequest, found: Verification | None, *, is_file: bool) -> HttpResponse:
    context = {
        "found": found,
        "is_file": is_file,
        "facts": _facts(found) if found else [],
        "code_form": VerifyCodeForm(),
        "file_form": VerifyFileForm(),
        "crumbs": _crumbs(),
    }
    return render(request, "portal/verified.html", context, status=OK if found else NOT_FOUND)


def _facts(found: Verification) -> list[Definition]:
    told = [
        Definition(gettext("Kind of paper"), gettext(found.kind.label)),
        Definition(gettext("Number of the paper"), found.number),
        Definition(gettext("Issued by"), found.organisation_name),
        Definition(gettext("Issued on"), words.day_text(found.issued_on)),
        Definition(gettext("Addressed to"), found.addressee),
        Definition(gettext("Service"), found.item_name),
    ]
    if found.digest:
        told.append(Definition(gettext("SHA-256 of the file"), found.digest))
    return told


def _crumbs() -> list[Crumb]:
    return [Crumb(gettext("Home"), "/"), Crumb(gettext("Verify a paper"))]


def _progress(found: Progress) -> dict[str, object]:
    standing = words.STANDINGS[found.state]
    facts = [
        Definition(gettext("Case number"), found.case_no),
        Definition(gettext("Service"), found.item_name),
        Definition(gettext("Department"), found.organisation_name),
        Definition(gettext("Applicant"), found.party_name),
        Definition(gettext("Submitted on"), clock.local(found.submitted_at).date().isoformat()),
    ]
    if found.next_due_on and standing.due_label:
        facts.append(Definition(gettext(standing.due_label), words.day_text(found.next_due_on)))
    return {
        "standing": standing,
        "standing_now": gettext(standing.now),
        "facts": facts,
        "moments": words.told_once(words.happened(act, at) for act, at in found.steps),
    }
