"""Organisations, their windows, posts and staff."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.identity.queries import find_account_of_staff
from yichuang.organisations import queries
from yichuang.organisations.rules import Act, OrganisationKind, Thing
from yichuang.staffdesk.access import BOTH, WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.organisations import NewOrganisationForm
from yichuang.staffdesk.views.organisation_acts import DOERS, register
from yichuang.staffdesk.views.organisation_panels import (
    form_for,
    organisation_panels,
    panel,
    post_panels,
    staff_panels,
    window_panels,
)
from yichuang.staffdesk.views.shown import Refused, day, label, organisation_choices, page, whole
from yichuang.ui.parts import Cell, Column, Definition, Moment, Row, Tone

_UNPROCESSABLE = 422
_KEPT = Right.MANAGE_ORGANISATIONS


@desk(_KEPT)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The organisations as a tree, and the windows of the hall."""
    return _index(request, 0, None)


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
    return _organisation(request, organisation_id, None)


@desk(_KEPT)
def show_post(request: HttpRequest, actor: Actor, post_id: int) -> HttpResponse:
    """A post and everybody who held it."""
    return _post(request, post_id, None)


@desk(_KEPT)
def show_staff(request: HttpRequest, actor: Actor, staff_id: int) -> HttpResponse:
    """A member of staff with the posts held."""
    return _staff(request, staff_id, None)


@desk(_KEPT)
def show_window(request: HttpRequest, actor: Actor, window_id: int) -> HttpResponse:
    """A window with the posts at it."""
    return _window(request, window_id, None)


@desk(_KEPT, methods=WRITE)
def act(request: HttpRequest, actor: Actor, name: str, at: int) -> HttpResponse:
    """The act is done, and the page it stands on shown again; a refusal stands there with its status."""
    if name not in DOERS:
        raise PageNotFoundError
    form = form_for(name, at, request.POST)
    if not form.is_valid():
        return _again(request, Refused(f"{name}-{at}", form, _UNPROCESSABLE))
    try:
        DOERS[name](actor, at, form.cleaned_data)
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return _again(request, Refused(f"{name}-{at}", form, status_of(error)))
    messages.success(request, gettext("Done."))
    return redirect(_back(request))


def _place(request: HttpRequest) -> tuple[str, int]:
    """The page that the form stood on: its kind and the id it is about."""
    kind, _dash, number = request.GET.get("on", "").partition("-")
    return (kind, whole(number) or 0) if kind in _PAGES else ("index", 0)


def _back(request: HttpRequest) -> str:
    kind, at = _place(request)
    return reverse(f"staffdesk:{kind}", args=[at]) if at else reverse("staffdesk:organisations")


def _again(request: HttpRequest, refused: Refused) -> HttpResponse:
    kind, at = _place(request)
    return _PAGES[kind](request, at, refused)


def _index(request: HttpRequest, _at: int, refused: Refused | None) -> HttpResponse:
    names = (
        gettext("Window number"),
        gettext("Name of the window"),
        gettext("Kind"),
        gettext("Organisation"),
        gettext("Where"),
    )
    context = {
        "tree": queries.organisation_tree(),
        "columns": [Column(name) for name in names],
        "windows": [_window_row(one) for one in queries.list_windows()],
        "acts": [panel("open_window", 0, gettext("New comprehensive window"), "index-0", refused)],
    }
    return page(request, "organisations", context, refused)


def _organisation(request: HttpRequest, at: int, refused: Refused | None) -> HttpResponse:
    one = queries.get_organisation(at)
    posts = queries.list_posts(on=today(), organisation_id=at, cursor=request.GET.get("posts"))
    staff = queries.list_staff(organisation_id=at, cursor=request.GET.get("cursor"))
    context = {
        "organisation": one,
        "details": _details(one),
        "acts": organisation_panels(one, refused),
        "post_columns": [
            Column(name)
            for name in (gettext("Post"), gettext("Role of the post"), gettext("Holder today"), gettext("Window"))
        ],
        "posts": [_post_row(row) for row in posts.rows],
        "posts_next": posts.next_cursor,
        "staff_columns": [Column(name) for name in (gettext("Staff number"), gettext("Name of the person"))],
        "staff": [
            Row((row.staff_no, Cell(row.name, url=reverse("staffdesk:staff", args=[row.id])))) for row in staff.rows
        ],
        "staff_next": staff.next_cursor,
        "window_columns": [
            Column(name) for name in (gettext("Window number"), gettext("Name of the window"), gettext("Where"))
        ],
        "windows": [_own_window(row) for row in queries.list_windows(at) if row.organisation_id == at],
        "offices": queries.list_offices(at),
        "history": _history(Thing.ORGANISATION, at),
    }
    return page(request, "organisation", context, refused)


