"""Indicators: every number as numerator over denominator, each opening to its cases."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.cases.rules import Act
from yichuang.console.access import supervisor
from yichuang.console.errors import NothingHereError
from yichuang.console.words import Names, address, day, label, share_bar, show
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.supervision.queries import INDICATORS, Definition, FactRow, Period, Slice, Value, cases_behind, indicators
from yichuang.ui.parts import Cell, Column, Row, Series

_FIRST_YEAR = 2000
_SIZE = 50
_COUNTERS: Mapping[str, str] = {
    "filed": gettext_noop("Filed"),
    "online_filed": gettext_noop("Filed other than at the window"),
    "accepted": gettext_noop("Accepted"),
    "refused": gettext_noop("Not accepted"),
    "corrected": gettext_noop("Sent back for corrections"),
    "decided": gettext_noop("Decided"),
    "granted": gettext_noop("Granted"),
    "denied": gettext_noop("Denied"),
    "closed": gettext_noop("Cases closed"),
    "on_spot": gettext_noop("Closed on the day of filing"),
    "promised_decided": gettext_noop("Promised cases decided"),
    "limited": gettext_noop("Decided, with a limit"),
    "on_time": gettext_noop("Decided in time"),
    "early": gettext_noop("Decided early"),
    "instant_accepted": gettext_noop("Accepted, of items decided on the spot"),
}
"""The counters that open to their cases."""


class PeriodForm(forms.Form):
    """Which year, which department, which indicator."""

    year = forms.IntegerField(label=_("Year"), required=False, min_value=_FIRST_YEAR, max_value=2999)
    organisation = forms.ChoiceField(label=_("Department"), required=False)
    code = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, data: object, bodies: Sequence[tuple[str, str]], **kwargs: object) -> None:
        """Offer the departments and the indicators."""
        super().__init__(data, **kwargs)  # type: ignore[arg-type]
        organisation, code = self.fields["organisation"], self.fields["code"]
        assert isinstance(organisation, forms.ChoiceField)  # noqa: S101 - for the checker of types
        assert isinstance(code, forms.ChoiceField)  # noqa: S101 - the same
        organisation.choices = [("", gettext("All")), *bodies]
        code.choices = [(one.code, gettext(one.name)) for one in INDICATORS.values()]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page is asked: the year, the department (None: all) and the indicator shown by month and department."""

    year: int
    organisation_id: int | None
    definition: Definition

    @property
    def period(self) -> Period:
        """The whole year."""
        return Period(date(self.year, 1, 1), date(self.year, 12, 31))


