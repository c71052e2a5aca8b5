"""Writing a draft: a page for each section, one for each part of a list; the guide stands beside it as it will look."""

from collections.abc import Callable, Mapping
from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.catalogue.errors import ContentError
from yichuang.catalogue.queries import VersionDetail, describe_version
from yichuang.catalogue.rules import ATTACHMENT_SUBJECT, ItemContent
from yichuang.catalogue.rules.rows import read_content
from yichuang.catalogue.services import save_draft
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import filled, status_of
from yichuang.core.rights import Right
from yichuang.documents.services import store_upload
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.editing import (
    SECTIONS,
    Data,
    Place,
    Section,
    moved,
    part_at,
    place_of,
    put,
    section_of,
    without,
)
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import DeskForm
from yichuang.staffdesk.forms.element_names import element_name
from yichuang.staffdesk.forms.elements import ElementsForm
from yichuang.staffdesk.views.content_parts import list_entries
from yichuang.staffdesk.views.missing_points import is_unchanged, missing_points, needed_names
from yichuang.staffdesk.views.shown import Refused, page

_UNPROCESSABLE = 422
_CHANGES: Mapping[str, Callable[[Data, Place], Data]] = {
    "up": partial(moved, by=-1),
    "down": partial(moved, by=1),
    "remove": without,
}


@desk(Right.EDIT_ITEMS, methods=BOTH)
def edit(request: HttpRequest, actor: Actor, version_id: int, name: str = "basics") -> HttpResponse:
    """A section of the draft. Sent, its elements are saved, unless somebody saved the draft meanwhile."""
    detail, section = _draft(actor, version_id), section_of(name)
    if section.is_list:
        return _list_page(request, detail, section)
    content = detail.version.content
    form = ElementsForm(
        request.POST if request.method == "POST" else None,
        kind=ItemContent,
        names=section.elements,
        value=content.model_dump(mode="json"),
        content=content,
        initial={"revision": detail.revision},
    )
    if request.method != "POST":
        return _page(request, detail, section, {"form": form})
    refused = _save(actor, detail, form, lambda data: data | form.data_given())
    if request.htmx:  # type: ignore[attr-defined]  # django_htmx
        return _saved_part(request, version_id, form)
    if refused:
        return _page(request, detail, section, {"form": form}, refused)
    messages.success(request, gettext("The draft is saved."))
    return redirect("staffdesk:draft_section", version_id=version_id, name=name)


@desk(Right.EDIT_ITEMS, methods=BOTH)
def part(request: HttpRequest, actor: Actor, version_id: int, name: str, place: str) -> HttpResponse:
    """One part of a list, present or new."""
    detail, section = _draft(actor, version_id), section_of(name)
    where = place_of(section, place)
    if section.name not in ItemContent.model_fields:
        raise PageNotFoundError
    content = detail.version.content
    present = part_at(content.model_dump(mode="json"), where)
    form = ElementsForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        kind=where.kind,
        value=present,
        content=content,
        initial={"revision": detail.revision},
    )
    context = {"form": form, "place": where, "is_new": present is None, "files": _files(form, present)}
    if request.method != "POST":
        return _page(request, detail, section, context)
    refused = _save(actor, detail, form, lambda data: put(data, where, _part(actor, form, present)), where)
    if refused:
        return _page(request, detail, section, context, refused)
    messages.success(request, gettext("The draft is saved."))
    return redirect("staffdesk:draft_section", version_id=version_id, name=name)


@desk(Right.EDIT_ITEMS, methods=WRITE)
def change(request: HttpRequest, actor: Actor, version_id: int, name: str, place: str) -> HttpResponse:
    """A part goes up, down, or out."""
    detail, section = _draft(actor, version_id), section_of(name)
    where, wanted = place_of(section, place), request.POST.get("do", "")
    if wanted not in _CHANGES:
        raise PageNotFoundError
    data = _CHANGES[wanted](detail.version.content.model_dump(mode="json"), where)
    revision = int(request.POST.get("revision") or 0)
    save_draft(actor=actor, version_id=version_id, content=read_content(data), revision=revision)
    return redirect("staffdesk:draft_section", version_id=version_id, name=name)


def _draft(actor: Actor, version_id: int) -> VersionDetail:
    detail = describe_version(version_id)
    actor.require(Right.EDIT_ITEMS, detail.version.organisation_id)
    return detail


