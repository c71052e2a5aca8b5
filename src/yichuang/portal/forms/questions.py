"""Small forms: search, start, declaration, progress, verification."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.catalogue.rules import ServiceObject
from yichuang.organisations.queries import OrganisationView

LONGEST_SEARCH = 100
LONGEST_FIELD = 200


class SearchForm(forms.Form):
    """Which services to list. Unknown values narrow nothing."""

    q = forms.CharField(label=_("Name of the service"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    department = forms.TypedChoiceField(label=_("Department"), required=False, coerce=int, empty_value=None)

    def __init__(
        self, data: QueryDict, *, themes: Sequence[tuple[str, int]], departments: Sequence[OrganisationView]
    ) -> None:
        """Offer the themes and departments that there are."""
        super().__init__(data)
        self.fields["object"] = forms.ChoiceField(label=gettext("For whom"), required=False)
        self.order_fields(["q", "object", "theme", "department"])
        anybody = [("", gettext("All"))]
        offered = {
            "object": [(kind.value, gettext(kind.label)) for kind in ServiceObject],
            "theme": [(name, f"{name} ({count})") for name, count in themes],
            "department": [(str(body.id), body.name) for body in departments],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = anybody + choices

    def wanted(self) -> dict[str, object]:
        """What was asked for, cleaned."""
        self.is_valid()
        given = self.cleaned_data
        kind = given.get("object")
        return {
            "q": (given.get("q") or "")[:LONGEST_SEARCH].strip(),
            "service_object": ServiceObject(kind) if kind else None,
            "theme": given.get("theme") or "",
            "organisation_id": given.get("department"),
        }


class StartForm(forms.Form):
    """The key of a new draft, so that a repeated request starts one draft."""

    key = forms.UUIDField(widget=forms.HiddenInput)


class DeclarationForm(forms.Form):
    """The applicant stands by what was given (ALL 31)."""

    declaration = forms.BooleanField(
        label=_(
            "I have checked everything above. It is true, and I am answerable for the truth of what I hand in "
            "(Administrative Licensing Law, article 31)."
        ),
        error_messages={"required": _("Tick the declaration to submit.")},
    )


class ProgressForm(forms.Form):
    """Number of a case and name of its applicant."""

    case_no = forms.CharField(
        label=_("Case number"),
        help_text=_("15 digits, on your receipt."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name of the applicant"),
        help_text=_("The whole name, as in the application."),
        max_length=LONGEST_FIELD,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class VerifyCodeForm(forms.Form):
    """The code printed beside the QR code of a paper."""

    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("20 letters and digits, printed beside the QR code. Capitals, spaces and hyphens do not matter."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class VerifyFileForm(forms.Form):
    """A PDF to be compared."""

    paper = forms.FileField(
        label=_("PDF file"),
        help_text=_("The file is compared byte for byte and is not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        allow_empty_file=True,
    )
