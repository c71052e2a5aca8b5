"""What is asked on the pages of the console."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.console.words import SHORT_LIGHTS, label, light_text, rule_title
from yichuang.core import clock
from yichuang.core.errors import DomainError
from yichuang.core.problems import message_of
from yichuang.supervision.rules import RULES, Light, SignalState

LONG = 2000
_LINE = 100
_USUAL_DAYS = 7
ALL = "all"


def date_box() -> forms.DateInput:
    """A box for a day, filled as the browser's own chooser wants it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def _area(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _usual_day() -> date:
    return clock.today() + timedelta(days=_USUAL_DAYS)


class FilterForm(forms.Form):
    """Which signals; hidden fields come from the tables that lead here."""

    rule = forms.ChoiceField(label=_("Rule"), required=False)
    light = forms.ChoiceField(label=_("Colour of the light"), required=False)
    organisation = forms.ChoiceField(label=_("Department"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    first = forms.DateField(label=_("Lit from"), required=False, widget=date_box())
    last = forms.DateField(label=_("Lit to"), required=False, widget=date_box())
    case_no = forms.CharField(label=_("Case number"), required=False, max_length=20)
    item = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    window = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    answer_on = forms.DateField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, bodies: Iterable[tuple[str, str]]) -> None:
        """Offer the departments and what the rules know."""
        super().__init__(data)
        every = gettext("All")
        _offer(self, "rule", [("", every), *((one, rule_title(one)) for one in RULES)])
        _offer(self, "light", [("", every), *((one.value, light_text(one)) for one in SHORT_LIGHTS)])
        _offer(self, "organisation", [("", every), *bodies])
        states = [(one.value, label(one)) for one in SignalState]
        _offer(self, "state", [("", gettext("Wanting attention")), (ALL, every), *states])


def _offer(form: forms.Form, name: str, choices: Iterable[tuple[str, str]]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


class ActForm(forms.Form):
    """A form that does something once: the key makes a repeated request the same request."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data: Any = None, *, ident: str = "", **kwargs: Any) -> None:
        """Make the form; `ident` keeps the ids of several forms on a page apart."""
        super().__init__(data, auto_id=f"{ident}_%s" if ident else "id_%s", **kwargs)

    def refuse(self, error: DomainError) -> None:
        """What was refused stands above the form, in the reader's language."""
        self.add_error(None, message_of(error))


class RemarkForm(ActForm):
    """An act whose reason may be given."""

    reason = forms.CharField(label=_("Remark"), max_length=LONG, required=False, widget=_area(3))


class ReasonForm(ActForm):
    """An act whose reason must be given."""

    reason = forms.CharField(label=_("Reasons"), max_length=LONG, widget=_area())


class ReturnForm(ReasonForm):
    """A remedy that is sent back, with a new day."""

    due_on = forms.DateField(label=_("To be answered by"), initial=_usual_day, widget=date_box())


class OrderForm(ActForm):
    """A supervise order."""

    problem = forms.CharField(label=_("What is wrong"), max_length=LONG, widget=_area())
    remedy = forms.CharField(label=_("What is to be done"), max_length=LONG, widget=_area())
    due_on = forms.DateField(label=_("To be answered by"), initial=_usual_day, widget=date_box())


class RecommendationForm(ActForm):
    """A recommendation: each line is one."""

    problem = forms.CharField(label=_("What the rule found"), max_length=LONG, widget=_area())
    points = forms.CharField(label=_("What is recommended, one a line"), max_length=LONG, widget=_area())
    due_on = forms.DateField(label=_("To be answered by"), initial=_usual_day, widget=date_box())


class InquiryForm(ActForm):
    """A written inquiry. Its first part, whom it goes to, is the body that the signal is about."""

    problem = forms.CharField(label=_("Problem asked about"), max_length=LONG, widget=_area())
    remedy = forms.CharField(
        label=_("Remedy that is wanted or promised"), max_length=LONG, required=False, widget=_area()
    )
    person = forms.CharField(label=_("Who answers for it"), max_length=_LINE, required=False)
    due_on = forms.DateField(label=_("To be answered by"), initial=_usual_day, widget=date_box())


class AnswerForm(ActForm):
    """The body's answer to an order or recommendation."""

    text = forms.CharField(label=_("What has been done about it"), max_length=LONG, widget=_area())


class InquiryAnswerForm(AnswerForm):
    """The body's answer to a written inquiry: also what it promises, and who answers for it."""

    remedy = forms.CharField(label=_("What is promised"), max_length=LONG, widget=_area())
    person = forms.CharField(label=_("Who answers for it"), max_length=_LINE)


class HandOverForm(ReasonForm):
    """The file for discipline inspection."""

    to = forms.CharField(label=_("Who takes the file over"), max_length=_LINE)
    field_order = ("to", "reason")


def light_of(value: str) -> Light | None:
    """The light of a filter; None for all."""
    return Light(value) if value else None
