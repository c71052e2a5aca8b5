"""Forms of the acts on a case."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import Act, DeliveryMethod, Opinion
from yichuang.cases.services import Missing
from yichuang.catalogue.rules import ItemContent
from yichuang.staffdesk.forms.base import LONG, ActForm, DeskForm, lines, options, text_area
from yichuang.staffdesk.forms.fields import PREFIX, add_materials, add_questions, asked_materials
from yichuang.staffdesk.rules import STANDARD_PROBLEMS, STANDARD_REFUSALS, STANDARD_REMEDIES

FREE_LINES = 3
MOST_LINES = 80
_LONGEST_ITEM = 300


class PlainActForm(ActForm):
    """An act that needs nothing but the decision to do it."""


class MissingForm(ActForm):
    """Everything that is missing at once: the checklist line by line, then free lines."""

    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_LINES)

    standard_problems = STANDARD_PROBLEMS
    standard_remedies = STANDARD_REMEDIES

    def __init__(self, data: Any = None, files: Any = None, *, names: Sequence[str] = (), **kwargs: Any) -> None:
        """Make a line for each name of the checklist and some free ones, or as many as were sent."""
        self.names = tuple(names)
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


class RefuseForm(ActForm):
    """The reasons of a refusal to accept. Law: ALL 32, 72(7)."""

    standard = forms.ChoiceField(
        label=_("Standard reason"),
        required=False,
        choices=[("", _("None of these")), *[(text, text) for text in STANDARD_REFUSALS]],
    )
    reason = forms.CharField(
        label=_("Reasons"),
        required=False,
        max_length=LONG,
        widget=text_area(),
        help_text=_("Stands in the notice after the standard reason. One of both must be given."),
    )
    proper_body = forms.CharField(
        label=_("Which body is competent"),
        required=False,
        max_length=_LONGEST_ITEM,
        help_text=_("Where the application belongs to another body, name it."),
    )

    def full_reason(self) -> str:
        """The standard reason and the one typed, as one text."""
        return "；".join(text for text in (self.cleaned_data["standard"], self.cleaned_data["reason"]) if text)


class ReviewForm(ActForm):
    """A reviewer's opinion."""

    opinion = forms.ChoiceField(label=_("Opinion"), choices=lambda: options(Opinion), widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Grounds"),
        required=False,
        max_length=LONG,
        widget=text_area(),
        help_text=_("Needed when you propose to deny."),
    )


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


class DenyForm(ActForm):
    """The decision that denies. Law: ALL 38(2)."""

    reasons = forms.CharField(
        label=_("Reasons"),
        max_length=LONG,
        widget=text_area(),
        help_text=_("One a line. They stand in the decision, with the remedies."),
    )

    def reasons_given(self) -> list[str]:
        """The reasons, one by one."""
        return lines(self.cleaned_data["reasons"])


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


class CorrectForm(ActForm):
    """Corrections that the applicant brings to the window; what is left empty stays as it was."""

    def __init__(self, data: Any = None, files: Any = None, *, content: ItemContent, **kwargs: Any) -> None:
        """Ask the item's questions and for its materials."""
        super().__init__(data, files, **kwargs)
        self.materials = asked_materials(content)
        add_questions(self, content, asks_all=False)
        add_materials(self, self.materials)

    @property
    def questions(self) -> list[forms.BoundField]:
        """The questions of the item."""
        return [self[name] for name in self.fields if name.startswith(PREFIX)]

    @property
    def checklist(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Each material with its mark for paper and its box for files."""
        return [(one.name, self[f"paper-{one.code}"], self[f"file-{one.code}"]) for one in self.materials]


class UnmaskForm(DeskForm):
    """Why somebody's data must be seen."""

    reason = forms.CharField(
        label=_("Why you need to see the data"),
        max_length=_LONGEST_ITEM,
        help_text=_("Your name, the time and this reason are recorded."),
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
