"""Organisations, their windows, posts and staff."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.organisations import queries
from yichuang.organisations.rules import OrganisationKind
from yichuang.staffdesk.access import BOTH, WRITE, desk, require_any
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.organisations import NewOrganisationForm
from yichuang.staffdesk.views.organisation_acts import DOERS, register
from yichuang.staffdesk.views.organisation_pages import organisation_page, post_page, staff_page, window_page
from yichuang.staffdesk.views.organisation_panels import HOLDERS_ACTS, OWN_ACTS, form_for
from yichuang.staffdesk.views.organisation_tree import tree_page
from yichuang.staffdesk.views.shown import Refused, organisation_choices, page, whole

_UNPROCESSABLE = 422
_KEPT = Right.MANAGE_ORGANISATIONS


@desk(_KEPT)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisations as a tree, and the windows of the hall."""
    return tree_page(request, 0, None)


@desk(_KEPT, methods=BOTH)
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new organisation."""
    form = _new_form(request)
    if request.method != "POST":
        return page(request, "organisation_new", {"form": form})
    if not form.is_valid():
        return page(request, "organisation_new", {"form": form}, Refused("new", form, _UNPROCESSABLE))
    given = {**form.cleaned_data, "kind": OrganisationKind(form.cleaned_data["kind"])}
    try:
        organisation_id = register(actor, given)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "organisation_new", {"form": form}, Refused("new", form, status_of(error)))
    messages.success(request, gettext("The organisation is registered."))
    return redirect("staffdesk:organisation", organisation_id=organisation_id)


@desk(_KEPT)
def show(request: HttpRequest, actor: Actor, organisation_id: int) -> HttpResponse:
    """One organisation with its posts and who holds them, its staff, windows and offices."""
    return organisation_page(request, organisation_id, None)


@desk()
def show_post(request: HttpRequest, actor: Actor, post_id: int) -> HttpResponse:
    """A post and everybody who held it; its own holder may let a colleague stand in."""
    if not _is_own(actor, post_id):
        require_any(actor, (_KEPT,))
    return post_page(request, post_id, None, is_kept=actor.may(_KEPT))


@desk()
def show_staff(request: HttpRequest, actor: Actor, staff_id: int) -> HttpResponse:
    """A member of staff with the posts held and days of leave; everybody may see and enter their own."""
    if actor.staff_id != staff_id:
        require_any(actor, (_KEPT,))
    return staff_page(request, staff_id, None, is_kept=actor.may(_KEPT))


@desk(_KEPT)
def show_window(request: HttpRequest, actor: Actor, window_id: int) -> HttpResponse:
    """A window with the posts at it."""
    return window_page(request, window_id, None)


@desk(methods=WRITE)
def act(request: HttpRequest, actor: Actor, name: str, at: int) -> HttpResponse:
    """The act is done, and the page it stands on shown again; a refusal stands there with its status."""
    if name not in DOERS:
        raise PageNotFoundError
    if name not in OWN_ACTS and (name not in HOLDERS_ACTS or not actor.posts):
        require_any(actor, (_KEPT,))
    form = form_for(name, at, request.POST, files=request.FILES)
    if not form.is_valid():
        return _again(request, actor, Refused(f"{name}-{at}", form, _UNPROCESSABLE))
    try:
        DOERS[name](actor, at, form.cleaned_data)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return _again(request, actor, Refused(f"{name}-{at}", form, status_of(error)))
    messages.success(request, gettext("Done."))
    return redirect(_back(request))


def _place(request: HttpRequest) -> tuple[str, int]:
    """The page that the form stood on: its kind and the id it is about."""
    kind, _dash, number = request.GET.get("on", "").partition("-")
    return (kind, whole(number) or 0) if kind in _PAGES else ("index", 0)


def _back(request: HttpRequest) -> str:
    kind, at = _place(request)
    return reverse(f"staffdesk:{kind}", args=[at]) if at else reverse("staffdesk:organisations")


def _again(request: HttpRequest, actor: Actor, refused: Refused) -> HttpResponse:
    kind, at = _place(request)
    if actor.may(_KEPT):
        return _PAGES[kind](request, at, refused)
    if kind == "post" and _is_own(actor, at):
        return post_page(request, at, refused, is_kept=False)
    if kind == "staff" and at == actor.staff_id:
        return staff_page(request, at, refused, is_kept=False)
    raise PageNotFoundError


def _is_own(actor: Actor, post_id: int) -> bool:
    return any(held.post_id == post_id and not held.is_stand_in for held in actor.posts)


_PAGES = {
    "index": tree_page,
    "organisation": organisation_page,
    "post": post_page,
    "staff": staff_page,
    "window": window_page,
}


def _new_form(request: HttpRequest) -> NewOrganisationForm:
    regions = {one.code: one.name for one in queries.list_regions()}
    regions |= {one.code: one.name for one in queries.list_regions(settings.REGION_CODE)}
    return NewOrganisationForm(
        request.POST if request.method == "POST" else None,
        regions=list(regions.items()),
        parents=organisation_choices(queries.list_organisations()),
        initial={"region": settings.REGION_CODE, "kind": OrganisationKind.DEPARTMENT.value},
    )
