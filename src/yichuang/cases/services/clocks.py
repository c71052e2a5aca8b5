"""Due dates of a case, always computed from the calendar of the centre's region."""

from datetime import date, datetime
from functools import cache

from django.conf import settings

from yichuang.cases.models import Case
from yichuang.catalogue.rules import ItemContent
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


def start_decision_clocks(case: Case, content: ItemContent, accepted_at: datetime) -> Term | None:
    """The case carries its promised and statutory due dates; the term that binds is given back.

    Law: ALL 42 (from acceptance), 82 (working days), CIV 201.
    """
    days, accepted_on = calendar(), clock.local(accepted_at).date()
    promised, statutory = content.promised_limit, content.statutory_limit
    case.promised_due_on = due_on(accepted_on, promised, days) if promised else None
    case.statutory_due_on = due_on(accepted_on, statutory, days) if statutory else None
    case.next_due_on = case.promised_due_on or case.statutory_due_on
    case.is_due_provisional = case.next_due_on is not None and days.is_provisional(accepted_on, case.next_due_on)
    return promised or statutory
