"""Correcting what the window found missing: line by line, and only what the notice lists."""

import uuid
from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.queries import CaseView, correction_changes, get_case_view
from yichuang.cases.rules import Act
from yichuang.cases.services import correct_case
from yichuang.core.actor import Actor
from yichuang.core.errors import FieldProblem, InvalidError, NotFoundError
from yichuang.core.problems import filled, message_of, status_of, wants_json
from yichuang.documents.access import own_upload
from yichuang.documents.queries import UploadView, open_upload
from yichuang.documents.services import store_upload, upload_limits
from yichuang.identity.access import actor_for_request
from yichuang.portal.corrections import Correction, correction_of, problems_of_lines, shown_lines
from yichuang.portal.forms import AnswersForm, MaterialsForm
from yichuang.portal.forms.answers import ASKED
from yichuang.portal.forms.files import ACCEPTED, ChosenFile
from yichuang.portal.summaries import case_answers, case_boxes
from yichuang.portal.views.common import OK, UNPROCESSABLE, applicant_only, upload_file
from yichuang.portal.views.uploading import FILE_REFUSED
from yichuang.ui.parts import Crumb

Kept = list[tuple[str, UploadView]]
_LONGEST_KEY = 64


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def correct(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """Each line of the notice with its question or material; sent five times it is one correction."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    kept = _kept_before(actor, view, [*_remembered(request, case_no), *request.POST.getlist("kept")])
    if request.method != "POST":
        return _empty_page(request, view, kept)
    posted = _with_asked(request.POST)
    asked = correction_of(view, posted)
    files = _files_form(asked, request)
    if wants_json(request):
        return _take_files(request, view, files)
    if _is_removed(request, view, kept):
        return redirect(request.path)
    form = AnswersForm(view.version.content, asked.groups, data=posted, answers=view.form)
    if request.POST.get("part") == "questions":
        form.full_clean()
        form.errors.clear()
        return _page(request, view, asked, form, _files_form(asked), kept)
    status = _store(actor, view, files, kept)
    _remember(request, case_no, kept)
    if files.errors or not form.is_valid():
        return _page(request, view, asked, form, files, kept, status=status if files.errors else UNPROCESSABLE)
    return _hand_in(request, view, asked, form, files, kept)


def _empty_page(request: HttpRequest, view: CaseView, kept: Kept) -> HttpResponse:
    if Act.CORRECT not in view.possible:
        messages.info(request, gettext("There is nothing to correct in this case now."))
        return redirect("portal:case", view.case_no)
    asked = correction_of(view)
    form = AnswersForm(view.version.content, asked.groups, answers=view.form)
    return _page(request, view, asked, form, _files_form(asked), kept)


def _files_form(asked: Correction, request: HttpRequest | None = None) -> MaterialsForm:
    """Boxes for the materials; those that the notice names take a file even if they are obtained by sharing."""
    named = {line.code for line in asked.lines}
    data, files = (request.POST, request.FILES) if request is not None else (None, None)
    return MaterialsForm(asked.materials, data=data, files=files, named=named)


def _with_asked(posted: QueryDict) -> QueryDict:
    """What was posted, saying which questions it answers: all others stay as they were."""
    if ASKED in posted:
        return posted
    data = posted.copy()
    data.setlist(ASKED, [name.removeprefix("answer-") for name in posted if name.startswith("answer-")])
    return data


def _hand_in(
    request: HttpRequest, view: CaseView, asked: Correction, form: AnswersForm, files: MaterialsForm, kept: Kept
) -> HttpResponse:
    paper = [code for code in request.POST.getlist("on_paper") if code in {one.code for one in asked.materials}]
    materials = {**{code: [] for code in paper}, **_by_code(kept)}
    key = request.POST.get("key", "")[:_LONGEST_KEY]
    try:
        correct_case(
            actor=actor_for_request(request), case_no=view.case_no, form=form.typed(), materials=materials, key=key
        )
    except InvalidError as error:
        form.add_error(None, message_of(error))
        _show(form, error.problems)
        told = problems_of_lines(asked, list(error.problems))
        return _page(request, view, asked, form, files, kept, told, status=status_of(error))
    request.session.pop(_memory(view.case_no), None)
    return redirect("portal:corrected", view.case_no)


def _show(form: AnswersForm, problems: Iterable[FieldProblem]) -> None:
    """What is wrong with answers stands at them; open lines are told at the lines."""
    for one in problems:
        if one.field in form.fields:
            form.add_error(one.field, filled(one.text, one.details))
        elif one.code != "cases.correction_open":
            label = one.details.get("label")
            text = filled(one.text, one.details)
            form.add_error(None, gettext("{label}: {text}").format(label=label, text=text) if label else text)


@require_safe
@applicant_only
def corrected(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """The correction has arrived: what was corrected, line by line, and what comes next."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    changes = correction_changes(actor, case_no)
    if changes is None:
        return redirect("portal:case", case_no)
    context = {"view": view, "changes": changes, "crumbs": _crumbs(view, gettext("Corrections handed in"))}
    return render(request, "portal/corrected.html", context)


@require_safe
@applicant_only
def correction_file(request: HttpRequest, case_no: str, upload_id: int) -> HttpResponseBase:
    """A file that is ready to be handed in with the correction, to look at again."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    if upload_id not in {upload.id for _code, upload in _kept_before(actor, view, _remembered(request, case_no))}:
        raise Http404
    return upload_file(open_upload(upload_id))


def _take_files(request: HttpRequest, view: CaseView, files: MaterialsForm) -> JsonResponse:
    """A file that was sent by itself is ready to be handed in.

    Raises:
        InvalidError, TooLargeError, UnsupportedError: see `documents.services.store_upload`.
    """
    actor = actor_for_request(request)
    kept = [(file.code, _stored(actor, view, file)) for file in files.chosen()]
    _remember(request, view.case_no, kept)
    return JsonResponse({})


def _memory(case_no: str) -> str:
    return f"correction:{case_no}"


def _remembered(request: HttpRequest, case_no: str) -> list[str]:
    found = request.session.get(_memory(case_no))
    return [str(one) for one in found] if isinstance(found, list) else []


def _remember(request: HttpRequest, case_no: str, kept: Kept) -> None:
    """The files are known to the session, until they are handed in."""
    tokens = [f"{code}:{upload.id}" for code, upload in kept]
    request.session[_memory(case_no)] = list(dict.fromkeys([*_remembered(request, case_no), *tokens]))


def _is_removed(request: HttpRequest, view: CaseView, kept: Kept) -> bool:
    """Whether a file was to be left out of the correction; it then is."""
    wanted = request.POST.get("remove", "")
    if not any(wanted == f"{code}:{upload.id}" for code, upload in kept):
        return False
    left = [one for one in _remembered(request, view.case_no) if one != wanted]
    request.session[_memory(view.case_no)] = left
    return True


def _kept_before(actor: Actor, view: CaseView, tokens: Iterable[str]) -> Kept:
    """Files that were stored for this correction before: only the actor's own, for this very case, not yet in it."""
    in_case = {upload.id for material in view.materials for upload in material.uploads}
    kept: Kept = []
    for token in dict.fromkeys(tokens):
        upload_id = token.rpartition(":")[2]
        if not (upload_id.isascii() and upload_id.isdigit()) or int(upload_id) in in_case:
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
            kept.append((file.code, _stored(actor, view, file)))
        except FILE_REFUSED as error:
            files.refuse_file(file.code, error)
            status = status_of(error)
    return status


def _stored(actor: Actor, view: CaseView, file: ChosenFile) -> UploadView:
    return store_upload(
        actor=actor,
        name=file.name,
        stream=file.stream,
        declared_size=file.size,
        subject=view.case_no,
        material_code=file.code,
    )


def _by_code(kept: Kept) -> dict[str, list[int]]:
    codes = dict.fromkeys(code for code, _upload in kept)
    return {code: [upload.id for its, upload in kept if its == code] for code in codes}


def _page(
    request: HttpRequest,
    view: CaseView,
    asked: Correction,
    form: AnswersForm,
    files: MaterialsForm,
    kept: Kept,
    problems: Mapping[int, str] | None = None,
    *,
    status: int = OK,
) -> HttpResponse:
    named = {line.code for line in asked.lines}
    lines = shown_lines(asked, view, form, files, problems or {})
    context = {
        "view": view,
        "form": form,
        "files": files,
        "kept": [(code, f"{code}:{upload.id}", upload) for code, upload in kept],
        "lines": lines,
        "open_lines": [one for one in lines if one.problem],
        "further": [place for place in form.places if place.id not in named],
        "boxes": [box for box in case_boxes(view, files) if box.field and box.material.code not in named],
        "is_free": asked.is_free,
        "groups": case_answers(view),
        "case_boxes": case_boxes(view),
        "accepted": ACCEPTED,
        "max_bytes": upload_limits().max_bytes,
        "on_paper": request.POST.getlist("on_paper"),
        "key": request.POST.get("key") or uuid.uuid4().hex,
        "crumbs": _crumbs(view, gettext("Correct the application")),
    }
    return render(request, "portal/correct.html", context, status=status)


def _crumbs(view: CaseView, here: str) -> list[Crumb]:
    return [
        Crumb(gettext("Home"), "/"),
        Crumb(gettext("My cases"), reverse("portal:cases")),
        Crumb(view.case_no, reverse("portal:case", args=[view.case_no])),
        Crumb(here),
    ]