def _save(
    actor: Actor, detail: VersionDetail, form: ElementsForm, changed: Callable[[Data], Data], place: Place | None = None
) -> Refused | None:
    """The draft has the changed content; else what was refused stands in the form."""
    if not form.is_valid():
        return Refused("draft", form, _UNPROCESSABLE)
    version = detail.version
    try:
        content = read_content(changed(version.content.model_dump(mode="json")))
        save_draft(actor=actor, version_id=version.id, content=content, revision=form.cleaned_data["revision"])
    except ContentError as error:
        _refuse(form, error, place)
        return Refused("draft", form, status_of(error))
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return Refused("draft", form, status_of(error))
    return None


def _refuse(form: DeskForm, error: ContentError, place: Place | None) -> None:
    """Each problem stands at its box: the path of a part is what stands before the element's own name."""
    depth = 0 if place is None else 2 * len(place.path)
    for problem in error.problems:
        name = next((part for part in problem.field.split(".")[depth:] if part in form.fields), None)
        form.add_error(name, filled(problem.text, problem.details))


def _part(actor: Actor, form: ElementsForm, present: Data | None) -> Data:
    """The part as plain data, with the files that were sent stored, and those that stay."""
    given, kept = form.data_given(), present or {}
    for name in form.files_asked:
        file = form.cleaned_data[name]
        if file:
            upload = store_upload(
                actor=actor, name=file.name, stream=file, declared_size=file.size, subject=ATTACHMENT_SUBJECT
            )
            given[name] = {
                "upload_id": upload.id,
                "name": upload.name,
                "media_type": upload.media_type,
                "size": upload.size,
            }
        else:
            given[name] = None if form.cleaned_data[f"{name}_remove"] else kept.get(name)
    if place_fields := kept.get("fields"):
        given["fields"] = place_fields
    elif "title" in given and "fields" not in given:
        given["fields"] = []
    return given


def _files(form: ElementsForm, present: Data | None) -> dict[str, str]:
    """The names of the files that are there now, by element."""
    return {name: file["name"] for name in form.files_asked if present and (file := present.get(name))}


def _list_page(request: HttpRequest, detail: VersionDetail, section: Section) -> HttpResponse:
    if section.name not in ItemContent.model_fields:
        raise PageNotFoundError
    entries = list_entries(detail.version.content, section.name)
    return _page(request, detail, section, {"entries": entries})


def _page(
    request: HttpRequest,
    detail: VersionDetail,
    section: Section,
    context: Mapping[str, object],
    refused: Refused | None = None,
) -> HttpResponse:
    version = detail.version
    links = [
        (gettext(one.title), reverse("staffdesk:draft_section", args=[version.id, one.name]), one.name == section.name)
        for one in SECTIONS
        if not one.is_list or one.name in ItemContent.model_fields
    ]
    form = context.get("form")
    if isinstance(form, ElementsForm) and "place" not in context:
        form.mark_needed(needed_names(version.content))
    shared = {
        "detail": detail,
        "version": version,
        "section": section,
        "title": gettext(section.title),
        "section_help": gettext(section.help) if section.help else "",
        "missing": missing_points(detail, has_links=True),
        "is_unchanged": is_unchanged(detail),
        "links": links,
        "part_name": _part_name(section, context.get("place")),
    }
    return page(request, "draft", {**shared, **context}, refused)


def _part_name(section: Section, place: object) -> str:
    if section.name != "form" or not isinstance(place, Place):
        return element_name(section.name) if section.is_list else ""
    return gettext("Question") if len(place.path) > 1 else gettext("Page of questions")


def _saved_part(request: HttpRequest, version_id: int, form: ElementsForm) -> HttpResponse:
    """What the page shows of a save while somebody types; the preview hears that it is out of date."""
    detail = describe_version(version_id)
    problems = [
        (form.fields[name].label if name in form.fields else "", text)
        for name, texts in form.errors.items()
        for text in texts
    ]
    context = {
        "detail": detail,
        "version": detail.version,
        "problems": problems,
        "missing": missing_points(detail, has_links=True),
        "is_unchanged": is_unchanged(detail),
    }
    response = render(request, "staffdesk/parts/draft_saved.html", context)
    if not problems:
        response["HX-Trigger"] = "draft-saved"
    return response
