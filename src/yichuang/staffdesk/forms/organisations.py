"""Forms of organisations, windows, posts and staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.core.rights import Role
from yichuang.organisations.rules import HOURS_MAX, NAME_EN_MAX, NOTE_MAX, OrganisationKind
from yichuang.staffdesk.forms.base import ActForm, choice_of, date_box, options, text_area

_NAME = 200
_ENGLISH_BOX = {"lang": "en", "autocomplete": "off"}
_CODE_BOX = {"autocomplete": "off", "spellcheck": "false"}


class OrganisationForm(ActForm):
    """What can be changed of an organisation."""

    places = {
        "core.credit_code_shape": "credit_code",
        "core.credit_code_check": "credit_code",
        "core.phone_shape": "phone",
        "organisations.credit_code_missing": "credit_code",
        "organisations.credit_code_taken": "credit_code",
        "organisations.name_taken": "name",
        "organisations.paper_prefix_taken": "paper_prefix",
        "organisations.name_missing": "name",
    }

    name = forms.CharField(label=_("Full name"), max_length=_NAME)
    short_name = forms.CharField(label=_("Short name"), max_length=_NAME, required=False)
    name_en = forms.CharField(
        label=_("Name in English"), max_length=_NAME, required=False, widget=forms.TextInput(attrs=_ENGLISH_BOX)
    )
    credit_code = forms.CharField(
        label=_("Unified social credit code"), max_length=30, required=False, widget=forms.TextInput(attrs=_CODE_BOX)
    )
    paper_prefix = forms.CharField(label=_("Word that opens the numbers of its papers"), max_length=20, required=False)
    address = forms.CharField(label=_("Office address"), max_length=_NAME, required=False)
    phone = forms.CharField(label=_("Office phone"), max_length=30, required=False)


class NewOrganisationForm(OrganisationForm):
    """A new organisation, with its kind and its place."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: options(OrganisationKind))
    region = forms.ChoiceField(label=_("Region"), choices=[])
    parent = forms.ChoiceField(label=_("Belongs to"), choices=[], required=False)

    def __init__(
        self, data: Any = None, *, regions: list[tuple[str, str]], parents: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the regions and the organisations that there are."""
        super().__init__(data, **kwargs)
        choice_of(self, "region", regions)
        choice_of(self, "parent", [("", gettext("To none")), *parents])


class PlaceForm(ActForm):
    """How to find something, when it is open, and its phone."""

    places = {
        "core.phone_shape": "phone",
        "organisations.name_missing": "name",
        "organisations.office_name_taken": "name",
        "organisations.window_number_taken": "number",
    }

    location_note = forms.CharField(
        label=_("The way to it"),
        max_length=NOTE_MAX,
        required=False,
        widget=text_area(2),
        help_text=_("As the public reads it, such as: second floor, turn left after the lift."),
    )
    hours = forms.CharField(
        label=_("Hours"),
        max_length=HOURS_MAX,
        required=False,
        help_text=_("Empty: as the centre. For example: Monday to Friday 9:00-12:00, 13:30-17:00"),
    )
    phone = forms.CharField(
        label=_("Phone"), max_length=30, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )


class ChangeWindowForm(PlaceForm):
    """Name and place of a window."""

    name = forms.CharField(label=_("Name of the window"), max_length=_NAME)
    location = forms.CharField(label=_("Where"), max_length=_NAME, required=False, help_text=_("Floor and area."))
    name_en = forms.CharField(
        label=_("Name in English"), max_length=NAME_EN_MAX, required=False, widget=forms.TextInput(attrs=_ENGLISH_BOX)
    )
    location_en = forms.CharField(
        label=_("Where, in English"), max_length=HOURS_MAX, required=False, widget=forms.TextInput(attrs=_ENGLISH_BOX)
    )
    hours_en = forms.CharField(
        label=_("Hours in English"),
        max_length=HOURS_MAX,
        required=False,
        widget=forms.TextInput(attrs=_ENGLISH_BOX),
        help_text=_("Readers of English see the Chinese where this is empty."),
    )

    field_order = (
        "number",
        "name",
        "name_en",
        "location",
        "location_en",
        "location_note",
        "hours",
        "hours_en",
        "phone",
    )


class WindowForm(ChangeWindowForm):
    """A new window: dedicated to an organisation, or comprehensive."""

    number = forms.CharField(label=_("Window number"), max_length=10)


class OfficeForm(PlaceForm):
    """An office."""

    name = forms.CharField(label=_("Name of the office"), max_length=_NAME)

    field_order = ("name",)


class PostForm(ActForm):
    """A new post: its rights are those of its role."""

    title = forms.CharField(label=_("Title of the post"), max_length=100)
    role = forms.ChoiceField(label=_("Role of the post"), choices=lambda: options(Role))
    office = forms.ChoiceField(label=_("Office"), choices=[], required=False)
    window = forms.ChoiceField(label=_("Window"), choices=[], required=False)

    def __init__(
        self, data: Any = None, *, offices: list[tuple[str, str]], windows: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the offices and windows where the post can be."""
        super().__init__(data, **kwargs)
        choice_of(self, "office", [("", gettext("None")), *offices])
        choice_of(self, "window", [("", gettext("None")), *windows])


class TitleForm(ActForm):
    """A new title."""

    title = forms.CharField(label=_("Title of the post"), max_length=100)


class NameForm(ActForm):
    """A new name."""

    name = forms.CharField(label=_("Name of the person"), max_length=100)


class StaffForm(ActForm):
    """A new member of staff."""

    places = {"organisations.staff_no_taken": "staff_no"}

    staff_no = forms.CharField(label=_("Staff number"), max_length=40)
    name = forms.CharField(label=_("Name of the person"), max_length=100)


class AssignForm(ActForm):
    """Who holds a post, from when to when."""

    places = {
        "organisations.staff_not_found": "staff_no",
        "organisations.holding_period": "held_to",
        "organisations.post_taken": "held_from",
    }

    staff_no = forms.CharField(
        label=_("Staff number"),
        max_length=40,
        widget=forms.TextInput(attrs={"list": "known-staff", "autocomplete": "off"}),
    )
    held_from = forms.DateField(label=_("First day"), widget=date_box())
    held_to = forms.DateField(
        label=_("Last day"), required=False, widget=date_box(), help_text=_("Empty: until further notice.")
    )


class StandInForm(ActForm):
    """Who stands in for the holder of a post, from when to when."""

    places = {
        "organisations.staff_not_found": "staff",
        "organisations.stand_in_elsewhere": "staff",
        "organisations.stand_in_self": "staff",
        "organisations.stand_in_taken": "held_from",
        "organisations.stand_in_period": "held_to",
        "organisations.holding_period": "held_to",
    }

    staff = forms.ChoiceField(label=_("Colleague"), choices=[])
    held_from = forms.DateField(label=_("First day"), widget=date_box())
    held_to = forms.DateField(
        label=_("Last day"),
        widget=date_box(),
        help_text=_("At most 90 days; the holder keeps the post, and what the stand-in does is recorded as such."),
    )

    def __init__(self, data: Any = None, *, colleagues: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the colleagues of the organisation."""
        super().__init__(data, **kwargs)
        choice_of(self, "staff", [("", gettext("Please choose")), *colleagues])


class EndForm(ActForm):
    """The last day of a holding."""

    places = {"organisations.holding_period": "held_to", "organisations.holding_ended": "held_to"}

    held_to = forms.DateField(label=_("Last day"), widget=date_box(), help_text=_("Rights end after this day."))


class ConfirmForm(ActForm):
    """Nothing but the decision."""
