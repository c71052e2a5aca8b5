"""Items: the list with what waits for the reader, one item with its versions, a new item."""

from itertools import pairwise

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.catalogue import services
from yichuang.catalogue.errors import ItemNotFoundError
from yichuang.catalogue.queries import (
    ItemView,
    VersionRow,
    get_item,
    get_item_by_code,
    list_all_items,
    list_versions,
    review_queue,
    search_items,
)
from yichuang.catalogue.rules import ItemContent, VersionState
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError
from yichuang.core.paging import Page
from yichuang.core.problems import status_of
from yichuang.core.rights import CATALOGUE_RIGHTS, Right
from yichuang.organisations.queries import OrganisationView, get_organisation, list_departments, list_organisations
from yichuang.staffdesk.access import BOTH, WRITE, desk, reach, require_any
from yichuang.staffdesk.forms.items import NewItemForm
from yichuang.staffdesk.views.shown import Refused, label, moment, organisation_choices, page, whole
from yichuang.ui.parts import Cell, Column, Row, Tone

_UNPROCESSABLE = 422
VERSION_TONES = {
    VersionState.DRAFT: Tone.NEUTRAL,
    VersionState.DEPARTMENT_REVIEW: Tone.WARN,
    VersionState.LEGAL_REVIEW: Tone.WARN,
    VersionState.CENTRE_REVIEW: Tone.WARN,
    VersionState.APPROVED: Tone.INFO,
    VersionState.PUBLISHED: Tone.GOOD,
    VersionState.SUSPENDED: Tone.BAD,
    VersionState.SUPERSEDED: Tone.NEUTRAL,
    VersionState.CANCELLED: Tone.BAD,
    VersionState.DISCARDED: Tone.NEUTRAL,
}

BEING_MADE = frozenset(
    {
        VersionState.DRAFT,
        VersionState.DEPARTMENT_REVIEW,
        VersionState.LEGAL_REVIEW,
        VersionState.CENTRE_REVIEW,
        VersionState.APPROVED,
    }
)


@desk(*CATALOGUE_RIGHTS)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The items whose catalogue the actor keeps or reviews, and the versions that wait for the actor."""
    reached = reach(actor, CATALOGUE_RIGHTS)
    bodies = {one.id: one for one in list_organisations(is_active=None)}
    chosen = whole(request.GET.get("organisation"))
    if reached is not None and chosen not in reached:
        chosen = min(reached)
    sought = request.GET.get("q", "").strip()
    found = (
        _sought(sought, reached) if sought else list_all_items(organisation_id=chosen, cursor=request.GET.get("cursor"))
    )
    offered = [one for one in list_departments() if reached is None or one.id in reached]
    waiting = review_queue(actor=actor, size=20)
    context = {
        "sought": sought,
        "organisation": chosen,
        "departments": organisation_choices(offered) if len(offered) > 1 else [],
        "columns": [
            Column(name) for name in (gettext("Item"), gettext("Code"), gettext("Department"), gettext("State"))
        ],
        "rows": [_row(item, bodies[item.organisation_id].short_name) for item in found.rows],
        "next_cursor": found.next_cursor,
        "queue_columns": version_columns(),
        "queue": [version_row(row, has_name=True) for row in waiting.rows],
        "may_edit": actor.may(Right.EDIT_ITEMS),
    }
    return page(request, "items", context)


@desk(*CATALOGUE_RIGHTS)
def show(request: HttpRequest, actor: Actor, item_id: int) -> HttpResponse:
    """One item with its versions."""
    item = get_item(item_id)
    require_any(actor, CATALOGUE_RIGHTS, item.organisation_id)
    versions = list_versions(item_id)
    context = {
        "item": item,
        "organisation": get_organisation(item.organisation_id),
        "state": _state(item),
        "columns": version_columns(has_name=False),
        "rows": [version_row(row, has_name=False) for row in versions],
        "may_start": actor.may(Right.EDIT_ITEMS, item.organisation_id) and not item.is_cancelled,
        "open_version": next((row for row in versions if row.state in BEING_MADE), None),
        "pairs": list(pairwise(versions)),
    }
    return page(request, "item", context)


@desk(Right.EDIT_ITEMS, methods=WRITE)
def start_draft(request: HttpRequest, actor: Actor, item_id: int) -> HttpResponse:
    """The item has a new draft, which is opened for writing."""
    draft = services.start_draft(actor=actor, item_id=item_id)
    return redirect("staffdesk:draft", version_id=draft.version_id)


@desk(Right.EDIT_ITEMS, methods=BOTH)
def create(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new item with an empty draft, which is opened for writing."""
    organisations = organisation_choices(editable_departments(actor))
    form = NewItemForm(request.POST if request.method == "POST" else None, organisations=organisations)
    if request.method != "POST":
        return page(request, "item_new", {"form": form})
    if not form.is_valid():
        return page(request, "item_new", {"form": form}, Refused("new", form, _UNPROCESSABLE))
    given = form.cleaned_data
    try:
        draft = services.create_item(
            actor=actor,
            task_code=given["task_code"],
            organisation_id=int(given["organisation"]),
            content=ItemContent(name=given["name"]),
            local_code=given["local_code"],
            catalog_code=given["catalog_code"],
        )
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return page(request, "item_new", {"form": form}, Refused("new", form, status_of(error)))
    messages.success(request, gettext("The item exists; write its draft."))
    return redirect("staffdesk:draft", version_id=draft.version_id)


def editable_departments(actor: Actor) -> list[OrganisationView]:
    """The departments whose items the actor writes."""
    reached = actor.organisations_for(Right.EDIT_ITEMS)
    return [one for one in list_departments() if reached is None or one.id in reached]


def version_columns(*, has_name: bool = True) -> list[Column]:
    """The columns of a list of versions."""
    names = [gettext("Version"), gettext("State"), gettext("Begun"), gettext("Sent to review"), gettext("Published")]
    return [Column(name) for name in ([gettext("Item"), *names] if has_name else names)]


def version_row(row: VersionRow, *, has_name: bool) -> Row:
    """A version in a list."""
    cells: list[Cell | str | int] = [
        Cell(gettext("Version {number}").format(number=row.number), url=reverse("staffdesk:version", args=[row.id])),
        Cell(label(row.state), tone=VERSION_TONES[row.state]),
        moment(row.created_at),
        moment(row.submitted_at) or "–",
        moment(row.published_at) or "–",
    ]
    return Row((row.name, *cells) if has_name else tuple(cells))


def _sought(sought: str, reached: frozenset[int] | None) -> Page[ItemView]:
    """Items by their whole code in any state, else published ones by name."""
    try:
        found = [get_item_by_code(sought)]
    except ItemNotFoundError:
        found = [get_item(row.id) for row in search_items(sought, size=30).rows]
    return Page(tuple(item for item in found if reached is None or item.organisation_id in reached))


def _row(item: ItemView, organisation: str) -> Row:
    text, tone = _state(item)
    name = Cell(item.name, url=reverse("staffdesk:item", args=[item.id]))
    return Row((name, Cell(item.code, note=item.local_code), organisation, Cell(text, tone=tone)))


def _state(item: ItemView) -> tuple[str, Tone]:
    if item.is_cancelled:
        return label(VersionState.CANCELLED), Tone.BAD
    if item.is_listed:
        return label(VersionState.PUBLISHED), Tone.GOOD
    if item.current_version_id is not None:
        return label(VersionState.SUSPENDED), Tone.BAD
    return gettext("Never published"), Tone.NEUTRAL
