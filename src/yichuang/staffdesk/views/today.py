"""The first page of the desk: what waits for its reader today, each number leading to exactly the list it counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import Tile, TileCount, WorklistFilter, today_counts, worklist
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
from yichuang.staffdesk.views.leaves import leave_page
from yichuang.staffdesk.views.shown import centre_calendar, departments_for, label, page
from yichuang.staffdesk.views.worklist import address_of
from yichuang.ui.parts import Row, Stat, Tone

_NEXT = 8
_MANY = 50
_TONES = {
    Tile.OVERDUE: Tone.BAD,
    Tile.PROCEDURE_LATE: Tone.BAD,
    Tile.SOON: Tone.WARN,
    Tile.DEFERRED: Tone.WARN,
    Tile.RETURNED: Tone.INFO,
}
# Off the straight road: told only while there is something of the kind.
_SELDOM = frozenset({Tile.PROCEDURE_LATE, Tile.ABOVE, Tile.DEFERRED, Tile.TO_VERIFY})
# Where somebody begins who sees no cases.
_OTHER_DOORS = (
    (CATALOGUE_RIGHTS, "staffdesk:items"),
    ((Right.MANAGE_ORGANISATIONS,), "staffdesk:organisations"),
    ((Right.MANAGE_ACCOUNTS,), "staffdesk:accounts"),
    ((Right.MANAGE_CALENDARS,), "staffdesk:calendar"),
)


# Which numbers stand first for whom, by the first of these rights that is held; the others follow in their own order.
_FIRST: Mapping[Right, tuple[Tile, ...]] = {
    Right.RECEIVE: (
        Tile.NEW,
        Tile.RETURNED,
        Tile.ON_THE_SPOT,
        Tile.DEFERRED,
        Tile.MINE,
        Tile.TO_ISSUE,
        Tile.TO_DELIVER,
    ),
    Right.DECIDE: (Tile.TO_DECIDE, Tile.OVERDUE, Tile.SOON, Tile.TO_ISSUE, Tile.MINE),
    Right.REVIEW: (Tile.TO_REVIEW, Tile.OVERDUE, Tile.PROCEDURE_LATE, Tile.SOON, Tile.TO_VERIFY, Tile.ABOVE, Tile.MINE),
    Right.ARCHIVE: (Tile.TO_ARCHIVE,),
    Right.VIEW_CASES: (Tile.OVERDUE, Tile.SOON),
}


@dataclass(frozen=True, slots=True)
class CaseList:
    """A list of the day: its heading with whose cases they are, its rows, and where all of them are."""

    title: str
    whose: str
    rows: Sequence[Row]
    more_url: str


@desk()
def show(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What waits for the reader's post first, each number with whose it is; then what is in the reader's own hands.

    Who sees no cases begins with what they keep; who is on leave reads that, and who acts for them.
    """
    if actor.on_leave_to is not None:
        return leave_page(request, actor)
    if not actor.may(Right.VIEW_CASES):
        return _elsewhere(actor)
    counts = _ordered(actor, today_counts(actor))
    has_department = bool(departments_for(actor, Right.VIEW_CASES))
    context = {
        "today": clock.today(),
        "stand_ins": [post for post in actor.posts if post.is_stand_in],
        "own_posts": [post for post in actor.posts if not post.is_stand_in],
        "may_unmask": actor.may(Right.UNMASK_PERSON),
        "stats": [*(_stat(actor, one) for one in counts), *_waiting(actor), *_kept(actor)],
        "columns": case_rows.columns(has_department=has_department),
        "lists": _lists(actor, counts, has_department=has_department),
        **_screen(actor),
    }
    return page(request, "today", context)


def _ordered(actor: Actor, counts: Sequence[TileCount]) -> list[TileCount]:
    """The numbers in the order of the reader's work."""
    first = next((tiles for right, tiles in _FIRST.items() if actor.may(right)), ())
    told = [one for one in counts if one.number or one.tile not in _SELDOM]
    return sorted(told, key=lambda one: first.index(one.tile) if one.tile in first else len(first))


def _whose(actor: Actor, tile: Tile) -> str:
    """Whose cases a number counts: the reader's own, the department's, or the whole centre's."""
    if tile is Tile.MINE:
        return gettext("Only mine")
    reached = actor.organisations_for(Right.VIEW_CASES)
    if reached is None:
        return gettext("Whole centre")
    return gettext("My department") if len(reached) == 1 else gettext("My departments")


def _lists(actor: Actor, counts: Sequence[TileCount], *, has_department: bool) -> list[CaseList]:
    """The cases of the first number that is not empty, then the reader's own; of neither, those due first."""
    chosen = [one for one in counts if one.number and one.tile is not Tile.MINE][:1]
    chosen += [one for one in counts if one.number and one.tile is Tile.MINE]
    calendar = centre_calendar()
    found = []
    lists: list[tuple[Tile | None, WorklistFilter]] = [(one.tile, one.filter) for one in chosen]
    for tile, wanted in lists or [(None, WorklistFilter())]:
        rows = [
            case_rows.row(one, calendar, has_department=has_department)
            for one in worklist(actor, wanted, size=_NEXT).rows
        ]
        title = label(tile) if tile else gettext("Cases due first")
        found.append(CaseList(title, _whose(actor, tile or Tile.SOON), rows, address_of(wanted)))
    return found


def _stat(actor: Actor, one: TileCount) -> Stat:
    number = f"{one.number}+" if one.is_capped else str(one.number)
    tone = _TONES.get(one.tile) if one.number else None
    return Stat(label(one.tile), number, address_of(one.filter), note=_whose(actor, one.tile), tone=tone)


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
