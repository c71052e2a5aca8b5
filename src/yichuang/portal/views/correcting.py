"""Correcting what the window found missing: everything at once, in one form."""

import uuid
from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yichuang.cases.queries import CaseView, get_case_view
from yichuang.cases.rules import Act
from yichuang.cases.services import correct_case
from yichuang.core.actor import Actor
from yichuang.core.errors import InvalidError, NotFoundError, TooLargeError, UnsupportedError
from yichuang.core.problems import status_of
from yichuang.documents.access import own_upload
from yichuang.documents.queries import UploadView
from yichuang.documents.services import store_upload
from yichuang.identity.access import actor_for_request
from yichuang.portal.forms import AnswersForm, MaterialsForm
from yichuang.portal.summaries import case_boxes
from yichuang.portal.views.cases import missing_of
from yichuang.portal.views.common import OK, UNPROCESSABLE, applicant_only
from yichuang.ui.parts import Crumb

Kept = list[tuple[str, UploadView]]


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def correct(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """The answers again, and boxes for more files; sent five times it is one correction."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    content = view.version.content
    if request.method != "POST":
        if Act.CORRECT not in view.possible:
            messages.info(request, gettext("There is nothing to correct in this case now."))
            return redirect("portal:case", case_no)
        form = AnswersForm(content, content.form, answers=view.form)
        return _page(request, view, form, MaterialsForm(content.materials), [])
    form = AnswersForm(content, content.form, data=request.POST)
    files = MaterialsForm(content.materials, data=request.POST, files=request.FILES)
    kept = _kept_before(actor, view, request.POST.getlist("kept"))
    status = _store(actor, view, files, kept)
    if files.errors or not form.is_valid():
        return _page(request, view, form, files, kept, status=max(status, UNPROCESSABLE if form.errors else OK))
    key = request.POST.get("key", "")[:64]
    correct_case(actor=actor, case_no=case_no, form=form.typed(), materials=_by_code(kept), key=key)
    messages.success(request, gettext("Your corrections have been handed in. The window checks them now."))
    return redirect("portal:case", case_no)


def _kept_before(actor: Actor, view: CaseView, tokens: list[str]) -> Kept:
    """Files that an earlier, refused try of the same form has stored: only the actor's own, for this very case."""
    kept: Kept = []
    for token in tokens:
        upload_id = token.rpartition(":")[2]
        if not (upload_id.isascii() and upload_id.isdigit()):
            continue
        try:
            upload = own_upload(actor, int(upload_id))
        except NotFoundError:
            continue
        if upload.subject == view.case_no and upload.material_code:
            kept.append((upload.material_code, upload))
    return kept


def _store(actor: Actor, view: CaseView, files: MaterialsForm, kept: Kept) -> int:
    """Good files are stored and added to `kept`; refused ones are named at their material."""
    status = OK
    for file in files.chosen():
        try:
            upload = store_upload(
                actor=actor,
                name=file.name,
                stream=file.stream,
                declared_size=file.size,
                subject=view.case_no,
                material_code=file.code,
            )
        except (InvalidError, TooLargeError, UnsupportedError) as error:
            files.refuse_file(file.code, error)
            status = status_of(error)
            continue
        kept.append((file.code, upload))
    return status


def _by_code(kept: Kept) -> Mapping[str, list[int]]:
    codes = dict.fromkeys(code for code, _upload in kept)
    return {code: [upload.id for its, upload in kept if its == code] for code in codes}


def _page(
    request: HttpRequest, view: CaseView, form: AnswersForm, files: MaterialsForm, kept: Kept, *, status: int = OK
) -> HttpResponseBase:
    context = {
        "view": view,
        "form": form,
        "files": files,
        "kept": [(f"{code}:{upload.id}", upload) for code, upload in kept],
        "boxes": case_boxes(view, files),
        "missing": missing_of(view),
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "crumbs": [
            Crumb(gettext("Home"), "/"),
            Crumb(gettext("My cases"), reverse("portal:cases")),
            Crumb(view.case_no, reverse("portal:case", args=[view.case_no])),
            Crumb(gettext("Correct the application")),
        ],
    }
    return render(request, "portal/correct.html", context, status=status)
