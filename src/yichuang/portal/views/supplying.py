"""Bringing the materials that the applicant promised to bring later. Law: AY 24."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.forms.boundfield import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from yichuang.cases.queries import CaseView, PledgeView, get_case_view
from yichuang.cases.rules import Act
from yichuang.cases.services import supply_deferred
from yichuang.catalogue.rules import Material
from yichuang.core.actor import Actor
from yichuang.core.errors import ConflictError
from yichuang.core.problems import message_of, status_of
from yichuang.documents.services import store_upload, upload_limits
from yichuang.identity.access import actor_for_request
from yichuang.organisations.queries import windows_for_item
from yichuang.portal.besides import to_follow
from yichuang.portal.forms import MaterialsForm
from yichuang.portal.forms.files import ACCEPTED
from yichuang.portal.views.case_page import crumbs
from yichuang.portal.views.common import OK, UNPROCESSABLE, applicant_only
from yichuang.portal.views.uploading import FILE_REFUSED
from yichuang.portal.words import local

_LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Awaited:
    """A material that is to follow; `field` takes its files, None for what must be paper."""

    material: Material
    name: str
    pledge: PledgeView
    field: BoundField | None


@require_http_methods(["GET", "HEAD", "POST"])
@applicant_only
def supply(request: HttpRequest, case_no: str) -> HttpResponseBase:
    """Each material that is to follow, with a place for its files. What is sound comes in at once; the rest can be tried again."""
    actor = actor_for_request(request)
    view = get_case_view(actor, case_no)
    if Act.SUPPLY not in view.possible:
        if not _is_repeated(view, request):
            messages.info(request, gettext("Nothing is to follow in this case now."))
        return redirect("portal:case", case_no)
    posted = request.method == "POST"
    form = MaterialsForm(_wanted(view), data=request.POST if posted else None, files=request.FILES if posted else None)
    if not posted:
        return _page(request, view, form)
    return _answer(request, actor, view, form)


def _wanted(view: CaseView) -> list[Material]:
    codes = [one.code for one in to_follow(view)]
    return [one for one in view.version.content.materials if one.code in codes]


def _is_repeated(view: CaseView, request: HttpRequest) -> bool:
    """Whether the same button was pressed again after everything had come."""
    return request.method == "POST" and any(one.is_kept for one in view.pledges)


def _answer(request: HttpRequest, actor: Actor, view: CaseView, form: MaterialsForm) -> HttpResponse:
    sound, status = _stored(actor, view, form)
    if not sound and not form.errors:
        form.add_error(None, gettext("Choose at least one file, or bring the paper to the window."))
        status = UNPROCESSABLE
    if sound:
        names = gettext(", ").join(local(one, "name") for one in _wanted(view) if one.code in sound)
        try:
            supply_deferred(actor=actor, case_no=view.case_no, materials=sound, key=_key(request))
        except ConflictError as error:
            messages.warning(request, message_of(error))
            return redirect("portal:case", view.case_no)
        messages.success(request, gettext("Handed in: {names}").format(names=names))
    if not form.errors:
        return redirect("portal:case", view.case_no)
    return _page(request, get_case_view(actor, view.case_no), form, status=status)


def _stored(actor: Actor, view: CaseView, form: MaterialsForm) -> tuple[dict[str, list[int]], int]:
    """The files of each material of which none is refused, by its code; refused ones are named at their place."""
    stored: dict[str, list[int]] = {}
    refused, status = set(), OK
    for file in form.chosen():
        try:
            upload = store_upload(
                actor=actor,
                name=file.name,
                stream=file.stream,
                declared_size=file.size,
                subject=view.case_no,
                material_code=file.code,
            )
        except FILE_REFUSED as error:
            form.refuse_file(file.code, error)
            refused.add(file.code)
            status = status_of(error)
        else:
            stored.setdefault(file.code, []).append(upload.id)
    return {code: ids for code, ids in stored.items() if code not in refused}, status


def _key(request: HttpRequest) -> str:
    return request.POST.get("key", "")[:_LONGEST_KEY]


def _page(request: HttpRequest, view: CaseView, form: MaterialsForm, *, status: int = OK) -> HttpResponse:
    materials = {one.code: one for one in view.version.content.materials}
    awaited = [
        Awaited(
            materials[one.code],
            local(materials[one.code], "name"),
            one,
            form[one.code] if one.code in form.fields else None,
        )
        for one in to_follow(view)
        if one.code in materials
    ]
    context = {
        "view": view,
        "form": form,
        "awaited": awaited,
        "windows": windows_for_item(view.organisation_id),
        "accepted": ACCEPTED,
        "max_bytes": upload_limits().max_bytes,
        "key": uuid.uuid4().hex,
        "crumbs": crumbs(view.case_no, gettext("Hand in what was to follow")),
    }
    return render(request, "portal/supply.html", context, status=status)
