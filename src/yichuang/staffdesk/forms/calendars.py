"""Forms of calendars."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.deadlines.rules import EARLIEST, LATEST, LONGEST_NAME, LONGEST_SOURCE, DayKind, fits
from yichuang.staffdesk.forms.base import LONG, ActForm, choice_of, date_box, options, text_area
from yichuang.ui.parts import Definition


class SeedForm(ActForm):
    """Years to enter from what is published; later ones are provisional."""

    first = forms.IntegerField(label=_("First year"), min_value=EARLIEST, max_value=LATEST)
    last = forms.IntegerField(label=_("Last year"), min_value=EARLIEST, max_value=LATEST)


class DayForm(ActForm):
    """What one day of a year is."""

    day = forms.DateField(label=_("Day"), widget=date_box())
    kind = forms.ChoiceField(label=_("The day is a"), choices=lambda: options(DayKind))
    name = forms.CharField(
        label=_("Name of the holiday"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Not for ordinary working days and weekends."),
    )
    source = forms.CharField(label=_("Notice this is taken from"), max_length=LONGEST_SOURCE)

    def __init__(
        self, data: Any = None, files: Any = None, *, year: int, chosen: date | None = None, **kwargs: Any
    ) -> None:
        """Offer the days of the year, the kinds that the chosen day can be, and the names of the holidays."""
        super().__init__(data, files, **kwargs)
        self.year = year
        self.fields["day"].widget.attrs.update({"min": f"{year}-01-01", "max": f"{year}-12-31"})
        self.fields["name"].widget.attrs.update({"list": "known-holidays", "autocomplete": "off"})
        if chosen is not None:
            choice_of(self, "kind", options(kind for kind in DayKind if fits(chosen, kind)))

    def clean_day(self) -> date:
        """The day lies in the year that is shown, so that nobody changes another one unseen."""
        day: date = self.cleaned_data["day"]
        if day.year != self.year:
            told = gettext("This day does not lie in {year}. Change it on the page of its own year.")
            raise forms.ValidationError(told.format(year=self.year))
        return day


class ConfirmYearForm(ActForm):
    """The whole year from its notice."""

    source = forms.CharField(label=_("Notice this is taken from"), max_length=LONGEST_SOURCE)
    days = forms.CharField(
        label=_("All days that differ from Monday to Friday"),
        max_length=10 * LONG,
        widget=text_area(14),
        help_text=_("One a line: date, 休 (holiday) or 班 (work), name. For example: 2027-01-01 休 元旦"),
    )


def typed_in(form: ActForm) -> list[Definition]:
    """What a valid form would change, in words."""
    found = []
    for bound in form.visible_fields():
        value = form.cleaned_data.get(bound.name, "")
        detail = str(_(DayKind(value).label)) if bound.name == "kind" else str(value or "")
        found.append(Definition(str(bound.label), detail))
    return [one for one in found if one.detail]
