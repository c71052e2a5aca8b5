"""What anybody may ask without signing in: how a case stands, whether a paper is genuine, where the centre is."""

from typing import BinaryIO

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.queries import Progress, find_progress, standing_of
from yichuang.cases.rules import Standing
from yichuang.core import clock
from yichuang.core.problems import message_of
from yichuang.documents.queries import Verification, verify_file
from yichuang.documents.queries import verify as find_paper
from yichuang.documents.rules import code_problem
from yichuang.identity.errors import TooOftenError
from yichuang.identity.rules import Limited
from yichuang.identity.services import count_try
from yichuang.organisations.queries import list_windows
from yichuang.portal import following, happenings, outcomes, reading, words
from yichuang.portal.forms import ProgressForm, VerifyCodeForm, VerifyFileForm
from yichuang.portal.forms.files import stream_of
from yichuang.portal.standings import GRANTS
from yichuang.portal.views.common import NOT_FOUND, OK, TOO_MANY, UNPROCESSABLE
from yichuang.portal.views.file_check import seals_on, told_of
from yichuang.ui.parts import Crumb, Definition

_METHODS = ["GET", "HEAD", "POST"]


@never_cache
@sensitive_post_parameters()
@require_http_methods(_METHODS)
def progress(request: HttpRequest) -> HttpResponse:
    """The progress of a case for whoever knows its number and its applicant's name.

    Both are posted, so that neither stands in an address. A number that nobody has and a wrong name get the same answer;
    a number that cannot be one is said to be mistyped. Tries are counted by address.
    """
    form = ProgressForm(request.POST if request.method == "POST" else None)
    found, status, refused = None, OK, None
    if form.is_bound:
        status = UNPROCESSABLE
        if form.is_valid():
            refused = _too_often(request, "progress")
            found = None if refused else find_progress(form.cleaned_data["case_no"], form.cleaned_data["name"])
            status = TOO_MANY if refused else OK if found else NOT_FOUND
    context = {
        "form": form,
        "found": found,
        "is_unknown": status == NOT_FOUND,
        "refused": message_of(refused) if refused else "",
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("Check progress"))],
        **(_progress(found) if found else {}),
    }
    return _with_wait(render(request, "portal/progress.html", context, status=status), refused)


@never_cache
@require_http_methods(_METHODS)
def verify(request: HttpRequest) -> HttpResponseBase:
    """Ask for a code, or for the file itself."""
    is_file = request.method == "POST" and "paper" in request.FILES
    code_form = VerifyCodeForm(request.POST if request.method == "POST" and not is_file else None)
    file_form = VerifyFileForm(request.POST if is_file else None, request.FILES if is_file else None)
    if code_form.is_valid():
        return redirect("portal:verified", code_form.cleaned_data["code"])
    if is_file and file_form.is_valid():
        stream = stream_of(file_form.cleaned_data["paper"])
        return _answer(request, verify_file(stream), file=stream)
    context = {"code_form": code_form, "file_form": file_form, "crumbs": _crumbs()}
    return render(request, "portal/verify.html", context, status=UNPROCESSABLE if request.method == "POST" else OK)


