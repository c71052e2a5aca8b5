"""Forms of the acts on a case."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import Act, DeliveryMethod, Opinion, TextKind
from yichuang.staffdesk.forms.base import LONG, ActForm, choice_of, lines, options, text_area
from yichuang.staffdesk.forms.correcting import CorrectForm
from yichuang.staffdesk.forms.missing import MissingForm
from yichuang.staffdesk.rules import REASON_MIN, STANDARD_TEXTS, Wordings, is_real_reason

_LONGEST_ITEM = 300


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

    def full_reason(self) -> str:
        """The same as one text."""
        return "；".join(self.reasons_given())


class RefuseForm(ReasonForm):
    """The reasons of a refusal to accept. Law: ALL 32, 72(7)."""

    kind = TextKind.REFUSAL

    proper_body = forms.CharField(
        label=_("Which body is competent"),
        required=False,
        max_length=_LONGEST_ITEM,
        help_text=_("Where the application belongs to another body, name it."),
    )


class DenyForm(ReasonForm):
    """The decision that denies. Law: ALL 38(2)."""

    kind = TextKind.DENIAL


class ReviewForm(ActForm):
    """A reviewer's opinion."""

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

    def grounds(self) -> str:
        """The standard text and the one typed, as one."""
        return "；".join(text for text in (self.cleaned_data["standard"], self.cleaned_data["text"].strip()) if text)


class GrantForm(ActForm):
    """The decision that grants."""

    conditions = forms.CharField(
        label=_("Conditions of the grant"),
        required=False,
        max_length=LONG,
        widget=text_area(3),
        help_text=_("One a line. Leave empty to grant without conditions."),
    )

    def conditions_given(self) -> list[str]:
        """The conditions, one by one."""
        return lines(self.cleaned_data["conditions"])


class DeliverForm(ActForm):
    """How the result reached the applicant."""

    method = forms.ChoiceField(
        label=_("Way of delivery"), choices=lambda: options(DeliveryMethod), widget=forms.RadioSelect
    )
    receiver = forms.CharField(
        label=_("Who took it"),
        required=False,
        max_length=100,
        help_text=_("Only where it was not the applicant: in what capacity, and which document was shown. No numbers."),
    )


FORMS: Mapping[Act, type[ActForm]] = {
    Act.RECEIVE: PlainActForm,
    Act.REQUEST_CORRECTION: MissingForm,
    Act.CORRECT: CorrectForm,
    Act.ACCEPT: PlainActForm,
    Act.REFUSE: RefuseForm,
    Act.REVIEW: ReviewForm,
    Act.GRANT: GrantForm,
    Act.DENY: DenyForm,
    Act.ISSUE: PlainActForm,
    Act.DELIVER: DeliverForm,
    Act.ARCHIVE: PlainActForm,
}
