"""Forms of the acts on the straight road of a case."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import DeliveryMethod, Opinion, TextKind
from yichuang.staffdesk.forms.base import (
    LINE,
    LONG,
    ActForm,
    GrantingForm,
    ReasonedForm,
    choice_of,
    lines,
    options,
    text_area,
)
from yichuang.staffdesk.rules import STANDARD_NOT_REQUIRED, STANDARD_TEXTS, WRONG_BODY, Wordings

_LONGEST_NUMBER = 40
_LONGEST_PLACE = 100
_POSTAL = r"^[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){7,29}$"
# Six digits in a row are no “two copies” but a number of a document or a phone.
_NUMBER = r"\d(?:\s?\d){5}"


class PlainActForm(ActForm):
    """An act that needs nothing but the decision to do it."""


class NotRequiredForm(ReasonedForm):
    """Why no permit is needed. Law: ALL 32(1)(1)."""

    kind = TextKind.REFUSAL

    @override
    def offered(self, texts: Sequence[str]) -> Sequence[str]:
        return STANDARD_NOT_REQUIRED


class RefuseForm(ReasonedForm):
    """The reasons of a refusal to accept; before the receipt the one that another body is competent. Law: ALL 32, 72(7)."""

    places = {
        **ReasonedForm.places,
        "cases.proper_body_missing": "proper_body",
        "cases.own_body": "proper_body",
    }
    kind = TextKind.REFUSAL

    proper_body = forms.CharField(
        label=_("Which body is competent"),
        max_length=LINE,
        widget=forms.TextInput(attrs={"list": "other-bodies", "autocomplete": "off"}),
        error_messages={"required": _("Before the receipt only a wrong body is a reason: name the competent one.")},
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        own_body: str = "",
        other_bodies: Sequence[str] = (),
        is_received: bool = True,
        **kwargs: Any,
    ) -> None:
        """Offer the other bodies; `is_received` once the receipt is given."""
        self.is_received, self.other_bodies = is_received, tuple(other_bodies)
        super().__init__(data, files, **kwargs)
        told = gettext("Where the application belongs to another body, name it. It stands with {body} now.")
        self.fields["proper_body"].help_text = told.format(body=own_body) if own_body else ""
        self.fields["proper_body"].required = not is_received

    @override
    def offered(self, texts: Sequence[str]) -> Sequence[str]:
        if not self.is_received:
            return (WRONG_BODY,)
        return [text for text in texts if text not in STANDARD_NOT_REQUIRED]

    @override
    def given(self) -> dict[str, Any]:
        return {**super().given(), "proper_body": self.cleaned_data["proper_body"]}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        heading, reasons = super().substance()
        body = self.cleaned_data["proper_body"]
        return heading, [*reasons, *([gettext("Competent: {body}").format(body=body)] if body else [])]


class DenyForm(ReasonedForm):
    """The decision that denies. Law: ALL 38(2)."""

    kind = TextKind.DENIAL

    @override
    def given(self) -> dict[str, Any]:
        return {"is_granted": False, "reasons": self.reasons_given()}


class ReviewForm(ActForm):
    """A reviewer's opinion."""

    places = {"cases.reason_missing": "text"}

    opinion = forms.ChoiceField(label=_("Opinion"), choices=lambda: options(Opinion), widget=forms.RadioSelect)
    standard = forms.ChoiceField(label=_("Standard text"), required=False)
    text = forms.CharField(
        label=_("Grounds"),
        required=False,
        max_length=LONG,
        widget=text_area(),
        help_text=_("Stand after the standard text. One of both is needed when you propose to deny."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, texts: Wordings = STANDARD_TEXTS, **kwargs: Any) -> None:
        """Offer the texts for and against."""
        super().__init__(data, files, **kwargs)
        kinds = (TextKind.OPINION, TextKind.OBJECTION)
        offered = [(gettext(kind.label), [(text, text) for text in texts[kind]]) for kind in kinds]
        picked = data.get("standard", "") if data is not None else ""
        known = picked in {text for kind in kinds for text in texts[kind]}
        rest = [(picked, picked)] if picked and not known else []
        choice_of(self, "standard", [("", _("None of these")), *offered, *rest])

    @override
    def given(self) -> dict[str, Any]:
        told = (self.cleaned_data["standard"], self.cleaned_data["text"].strip())
        return {"opinion": Opinion(self.cleaned_data["opinion"]), "text": "；".join(text for text in told if text)}


class GrantForm(GrantingForm):
    """The decision that grants. Law: ALL 38."""

    field_order = ("conditions", "amount")

    conditions = forms.CharField(
        label=_("Conditions of the grant"),
        required=False,
        max_length=LONG,
        widget=text_area(3),
        help_text=_("One a line. Leave empty to grant without conditions."),
    )

    @override
    def given(self) -> dict[str, Any]:
        return {**super().given(), "is_granted": True, "conditions": lines(self.cleaned_data["conditions"])}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        conditions = lines(self.cleaned_data["conditions"])
        return (
            gettext("Conditions of the grant") if conditions else gettext("Granted without conditions.")
        ), conditions


class SpotForm(GrantingForm):
    """Acceptance and grant on the spot. Law: ALL 34."""


class DeliverForm(ActForm):
    """How the result reached the applicant; `without_file` names a result of which there is no file to send. Law: ALL 44."""

    method = forms.ChoiceField(
        label=_("Way of delivery"), choices=lambda: options(DeliveryMethod), widget=forms.RadioSelect
    )
    tracking_no = forms.CharField(
        label=_("Number of the postal item"),
        max_length=_LONGEST_NUMBER,
        validators=[RegexValidator(_POSTAL, _("8 to 30 letters and digits, as the post's slip shows it."))],
        error_messages={"required": _("Give the number under which the post carries it: it proves the delivery.")},
    )
    place = forms.CharField(
        label=_("Which locker"),
        max_length=_LONGEST_PLACE,
        error_messages={"required": _("Say in which locker it lies, so that the applicant finds it.")},
    )
    receiver = forms.CharField(
        label=_("Who took it"),
        required=False,
        max_length=100,
        validators=[
            RegexValidator(_NUMBER, _("Please leave out numbers of documents and phones."), inverse_match=True)
        ],
        help_text=_("Only where it was not the applicant: in what capacity, and which document was shown. No numbers."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, without_file: str = "", **kwargs: Any) -> None:
        """Number and locker are needed with their own way only, with which they are shown."""
        super().__init__(data, files, **kwargs)
        self.without_file = without_file
        chosen = self.sent.get("method")
        for method, name in ((DeliveryMethod.POST, "tracking_no"), (DeliveryMethod.LOCKER, "place")):
            self.fields[name].required = data is None or chosen == method.value
            if data is not None and chosen != method.value:
                self.fields[name].validators = []
        if without_file:
            told = gettext("There is no file of “{name}”: electronically the applicant gets the decision only.")
            self.fields["method"].help_text = told.format(name=without_file)

    @property
    def chosen(self) -> DeliveryMethod:
        """The way of a valid form."""
        return DeliveryMethod(self.cleaned_data["method"])

    @override
    def given(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {
            "method": self.chosen,
            "receiver": typed["receiver"],
            "tracking_no": typed["tracking_no"] if self.chosen is DeliveryMethod.POST else "",
            "place": typed["place"] if self.chosen is DeliveryMethod.LOCKER else "",
        }

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        given = self.given()
        told = (
            (gettext("Number of the postal item"), given["tracking_no"]),
            (gettext("Which locker"), given["place"]),
            (gettext("Who took it"), given["receiver"]),
        )
        return gettext(self.chosen.label), [gettext(": ").join(one) for one in told if one[1]]
