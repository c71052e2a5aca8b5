"""Correcting what the window found missing: line by line, and only what the notice lists."""

import uuid
from collections.abc import Iterable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.queries import CaseView, correction_changes, get_case_view, kept_correction
from yichuang.cases.rules import Act
from yichuang.cases.services import (
    add_correction_file,
    correct_case,
    keep_correction,
    prepare_correction,
    remove_correction_file,
)
from yichuang.core.actor import Actor
from yichuang.core.errors import FieldProblem, InvalidError
from yichuang.core.problems import filled, message_of, status_of, wants_json
from yichuang.documents.queries import open_upload
from yichuang.documents.services import upload_limits
from yichuang.identity.access import actor_for_request
from yichuang.portal.corrections import Correction, awaited, correction_of, problems_of_lines, shown_lines
from yichuang.portal.forms import AnswersForm, MaterialsForm
from yichuang.portal.forms.answers import ASKED
from yichuang.portal.forms.files import ACCEPTED, ChosenFile
from yichuang.portal.summaries import case_answers, case_boxes
from yichuang.portal.views.common import OK, UNPROCESSABLE, applicant_only, upload_file
from yichuang.portal.views.uploading import FILE_REFUSED
from yichuang.ui.parts import Crumb

_LONGEST_KEY = 64


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def correct(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """Each line of the notice with its question or material; sent five times it is one correction."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    if request.method != "POST":
        return _empty_page(request, view)
    if Act.CORRECT not in view.possible:
        correct_case(actor=actor, case_no=case_no, key=_key(request))  # the same again, or out of order
        return redirect("portal:corrected", case_no)
    return redirect(request.path) if _is_removed(request, view) else _answer(request, view)


def _answer(request: HttpRequest, view: CaseView) -> HttpResponse:
    """The answer to what was typed or added: a file by itself, autosave, the questions alone, or the whole correction."""
    actor, case_no = actor_for_request(request), view.case_no
    posted, kept = _with_asked(request.POST), kept_correction(actor, case_no)
    answers = {**view.form, **(kept.form if kept else {})}
    asked = correction_of(view, answers, posted)
    files = _files_form(asked, request)
    if wants_json(request) and "autosave" not in request.POST:
        return _take_files(request, view, files)
    form = AnswersForm(view.version.content, asked.groups, data=posted, answers=answers)
    if request.POST.get("part") == "questions":
        form.full_clean()
        form.errors.clear()
        return _page(request, view, asked, form, _files_form(asked))
    papers = [code for code in request.POST.getlist("on_paper") if code in {one.code for one in asked.materials}]
    keep_correction(actor=actor, case_no=case_no, form=form.typed(), papers=papers)
    if "autosave" in request.POST:
        return JsonResponse({})
    status = _store(actor, view, files)
    if files.errors or not form.is_valid():
        return _page(request, view, asked, form, files, status=status if files.errors else UNPROCESSABLE)
    return _hand_in(request, view, asked, form, files)


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:_LONGEST_KEY]


def _empty_page(request: HttpRequest, view: CaseView) -> HttpResponse:
    if Act.CORRECT not in view.possible:
        messages.info(request, gettext("There is nothing to correct in this case now."))
        return redirect("portal:case", view.case_no)
    kept = kept_correction(actor_for_request(request), view.case_no)
    answers = {**view.form, **(kept.form if kept else {})}
    asked = correction_of(view, answers)
    return _page(
        request, view, asked, AnswersForm(view.version.content, asked.groups, answers=answers), _files_form(asked)
    )


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
    request: HttpRequest, view: CaseView, asked: Correction, form: AnswersForm, files: MaterialsForm
) -> HttpResponse:
    """The correction is handed in; where papers are still to come, it waits for them, and the page says so."""
    actor, case_no = actor_for_request(request), view.case_no
    kept = kept_correction(actor, case_no)
    materials = {code: [one.id for one in uploads] for code, uploads in kept.materials.items()} if kept else {}
    try:
        if kept and set(kept.papers) - set(materials):
            prepare_correction(actor=actor, case_no=case_no)
            messages.success(request, gettext("Your correction is kept. Now bring the papers to the window."))
            return redirect("portal:case", case_no)
        correct_case(
            actor=actor, case_no=case_no, form=kept.form if kept else None, materials=materials, key=_key(request)
        )
    except InvalidError as error:
        form.add_error(None, message_of(error))
        _show(form, error.problems)
        told = problems_of_lines(asked, list(error.problems))
        return _page(request, view, asked, form, files, told, status=status_of(error))
    return redirect("portal:corrected", case_no)


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
    kept = kept_correction(actor_for_request(request), case_no)
    if kept is None or upload_id not in {upload.id for uploads in kept.materials.values() for upload in uploads}:
        raise Http404
    return upload_file(open_upload(upload_id))


def _take_files(request: HttpRequest, view: CaseView, files: MaterialsForm) -> JsonResponse:
    """A file that was sent by itself is ready to be handed in.

    Raises:
        InvalidError, TooLargeError, UnsupportedError: see `documents.services.store_upload`.
    """
    for file in files.chosen():
        _add(actor_for_request(request), view, file)
    return JsonResponse({})


def _is_removed(request: HttpRequest, view: CaseView) -> bool:
    """Whether a file was to be left out of the correction; it then is."""
    wanted = request.POST.get("remove", "").rpartition(":")[2]
    if not (wanted.isascii() and wanted.isdigit()):
        return False
    remove_correction_file(actor=actor_for_request(request), case_no=view.case_no, upload_id=int(wanted))
    return True


def _store(actor: Actor, view: CaseView, files: MaterialsForm) -> int:
    """Good files are kept; refused ones are named at their material. The status of the answer is given back."""
    status = OK
    for file in files.chosen():
        try:
            _add(actor, view, file)
        except FILE_REFUSED as error:
            files.refuse_file(file.code, error)
            status = status_of(error)
    return status


def _add(actor: Actor, view: CaseView, file: ChosenFile) -> None:
    add_correction_file(
        actor=actor,
        case_no=view.case_no,
        code=file.code,
        name=file.name,
        stream=file.stream,
        declared_size=file.size,
    )


def _page(
    request: HttpRequest,
    view: CaseView,
    asked: Correction,
    form: AnswersForm,
    files: MaterialsForm,
    problems: Mapping[int, str] | None = None,
    *,
    status: int = OK,
) -> HttpResponse:
    kept = kept_correction(actor_for_request(request), view.case_no)
    named = {line.code for line in asked.lines}
    lines = shown_lines(asked, view, form, files, problems or {})
    context = {
        "view": view,
        "form": form,
        "files": files,
        "kept": [(code, one) for code, uploads in kept.materials.items() for one in uploads] if kept else [],
        "waits": awaited(view, kept),
        "lines": lines,
        "open_lines": [one for one in lines if one.problem],
        "further": [place for place in form.places if place.id not in named],
        "boxes": [box for box in case_boxes(view, files) if box.field and box.material.code not in named],
        "is_free": asked.is_free,
        "groups": case_answers(view),
        "case_boxes": case_boxes(view),
        "accepted": ACCEPTED,
        "max_bytes": upload_limits().max_bytes,
        "on_paper": request.POST.getlist("on_paper") or (kept.papers if kept else ()),
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
