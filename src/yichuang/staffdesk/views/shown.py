"""How things of the domain are shown: labels, days, tones."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from yichuang.cases.rules import Duty, State, Who
from yichuang.core import clock
from yichuang.core.actor import SYSTEM, Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right
from yichuang.deadlines.errors import CalendarMissingError, NoCalendarError
from yichuang.deadlines.queries import calendar_for
from yichuang.deadlines.rules import DayCount, Limit, Term, Unit, WorkCalendar
from yichuang.organisations.queries import OrganisationView, list_departments, region_chain
from yichuang.staffdesk.forms.base import UNITS, DeskForm
from yichuang.ui.parts import Day, Tone, due_tone

NEAR_DAYS = 2
STATE_TONES = {
    State.SUBMITTED: Tone.WARN,
    State.RECEIVED: Tone.WARN,
    State.CORRECTION_REQUESTED: Tone.NEUTRAL,
    State.ACCEPTED: Tone.INFO,
    State.IN_REVIEW: Tone.INFO,
    State.SPECIAL: Tone.WARN,
    State.SENT_UP: Tone.NEUTRAL,
    State.GRANTED: Tone.GOOD,
    State.DENIED: Tone.BAD,
    State.ISSUED: Tone.GOOD,
    State.DELIVERED: Tone.GOOD,
    State.REFUSED: Tone.BAD,
    State.NOT_REQUIRED: Tone.NEUTRAL,
    State.WITHDRAWN: Tone.NEUTRAL,
    State.TERMINATED: Tone.BAD,
    State.LAPSED: Tone.BAD,
    State.ARCHIVED: Tone.NEUTRAL,
}

_TERMS = {
    Unit.WORKING_DAY: (gettext_noop("{number} working day"), gettext_noop("{number} working days")),
    Unit.CALENDAR_DAY: (gettext_noop("{number} calendar day"), gettext_noop("{number} calendar days")),
    Unit.HOUR: (gettext_noop("{number} hour"), gettext_noop("{number} hours")),
}
_COUNTED = {
    Unit.WORKING_DAY: (gettext_noop("working days"), gettext_noop("1 working day")),
    Unit.CALENDAR_DAY: (gettext_noop("calendar days"), gettext_noop("1 calendar day")),
}
_LAWS = {
    "ALL": gettext_noop("Administrative Licensing Law"),
    "HOL": gettext_noop("Holidays Regulation"),
    "OBE": gettext_noop("Regulation on Optimising the Business Environment"),
    "OGI": gettext_noop("Regulation on Open Government Information"),
    "OSR": gettext_noop("Provisions on Online Government Services"),
    "PIPL": gettext_noop("Personal Information Protection Law"),
}
_LOCAL = frozenset({"AY", "BZ", "ZJ"})
"""What other places rule is only the model of the configuration here: it is not cited as law of this place."""
_OVERDUE = (gettext_noop("Overdue by {number} working day"), gettext_noop("Overdue by {number} working days"))
_LEFT = (gettext_noop("{number} working day left"), gettext_noop("{number} working days left"))


@dataclass(frozen=True, slots=True)
class Panel:
    """An act on a page: its form, where it is sent and what its button says. `template` draws a form of its own kind.

    `has_page`: the form stands on a page of its own, to which the button leads. `warning`: what to know before it is sent.
    """

    name: str
    title: str
    url: str
    form: DeskForm
    button: str
    kind: str = "primary"
    text: str = ""
    is_open: bool = False
    template: str = ""
    has_page: bool = False
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was refused, by the name of its panel, and the status to answer with."""

    name: str
    form: DeskForm
    status: int


@dataclass(frozen=True, slots=True)
class DueWords:
    """How far off a due date is, in words."""

    days: int
    text: str
    tone: Tone


def page(
    request: HttpRequest, template: str, context: Mapping[str, object], refused: Refused | None = None
) -> HttpResponse:
    """The page; with the status of what was refused."""
    return render(request, f"staffdesk/{template}.html", dict(context), status=refused.status if refused else 200)


def label(value: Labelled | None) -> str:
    """The label in the reader's language; empty for None."""
    return gettext(value.label) if value is not None else ""


def moment(at: datetime | None) -> str:
    """Day and minute at the centre; empty for None."""
    return f"{clock.local(at):%Y-%m-%d %H:%M}" if at else ""


def day(on: date | None) -> str:
    """The day; empty for None."""
    return on.isoformat() if on else ""


def term_text(term: Term | None) -> str:
    """A term in words; empty for None."""
    if term is None:
        return ""
    if term.is_on_the_spot:
        return gettext("On the spot")
    return number_text(term.value, term.unit)


