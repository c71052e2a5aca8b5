"""What waits for somebody today, as numbers that each lead to their list."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection
from django.db.models import Value

from yichuang.cases.queries.worklist import DueRange, Promise, WorklistFilter, filtered, soon_until
from yichuang.cases.rules import TO_ARCHIVE, State, Whose
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right

COUNT_MAX = 1000
"""Nobody's day has more; so that no count ever reads more rows than this."""


class Tile(Labelled):
    """One of the numbers of the today page."""

    MINE = "mine", gettext_noop("In my hands")
    OVERDUE = "overdue", gettext_noop("Overdue")
    SOON = "soon", gettext_noop("Due within two working days")
    NEW = "new", gettext_noop("New, to take in")
    RETURNED = "returned", gettext_noop("Corrections are in")
    ON_THE_SPOT = "on_the_spot", gettext_noop("To decide on the spot")
    TO_REVIEW = "to_review", gettext_noop("Waiting for my opinion")
    TO_DECIDE = "to_decide", gettext_noop("Waiting for my decision")
    PROCEDURE_LATE = "procedure_late", gettext_noop("Special procedure past its expected day")
    ABOVE = "above", gettext_noop("With the higher body")
    DEFERRED = "deferred", gettext_noop("Deferred materials due soon")
    TO_VERIFY = "to_verify", gettext_noop("Commitments to check")
    TO_ISSUE = "to_issue", gettext_noop("Result to issue")
    TO_DELIVER = "to_deliver", gettext_noop("Result to deliver")
    TO_ARCHIVE = "to_archive", gettext_noop("To put into the archive")


_TILES: tuple[tuple[Tile, Right, WorklistFilter], ...] = (
    (Tile.MINE, Right.VIEW_CASES, WorklistFilter(handler=Whose.MINE)),
    (Tile.OVERDUE, Right.VIEW_CASES, WorklistFilter(due=DueRange.OVERDUE)),
    (Tile.SOON, Right.VIEW_CASES, WorklistFilter(due=DueRange.SOON)),
    (Tile.NEW, Right.RECEIVE, WorklistFilter(states=(State.SUBMITTED,))),
    (Tile.RETURNED, Right.ACCEPT, WorklistFilter(is_returned=True)),
    (
        Tile.ON_THE_SPOT,
        Right.DECIDE_INSTANT,
        WorklistFilter(states=(State.ACCEPTED,), case_type=CaseType.INSTANT),
    ),
    (
        Tile.TO_REVIEW,
        Right.REVIEW,
        WorklistFilter(states=(State.ACCEPTED, State.IN_REVIEW), case_type=CaseType.PROMISED, is_reviewed=False),
    ),
    (Tile.TO_DECIDE, Right.DECIDE, WorklistFilter(states=(State.IN_REVIEW,), is_reviewed=True)),
    (Tile.PROCEDURE_LATE, Right.REVIEW, WorklistFilter(states=(State.SPECIAL,), due=DueRange.OVERDUE)),
    (Tile.ABOVE, Right.REVIEW, WorklistFilter(states=(State.SENT_UP,))),
    (Tile.DEFERRED, Right.RECEIVE, WorklistFilter(promise=Promise.DEFERRED_SOON)),
    (Tile.TO_VERIFY, Right.REVIEW, WorklistFilter(promise=Promise.COMMITMENT)),
    (Tile.TO_ISSUE, Right.ISSUE, WorklistFilter(states=(State.GRANTED,))),
    (Tile.TO_DELIVER, Right.DELIVER, WorklistFilter(states=(State.DENIED, State.ISSUED))),
    (Tile.TO_ARCHIVE, Right.ARCHIVE, WorklistFilter(states=TO_ARCHIVE)),
)


@dataclass(frozen=True, slots=True)
class TileCount:
    """A number with the filter that lists exactly its cases; `is_capped` when there may be more than `COUNT_MAX`."""

    tile: Tile
    number: int
    is_capped: bool
    filter: WorklistFilter


def today_counts(actor: Actor, *, organisation_id: int | None = None) -> tuple[TileCount, ...]:
    """The numbers that concern the actor's posts, each at most `COUNT_MAX`, counted in one statement.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases at all, or none of that organisation.
    """
    actor.require(Right.VIEW_CASES, organisation_id)
    shown = [
        (tile, replace(wanted, organisation_id=organisation_id))
        for tile, right, wanted in _TILES
        if actor.may(right, organisation_id)
    ]
    soon_on = soon_until(clock.today())
    parts: list[str] = []
    parameters: list[Any] = []
    for _tile, wanted in shown:
        rows = filtered(actor, wanted, soon_on=soon_on).order_by().values_list(Value(1))[:COUNT_MAX]
        text, given = rows.query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({text}) AS counted)")  # noqa: S608 - the mapper's own text
        parameters += given
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(parts), parameters)
        numbers: tuple[int, ...] = cursor.fetchone()
    return tuple(
        TileCount(tile, number, number == COUNT_MAX, wanted)
        for (tile, wanted), number in zip(shown, numbers, strict=True)
    )
