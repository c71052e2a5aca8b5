"""Forms of the acts on a case."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import Act, DeliveryMethod, Opinion, TextKind
from yichuang.cases.services import Missing
from yichuang.staffdesk.forms.base import LONG, ActForm, choice_of, lines, options, text_area
from yichuang.staffdesk.forms.correcting import CorrectForm
from yichuang.staffdesk.rules import REASON_MIN, STANDARD_TEXTS, Wordings, is_real_reason

FREE_LINES = 3
MOST_LINES = 80
_LONGEST_ITEM = 300


class PlainActForm(ActForm):
    """An act that needs nothing but the decision to do it."""


class MissingForm(ActForm):
    """Everything that is missing at once: the checklist line by line, then free lines."""

    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_LINES)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        names: Sequence[str] = (),
        texts: Wordings = STANDARD_TEXTS,
        **kwargs: Any,
    ) -> None:
        """Make a line for each name of the checklist and some free ones, or as many as were sent."""
        self.names = tuple(names)
        self.standard_problems, self.standard_remedies = texts[TextKind.PROBLEM], texts[TextKind.REMEDY]
        initial: dict[str, Any] = {**kwargs.pop("initial", {})}
        number = _number(data.get("count")) if data is not None else _number(initial.get("count"))
        number = min(max(number, len(self.names) + FREE_LINES), MOST_LINES)
        named = {f"item-{at}": name for at, name in enumerate(self.names)}
        super().__init__(data, files, initial={**named, **initial, "count": number}, **kwargs)
        for at in range(number):
            self._add_line(at)

    def _add_line(self, at: int) -> None:
        label = gettext("Line {number}").format(number=at + 1)
        item, problem, remedy = gettext("material or answer"), gettext("what is wrong"), gettext("what is wanted")
        self.fields[f"item-{at}"] = _cell(f"{label}: {item}", "known-items", _LONGEST_ITEM)
        self.fields[f"problem-{at}"] = _cell(f"{label}: {problem}", "known-problems", LONG)
        self.fields[f"remedy-{at}"] = _cell(f"{label}: {remedy}", "known-remedies", LONG)

    @property
    def rows(self) -> list[tuple[forms.BoundField, ...]]:
        """The lines with their three fields."""
        numbers = [name.removeprefix("item-") for name in self.fields if name.startswith("item-")]
        return [tuple(self[f"{part}-{at}"] for part in ("item", "problem", "remedy")) for at in numbers]

    @override
    def clean(self) -> None:
        for at, name in enumerate([*self.names, *[""] * MOST_LINES]):
            if f"item-{at}" not in self.fields:
                break
            item, problem, remedy = (
                self.cleaned_data.get(f"{part}-{at}", "") for part in ("item", "problem", "remedy")
            )
            if (problem or remedy) and not item:
                self.add_error(f"item-{at}", _("Say which material or answer this is about."))
            if item and not problem and (remedy or item != name):
                self.add_error(f"problem-{at}", _("Say what is wrong with it."))

    def missing(self) -> list[Missing]:
        """The lines that say what is wrong."""
        given = self.cleaned_data
        numbers = [name.removeprefix("item-") for name in self.fields if name.startswith("item-")]
        return [
            Missing(item=given[f"item-{at}"], problem=given[f"problem-{at}"], remedy=given[f"remedy-{at}"])
            for at in numbers
            if given[f"problem-{at}"]
        ]


def with_more_lines(data: QueryDict) -> dict[str, Any]:
    """What was typed so far, for the same form with five lines more."""
    return {**{name: data.get(name, "") for name in data}, "count": _number(data.get("count")) + 5}


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


def _cell(label: str, listed: str, longest: int) -> forms.CharField:
    box = forms.TextInput(attrs={"list": listed, "autocomplete": "off", "class": "ui-input"})
    return forms.CharField(label=label, required=False, max_length=longest, widget=box)


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else 0
