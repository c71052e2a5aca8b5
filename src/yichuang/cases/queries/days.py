"""The calendar of the centre, and the days that are counted by it whatever the item says."""

from datetime import date, datetime
from functools import cache

from django.conf import settings

from yichuang.cases.rules.policy import NOTICE_LIMIT
from yichuang.core import clock
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import Term, WorkCalendar, due_on
from yichuang.organisations.queries import region_chain


def calendar() -> WorkCalendar:
    """The calendar of the centre."""
    return calendar_for(_chain(settings.REGION_CODE))


@cache
def _chain(region_code: str) -> tuple[str, ...]:
    """A centre does not move to another region while it runs."""
    return region_chain(region_code)


def due_after(instant: datetime, term: Term) -> date:
    """The last day of the term that starts with an event at the instant."""
    return due_on(clock.local(instant).date(), term, calendar())


def notice_due_on(submitted_at: datetime) -> date:
    """The last day to tell what is missing before the application counts as accepted.

    Counted from the arrival of the application and not from the act of taking it in; a shorter local limit does not change it.

    Law: ALL 32(1)(4).
    """
    return due_after(submitted_at, NOTICE_LIMIT)
