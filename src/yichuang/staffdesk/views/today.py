"""The first page of the desk: what waits for its reader today, each number leading to exactly the list it counts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import Tile, TileCount, WorklistFilter, today_counts, worklist
from yichuang.cases.rules import Whose
from yichuang.catalogue.queries import review_queue
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import CATALOGUE_RIGHTS, Right
from yichuang.correspondence.queries import count_waiting
from yichuang.deadlines.queries import list_years
from yichuang.deadlines.rules import YearStatus
from yichuang.hall.queries import screen_of
from yichuang.staffdesk.access import desk, require_any
from yichuang.staffdesk.views import case_rows
from yichuang.staffdesk.views.shown import centre_calendar, departments_for, label, page
from yichuang.staffdesk.views.worklist import address_of
from yichuang.ui.parts import Stat, Tone

_NEXT = 10
_MANY = 50
_TONES = {Tile.OVERDUE: Tone.BAD, Tile.SOON: Tone.WARN, Tile.RETURNED: Tone.INFO}
# Where somebody begins who sees no cases.
_OTHER_DOORS = (
    (CATALOGUE_RIGHTS, "staffdesk:items"),
    ((Right.MANAGE_ORGANISATIONS,), "staffdesk:organisations"),
    ((Right.MANAGE_ACCOUNTS,), "staffdesk:accounts"),
    ((Right.MANAGE_CALENDARS,), "staffdesk:calendar"),
)


@desk()
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The numbers of the day and the next cases by their due date; who sees no cases begins with what they keep."""
    if not actor.may(Right.VIEW_CASES):
        return _elsewhere(actor)
    counts = today_counts(actor)
    mine = worklist(actor, WorklistFilter(handler=Whose.MINE), size=_NEXT)
    found = mine if mine.rows else worklist(actor, WorklistFilter(), size=_NEXT)
    calendar = centre_calendar()
    has_department = bool(departments_for(actor, Right.VIEW_CASES))
    context = {
        "today": clock.today(),
        "stand_ins": [post for post in actor.posts if post.is_stand_in],
        "stats": [*(_stat(one) for one in counts), *_waiting(actor), *_kept(actor)],
        "is_mine": bool(mine.rows),
        "columns": case_rows.columns(has_department=has_department),
        "rows": [case_rows.row(one, calendar, has_department=has_department) for one in found.rows],
        "more_url": address_of(WorklistFilter(handler=Whose.MINE if mine.rows else Whose.ANYBODY)),
        **_screen(actor),
    }
    return page(request, "today", context)


def _stat(one: TileCount) -> Stat:
    number = f"{one.number}+" if one.is_capped else str(one.number)
    tone = _TONES.get(one.tile) if one.number else None
    return Stat(label(one.tile), number, address_of(one.filter), tone=tone)


def _waiting(actor: Actor) -> list[Stat]:
    """Messages and questions that wait for an answer."""
    if not actor.may(Right.ANSWER):
        return []
    counts = count_waiting(actor)
    url = reverse("staffdesk:correspondence")
    late = gettext("{number} overdue").format(number=counts.overdue) if counts.overdue else ""
    return [
        Stat(gettext("Messages waiting"), counts.conversations, url),
        Stat(
            gettext("Questions waiting"),
            counts.consultations,
            f"{url}?view=questions",
            note=late,
            tone=Tone.BAD if counts.overdue else None,
        ),
    ]


def _kept(actor: Actor) -> list[Stat]:
    """What waits for those who keep items and calendars."""
    stats = []
    if any(actor.may(right) for right in CATALOGUE_RIGHTS[1:]):
        queue = review_queue(actor=actor, size=_MANY)
        number = f"{len(queue.rows)}+" if queue.next_cursor else str(len(queue.rows))
        stats.append(Stat(gettext("Versions waiting for review"), number, reverse("staffdesk:items")))
    if actor.may(Right.MANAGE_CALENDARS):
        open_years = sum(
            1 for year in list_years() if year.year >= clock.today().year and year.status is not YearStatus.CONFIRMED
        )
        tone = Tone.WARN if open_years else None
        url = reverse("staffdesk:calendar")
        stats.append(Stat(gettext("Calendar years not confirmed"), open_years, url, tone=tone))
    return stats


def _screen(actor: Actor) -> dict[str, object]:
    """The second screen of whoever takes in applications."""
    if not actor.may(Right.RECEIVE):
        return {}
    own = screen_of(actor)
    return {
        "may_receive": True,
        "screen": own,
        "screen_stage": label(own.stage) if own else "",
    }


def _elsewhere(actor: Actor) -> HttpResponse:
    """Who sees no cases begins with what they keep; who keeps nothing is refused."""
    for rights, name in _OTHER_DOORS:
        if any(actor.may(right) for right in rights):
            return redirect(name)
    require_any(actor, (Right.VIEW_CASES,))
    raise AssertionError
