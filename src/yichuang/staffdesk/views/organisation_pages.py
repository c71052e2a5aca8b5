"""The pages of an organisation, a post, a member of staff and a window."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.clock import today
from yichuang.identity.queries import find_account_of_staff
from yichuang.organisations import queries
from yichuang.organisations.rules import Thing
from yichuang.staffdesk.views.authority_panels import leave_panels, letter_panels
from yichuang.staffdesk.views.leaves import leave_columns, leave_row
from yichuang.staffdesk.views.letters import letter_parts
from yichuang.staffdesk.views.organisation_history import history
from yichuang.staffdesk.views.organisation_panels import (
    HOLDERS_ACTS,
    office_panels,
    organisation_panels,
    post_panels,
    staff_panels,
    window_panels,
)
from yichuang.staffdesk.views.organisation_tree import window_row
from yichuang.staffdesk.views.shown import Refused, day, label, page
from yichuang.ui.parts import Cell, Column, Definition, Row, Tone

_MOST_COLLEAGUES = 500


def organisation_page(request: HttpRequest, at: int, refused: Refused | None) -> HttpResponse:
    """An organisation with its posts and who holds them, its staff, windows and offices."""
    one = queries.get_organisation(at)
    posts = queries.list_posts(on=today(), organisation_id=at, cursor=request.GET.get("posts"))
    staff = queries.list_staff(organisation_id=at, cursor=request.GET.get("cursor"))
    offices = queries.list_offices(at)
    moments, earlier = history(Thing.ORGANISATION, at, request.GET.get("history"))
    context = {
        "organisation": one,
        "details": _details(one),
        "acts": organisation_panels(one, refused),
        "post_columns": _post_columns(),
        "posts": [_post_row(row) for row in posts.rows],
        "posts_next": posts.next_cursor,
        "staff_columns": _columns(gettext("Staff number"), gettext("Name of the person")),
        "staff": [Row((row.staff_no, _staff_cell(row.id, row.name))) for row in staff.rows],
        "staff_next": staff.next_cursor,
        "window_columns": _columns(gettext("Window number"), gettext("Name of the window"), gettext("Where and when")),
        "windows": [window_row(row) for row in queries.list_windows(at) if row.organisation_id == at],
        "offices": [(office, office_panels(office, one, refused)) for office in offices],
        "history": moments,
        "earlier": earlier,
    }
    return page(request, "organisation", context, refused)


def post_page(request: HttpRequest, at: int, refused: Refused | None, *, is_kept: bool = True) -> HttpResponse:
    """A post with everybody who held it or stood in; its holder, who does not keep it, sees what a holder may do."""
    post = queries.get_post(at, today())
    holdings = queries.list_holdings(post_id=at)
    staff = queries.list_staff(organisation_id=post.organisation_id, size=_MOST_COLLEAGUES).rows
    moments, earlier = history(Thing.POST, at, request.GET.get("history")) if is_kept else ([], None)
    letters = queries.list_letters(post_id=at) if post.needs_letter else ()
    panels = [*letter_panels(post, letters, refused), *post_panels(post, holdings, staff, refused)]
    present, past = letter_parts(letters)
    context = {
        "post": post,
        "letters": present,
        "past_letters": past,
        "holder_away_to": day(post.holder_away_to),
        "is_kept": is_kept,
        "role": label(post.role),
        "stand_in_to": day(post.stand_in_to),
        "acts": [one for one in panels if is_kept or one.name.partition("-")[0] in HOLDERS_ACTS],
        "columns": _columns(
            gettext("Name of the person"), gettext("As"), gettext("First day"), gettext("Last day"), gettext("Now")
        ),
        "holdings": [
            _holding_row(one, _staff_cell(one.staff_id, one.staff_name) if is_kept else Cell(one.staff_name))
            for one in holdings
        ],
        "known_staff": staff if is_kept else (),
        "history": moments,
        "earlier": earlier,
    }
    return page(request, "post", context, refused)


def staff_page(request: HttpRequest, at: int, refused: Refused | None, *, is_kept: bool = True) -> HttpResponse:
    """A member of staff with the posts held and days of leave; people see their own page with what they may do there."""
    one, leaves = queries.get_staff(at), queries.list_leaves(staff_id=at)
    moments, earlier = history(Thing.STAFF, at, request.GET.get("history")) if is_kept else ([], None)
    context = {
        "person": one,
        "is_kept": is_kept,
        "acts": [*leave_panels(one, leaves, refused), *(staff_panels(one, refused) if is_kept else ())],
        "leave_columns": leave_columns(),
        "leaves": [leave_row(row) for row in reversed(leaves)],
        "account": find_account_of_staff(at) if is_kept else None,
        "columns": _columns(gettext("Post"), gettext("As"), gettext("First day"), gettext("Last day"), gettext("Now")),
        "holdings": [
            _holding_row(held, Cell(held.post_title, url=_post_url(held.post_id) if is_kept else ""))
            for held in queries.list_holdings(staff_id=at)
        ],
        "history": moments,
        "earlier": earlier,
    }
    return page(request, "staff", context, refused)


def window_page(request: HttpRequest, at: int, refused: Refused | None) -> HttpResponse:
    """A window with where it is, when it is open and the posts at it."""
    window = queries.get_window(at)
    posts = queries.list_posts(on=today(), window_id=at)
    moments, earlier = history(Thing.WINDOW, at, request.GET.get("history"))
    known = [
        Definition(gettext("Kind"), label(window.kind)),
        Definition(gettext("Organisation"), window.organisation_name),
        Definition(gettext("Name in English"), window.name_en),
        Definition(gettext("Where"), window.location, note=window.location_en),
        Definition(gettext("The way to it"), window.location_note),
        Definition(gettext("Hours"), window.hours, note=window.hours_en),
        Definition(gettext("Phone"), window.phone),
        Definition(gettext("Opened on"), day(window.opened_on)),
        Definition(gettext("Closed since"), day(window.closed_on)),
    ]
    context = {
        "window": window,
        "kind": label(window.kind),
        "details": [one for one in known if one.detail or one.note],
        "acts": window_panels(window, refused),
        "post_columns": _post_columns(),
        "posts": [_post_row(row) for row in posts.rows],
        "history": moments,
        "earlier": earlier,
    }
    return page(request, "window", context, refused)


def _post_url(post_id: int) -> str:
    return reverse("staffdesk:post", args=[post_id])


def _columns(*names: str) -> list[Column]:
    return [Column(name) for name in names]


def _post_columns() -> list[Column]:
    return _columns(gettext("Post"), gettext("Role of the post"), gettext("Holder today"), gettext("Window"))


def _details(one: queries.OrganisationView) -> Sequence[Definition]:
    parent = queries.get_organisation(one.parent_id) if one.parent_id else None
    region = queries.find_region(one.region_code)
    known = [
        Definition(gettext("Kind"), label(one.kind)),
        Definition(gettext("Name in English"), one.name_en),
        Definition(gettext("Unified social credit code"), one.credit_code),
        Definition(
            gettext("Belongs to"),
            parent.name if parent else "",
            url=reverse("staffdesk:organisation", args=[parent.id]) if parent else "",
        ),
        Definition(gettext("Region"), region.name if region else one.region_code, note=one.region_code),
        Definition(gettext("Word that opens the numbers of its papers"), one.paper_prefix),
        Definition(gettext("Office address"), one.address),
        Definition(gettext("Office phone"), one.phone),
    ]
    return [shown for shown in known if shown.detail]


def _post_row(row: queries.PostRow) -> Row:
    notes = []
    if row.holder_away_to is not None:
        notes.append(gettext("on leave until {day}").format(day=day(row.holder_away_to)))
    if row.stand_in_id is not None:
        told = gettext("{name} stands in until {day}")
        notes.append(told.format(name=row.stand_in_name, day=day(row.stand_in_to)))
    note = gettext(" · ").join(notes)
    holder = _staff_cell(row.holder_id, row.holder_name, note) if row.holder_id else None
    return Row(
        (
            Cell(row.title, url=_post_url(row.id)),
            label(row.role),
            holder or Cell(gettext("Vacant"), tone=Tone.WARN, note=note),
            row.window_number or "–",
        )
    )


def _staff_cell(staff_id: int, name: str, note: str = "") -> Cell:
    return Cell(name, url=reverse("staffdesk:staff", args=[staff_id]), note=note)


def _holding_row(one: queries.HoldingView, first: Cell) -> Row:
    kind = gettext("Stand-in") if one.is_stand_in else gettext("Holder")
    return Row((first, kind, day(one.held_from), day(one.held_to) or gettext("until further notice"), _present(one)))


def _present(one: queries.HoldingView) -> Cell:
    """Whether the holding runs today."""
    if one.held_from > today():
        return Cell(gettext("Not yet"), tone=Tone.INFO)
    last = one.held_to
    if last is None or last > today() or (last == today() and not one.is_ended):
        return Cell(gettext("Runs"), tone=Tone.GOOD)
    return Cell(gettext("Ended"), tone=Tone.NEUTRAL)
