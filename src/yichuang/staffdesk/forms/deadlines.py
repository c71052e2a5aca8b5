"""The form of the calculator of deadlines: a start and a limit, and what may happen to it. Law: ALL 42, 45."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.queries import policy
from yichuang.deadlines.rules import BOTH, Clock, Limit, Months, Procedure, Stop, Term, Unit, procedure_of
from yichuang.staffdesk.forms.base import LINE, UNITS, DeskForm, date_box, options

MOST_STOPS = 12
_MONTHS = "mo"
_MOST = 9999


class DeadlineForm(DeskForm):
    """When something starts and how long it may take; how much longer, and in which days its clock stood still."""

    places = {
        "deadlines.extension_unit": "extension",
        "deadlines.term_invalid": "value",
    }

    start = forms.DateTimeField(
        label=_("Start"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
    )
    value = forms.IntegerField(label=_("Length of the term"), min_value=0, max_value=_MOST)
    unit = forms.ChoiceField(label=_("Unit"), choices=[*UNITS, (_MONTHS, _("Months"))])
    extension = forms.IntegerField(
        label=_("Extended by"),
        required=False,
        min_value=0,
        max_value=_MOST,
        help_text=_("In the same unit. Empty: not extended."),
    )
    clock = forms.ChoiceField(
        label=_("Which clock"),
        choices=lambda: options(Clock, empty=gettext("Either: every stop counts")),
        required=False,
        help_text=_("A procedure may stop one clock and let the other run."),
    )

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        """Have a line for each stop that was typed, and one more."""
        super().__init__(data, *args, **kwargs)
        typed = [at for at in range(MOST_STOPS) if any(self.sent.get(name) for name in _names(at))]
        self.rows = range(min(MOST_STOPS, max(typed, default=-1) + 2))
        for at in self.rows:
            self._add_row(at)

    def _add_row(self, at: int) -> None:
        first, last, reason = _names(at)
        self.fields[first] = forms.DateField(label=_("Clock stopped on"), required=False, widget=date_box())
        self.fields[last] = forms.DateField(label=_("Resumed on"), required=False, widget=date_box())
        self.fields[reason] = forms.CharField(
            label=_("Reason of the stop"),
            required=False,
            max_length=LINE,
            widget=forms.TextInput(attrs={"list": "known-procedures", "autocomplete": "off"}),
        )

    @property
    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The boxes of each stop: first day, last day, reason."""
        return [(self[first], self[last], self[reason]) for first, last, reason in map(_names, self.rows)]

    @override
    def clean(self) -> None:
        for first, last, reason in map(_names, self.rows):
            from_day, to_day = self.cleaned_data.get(first), self.cleaned_data.get(last)
            is_typed = any(self.sent.get(name) for name in (first, last, reason))
            if is_typed and from_day is None and first not in self.errors:
                self.add_error(first, gettext("Give the day on which the clock stopped."))
            if is_typed and not self.cleaned_data.get(reason) and reason not in self.errors:
                self.add_error(reason, gettext("Give the reason for which it stopped."))
            if from_day and to_day and to_day < from_day:
                self.add_error(last, gettext("This day is before the one on which the clock stopped."))

    @property
    def limit(self) -> Limit:
        """The limit of a valid form.

        Raises:
            LimitInvalidError: no month at all.
        """
        return self._limit(self.cleaned_data["value"])

    @property
    def longer(self) -> Limit | None:
        """By how much it is longer in a valid form; None where it is not."""
        return self._limit(self.cleaned_data["extension"]) if self.cleaned_data["extension"] else None

    @property
    def which(self) -> Clock | None:
        """The clock that is asked about in a valid form; None: every stop counts."""
        return Clock(self.cleaned_data["clock"]) if self.cleaned_data["clock"] else None

    def stops(self) -> Iterator[Stop]:
        """The stops of a valid form; a procedure stops the clocks that it stops in this place, anything else both."""
        for first, last, reason in map(_names, self.rows):
            if self.cleaned_data[first]:
                yield _stop(self.cleaned_data[first], self.cleaned_data[last], self.cleaned_data[reason])

    def _limit(self, value: int) -> Limit:
        unit = self.cleaned_data["unit"]
        return Months(value) if unit == _MONTHS else Term(value, Unit(unit))


def _names(at: int) -> tuple[str, str, str]:
    return f"from_{at}", f"to_{at}", f"reason_{at}"


def _stop(from_day: date, to_day: date | None, reason: str) -> Stop:
    named = {gettext(one.label): one for one in Procedure}
    procedure = named.get(reason) or procedure_of(reason)
    clocks = BOTH if procedure is None else policy().clocks_of(procedure)
    return Stop(from_day, to_day, reason, clocks)