@supervisor
def figures(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every indicator of the year; one of them by month, as a line and as a table, and by department."""
    names = Names()
    form = PeriodForm(request.GET, names.body_choices)
    asked = _asked(form)
    whole = indicators(asked.period, organisation_id=asked.organisation_id)
    months = indicators(asked.period, by="month", organisation_id=asked.organisation_id)
    bodies = indicators(asked.period, by="organisation")
    one = asked.definition
    context = {
        "reader": actor,
        "form": _shown_form(asked, names),
        "year": asked.year,
        "name": gettext(one.name),
        "columns": _columns(gettext("Indicator"), has_bar=False),
        "rows": _overview(whole, asked),
        "month_columns": _columns(gettext("Month"), has_bar=not one.is_mean),
        "month_rows": [_row(each.key, each.values[one.code], one, _month(each.key), asked) for each in months],
        "body_columns": _columns(gettext("Department"), has_bar=not one.is_mean),
        "body_rows": [
            _row(names.body(int(each.key)), each.values[one.code], one, asked.period, asked, int(each.key))
            for each in bodies
        ],
        **_line(one, months),
    }
    return show(request, "indicators", context)


def _asked(form: PeriodForm) -> Asked:
    is_read = form.is_valid()
    given = form.cleaned_data if is_read else {}
    body = given.get("organisation") or None
    year = given.get("year") or _newest_year()
    return Asked(year, int(body) if body else None, INDICATORS[given.get("code") or "on_time_rate"])


def _shown_form(asked: Asked, names: Names) -> PeriodForm:
    """The form with what is shown; only what differs from the usual counts as narrowing."""
    one = asked.definition.code
    return PeriodForm(
        {"year": asked.year, "organisation": asked.organisation_id or "", "code": one},
        names.body_choices,
        initial={"year": asked.year, "code": one},
    )


def _newest_year() -> int:
    """This year, or the one before while nothing was filed in this one."""
    today = clock.today()
    found = indicators(Period(date(today.year - 1, 1, 1), today), by="month")
    filed = [each.key for each in found if each.counters["filed"]]
    return int(filed[-1][:4]) if filed else today.year


def _columns(first: str, *, has_bar: bool) -> list[Column]:
    return [
        Column(first),
        Column(gettext("Numerator"), is_number=True),
        Column(gettext("Denominator"), is_number=True),
        Column(gettext("Figure"), is_number=True),
        *([Column(gettext("Share"))] if has_bar else []),
    ]


def _overview(whole: Sequence[Slice], asked: Asked) -> list[Row]:
    rows = []
    for one in INDICATORS.values():
        value = whole[0].values[one.code] if whole else Value(one.code, 0, 0)
        url = address("indicators", year=asked.year, organisation=asked.organisation_id, code=one.code)
        cells = _numbers(value, one, asked.period, asked.organisation_id)
        rows.append(Row((Cell(gettext(one.name), url=f"{url}#one"), *cells), is_marked=one is asked.definition))
    return rows


def _row(name: str, value: Value, one: Definition, period: Period, asked: Asked, body: int | None = None) -> Row:
    cells = _numbers(value, one, period, body or asked.organisation_id)
    bar = () if one.is_mean else (Cell(share_bar(value.value)),)
    return Row((Cell(name), *cells, *bar))


def _numbers(value: Value, one: Definition, period: Period, body: int | None) -> tuple[Cell, Cell, Cell]:
    numerator = "" if one.less else _behind(one.numerator, period, body)
    return (
        Cell(value.numerator, url=numerator if value.numerator else ""),
        Cell(value.denominator, url=_behind(one.denominator, period, body) if value.denominator else ""),
        Cell(value_text(value, one)),
    )


def _behind(counters: Sequence[str], period: Period, body: int | None) -> str:
    """Where the cases of a counter are; empty for one that counts days."""
    if len(counters) != 1 or counters[0] not in _COUNTERS:
        return ""
    first, last = day(period.first), day(period.last)
    return address("behind", counter=counters[0], first=first, last=last, organisation=body)


def value_text(value: Value, one: Definition) -> str:
    """The value as people read it: a share in per cent, a mean in days."""
    if value.value is None:
        return "–"
    return f"{value.value:.1f}" if one.is_mean else f"{value.value * 100:.1f} %"


def _month(key: str) -> Period:
    first = date.fromisoformat(f"{key}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Period(first, date.fromordinal(following.toordinal() - 1))


def _line(one: Definition, months: Sequence[Slice]) -> dict[str, object]:
    values = [each.values[one.code].value for each in months]
    shown = tuple(None if value is None else round(value if one.is_mean else value * 100, 2) for value in values)
    return {
        "labels": [each.key for each in months],
        "series": [Series(gettext(one.name), shown)],
        "unit": gettext("working days") if one.is_mean else "%",
    }


@supervisor
def behind(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The cases that a number counts.

    Raises:
        NothingHereError: the address names no such number.
    """
    counter = request.GET.get("counter", "")
    body = request.GET.get("organisation", "")
    try:
        period = Period(
            date.fromisoformat(request.GET.get("first", "")), date.fromisoformat(request.GET.get("last", ""))
        )
        organisation_id = int(body) if body else None
    except ValueError as error:
        raise NothingHereError from error
    if counter not in _COUNTERS:
        raise NothingHereError
    names = Names()
    found = cases_behind(counter, period, organisation_id=organisation_id, cursor=request.GET.get("cursor"), size=_SIZE)
    context = {
        "reader": actor,
        "title": gettext(_COUNTERS[counter]),
        "first": period.first,
        "last": period.last,
        "body": names.body(organisation_id) if organisation_id else "",
        "columns": _case_columns(),
        "rows": [_case(one, names) for one in found.rows],
        "next_cursor": found.next_cursor,
    }
    return show(request, "behind", context)


def _case_columns() -> list[Column]:
    return [
        Column(gettext("Case"), is_short=True),
        Column(gettext("Item")),
        Column(gettext("Department")),
        Column(gettext("Filed"), is_short=True),
        Column(gettext("Decided"), is_short=True),
        Column(gettext("Outcome"), is_short=True),
        Column(gettext("In time"), is_short=True),
        Column(gettext("Days"), is_number=True),
    ]


def _case(one: FactRow, names: Names) -> Row:
    in_time = "" if one.is_on_time is None else gettext("yes") if one.is_on_time else gettext("no")
    return Row(
        (
            Cell(one.case_no, url=reverse("staffdesk:case", args=[one.case_no])),
            names.item(one.item_code),
            names.body(one.organisation_id),
            day(one.filed_on),
            day(one.decided_on),
            label(Act(one.outcome)) if one.outcome in {act.value for act in Act} else one.outcome,
            in_time,
            one.days_used,
        )
    )
