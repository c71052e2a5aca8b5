"""How a version will look: its guide, and the pages of its form, for those who write or review it."""

from dataclasses import dataclass, replace

from django.forms.boundfield import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from yichuang.catalogue.queries import GuideView, VersionView, followers_of, get_version, producers_of
from yichuang.catalogue.rules import ATTACHMENT_SUBJECT, FieldGroup, ItemContent, VersionState
from yichuang.core.actor import Actor, ActorKind, RightMissingError
from yichuang.core.rights import CATALOGUE_RIGHTS, Right
from yichuang.documents.queries import get_upload, open_upload
from yichuang.identity.access import actor_for_request, redirect_to_sign_in
from yichuang.organisations.queries import get_organisation, windows_for_item
from yichuang.portal import reading
from yichuang.portal.forms import AnswersForm
from yichuang.portal.forms.files import can_be_sent
from yichuang.portal.guide_page import GuidePage, MaterialShown, guide_page
from yichuang.portal.handled import followed_codes
from yichuang.portal.views.common import private, upload_file
from yichuang.portal.words import local
from yichuang.ui.parts import FileLink

_PUBLIC = frozenset({VersionState.PUBLISHED, VersionState.SUSPENDED})
_NOT_FOUND_BY_SEARCH = "noindex, nofollow"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as applicants will see it, and with which answer it is asked."""

    field: BoundField
    when: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page of the form."""

    title: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A material with the place where its files will be chosen."""

    shown: MaterialShown
    is_sent: bool


@never_cache
@require_safe
def preview(request: HttpRequest, version_id: int) -> HttpResponseBase:
    """The version as the public would read it; with `?part=form` what applicants would fill in. Never found by a search.

    Raises:
        VersionNotFoundError: there is none.
        RightMissingError: the reader neither writes nor reviews items of its organisation.
    """
    actor = actor_for_request(request)
    if actor.kind is ActorKind.ANONYMOUS:
        return redirect_to_sign_in(request)
    version = _readable(actor, version_id)
    page = _page(version)
    is_form = request.GET.get("part") == "form"
    context = {
        "version": version,
        "content": version.content,
        "organisation": get_organisation(version.organisation_id),
        "state": gettext(version.state.label),
        "is_public": version.state in _PUBLIC,
        "is_form": is_form,
        "page": page,
        "sections": [section for section in page.sections if section.ident != "share"],
        "form_pages": _form_pages(version.content) if is_form else (),
        "boxes": [Box(one, can_be_sent(one.material)) for one in page.materials] if is_form else (),
    }
    response = render(request, "portal/preview.html", context)
    return _hidden(response)


@never_cache
@require_safe
def preview_file(request: HttpRequest, version_id: int, upload_id: int) -> HttpResponseBase:
    """A form that the version names, as its guide will offer it. Raises as `preview`."""
    actor = actor_for_request(request)
    if actor.kind is ActorKind.ANONYMOUS:
        return redirect_to_sign_in(request)
    named = {one.upload_id for one in _readable(actor, version_id).content.attachments}
    if upload_id not in named or get_upload(upload_id).subject != ATTACHMENT_SUBJECT:
        raise Http404
    response = upload_file(open_upload(upload_id))
    response["X-Robots-Tag"] = _NOT_FOUND_BY_SEARCH
    return private(response)


def _readable(actor: Actor, version_id: int) -> VersionView:
    if not any(actor.may(right) for right in CATALOGUE_RIGHTS):
        raise RightMissingError(right=Right.EDIT_ITEMS)
    version = get_version(version_id)
    if not any(actor.may(right, version.organisation_id) for right in CATALOGUE_RIGHTS):
        raise RightMissingError(right=Right.EDIT_ITEMS)
    return version


def _hidden(response: HttpResponse) -> HttpResponseBase:
    response["X-Robots-Tag"] = _NOT_FOUND_BY_SEARCH
    return private(response)


def _page(version: VersionView) -> GuidePage:
    """The page of the guide; what can only be fetched of a published version is left out, forms come from here."""
    guide = GuideView(version=version, state=version.state, earlier=None, coming=None, coming_on=None)
    needed = [one.certificate_code for one in version.content.certificates_needed]
    followers = followers_of(followed_codes(version.content))
    page = guide_page(guide, windows_for_item(version.organisation_id), producers_of(needed), followers)
    materials = tuple(replace(one, files=_files(one, version.id)) for one in page.materials)
    return replace(page, forms=(), materials=materials)


def _files(shown: MaterialShown, version_id: int) -> tuple[FileLink, ...]:
    forms = [form for form in (shown.material.blank_form, shown.material.sample_form) if form is not None]
    return tuple(
        replace(link, url=reverse("portal:preview_file", args=[version_id, form.upload_id]))
        for link, form in zip(shown.files, forms, strict=True)
    )


def _form_pages(content: ItemContent) -> tuple[FormPage, ...]:
    form = AnswersForm(content, content.form)
    for field in form.fields.values():
        field.disabled = True
    return tuple(FormPage(local(group, "title"), _asked(content, form, group)) for group in content.form)


def _asked(content: ItemContent, form: AnswersForm, group: FieldGroup) -> tuple[Asked, ...]:
    return tuple(Asked(form[question.id], reading.when_text(content, question.when)) for question in group.fields)
