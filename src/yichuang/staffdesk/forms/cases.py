"""Forms of the acts on the straight road of a case."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import DeliveryMethod, Opinion, TextKind
from yichuang.staffdesk.forms.base import LONG, ActForm, choice_of, lines, options, text_area
from yichuang.staffdesk.rules import REASON_MIN, STANDARD_TEXTS, Wordings, is_real_reason

_LONGEST_ITEM = 300
_LONGEST_NUMBER = 40
_LONGEST_PLACE = 100


class PlainActForm(ActForm):
    """An act that needs nothing but the decision to do it."""


class ReasonForm(ActForm):
    """Reasons picked from the standard texts of a kind and typed freely, which go into a paper once they were read again."""

    kind: ClassVar[TextKind]

    standard = forms.MultipleChoiceField(
        label=_("Standard reasons"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reasons"), required=False, max_length=LONG, widget=text_area())

    def __init__(self, data: Any = None, files: Any = None, *, texts: Wordings = STANDARD_TEXTS, **kwargs: Any) -> None:
        """Offer the texts, and keep those that were picked and are not offered any more."""
        super().__init__(data, files, **kwargs)
        picked = data.getlist("standard") if isinstance(data, QueryDict) else []
        choice_of(self, "standard", [(text, text) for text in dict.fromkeys([*texts[self.kind], *picked])])
        self.fields["reason"].help_text = gettext(
            "At least {number} characters together with the standard reasons. One a line."
        ).format(number=REASON_MIN)

    @override
    def clean(self) -> None:
        if "reason" not in self.errors and not is_real_reason("".join(self.reasons_given())):
            told = gettext("Give the reasons in at least {number} characters: the law wants them in writing.")
            self.add_error("reason", told.format(number=REASON_MIN))

    def reasons_given(self) -> list[str]:
        """The standard reasons and the lines typed, one by one."""
        return [*self.cleaned_data.get("standard", []), *lines(self.cleaned_data.get("reason", ""))]

    @override
    def given(self) -> dict[str, Any]:
        return {"reason": "；".join(self.reasons_given())}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("Reasons"), self.reasons_given()


class NotRequiredForm(ReasonForm):
    """Why no permit is needed. Law: ALL 32(1)(1)."""

    places = {"cases.reason_missing": "reason"}
    kind = TextKind.REFUSAL


class RefuseForm(ReasonForm):
    """The reasons of a refusal to accept. Law: ALL 32, 72(7)."""

    places = {"cases.reason_missing": "reason", "cases.proper_body_missing": "proper_body"}
    kind = TextKind.REFUSAL

    proper_body = forms.CharField(
        label=_("Which body is competent"),
        required=False,
        max_length=_LONGEST_ITEM,
        help_text=_("Where the application belongs to another body, name it."),
    )

    @override
    def given(self) -> dict[str, Any]:
        return {**super().given(), "proper_body": self.cleaned_data["proper_body"]}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        heading, reasons = super().substance()
        body = self.cleaned_data["proper_body"]
        return heading, [*reasons, *([gettext("Competent: {body}").format(body=body)] if body else [])]


class DenyForm(ReasonForm):
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


class GrantForm(ActForm):
    """The decision that grants; `asks_amount` where a letter of authority goes up to an amount only."""

    places = {"core.letter_amount": "amount", "core.letter_amount_unknown": "amount"}

    conditions = forms.CharField(
        label=_("Conditions of the grant"),
        required=False,
        max_length=LONG,
        widget=text_area(3),
        help_text=_("One a line. Leave empty to grant without conditions."),
    )
    amount = forms.DecimalField(
        label=_("Amount that is granted, in yuan"),
        required=False,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Your letter of authority goes up to an amount. Leave empty where it is not about money."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, asks_amount: bool = False, **kwargs: Any) -> None:
        """Ask for the amount only where it matters."""
        super().__init__(data, files, **kwargs)
        if not asks_amount:
            del self.fields["amount"]

    @override
    def given(self) -> dict[str, Any]:
        amount = self.cleaned_data.get("amount")
        cents = None if amount is None else int(amount * 100)
        return {"is_granted": True, "conditions": lines(self.cleaned_data["conditions"]), "cents": cents}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        conditions = lines(self.cleaned_data["conditions"])
        return (
            gettext("Conditions of the grant") if conditions else gettext("Granted without conditions.")
        ), conditions


class DeliverForm(ActForm):
    """How the result reached the applicant. Law: ALL 44."""

    method = forms.ChoiceField(
        label=_("Way of delivery"), choices=lambda: options(DeliveryMethod), widget=forms.RadioSelect
    )
    tracking_no = forms.CharField(
        label=_("Number of the postal item"),
        max_length=_LONGEST_NUMBER,
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
        help_text=_("Only where it was not the applicant: in what capacity, and which document was shown. No numbers."),
    )

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        """Number and locker are needed with their own way only, with which they are shown."""
        super().__init__(data, files, **kwargs)
        chosen = data.get("method") if data is not None else None
        for method, name in ((DeliveryMethod.POST, "tracking_no"), (DeliveryMethod.LOCKER, "place")):
            self.fields[name].required = chosen in {None, method.value}

    @override
    def given(self) -> dict[str, Any]:
        typed, method = self.cleaned_data, DeliveryMethod(self.cleaned_data["method"])
        return {
            "method": method,
            "receiver": typed["receiver"],
            "tracking_no": typed["tracking_no"] if method is DeliveryMethod.POST else "",
            "place": typed["place"] if method is DeliveryMethod.LOCKER else "",
        }