def _post(request: HttpRequest, at: int, refused: Refused | None) -> HttpResponse:
    post = queries.get_post(at, today())
    holdings = queries.list_holdings(post_id=at)
    context = {
        "post": post,
        "role": label(post.role),
        "acts": post_panels(post, holdings, refused),
        "columns": [Column(name) for name in (gettext("Holder"), gettext("First day"), gettext("Last day"))],
        "holdings": [
            Row(
                (
                    Cell(one.staff_name, url=reverse("staffdesk:staff", args=[one.staff_id])),
                    day(one.held_from),
                    day(one.held_to) or gettext("until further notice"),
                )
            )
            for one in holdings
        ],
        "known_staff": queries.list_staff(organisation_id=post.organisation_id, size=200).rows,
        "history": _history(Thing.POST, at),
    }
    return page(request, "post", context, refused)


def _staff(request: HttpRequest, at: int, refused: Refused | None) -> HttpResponse:
    one = queries.get_staff(at)
    context = {
        "person": one,
        "acts": staff_panels(one, refused),
        "account": find_account_of_staff(at),
        "columns": [Column(name) for name in (gettext("Post"), gettext("First day"), gettext("Last day"))],
        "holdings": [
            Row(
                (
                    Cell(held.post_title, url=reverse("staffdesk:post", args=[held.post_id])),
                    day(held.held_from),
                    day(held.held_to) or gettext("until further notice"),
                )
            )
            for held in queries.list_holdings(staff_id=at)
        ],
        "history": _history(Thing.STAFF, at),
    }
    return page(request, "staff", context, refused)


def _window(request: HttpRequest, at: int, refused: Refused | None) -> HttpResponse:
    window = queries.get_window(at)
    posts = queries.list_posts(on=today(), window_id=at)
    context = {
        "window": window,
        "kind": label(window.kind),
        "acts": window_panels(window, refused),
        "post_columns": [
            Column(name)
            for name in (gettext("Post"), gettext("Role of the post"), gettext("Holder today"), gettext("Window"))
        ],
        "posts": [_post_row(row) for row in posts.rows],
        "history": _history(Thing.WINDOW, at),
    }
    return page(request, "window", context, refused)


_PAGES = {"index": _index, "organisation": _organisation, "post": _post, "staff": _staff, "window": _window}


def _new_form(request: HttpRequest) -> NewOrganisationForm:
    regions = {one.code: one.name for one in queries.list_regions()}
    regions |= {one.code: one.name for one in queries.list_regions(settings.REGION_CODE)}
    return NewOrganisationForm(
        request.POST if request.method == "POST" else None,
        regions=list(regions.items()),
        parents=organisation_choices(queries.list_organisations()),
        initial={"region": settings.REGION_CODE, "kind": OrganisationKind.DEPARTMENT.value},
    )


def _details(one: queries.OrganisationView) -> list[Definition]:
    parent = queries.get_organisation(one.parent_id).name if one.parent_id else ""
    known = [
        Definition(gettext("Kind"), label(one.kind)),
        Definition(gettext("Unified social credit code"), one.credit_code),
        Definition(gettext("Belongs to"), parent),
        Definition(gettext("Region"), one.region_code),
        Definition(gettext("Word that opens the numbers of its papers"), one.paper_prefix),
        Definition(gettext("Office address"), one.address),
        Definition(gettext("Office phone"), one.phone),
    ]
    return [shown for shown in known if shown.detail]


def _post_row(row: queries.PostRow) -> Row:
    holder = Cell(row.holder_name, url=reverse("staffdesk:staff", args=[row.holder_id])) if row.holder_id else None
    return Row(
        (
            Cell(row.title, url=reverse("staffdesk:post", args=[row.id])),
            label(row.role),
            holder or Cell(gettext("Vacant"), tone=Tone.WARN),
            row.window_number or "–",
        )
    )


def _window_row(one: queries.WindowView) -> Row:
    number = Cell(one.number, url=reverse("staffdesk:window", args=[one.id]))
    return Row((number, one.name, label(one.kind), one.organisation_name or "–", one.location or "–"))


def _own_window(one: queries.WindowView) -> Row:
    return Row((Cell(one.number, url=reverse("staffdesk:window", args=[one.id])), one.name, one.location or "–"))


def _history(thing: Thing, at: int) -> list[Moment]:
    rows = queries.list_history(thing=thing, thing_key=str(at), size=20).rows
    return [Moment(label(row.act), row.at, who=row.actor_name, text=_changed(row)) for row in rows]


def _changed(row: queries.HistoryRow) -> str:
    """What an act changed, value by value."""
    if row.act is not Act.CHANGED or row.before is None or row.after is None:
        return ""
    before, after = row.before, row.after
    return "\n".join(f"{before[name]} → {after[name]}" for name in after if before.get(name) != after[name])
