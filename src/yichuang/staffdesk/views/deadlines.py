"""The calculator of deadlines: when a limit ends, and every day of the count with its reason."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import Life, Procedure, Stop, WorkCalendar, count_life, list_days, stops_of
from yichuang.organisations.queries import region_chain
from yichuang.staffdesk.access import desk
from yichuang.staffdesk.forms.deadlines import DeadlineForm
from yichuang.staffdesk.views.clock_bars import left_text, limit_text
from yichuang.staffdesk.views.shown import Refused, count_days, label, limit_unit, moment, page

_UNPROCESSABLE = 422
_USUAL = {"value": 20, "unit": "wd"}


@desk(Right.VIEW_CASES, Right.MANAGE_CALENDARS, Right.EDIT_ITEMS)
def deadline(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A due date from a start, a limit, its extension and its stops, with every day of the count."""
    is_asked = "start" in request.GET
    now = clock.local(clock.now()).replace(second=0, microsecond=0)
    form = DeadlineForm(request.GET if is_asked else None, initial={**_USUAL, "start": now})
    context = {"form": form, "procedures": [label(one) for one in Procedure]}
    if not is_asked:
        return page(request, "deadline", context)
    if not form.is_valid():
        return page(request, "deadline", context, Refused("deadline", form, _UNPROCESSABLE))
    try:
        result = _counted(form, calendar_for(region_chain(settings.REGION_CODE)))
    except DomainError as error:
        form.refuse(error)
        return page(request, "deadline", context, Refused("deadline", form, status_of(error)))
    return page(request, "deadline", context | result)


def _counted(form: DeadlineForm, calendar: WorkCalendar) -> dict[str, object]:
    stops, which = list(form.stops()), form.which
    holding = stops_of(stops, which) if which else tuple(stops)
    life = count_life(form.cleaned_data["start"], form.limit, calendar, holding, form.longer)
    return {
        "life": life,
        "title": _title(life),
        "told": _told(life, [stop for stop in stops if stop not in holding]),
        "unit": limit_unit(life.total),
        "days": count_days(list_days(life, calendar)),
    }


def _title(life: Life) -> str:
    if life.due_on is None:
        return gettext("No due date while the clock stands still")
    return gettext("Due on {day}").format(day=life.due_on)


def _told(life: Life, running: Sequence[Stop]) -> list[str]:
    """What is said above the days: the limit, until when something is in time, what moved it, and which stop did not."""
    limit = limit_text(life.limit)
    if life.extension is not None:
        limit = gettext("{limit}, extended by {longer}").format(limit=limit, longer=limit_text(life.extension))
    if life.due_at is None:
        told = gettext("{limit}; {left} left when it resumes.")
        found = [told.format(limit=limit, left=left_text(life))]
    else:
        told = gettext("{limit}; what is done before {until} is in time.")
        found = [told.format(limit=limit, until=moment(life.due_at))]
    if life.due_on != life.original_due_on:
        found.append(gettext("Originally due {day}").format(day=life.original_due_on))
    told = gettext("{first} to {last} does not stop this clock: {reason}")
    return found + [told.format(first=one.from_day, last=one.to_day or "…", reason=one.reason) for one in running]