def number_text(number: int, unit: Unit) -> str:
    """So many of a unit, in words; none too."""
    return counted(number, *_TERMS[unit])


def counted(number: int, one: str, many: str) -> str:
    """The text for one or for many, both translation sources with `{number}`, filled."""
    return gettext(one if number == 1 else many).format(number=number)


def law_text(key: str) -> str:
    """A law key such as "ALL 32" in words; a key that is not known stays as it is."""
    law, _space, article = key.partition(" ")
    if law in _LOCAL:
        return gettext("local rules on government services")
    if law not in _LAWS or not article:
        return key
    return gettext("{law}, article {article}").format(law=gettext(_LAWS[law]), article=article)


def law_texts(keys: Iterable[str]) -> list[str]:
    """The keys in words, each once."""
    return list(dict.fromkeys(map(law_text, keys)))


def who_else(duty: Duty) -> str:
    """Who does it where somebody outside the centre does: the duty's own words name the window or the department."""
    return "" if duty.who in {Who.CENTRE, Who.NOBODY} else label(duty.who)


def centre_calendar() -> WorkCalendar | None:
    """The calendar of the centre; None as long as none was entered."""
    try:
        return calendar_for(region_chain(settings.REGION_CODE))
    except NoCalendarError:
        return None


def days_left(due_on: date, calendar: WorkCalendar | None, unit: Unit = Unit.WORKING_DAY) -> int:
    """Working days from today to the day, or plain days (also where there is no calendar); negative when it is past."""
    today = clock.today()
    number = (due_on - today).days
    if calendar is not None and unit is Unit.WORKING_DAY:
        with suppress(CalendarMissingError):
            number = calendar.working_days_between(today, due_on)
    if due_on < today:
        return min(-1, number)
    return max(1, number) if due_on > today else 0


def days_of_term(
    start: datetime | None, due_on: date | None, calendar: WorkCalendar | None, unit: Unit = Unit.WORKING_DAY
) -> int | None:
    """Working days, or plain days, from the instant to the day, for a bar of what is used up; None where that cannot be said."""
    if start is None or due_on is None or calendar is None:
        return None
    start_on = clock.local(start).date()
    try:
        is_working = unit is Unit.WORKING_DAY
        number = calendar.working_days_between(start_on, due_on) if is_working else (due_on - start_on).days
    except CalendarMissingError:
        return None
    return number if number > 0 else None


def due_words(due_on: date | None, calendar: WorkCalendar | None) -> DueWords | None:
    """How far off the day is, in words; None where nothing is due."""
    if due_on is None:
        return None
    number = days_left(due_on, calendar)
    if number < 0:
        text = counted(-number, *_OVERDUE)
    elif number == 0:
        text = gettext("Due today")
    else:
        text = counted(number, *_LEFT)
    return DueWords(number, text, due_tone(number, near_days=NEAR_DAYS))


def counted_in(unit: Unit) -> tuple[str, str]:
    """What follows a number of days, and what is said of a single one."""
    many, one = _COUNTED[unit]
    return gettext(many), gettext(one)


def limit_unit(limit: Limit) -> str:
    """In what the days of a limit are numbered, as a heading; those of months are plain days."""
    unit = limit.unit if isinstance(limit, Term) else Unit.CALENDAR_DAY
    return str(dict(UNITS)[unit.value])


def count_days(days: Iterable[DayCount]) -> list[Day]:
    """The days of a count with the reason for each."""
    return [
        Day(
            on=one.day,
            is_counted=one.counted,
            number=one.ordinal,
            reason=_why(one),
        )
        for one in days
    ]


def _why(one: DayCount) -> str:
    """Why a day is counted or not: the rule, and the holiday or what stopped the clock."""
    named = one.note or one.name
    why = label(one.reason)
    return gettext("{reason} ({named})").format(reason=why, named=named) if named else why


def departments_for(actor: Actor, right: Right) -> tuple[OrganisationView, ...]:
    """The bodies to choose from: all for a post of the centre, none where there is nothing to choose."""
    reached = actor.organisations_for(right)
    if reached is None:
        return list_departments()
    return tuple(one for one in list_departments() if one.id in reached) if len(reached) > 1 else ()


def organisation_choices(organisations: Sequence[OrganisationView]) -> list[tuple[str, str]]:
    """Organisations as choices of a form."""
    return [(str(one.id), one.short_name or one.name) for one in organisations]


def actor_text(name: str) -> str:
    """Who did it: the name, or that it was the system itself."""
    return gettext("System") if name in {"", SYSTEM.name} else name


def whole(text: str | None) -> int | None:
    """The whole number in a query, None where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < len("1000000000000000000") else None