@never_cache
@require_safe
def verified(request: HttpRequest, code: str) -> HttpResponse:
    """Whether there is a paper with that code, and what the public may know of it."""
    return _answer(request, find_paper(code), code=code)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Where the centre is, when it is open, and which window is for what."""
    found = list_windows()
    windows = tuple(one for one in found if one.organisation_id is None) or found
    others = tuple(one for one in found if one not in windows)
    context = {
        "windows": windows,
        "others": others,
        "crumbs": [Crumb(gettext("Home"), "/"), Crumb(gettext("About the centre"))],
    }
    return render(request, "portal/about.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is done with personal data. Law: PIPL 17."""
    crumbs = [Crumb(gettext("Home"), "/"), Crumb(gettext("Privacy notice"))]
    cookies = {"session_hours": settings.SESSION_COOKIE_AGE // 3600}
    return render(request, "portal/privacy.html", {"crumbs": crumbs, **cookies})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How these pages can be used, and what is not yet as it should be."""
    crumbs = [Crumb(gettext("Home"), "/"), Crumb(gettext("Accessibility statement"))]
    return render(request, "portal/accessibility.html", {"crumbs": crumbs})


def _answer(
    request: HttpRequest, found: Verification | None, *, file: BinaryIO | None = None, code: str = ""
) -> HttpResponse:
    refused = None if found else _too_often(request, "verify")
    problem = code_problem(code) if code and not found else None
    standing, until = standing_of(found.subject, found.number) if found else (Standing.NONE, None)
    last_on = until or (found.valid_until if found else None)
    context = {
        "found": found,
        "is_file": file is not None,
        "told": told_of(file) if file and not found and not refused else None,
        "seals": seals_on(file) if file and found else (),
        "ended": gettext(standing.label) if standing in _ENDED else "",
        "is_over": standing not in _ENDED and last_on is not None and last_on < clock.today(),
        "facts": _facts(found) if found else [],
        "problem": gettext(problem.text).format(**problem.details) if problem else "",
        "refused": message_of(refused) if refused else "",
        "code_form": VerifyCodeForm(initial={"code": code[:_LONGEST_CODE]} if problem else None),
        "file_form": VerifyFileForm(),
        "crumbs": _crumbs(),
    }
    status = TOO_MANY if refused else OK if found else NOT_FOUND
    return _with_wait(render(request, "portal/verified.html", context, status=status), refused)


_LONGEST_CODE = 60
_ENDED = frozenset({Standing.REVOKED, Standing.RECALLED, Standing.CANCELLED})


def _too_often(request: HttpRequest, what: str) -> TooOftenError | None:
    """The try is counted for the address that asks; the refusal when there were too many."""
    try:
        count_try(what=Limited.LOOK_UP, by=f"{what} {request.META.get('REMOTE_ADDR', '')}")
    except TooOftenError as error:
        return error
    return None


def _with_wait(response: HttpResponse, refused: TooOftenError | None) -> HttpResponse:
    if refused is not None:
        response["Retry-After"] = str(refused.details.get("seconds", 60))
    return response


def _facts(found: Verification) -> list[Definition]:
    told = [
        Definition(gettext("Kind of paper"), words.title(found.title)),
        Definition(gettext("Number of the paper"), found.number),
        Definition(gettext("Seal"), found.seal_name or gettext("Not sealed yet")),
        Definition(gettext("Issued by"), words.told(found.organisation_name)),
        Definition(gettext("Issued on"), reading.written_day(found.issued_on)),
        Definition(gettext("Addressed to"), found.addressee),
        Definition(gettext("Service"), found.item_name),
    ]
    if found.valid_until:
        told.append(Definition(gettext("Valid until"), reading.written_day(found.valid_until)))
    if found.digest:
        told.append(Definition(gettext("SHA-256 of the file"), found.digest))
    return told


def _crumbs() -> list[Crumb]:
    return [Crumb(gettext("Home"), "/"), Crumb(gettext("Verify a paper"))]


def _progress(found: Progress) -> dict[str, object]:
    facts = [
        Definition(gettext("Case number"), found.case_no),
        Definition(gettext("Service"), found.item_name),
        Definition(gettext("Department"), words.told(found.organisation_name)),
        Definition(gettext("Applicant"), found.party_name),
        Definition(gettext("Submitted on"), reading.written_day(clock.local(found.submitted_at).date())),
    ]
    if due_label := following.due_label(found.duty, found.state):
        facts.append(Definition(due_label, reading.written_day(found.duty.due_on)))
    return {
        "outcome": outcomes.looked_up(found),
        "grant_now": gettext(GRANTS[found.standing]) if found.standing in GRANTS else "",
        "facts": facts,
        "moments": happenings.told_once(happenings.happened(act, at) for act, at in found.steps),
    }
