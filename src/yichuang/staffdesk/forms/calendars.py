"""Forms of calendars and of the deadline calculator."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.deadlines.rules import EARLIEST, LATEST, LONGEST_NAME, LONGEST_SOURCE, DayKind
from yichuang.staffdesk.forms.base import LONG, UNITS, ActForm, DeskForm, date_box, options, text_area


class SeedForm(ActForm):
    """Years to enter from what is published; later ones are provisional."""

    first = forms.IntegerField(label=_("First year"), min_value=EARLIEST, max_value=LATEST)
    last = forms.IntegerField(label=_("Last year"), min_value=EARLIEST, max_value=LATEST)


class DayForm(ActForm):
    """What one day is."""

    day = forms.DateField(label=_("Day"), widget=date_box())
    kind = forms.ChoiceField(label=_("The day is a"), choices=lambda: options(DayKind))
    name = forms.CharField(
        label=_("Name of the holiday"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Not for ordinary working days and weekends."),
    )
    source = forms.CharField(label=_("Notice this is taken from"), max_length=LONGEST_SOURCE)


class ConfirmYearForm(ActForm):
    """The whole year from its notice."""

    source = forms.CharField(label=_("Notice this is taken from"), max_length=LONGEST_SOURCE)
    days = forms.CharField(
        label=_("All days that differ from Monday to Friday"),
        max_length=10 * LONG,
        widget=text_area(14),
        help_text=_("One a line: date, 休 (holiday) or 班 (work), name. For example: 2027-01-01 休 元旦"),
    )


class DeadlineForm(DeskForm):
    """When something starts, and how long it may take."""

    start = forms.DateTimeField(
        label=_("Start"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
    value = forms.IntegerField(label=_("Length of the term"), min_value=0, max_value=9999)
    unit = forms.ChoiceField(label=_("Unit"), choices=UNITS)
