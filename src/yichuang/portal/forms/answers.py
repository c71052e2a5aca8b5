"""The questions of an item as a form."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from typing_extensions import override

from yichuang.cases.queries import Prefilled, Source, SourceKind
from yichuang.cases.rules import FormValue, asked_fields, check_form
from yichuang.catalogue.rules import FieldGroup, FieldKind, FormField, ItemContent
from yichuang.core.errors import FieldProblem
from yichuang.portal.forms.judged import JudgedForm
from yichuang.portal.words import is_english, local

ASKED = "asked"
"""The hidden field that says which questions stood on the page that was sent."""
_MOST_RADIOS = 7
_NOTHING: Mapping[str, Prefilled] = MappingProxyType({})


class DateBox(forms.TextInput):
    """A day; browsers offer a calendar, and what was typed is shown again as it was."""

    input_type = "date"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a question stands on its page; `field` is None while the answers do not lead to it.

    `leads_to` names the places (as ids for CSS) of the questions that this one's answer decides.
    """

    id: str
    field: BoundField | None
    help: str
    leads_to: str
    is_conditional: bool


class AnswersForm(JudgedForm):
    """The questions of some groups of an item that the answers lead to. They are judged by `cases.rules.check_form`."""

    def __init__(
        self,
        content: ItemContent,
        groups: Iterable[FieldGroup],
        *,
        data: QueryDict | None = None,
        answers: Mapping[str, FormValue] | None = None,
        offered: Mapping[str, Prefilled] = _NOTHING,
        is_judged: bool = False,
    ) -> None:
        """Bind what was posted, or show answers given before; `is_judged` shows what is wrong with those.

        `answers` are all answers of the application: those of other pages decide too what is asked here; without any, every
        question is shown. `offered` stand in questions that were never answered.
        """
        self.whole, self.content = content, content.model_copy(update={"form": tuple(groups)})
        self.offered = {name: one for name, one in offered.items() if name not in (answers or {})}
        given = {**{name: one.value for name, one in self.offered.items()}, **(answers or {})}
        bound = {f"answer-{name}": value for name, value in given.items()} if is_judged and data is None else data
        super().__init__(bound, initial=given, prefix="answer")
        self.fields = {question.id: _field(question) for question in self.content.fields}
        self.everything: Mapping[str, FormValue] = given
        self.new: tuple[str, ...] = ()
        shown = set(data.getlist(ASKED)) if data is not None and ASKED in data else set(self.fields)
        if self.is_bound:
            self.everything = {**given, **{name: self.read(name) for name in self.fields if name in shown}}
        if answers is not None or data is not None:
            asked = {question.id for question in asked_fields(content, self.everything)}
            self.fields = {name: field for name, field in self.fields.items() if name in asked}
        if data is not None:
            self._add_new(data, [name for name in self.fields if name not in shown])

    def _add_new(self, data: QueryDict, names: Sequence[str]) -> None:
        """Questions that what was typed has led to just now: they show what was saved or is offered, and are not judged."""
        self.new = tuple(names)
        self.data = data.copy()
        for name in names:
            value = self.everything.get(name, "")
            self.data.setlist(self.add_prefix(name), value if isinstance(value, list) else [value])

    @override
    def judge(self) -> Sequence[FieldProblem]:
        return check_form(self.whole, self.everything, only=[name for name in self.fields if name not in self.new])[1]

    @override
    def typed(self) -> Mapping[str, FormValue]:
        return {name: self.read(name) for name in self.fields if name not in self.new}

    @property
    def groups(self) -> list[tuple[FieldGroup, list[BoundField]]]:
        """The questions by group."""
        return [
            (group, [self[question.id] for question in group.fields if question.id in self.fields])
            for group in self.content.form
        ]

    @property
    def places(self) -> list[Place]:
        """Every question of the page in order, those that are not asked now as empty places."""
        return [self.place(question) for question in self.content.fields]

    def place(self, question: FormField) -> Place:
        """Where the question stands."""
        return Place(
            id=question.id,
            field=self[question.id] if question.id in self.fields else None,
            help=self._help(question),
            leads_to=",".join(f"#place-{name}" for name in _decided_by(self.content.fields, question.id)),
            is_conditional=question.when is not None,
        )

    def _help(self, question: FormField) -> str:
        told = local(question, "help")
        if not told and question.pattern and question.sample:
            told = gettext("For example: {sample}").format(sample=question.sample)
        offer = self.offered.get(question.id)
        is_shown = offer is not None and (not self.is_bound or self.read(question.id) == offer.value)
        return _with_source(told, offer.source) if offer is not None and is_shown else told


def _with_source(told: str, source: Source) -> SafeString:
    """The note at a question with where its offered answer comes from."""
    if source.kind is SourceKind.ACCOUNT:
        text = gettext("Filled in from your account. Please check it.")
    else:
        name = (is_english() and source.item_name_en) or source.item_name
        text = gettext("Filled in from your case {case_no} ({item}). Please check it.").format(
            case_no=source.case_no, item=name
        )
    return format_html('{} <span class="portal-source">{}</span>', told, text)


def _decided_by(questions: Sequence[FormField], decider: str) -> list[str]:
    """The questions of the page that are asked or not by the answer to that one, also by way of others."""
    found = [decider]
    for question in questions:
        if question.when is not None and question.when.field in found:
            found.append(question.id)
    return found[1:]


def _field(question: FormField) -> forms.Field:
    return forms.Field(
        label=local(question, "label"),
        help_text=local(question, "help"),
        required=question.is_required,
        widget=_WIDGETS.get(question.kind, _text)(question),
    )


def _text(question: FormField) -> forms.Widget:
    return forms.TextInput(attrs={"maxlength": question.max_length, "autocomplete": "off", "dir": "auto"})


def _long_text(question: FormField) -> forms.Widget:
    return forms.Textarea(attrs={"maxlength": question.max_length, "rows": 4, "dir": "auto"})


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
