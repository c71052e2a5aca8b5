"""The questions of an item as a form."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from typing_extensions import override

from yichuang.cases.rules import FormValue, check_form
from yichuang.catalogue.rules import FieldGroup, FieldKind, FormField, ItemContent
from yichuang.core.errors import FieldProblem
from yichuang.portal.forms.judged import JudgedForm
from yichuang.portal.words import local

_MOST_RADIOS = 7


class DateBox(forms.TextInput):
    """A day; browsers offer a calendar, and what was typed is shown again as it was."""

    input_type = "date"


class AnswersForm(JudgedForm):
    """The questions of some groups of an item. Answers are judged by `cases.rules.check_form`."""

    def __init__(
        self,
        content: ItemContent,
        groups: Iterable[FieldGroup],
        *,
        data: QueryDict | None = None,
        answers: Mapping[str, FormValue] | None = None,
        is_judged: bool = False,
    ) -> None:
        """Bind what was posted, or show answers given before; `is_judged` shows what is wrong with those."""
        self.content = content.model_copy(update={"form": tuple(groups)})
        given = dict(answers or {})
        bound = {f"answer-{name}": value for name, value in given.items()} if is_judged and data is None else data
        super().__init__(bound, initial=given, prefix="answer")
        for question in self.content.fields:
            self.fields[question.id] = _field(question)

    @override
    def judge(self) -> Sequence[FieldProblem]:
        return check_form(self.content, self.typed())[1]

    @property
    def groups(self) -> list[tuple[FieldGroup, list[forms.BoundField]]]:
        """The questions by group."""
        return [(group, [self[question.id] for question in group.fields]) for group in self.content.form]


def _field(question: FormField) -> forms.Field:
    return forms.Field(
        label=local(question, "label"),
        help_text=local(question, "help"),
        required=question.is_required,
        widget=_WIDGETS.get(question.kind, _text)(question),
    )


def _text(question: FormField) -> forms.Widget:
    return forms.TextInput(attrs={"maxlength": question.max_length, "autocomplete": "off"})


def _long_text(question: FormField) -> forms.Widget:
    return forms.Textarea(attrs={"maxlength": question.max_length, "rows": 4})


def _number(_question: FormField) -> forms.Widget:
    return forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})


def _date(_question: FormField) -> forms.Widget:
    return DateBox()


def _phone(_question: FormField) -> forms.Widget:
    return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})


def _code(_question: FormField) -> forms.Widget:
    return forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


def _choice(question: FormField) -> forms.Widget:
    return _one_of(question, [(choice.value, local(choice, "label")) for choice in question.choices])


def _yes_no(question: FormField) -> forms.Widget:
    return _one_of(question, [("yes", gettext("Yes")), ("no", gettext("No"))])


def _one_of(question: FormField, choices: list[tuple[str, str]]) -> forms.Widget:
    if question.is_required and len(choices) <= _MOST_RADIOS:
        return forms.RadioSelect(choices=choices)
    return forms.Select(choices=[("", gettext("Please choose")), *choices])


def _choices(question: FormField) -> forms.Widget:
    return forms.CheckboxSelectMultiple(choices=[(choice.value, local(choice, "label")) for choice in question.choices])


_WIDGETS: Mapping[FieldKind, Callable[[FormField], forms.Widget]] = MappingProxyType(
    {
        FieldKind.LONG_TEXT: _long_text,
        FieldKind.NUMBER: _number,
        FieldKind.DATE: _date,
        FieldKind.CHOICE: _choice,
        FieldKind.CHOICES: _choices,
        FieldKind.YES_NO: _yes_no,
        FieldKind.PHONE: _phone,
        FieldKind.IDENTITY_NO: _code,
        FieldKind.CREDIT_CODE: _code,
    }
)
