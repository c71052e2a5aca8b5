"""The files of a draft: added one by one while the page is open or all with the form, looked at, removed."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from yichuang.cases.queries import DraftView, get_draft_view
from yichuang.cases.rules import asked_materials
from yichuang.cases.services import attach_material, keep_wishes, remove_material
from yichuang.core.actor import Actor
from yichuang.core.errors import InvalidError, TooLargeError, UnsupportedError
from yichuang.core.problems import status_of, wants_json
from yichuang.documents.queries import open_upload
from yichuang.documents.services import upload_limits
from yichuang.identity.access import actor_for_request
from yichuang.portal import drafts, handled
from yichuang.portal.forms import MaterialsForm
from yichuang.portal.forms.files import ACCEPTED, ChosenFile
from yichuang.portal.summaries import material_boxes
from yichuang.portal.views.common import OK, applicant_only, upload_file
from yichuang.portal.views.drafting import METHODS, draft_page, onward, with_draft

FILE_REFUSED = (InvalidError, TooLargeError, UnsupportedError)


@require_http_methods(METHODS)
@applicant_only
@with_draft
def materials(request: HttpRequest, draft: DraftView) -> HttpResponseBase:
    """The files of each material: add several, remove one. A program that sends files is told their problem, or the revision."""
    actor, asked = actor_for_request(request), asked_materials(draft.version.content, draft.form)
    if request.method != "POST":
        if drafts.page_of(draft, drafts.MATERIALS) is None:
            return redirect(drafts.next_page(draft, drafts.MATERIALS).url)
        return _page(request, draft, MaterialsForm(asked))
    form = MaterialsForm(asked, data=request.POST, files=request.FILES)
    if wants_json(request):
        for file in form.chosen():
            _attach(actor, draft, file)
        return JsonResponse({"revision": get_draft_view(actor, draft.key).revision})
    removed = _remove(request, draft)
    if removed:
        return redirect(f"{request.path}#material-{removed}")
    keep_wishes(actor=actor, key=draft.key, later=request.POST.getlist("later"))
    status = _keep_files(actor, draft, form)
    if not form.errors:
        return onward(request, draft, drafts.MATERIALS)
    return _page(request, get_draft_view(actor, draft.key), form, status=status)


@require_safe
@applicant_only
@with_draft
def draft_file(request: HttpRequest, draft: DraftView, upload_id: int) -> HttpResponseBase:
    """A file of the draft, to look at again."""
    if upload_id not in {upload.id for uploads in draft.materials.values() for upload in uploads}:
        raise Http404
    return upload_file(open_upload(upload_id))


def _page(request: HttpRequest, draft: DraftView, form: MaterialsForm, *, status: int = OK) -> HttpResponse:
    boxes = material_boxes(draft, form)
    context = {
        "form": form,
        "boxes": boxes,
        "has_files": any(box.is_wanted for box in boxes),
        "deferral": handled.deferral_text(draft.version.content),
        "deferral_note": handled.deferral_note(draft.version.content),
        "accepted": ACCEPTED,
        "max_bytes": upload_limits().max_bytes,
    }
    return draft_page(request, draft, drafts.MATERIALS, "portal/draft_materials.html", context, status=status)


def _remove(request: HttpRequest, draft: DraftView) -> str:
    """The file named is removed; the material that it stood under, nothing when none was named."""
    code, _, upload_id = request.POST.get("remove", "").rpartition(":")
    if not code or not (upload_id.isascii() and upload_id.isdigit()):
        return ""
    remove_material(actor=actor_for_request(request), key=draft.key, code=code, upload_id=int(upload_id))
    return code


def _keep_files(actor: Actor, draft: DraftView, form: MaterialsForm) -> int:
    """Good files are kept, refused ones are named at their material; the status of the answer is given back."""
    status = OK
    for file in form.chosen():
        try:
            _attach(actor, draft, file)
        except FILE_REFUSED as error:
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
