"""The questions of a service item as form fields. Answers are judged by the rules of cases, never here."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language, gettext
from typing_extensions import override

from yichuang.cases.rules import FormValue
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent, Material, Necessity
from yichuang.staffdesk.forms.base import DeskForm, text_area
from yichuang.staffdesk.services import Incoming

PREFIX = "form-"
_FEW = 6


class ManyFiles(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each judged like one."""

    widget = ManyFiles

    @override
    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list) else [data] if data else []
        return [super(FilesField, self).clean(one, initial) for one in given]


def add_questions(form: DeskForm, content: ItemContent, *, asks_all: bool = True) -> None:
    """The form has a field for each question; with `asks_all=False` none is required."""
    for question in content.fields:
        form.fields[PREFIX + question.id] = question_field(question, is_required=asks_all and question.is_required)


def question_field(question: FormField, *, is_required: bool) -> forms.Field:
    """The field of one question."""
    told: dict[str, Any] = {
        "label": in_language(question.label, question.label_en),
        "help_text": in_language(question.help, question.help_en),
        "required": is_required,
    }
    choices = [(choice.value, in_language(choice.label, choice.label_en)) for choice in question.choices]
    match question.kind:
        case FieldKind.CHOICE if len(choices) <= _FEW:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **told)
        case FieldKind.CHOICE:
            return forms.ChoiceField(choices=[("", gettext("Please choose")), *choices], **told)
        case FieldKind.CHOICES:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **told)
        case FieldKind.YES_NO:
            answers = [("yes", gettext("Yes")), ("no", gettext("No"))]
            return forms.ChoiceField(choices=answers, widget=forms.RadioSelect, **told)
        case _:
            return forms.CharField(widget=_box(question), **told)


def _box(question: FormField) -> forms.Widget:
    attrs = {"autocomplete": "off"}
    match question.kind:
        case FieldKind.LONG_TEXT:
            return text_area()
        case FieldKind.DATE:
            return forms.DateInput(attrs={"type": "date"})
        case FieldKind.NUMBER:
            return forms.TextInput(attrs={**attrs, "inputmode": "decimal"})
        case FieldKind.PHONE:
            return forms.TextInput(attrs={**attrs, "inputmode": "tel"})
        case _:
            return forms.TextInput(attrs=attrs)


def read_answers(data: QueryDict, content: ItemContent) -> dict[str, FormValue]:
    """What was typed for each question, as it was typed."""
    answers: dict[str, FormValue] = {}
    for question in content.fields:
        given = data.getlist(PREFIX + question.id)
        answers[question.id] = given if question.kind is FieldKind.CHOICES else (given[0] if given else "")
    return answers


def typed_answers(answers: Mapping[str, FormValue]) -> dict[str, FormValue]:
    """Answers as the initial values of a form."""
    return {PREFIX + name: value for name, value in answers.items()}


def asked_materials(content: ItemContent) -> tuple[Material, ...]:
    """The materials that are asked for; neither what is obtained by data sharing nor what the answers make. Law: OSR 7."""
    return tuple(material for material in content.materials if material.is_asked)


def add_materials(form: DeskForm, materials: Sequence[Material]) -> None:
    """The form has, for each material, a mark for paper and a box for files."""
    for material in materials:
        form.fields[f"paper-{material.code}"] = forms.BooleanField(label=gettext("Handed in on paper"), required=False)
        label = gettext("Files of “{name}”").format(name=material.name)
        form.fields[f"file-{material.code}"] = FilesField(label=label, required=False)


def read_papers(data: QueryDict, materials: Sequence[Material]) -> tuple[str, ...]:
    """The codes of the materials that were marked as handed in on paper."""
    return tuple(material.code for material in materials if data.get(f"paper-{material.code}"))


def read_files(
    files: "MultiValueDict[str, UploadedFile[bytes]]", materials: Sequence[Material]
) -> tuple[Incoming, ...]:
    """The files that were sent, each with the material it is for."""
    return tuple(
        Incoming(material.code, file.name or "", file, file.size)  # type: ignore[arg-type]  # a file that was sent reads bytes
        for material in materials
        for file in files.getlist(f"file-{material.code}")
    )


def necessity_of(material: Material) -> str:
    """Whether the material must be handed in, in words."""
    word = gettext(material.necessity.label)
    return (
        gettext(": ").join((word, material.condition))
        if material.necessity is Necessity.CONDITIONAL and material.condition
        else word
    )


def in_language(chinese: str, english: str) -> str:
    """The English text for readers of English where there is one."""
    return english if english and not (get_language() or "").startswith("zh") else chinese
