"""The pages of a draft. What was typed is saved first, right or wrong, and judged after."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.errors import DraftStaleError, DraftSubmittedError
from yichuang.cases.queries import DraftView, get_draft_view, own_party
from yichuang.cases.services import attach_material, remove_material, save_draft, submit_draft
from yichuang.catalogue.queries import is_open_for_cases
from yichuang.core.actor import Actor
from yichuang.core.errors import InvalidError, TooLargeError, UnsupportedError
from yichuang.core.problems import status_of
from yichuang.documents.queries import open_upload
from yichuang.identity.access import actor_for_request
from yichuang.portal import drafts
from yichuang.portal.forms import AnswersForm, DeclarationForm, MaterialsForm, PartyForm, locked, with_own_name
from yichuang.portal.forms.files import ChosenFile
from yichuang.portal.forms.judged import JudgedForm
from yichuang.portal.summaries import answer_rows, material_boxes, party_rows
from yichuang.portal.views.common import CONFLICT, OK, UNPROCESSABLE, applicant_only, upload_file

_METHODS = ["GET", "HEAD", "POST"]
_FILE_REFUSED = (InvalidError, TooLargeError, UnsupportedError)


def _with_draft(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """The page gets the applicant's own open draft; one that has become a case leads there.

    Raises:
        DraftNotFoundError: it is not there, or somebody else's.
        DraftSubmittedError: something is to be changed that was submitted.
    """

    @wraps(view)
    def found(request: HttpRequest, key: UUID, *args: Any, **kwargs: Any) -> HttpResponseBase:
        draft = get_draft_view(actor_for_request(request), key)
        if draft.case_no and view.__name__ == "check":
            return redirect("portal:submitted", draft.case_no)
        if draft.case_no and request.method == "POST":
            raise DraftSubmittedError(case_no=draft.case_no)
        if draft.case_no:
            return redirect("portal:case", draft.case_no)
        return view(request, draft, *args, **kwargs)

    return found


@require_http_methods(_METHODS)
@applicant_only
@_with_draft
def applicant(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """Who applies."""
    own = own_party(actor_for_request(request))
    if request.method == "POST":
        return _save(request, draft, drafts.APPLICANT, PartyForm(data=with_own_name(request.POST, own)))
    form = PartyForm(party={**own, **draft.party, **locked(own)}, is_judged="check" in request.GET)
    return _page(request, draft, drafts.APPLICANT, "portal/draft_form.html", {"form": form, "fields": list(form)})


@require_http_methods(_METHODS)
@applicant_only
@_with_draft
def answers(request: HttpRequest, draft: DraftView, number: int) -> HttpResponseBase:
    """One group of questions."""
    groups = draft.version.content.form[number - 1 : number] if number else ()
    if not groups:
        raise Http404
    slug = f"form-{number}"
    if request.method == "POST":
        form = AnswersForm(draft.version.content, groups, data=request.POST)
        return _save(request, draft, slug, form)
    known = drafts.with_known_answers(draft)
    form = AnswersForm(known.version.content, groups, answers=known.form, is_judged="check" in request.GET)
    return _page(request, draft, slug, "portal/draft_form.html", {"form": form, "fields": list(form)})


@require_http_methods(_METHODS)
@applicant_only
@_with_draft
def materials(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """The files of each material: add several, remove one."""
    form = MaterialsForm(draft.version.content.materials)
    status = OK
    if request.method == "POST":
        form = MaterialsForm(draft.version.content.materials, data=request.POST, files=request.FILES)
        status = _keep_files(request, draft, form)
        if not form.errors:
            return _onward(request, draft, drafts.MATERIALS)
        draft = get_draft_view(actor_for_request(request), draft.key)
    context = {"form": form, "boxes": material_boxes(draft, form)}
    return _page(request, draft, drafts.MATERIALS, "portal/draft_materials.html", context, status=status)


@require_http_methods(_METHODS)
@applicant_only
@_with_draft
def check(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """Everything at a glance; submitting makes one case however often it is asked for."""
    form = DeclarationForm(request.POST if request.method == "POST" else None)
    faults, status = drafts.faults(draft), OK
    if request.method == "POST":
        status = UNPROCESSABLE
        if request.POST.get("revision") != str(draft.revision):
            form.add_error(None, gettext(DraftStaleError.text))
            status = CONFLICT
        elif form.is_valid() and not faults:
            done = submit_draft(actor=actor_for_request(request), key=draft.key)
            return redirect("portal:submitted", done.case_no)
    context = {
        "form": form,
        "faults": faults,
        "party": party_rows(draft.party),
        "groups": answer_rows(draft, drafts.pages(draft)),
        "boxes": material_boxes(draft),
        "links": {page.slug: page.url for page in drafts.pages(draft)},
    }
    return _page(request, draft, drafts.CHECK, "portal/draft_check.html", context, status=status)


@require_safe
@applicant_only
@_with_draft
def draft_file(request: HttpRequest, draft: DraftView, upload_id: int) -> HttpResponseBase:
    """A file of the draft, to look at again."""
    if upload_id not in {upload.id for uploads in draft.materials.values() for upload in uploads}:
        raise Http404
    return upload_file(open_upload(upload_id))


def _save(request: HttpRequest, draft: DraftView, slug: str, form: JudgedForm) -> HttpResponseBase:
    """What was typed stands in the draft; on to the next page if it is right, or back to the list if so asked."""
    is_stale = not _kept(request, draft, form)
    if is_stale:
        form.refuse(DraftStaleError())
    elif form.is_valid() or request.POST.get("go") == "later":
        return _onward(request, draft, slug)
    fresh = draft if is_stale else get_draft_view(actor_for_request(request), draft.key)
    context = {"form": form, "fields": list(form), "is_stale": is_stale}
    status = CONFLICT if is_stale else UNPROCESSABLE
    return _page(request, fresh, slug, "portal/draft_form.html", context, status=status)


def _kept(request: HttpRequest, draft: DraftView, form: JudgedForm) -> bool:
    """Whether the draft holds what was typed; a form sent twice finds it there already."""
    actor, revision = actor_for_request(request), request.POST.get("revision", "")
    number = int(revision) if revision.isascii() and revision.isdigit() else 0
    try:
        if isinstance(form, PartyForm):
            save_draft(actor=actor, key=draft.key, revision=number, party=form.party())
        else:
            save_draft(actor=actor, key=draft.key, revision=number, form=form.typed())
    except DraftStaleError:
        present = get_draft_view(actor, draft.key)
        stored = present.party if isinstance(form, PartyForm) else present.form
        return all(stored.get(name, "") == value for name, value in form.typed().items())
    return True


def _onward(request: HttpRequest, draft: DraftView, slug: str) -> HttpResponse:
    go = request.POST.get("go", "")
    if go == "later":
        messages.success(request, gettext("Saved. You can go on with the draft from this page at any time."))
        return redirect("portal:cases")
    if go == "stay" or "remove" in request.POST:
        return redirect(request.path)
    return redirect(drafts.next_page(draft, slug).url)


def _keep_files(request: HttpRequest, draft: DraftView, form: MaterialsForm) -> int:
    """Good files are kept, refused ones are named at their material; the status of the answer is given back."""
    actor, status = actor_for_request(request), OK
    code, _, upload_id = request.POST.get("remove", "").rpartition(":")
    if code and upload_id.isascii() and upload_id.isdigit():
        remove_material(actor=actor, key=draft.key, code=code, upload_id=int(upload_id))
    for file in form.chosen():
        try:
            _attach(actor, draft, file)
        except _FILE_REFUSED as error:
            form.refuse_file(file.code, error)
            status = status_of(error)
    return status


def _attach(actor: Actor, draft: DraftView, file: ChosenFile) -> None:
    """The file stands in the draft, once however often it is sent."""
    upload = attach_material(
        actor=actor, key=draft.key, code=file.code, name=file.name, stream=file.stream, declared_size=file.size
    )
    if any((one.name, one.digest) == (upload.name, upload.digest) for one in draft.materials.get(file.code, ())):
        remove_material(actor=actor, key=draft.key, code=file.code, upload_id=upload.id)


def _page(
    request: HttpRequest,
    draft: DraftView,
    slug: str,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = OK,
) -> HttpResponse:
    page = next((one for one in drafts.pages(draft) if one.slug == slug), None)
    shared = {
        "draft": draft,
        "page": page,
        "steps": drafts.steps(draft, slug),
        "place": next((at for at, one in enumerate(drafts.pages(draft), start=1) if one.slug == slug), 1),
        "previous": drafts.previous_page(draft, slug),
        "is_outdated": not is_open_for_cases(draft.version.id),
    }
    return render(request, template, {**shared, **context}, status=status)
