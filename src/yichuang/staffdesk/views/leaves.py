"""Leave: its table and forms on the page of a member of staff, and the page that somebody on leave begins with."""

from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.core.actor import Actor
from yichuang.core.clock import today
from yichuang.organisations import queries, services
from yichuang.staffdesk.views.shown import day, page
from yichuang.ui.parts import Cell, Column, Definition, Row, Tone

Given = Mapping[str, object]


def leave_columns(*, has_name: bool = False) -> list[Column]:
    """What a list of leaves shows; for one person without the name."""
    names = [gettext("First day"), gettext("Last day"), gettext("Reason"), gettext("Now")]
    return [Column(name) for name in ([gettext("Name of the person")] if has_name else []) + names]


def leave_row(one: queries.LeaveView, *, has_name: bool = False) -> Row:
    """A leave in a list."""
    who = Cell(one.staff_name, url=reverse("staffdesk:staff", args=[one.staff_id]), note=one.organisation_name)
    cells = (day(one.away_from), day(one.away_to), one.reason, _present(one))
    return Row((who, *cells) if has_name else cells)


def is_over(one: queries.LeaveView) -> bool:
    """Whether its last day has passed, or it was ended."""
    return one.is_ended or one.away_to < today()


def leave_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Somebody on leave sees until when, who acts for them, and how to be back."""
    context = {
        "until": day(actor.on_leave_to),
        "posts": [_covered(one.post_id) for one in _own(actor)],
        "own_page": reverse("staffdesk:staff", args=[actor.staff_id]),
    }
    return page(request, "on_leave", context)


def enter(actor: Actor, at: int, given: Given) -> None:
    """The member of staff is away on the days typed."""
    services.enter_leave(
        actor=actor,
        staff_id=at,
        away_from=given["away_from"],  # type: ignore[arg-type]  # a date field gives a date
        away_to=given["away_to"],  # type: ignore[arg-type]
        reason=str(given["reason"]),
    )


def _own(actor: Actor) -> Sequence[queries.HoldingView]:
    held = queries.list_holdings(on=today(), staff_id=actor.staff_id)
    return [one for one in held if not one.is_stand_in]


def _covered(post_id: int) -> Definition:
    post = queries.get_post(post_id, today())
    return Definition(post.title, post.stand_in_name or gettext("Nobody"), note=post.organisation_name)


def _present(one: queries.LeaveView) -> Cell:
    if is_over(one):
        return Cell(gettext("Ended"), tone=Tone.NEUTRAL)
    is_ahead = one.away_from > today()
    return Cell(gettext("Not yet"), tone=Tone.INFO) if is_ahead else Cell(gettext("On leave"), tone=Tone.WARN)
