"""Forms of deputies, leave and letters of authority."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.core.rights import LETTER_RIGHTS
from yichuang.organisations.rules import ISSUER_MAX, NUMBER_MAX, REASON_MAX
from yichuang.staffdesk.forms.base import ActForm, choice_of, date_box, none_chosen, options, text_area

Choices = list[tuple[str, str]]


class DeputyForm(ActForm):
    """Who stands in on days of leave."""

    places = {"organisations.stand_in_elsewhere": "staff", "organisations.stand_in_self": "staff"}

    staff = forms.ChoiceField(label=_("Deputy"), choices=[], required=False)

    def __init__(self, data: Any = None, *, colleagues: Choices, **kwargs: Any) -> None:
        """Offer the colleagues of the organisation."""
        super().__init__(data, **kwargs)
        choice_of(self, "staff", [("", gettext("Nobody")), *colleagues])


class LeaveForm(ActForm):
    """On which days somebody is away, and why."""

    places = {
        "organisations.leave_period": "away_from",
        "organisations.leave_taken": "away_from",
        "organisations.leave_days": "away_to",
        "organisations.holding_period": "away_to",
        "organisations.reason_missing": "reason",
        "organisations.text_too_long": "reason",
    }

    away_from = forms.DateField(label=_("First day"), widget=date_box())
    away_to = forms.DateField(label=_("Last day"), widget=date_box(), help_text=_("Both days are days of leave."))
    reason = forms.CharField(label=_("Reason"), max_length=REASON_MAX, help_text=_("Such as: annual leave."))


class LetterForm(ActForm):
    """A letter of authority as it was signed on paper."""

    places = {
        "organisations.letter_number_missing": "number",
        "organisations.letter_number_taken": "number",
        "organisations.letter_issuer_missing": "issued_by",
        "organisations.letter_rights": "rights",
        "organisations.letter_amount_below": "most_yuan",
        "organisations.letter_period": "valid_to",
        "organisations.holding_period": "valid_to",
        "organisations.letter_holder": "staff",
        "organisations.staff_not_found": "staff",
    }

    staff = forms.ChoiceField(label=_("Representative"), choices=[])
    number = forms.CharField(label=_("Document number"), max_length=NUMBER_MAX)
    issued_by = forms.CharField(
        label=_("Signed by"), max_length=ISSUER_MAX, help_text=_("Name and office of whoever signed it for the body.")
    )
    rights = forms.MultipleChoiceField(
        label=_("What the representative may do"),
        choices=lambda: options(LETTER_RIGHTS),
        widget=forms.CheckboxSelectMultiple,
    )
    item_codes = forms.MultipleChoiceField(
        label=_("In which items"),
        choices=[],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: in every item of the body."),
    )
    most_yuan = forms.DecimalField(
        label=_("Up to which amount (yuan)"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        help_text=_("Empty: any amount."),
    )
    valid_from = forms.DateField(label=_("First day"), widget=date_box())
    valid_to = forms.DateField(label=_("Last day"), widget=date_box(), help_text=_("At most three years."))
    signed_copy = forms.FileField(label=_("Signed copy"), help_text=_("The signed letter as a scan: PDF or picture."))

    def __init__(self, data: Any = None, files: Any = None, *, people: Choices, items: Choices, **kwargs: Any) -> None:
        """Offer who holds the post, stands in or is its deputy, and the items of the body."""
        super().__init__(data, files, **kwargs)
        choice_of(self, "staff", people if len(people) == 1 else [("", none_chosen()), *people])
        choice_of(self, "item_codes", items)


class WithdrawLetterForm(ActForm):
    """Why a letter ends before its last day."""

    places = {"organisations.reason_missing": "reason", "organisations.text_too_long": "reason"}

    reason = forms.CharField(label=_("Reason"), max_length=REASON_MAX, widget=text_area(2))
