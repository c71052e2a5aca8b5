"""The worklist: which cases wait, in three orders, never counted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual

from yichuang.cases.models import Case, Pledge
from yichuang.cases.queries.rows import COLUMNS, CaseRow, case_row
from yichuang.cases.rules import CLOSED_STATES, KEPT, NO_DUE_DATE, OPEN_STATES, Act, PledgeKind, State, Whose
from yichuang.catalogue.rules import CaseType
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.paging import CursorError, Page, decode_cursor, page_of
from yichuang.core.rights import Right
from yichuang.deadlines.errors import CalendarMissingError, NoCalendarError
from yichuang.deadlines.queries import calendar_for
from yichuang.organisations.queries import region_chain

SOON_WORKING_DAYS = 2
_DUE = Coalesce("next_due_on", Value(NO_DUE_DATE))  # as the indexes have it


class WorklistOrder(Labelled):
    """What comes first in a worklist."""

    DUE = "due", gettext_noop("Due first")
    NEWEST = "newest", gettext_noop("Newest first")
    NUMBER = "number", gettext_noop("By number")


class DueRange(Labelled):
    """Cases by their next due date. Soon: today and the two working days after it."""

    ALL = "all", gettext_noop("Any due date")
    OVERDUE = "overdue", gettext_noop("Overdue")
    TODAY = "today", gettext_noop("Due today")
    SOON = "soon", gettext_noop("Due within two working days")


class Promise(Labelled):
    """Cases by what their applicants promised and the centre watches. Soon: overdue, and within two working days."""

    ALL = "all", gettext_noop("With and without promises")
    DEFERRED_SOON = "deferred_soon", gettext_noop("Deferred materials due soon")
    COMMITMENT = "commitment", gettext_noop("Commitment to be checked")


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """Which cases to list; each field narrows, and fields left alone do not.

    `states`: all open ones if none are named, but those in which a commitment is checked where that is wanted; closed ones
    wait for the archive. `organisation_id`: for posts that reach several. `is_returned`: told once what is missing, and the
    corrections are in. `case_type`: those decided on the spot, or the others. `is_reviewed`: with or without an opinion. Closed cases have no due date: in the order of due dates the oldest of them comes first.
    """

    states: tuple[State, ...] = ()
    organisation_id: int | None = None
    handler: Whose = Whose.ANYBODY
    item_code: str = ""
    due: DueRange = DueRange.ALL
    is_returned: bool = False
    case_type: CaseType | None = None
    is_reviewed: bool | None = None
    promise: Promise = Promise.ALL
    order: WorklistOrder = WorklistOrder.DUE


def worklist(actor: Actor, wanted: WorklistFilter, *, cursor: str | None = None, size: int = 30) -> Page[CaseRow]:
    """The cases that the filter names where the actor may see cases, in its order.

    Raises:
        RightMissingError, SignInRequiredError: the actor sees no cases at all, or none of that organisation.
        CursorError: the cursor is not one of a list in this order.
    """
    rows, order = filtered(actor, wanted), wanted.order
    if order is WorklistOrder.DUE and wanted.states and set(wanted.states) <= set(CLOSED_STATES):
        order = WorklistOrder.NUMBER
    if order is WorklistOrder.DUE:
        rows = _after_due(rows, cursor).order_by(_DUE, "id")
    else:
        rows = _after_number(rows, cursor, is_down=order is WorklistOrder.NEWEST)
    found: list[tuple[Any, ...]] = list(rows.values_list(*COLUMNS)[: size + 1])
    return page_of([case_row(one) for one in found], size, [_key(one, order) for one in found])


def filtered(actor: Actor, wanted: WorklistFilter, *, soon_on: date | None = None) -> QuerySet[Case]:
    """The cases that the filter names, in no order; `soon_on` is the last day that counts as soon, where it is known."""
    rows = Case.objects.alias(due=Coalesce("next_due_on", Value(NO_DUE_DATE))).filter(
        reach(actor, wanted.organisation_id)
    )
    usual = KEPT[Act.VERIFY] if wanted.promise is Promise.COMMITMENT else OPEN_STATES
    states = set(wanted.states or usual) & ({State.RECEIVED} if wanted.is_returned else set(State))
    rows = rows.filter(state__in=sorted(state.value for state in states))
    if wanted.handler is Whose.MINE:
        rows = rows.filter(handler_id=actor.account_id or 0)
    elif wanted.handler is Whose.NOBODY:
        rows = rows.filter(handler_id__isnull=True)
    if wanted.item_code:
        rows = rows.filter(item_code=wanted.item_code)
    if wanted.is_returned:
        rows = rows.filter(corrections=1)
    if wanted.case_type is not None:
        rows = rows.filter(case_type=wanted.case_type.value)
    if wanted.is_reviewed is not None:
        rows = rows.filter(opinions__gt=0) if wanted.is_reviewed else rows.filter(opinions=0)
    return _in_due_range(_with_promise(rows, wanted.promise, soon_on), wanted.due, soon_on)


def reach(actor: Actor, organisation_id: int | None) -> Q:
    """The cases that the actor may see, as a condition.

    Raises:
        RightMissingError, SignInRequiredError: none at all, or none of that organisation.
    """
    actor.require(Right.VIEW_CASES, organisation_id)
    if organisation_id is not None:
        return Q(organisation_id=organisation_id)
    within = actor.organisations_for(Right.VIEW_CASES)
    if within is None:
        return Q()
    return Q(organisation_id=next(iter(within))) if len(within) == 1 else Q(organisation_id__in=sorted(within))


def soon_until(today: date) -> date:
    """The last day that counts as soon: two working days from that day, plain days where there is no calendar yet."""
    try:
        return calendar_for(region_chain(settings.REGION_CODE)).add_working_days(today, SOON_WORKING_DAYS)
    except (CalendarMissingError, NoCalendarError):
        return today + timedelta(days=SOON_WORKING_DAYS)


def _with_promise(rows: QuerySet[Case], promise: Promise, soon_on: date | None) -> QuerySet[Case]:
    if promise is Promise.ALL:
        return rows
    kind = PledgeKind.COMMITMENT if promise is Promise.COMMITMENT else PledgeKind.DEFERRED
    pledges = Pledge.objects.filter(kind=kind.value, kept_seq__isnull=True, broken_seq__isnull=True)
    if promise is Promise.DEFERRED_SOON:
        pledges = pledges.filter(due_on__lte=soon_on or soon_until(clock.today()))
    return rows.filter(pk__in=pledges.values("case_id"))


def _in_due_range(rows: QuerySet[Case], due: DueRange, soon_on: date | None) -> QuerySet[Case]:
    today = clock.today()
    if due is DueRange.OVERDUE:
        return rows.filter(LessThan(_DUE, today))
    if due is DueRange.TODAY:
        return rows.filter(Exact(_DUE, today))
    if due is DueRange.SOON:
        return rows.filter(GreaterThanOrEqual(_DUE, today), LessThanOrEqual(_DUE, soon_on or soon_until(today)))
    return rows


def _after_due(rows: QuerySet[Case], cursor: str | None) -> QuerySet[Case]:
    if not cursor:
        return rows
    due_on, last_id = decode_cursor(cursor, 2)
    try:
        due = date.fromisoformat(str(due_on))
    except ValueError as error:
        raise CursorError from error
    # The first condition lets the index begin there, the second leaves out what was seen.
    return rows.filter(GreaterThanOrEqual(_DUE, due)).filter(Q(GreaterThan(_DUE, due)) | Q(id__gt=_number(last_id)))


def _after_number(rows: QuerySet[Case], cursor: str | None, *, is_down: bool) -> QuerySet[Case]:
    if cursor:
        (last,) = decode_cursor(cursor, 1)
        if not isinstance(last, str):
            raise CursorError
        rows = rows.filter(case_no__lt=last) if is_down else rows.filter(case_no__gt=last)
    return rows.order_by("-case_no" if is_down else "case_no")


def _number(value: str | int | None) -> int:
    if not isinstance(value, int):
        raise CursorError
    return value


def _key(row: tuple[Any, ...], order: WorklistOrder) -> tuple[str | int | None, ...]:
    case_id, case_no, due_on = row[:3]
    return (str(due_on or NO_DUE_DATE), case_id) if order is WorklistOrder.DUE else (case_no,)
