"""Calendars of working days."""

from datetime import date

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext

from yichuang.cases.services import cases_moved_by, defer_recount
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError, ForbiddenError, NotFoundError
from yichuang.core.problems import status_of
from yichuang.core.rights import Right
from yichuang.deadlines import queries, services
from yichuang.deadlines.queries import CalendarYearRow, calendar_for
from yichuang.deadlines.rules import CalendarYear, DayKind, YearStatus
from yichuang.organisations.queries import find_region, region_chain
from yichuang.organisations.rules import NATIONAL
from yichuang.staffdesk.access import WRITE, desk
from yichuang.staffdesk.errors import PageNotFoundError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.calendars import ConfirmYearForm, DayForm, SeedForm, typed_in
from yichuang.staffdesk.rules import HOLIDAYS, read_calendar_lines
from yichuang.staffdesk.views.calendar_months import day_chosen, day_form, months, weekdays
from yichuang.staffdesk.views.calendar_moved import moved_row, moved_url
from yichuang.staffdesk.views.shown import Panel, Refused, actor_text, label, moment, page
from yichuang.ui.parts import Cell, Column, Row, Tone

_UNPROCESSABLE = 422
_SHOWN = 100
_NOT_TYPED = frozenset({"csrfmiddlewaretoken", "confirmed"})
_KEPT = Right.MANAGE_CALENDARS


