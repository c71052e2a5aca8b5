"""Small forms: search, start, declaration, progress, verification."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.renderers import BaseRenderer
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import is_case_no
from yichuang.catalogue.queries import Overview
from yichuang.catalogue.rules import ServiceObject
from yichuang.core.identifiers import normalised
from yichuang.organisations.queries import OrganisationView
from yichuang.portal.words import told

CASE_NO_LENGTH = 15
NEEDED = {"required": _("This is needed.")}
LONGEST_SEARCH = 100
LONGEST_FIELD = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question to the list of services."""

    text: str = ""
    service_object: ServiceObject | None = None
    theme: str = ""
    organisation_id: int | None = None

    @property
    def is_filtered(self) -> bool:
        """Whether it leaves out anything that fits the text."""
        return bool(self.service_object or self.theme or self.organisation_id)


class PlainSelect(forms.Select):
    """A list drawn in one go: it may be long, and stands on a page that many ask for."""

    @override
    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        """The list with the chosen value marked."""
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (choice, SafeString(" selected") if str(value or "") == str(choice) else "", label)
                for choice, label in self.choices
            ),
        )
        attributes = flatatt({**self.attrs, **(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", attributes, options)


class SearchForm(forms.Form):
    """Which services to list. Unknown values narrow nothing."""

    q = forms.CharField(label=_("Name of the service"), required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, counts: Overview, departments: Sequence[OrganisationView]) -> None:
        """Offer what there is, with how many services each has while nothing narrows the list."""
        super().__init__(data)
        is_narrow = any(value for name, value in data.items() if name != "cursor")
        bodies = [body for body in departments if counts.organisations.get(body.id)]
        self._offer(
            "object",
            gettext("For whom"),
            [(one.value, gettext(one.label), n) for one, n in counts.objects.items()],
            is_narrow,
        )
        self._offer("theme", gettext("Theme"), [(name, told(name), n) for name, n in counts.themes], is_narrow)
        self._offer(
            "department",
            gettext("Department"),
            [(str(one.id), told(one.name), counts.organisations[one.id]) for one in bodies],
            is_narrow,
        )

    def wanted(self) -> Wanted:
        """What was asked for, cleaned."""
        self.is_valid()
        given = self.cleaned_data
        kind, body = given.get("object"), given.get("department")
        return Wanted(
            text=(given.get("q") or "")[:LONGEST_SEARCH].strip(),
            service_object=ServiceObject(kind) if kind else None,
            theme=given.get("theme") or "",
            organisation_id=int(body) if body else None,
        )

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The filters, to be kept by a new search."""
        return [(name, str(self.data.get(name) or "")) for name in ("object", "theme", "department")]

    @property
    def clear_url(self) -> str:
        """The list without filters, with the text kept."""
        text = self.data.get("q", "")
        return f"?{urlencode({'q': text})}" if text else "?"

    def _offer(self, name: str, label: str, offered: list[tuple[str, str, int]], is_narrow: bool) -> None:  # noqa: FBT001
        choices = [(value, text if is_narrow else f"{text} ({count})") for value, text, count in offered]
        self.fields[name] = forms.ChoiceField(
            label=label, required=False, choices=[("", gettext("All")), *choices], widget=PlainSelect
        )


class StartForm(forms.Form):
    """The key of a new draft, so that a repeated request starts one draft; perhaps a case whose answers it begins with."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    @property
    def copy_from(self) -> str:
        """The number of the case whose answers are wanted; empty for an empty form."""
        return str(self.data.get("copy_from", ""))[:CASE_NO_LENGTH]

    @property
    def about(self) -> str:
        """The number of the case whose grant it is about; empty where that is not known yet."""
        return str(self.data.get("about", ""))[:CASE_NO_LENGTH]


class DeclarationForm(forms.Form):
    """The applicant stands by what was given (ALL 31); an agent also by the mandate (CIV 162)."""

    declaration = forms.BooleanField(
        label=_("I declare this"), error_messages={"required": _("Tick the declaration to submit.")}
    )

    def __init__(self, data: QueryDict | None = None, *, principal: str = "") -> None:
        """Ask for the declaration, in the name of the principal where there is one."""
        super().__init__(data)
        declared = gettext(
            "I have checked everything above. It is true, and I am answerable for the truth of what I hand in "
            "(Administrative Licensing Law, article 31)."
        )
        if principal:
            declared = gettext(
                "I act for {principal} and keep within the mandate given to me. I have checked everything above. It is true, "
                "and the applicant is answerable for the truth of what is handed in (Administrative Licensing Law, article 31)."
            ).format(principal=principal)
        self.fields["declaration"].help_text = declared


class ProgressForm(forms.Form):
    """Number of a case and name of its applicant."""

    case_no = forms.CharField(
        label=_("Case number"),
        error_messages=NEEDED,
        help_text=_("15 digits, on your receipt."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = forms.CharField(
        label=_("Name of the applicant"),
        help_text=_("The whole name, as in the application."),
        error_messages=NEEDED,
        max_length=LONGEST_FIELD,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_case_no(self) -> str:
        """The number as it is stored.

        Raises:
            ValidationError: it cannot be one, and why.
        """
        number = normalised(self.cleaned_data["case_no"]).replace("-", "")
        if not (number.isascii() and number.isdigit()) or len(number) != CASE_NO_LENGTH:
            told = gettext("A case number has {wanted} digits; what you typed has {given} characters.")
            raise forms.ValidationError(told.format(wanted=CASE_NO_LENGTH, given=len(number)))
        if not is_case_no(number):
            raise forms.ValidationError(
                gettext("A digit of this number is wrong: its check digit does not fit. Compare it with your receipt.")
            )
        return number


_LABEL = re.compile(r".*(?:[:/]|[^\x00-\x7f]|CODE\b)", re.DOTALL | re.IGNORECASE)
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")


def bare_code(typed: str) -> str:
    """What may be a code, from what somebody copied of a paper: without label and address, in plain letters and hyphens."""
    text = _DASHES.sub("-", unicodedata.normalize("NFKC", typed)).strip().rstrip("/")
    return "".join(_LABEL.sub("", text).split()) or typed.replace("/", "-")


class VerifyCodeForm(forms.Form):
    """The code printed beside the QR code of a paper."""

    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("20 letters and digits, printed beside the QR code. Capitals, spaces and hyphens do not matter."),
        error_messages=NEEDED,
        max_length=LONGEST_FIELD,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        """The code without what stands around it on the paper: its label, or the address in which it is."""
        return bare_code(self.cleaned_data["code"])


class VerifyFileForm(forms.Form):
    """A PDF to be compared."""

    paper = forms.FileField(
        label=_("PDF file"),
        help_text=_("The file is compared byte for byte and is not kept."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
        allow_empty_file=True,
        error_messages={"required": _("Please choose a file.")},
    )