@desk(_KEPT)
def show_all(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The years of the national calendar, of the centre's region where it has its own, and the last changes."""
    return _years(request)


@desk(_KEPT, methods=WRITE)
def seed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The national calendar has the years asked for."""
    form = SeedForm(request.POST, ident="seed")
    if not form.is_valid():
        return _years(request, Refused("seed", form, _UNPROCESSABLE))
    try:
        with transaction.atomic():
            services.seed_national_years(actor=actor, first=form.cleaned_data["first"], last=form.cleaned_data["last"])
            defer_recount()
    except ForbiddenError:
        raise
    except DomainError as error:
        form.refuse(error)
        return _years(request, Refused("seed", form, status_of(error)))
    messages.success(request, gettext("Done."))
    return redirect("staffdesk:calendar")


@desk(_KEPT)
def show(request: HttpRequest, actor: Actor, region: str, year: int) -> HttpResponse:
    """One year: every day that differs from Monday to Friday."""
    return _year(request, region, year)


@desk(_KEPT, methods=WRITE)
def act(request: HttpRequest, actor: Actor, region: str, year: int, name: str) -> HttpResponse:
    """One day is set, or the year confirmed, and the year shown again; a refusal stands there with its status."""
    if name not in {"day", "confirm"}:
        raise PageNotFoundError
    form = _form(name, year, request)
    if not form.is_valid():
        return _year(request, region, year, Refused(name, form, _UNPROCESSABLE))
    try:
        if "confirmed" not in request.POST:
            return _effect(request, actor, region, year, form)
        with transaction.atomic():
            _do(actor, region, year, form)
            defer_recount()
    except (ForbiddenError, NotFoundError):
        raise
    except DomainError as error:
        form.refuse(error)
        return _year(request, region, year, Refused(name, form, status_of(error)))
    messages.success(request, gettext("Done. The due dates of the open cases that this moves are being counted anew."))
    return redirect("staffdesk:calendar_year", region=region, year=year)


def _form(name: str, year: int, request: HttpRequest) -> ActForm:
    if name == "day":
        return DayForm(request.POST, year=year, ident=name)
    return ConfirmYearForm(request.POST, ident=name)


def _effect(request: HttpRequest, actor: Actor, region: str, year: int, form: ActForm) -> HttpResponse:
    """Which open cases the change would move: it is made, looked at, and taken back."""
    with transaction.atomic():
        _do(actor, region, year, form)
        moves = cases_moved_by(actor, calendar_for(region_chain(settings.REGION_CODE)), most=_SHOWN)
        transaction.set_rollback(True)
    names = (gettext("Case number"), gettext("Item"), gettext("State"), gettext("Due now"), gettext("Due then"))
    context = {
        "shown_year": queries.get_year(region, year),
        "change": typed_in(form),
        "number": moves.number,
        "more": moves.number - len(moves.shown),
        "columns": [Column(name) for name in names],
        "rows": [moved_row(one) for one in moves.shown],
        "typed": [(name, value) for name, value in form.data.items() if name not in _NOT_TYPED],
    }
    return page(request, "calendar_effect", context)


def _years(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    own = [code for code in region_chain(settings.REGION_CODE) if code != NATIONAL]
    regions = [(code, queries.list_years(code)) for code in (NATIONAL, *own)]
    this_year = clock.today().year
    form = refused.form if refused else SeedForm(ident="seed", initial={"first": this_year, "last": this_year + 2})
    names = (gettext("Year"), gettext("State"), gettext("Holidays"), gettext("Make-up working days"), gettext("Source"))
    changes = queries.list_changes(size=20).rows
    context = {
        "columns": [Column(name, is_number=place in {2, 3}) for place, name in enumerate(names)],
        "regions": [(region_name(code), [_year_row(row) for row in rows]) for code, rows in regions if rows],
        "is_waiting": any(_is_waiting(row) for _code, rows in regions for row in rows),
        "acts": [
            Panel(
                "seed",
                gettext("Enter national years"),
                reverse("staffdesk:calendar_seed"),
                form,
                gettext("Enter"),
                is_open=bool(refused),
            )
        ],
        "change_columns": [
            Column(name)
            for name in (
                gettext("Time"),
                gettext("Year"),
                gettext("What was done"),
                gettext("Who"),
                gettext("Source"),
                "",
            )
        ],
        "changes": [_change_row(one, later) for one, later in zip(changes, (None, *changes), strict=False)],
    }
    return page(request, "calendar", context, refused)


def _year(request: HttpRequest, region: str, year: int, refused: Refused | None = None) -> HttpResponse:
    calendar = queries.get_year(region, year)
    names = (gettext("Date"), gettext("Weekday"), gettext("Kind"), gettext("Name of the holiday"))
    context = {
        "shown_year": calendar,
        "region": region_name(region),
        "is_provisional": calendar.status is YearStatus.PROVISIONAL,
        "state": label(calendar.status),
        "state_tone": _tone(calendar.status),
        "columns": [Column(name) for name in names],
        "rows": [
            Row(
                (
                    one.day.isoformat(),
                    date_format(one.day, "l"),
                    Cell(label(one.kind), tone=_day_tone(one.kind)),
                    one.name,
                )
            )
            for one in calendar.days
        ],
        "months": list(months(calendar)),
        "weekdays": weekdays(),
        "holiday_names": dict.fromkeys([*HOLIDAYS, *(one.name for one in calendar.days)]),
        "acts": _panels(calendar, refused, request.GET.get("day", "")),
    }
    return page(request, "calendar_year", context, refused)


def _panels(calendar: CalendarYear, refused: Refused | None, chosen: str) -> list[Panel]:
    titles = {"day": gettext("Change one day")}
    if calendar.status is YearStatus.PROVISIONAL:
        titles["confirm"] = gettext("Confirm the year from its notice")
    if refused is not None:
        titles.setdefault(refused.name, gettext("Confirm the year from its notice"))
    on = day_chosen(chosen, calendar)
    return [_panel(calendar, name, title, refused, on if name == "day" else None) for name, title in titles.items()]


def _panel(calendar: CalendarYear, name: str, title: str, refused: Refused | None, chosen: date | None) -> Panel:
    is_refused = refused is not None and refused.name == name
    place = [calendar.region_code, calendar.year, name]
    return Panel(
        name=name,
        title=title,
        url=reverse("staffdesk:calendar_act", args=place),
        form=refused.form
        if refused is not None and is_refused
        else day_form(calendar, chosen)
        if name == "day"
        else ConfirmYearForm(ident=name),
        button=gettext("See what this moves"),
        is_open=is_refused or bool(chosen),
    )


def _do(actor: Actor, region: str, year: int, form: ActForm) -> None:
    given = form.cleaned_data
    if isinstance(form, DayForm):
        kind = DayKind(given["kind"])
        services.set_day(
            actor=actor, region_code=region, day=given["day"], kind=kind, name=given["name"], source=given["source"]
        )
        return
    days = read_calendar_lines(given["days"], given["source"])
    services.confirm_year(actor=actor, region_code=region, year=year, days=days, source=given["source"])


def _year_row(row: CalendarYearRow) -> Row:
    number = Cell(row.year, url=reverse("staffdesk:calendar_year", args=[row.region_code, row.year]))
    return Row(
        (number, Cell(label(row.status), tone=_tone(row.status)), row.holidays, row.make_up_workdays, row.source)
    )


def region_name(code: str) -> str:
    """The region by its name; by its code where it is not registered."""
    region = find_region(code)
    if region is not None:
        return region.name
    return gettext("The whole country") if code == NATIONAL else code


def _is_waiting(row: CalendarYearRow) -> bool:
    """Whether cases are counted now by a year that no notice confirms."""
    return row.status is YearStatus.PROVISIONAL and row.year <= clock.today().year + 1


def _change_row(one: queries.CalendarChangeRow, later: queries.CalendarChangeRow | None) -> Row:
    who = actor_text(one.actor_name)
    place = Cell(one.year, note=region_name(one.region_code)) if one.region_code != NATIONAL else one.year
    moved = Cell(gettext("Cases that were moved"), url=moved_url(one.at, later.at if later else None))
    return Row((moment(one.at), place, label(one.act), who, one.source, moved))


def _tone(status: YearStatus) -> Tone:
    return Tone.GOOD if status is YearStatus.CONFIRMED else Tone.WARN


def _day_tone(kind: DayKind) -> Tone:
    return Tone.WARN if kind.is_working else Tone.GOOD
