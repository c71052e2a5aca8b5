"""Boxes for the elements of an item's content, made from what the content says of each element."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

from annotated_types import MaxLen
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, StringConstraints
from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from yichuang.catalogue.rules.content import Attachment, Choice, Condition, FieldKind, FormField, ItemContent
from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.forms.base import LONG, UNITS, DeskForm, date_box, lines, none_chosen, options, text_area

SHORT = 200
_BAR = "|"
EXERCISE_LEVELS = (
    ("1", gettext_noop("National")),
    ("2", gettext_noop("Province")),
    ("3", gettext_noop("City")),
    ("4", gettext_noop("County or district")),
    ("5", gettext_noop("Township or street")),
    ("6", gettext_noop("Village or community")),
    ("7", gettext_noop("Divided between levels")),
)
ONLINE_DEPTHS = (
    ("1", gettext_noop("Advice online")),
    ("2", gettext_noop("Application online")),
    ("3", gettext_noop("Pre-review online")),
    ("4", gettext_noop("Acceptance online")),
    ("5", gettext_noop("Handling online")),
    ("6", gettext_noop("Result told online")),
    ("7", gettext_noop("Electronic licence online")),
    ("8", gettext_noop("Other")),
)
# Parts have elements of the same name as the item's own, but of another meaning.
PART_LABELS: Mapping[str, str] = {"id": gettext_noop("Code"), "form": gettext_noop("In what form")}
_LISTED: Mapping[str, Sequence[tuple[str, str]]] = {"exercise_level": EXERCISE_LEVELS, "online_depth": ONLINE_DEPTHS}
_HELPS: Mapping[str, str] = {
    "code": gettext_noop("Letters, digits, point, hyphen, underscore. It stays the same in later versions."),
    "id": gettext_noop("Letters, digits, point, hyphen, underscore. It stays the same in later versions."),
    "element": gettext_noop(
        "The data element, by which answers are carried from one form to another, such as party.name."
    ),
    "certificate_code": gettext_noop("The name by which other items need this certificate."),
    "amount_cents": gettext_noop("Leave it empty where the standard is not one fixed amount."),
    "pattern": gettext_noop("A regular expression; leave it empty if you do not need one."),
}
_CHOSEN = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO})
Fields = dict[str, forms.Field]


@dataclass(frozen=True, slots=True)
class Box:
    """How an element is asked: its form fields, what they show of a value, and the value that was typed."""

    fields: Fields
    shown: Callable[[Any], dict[str, Any]]
    typed: Callable[[Mapping[str, Any]], Any]


class ElementsForm(DeskForm):
    """Some elements of a part (or of the content itself). `revision` is the token for the save."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kind: type[BaseModel],
        names: Iterable[str] | None = None,
        value: Mapping[str, Any] | None = None,
        content: ItemContent,
        **kwargs: Any,
    ) -> None:
        """Make a box for each element of `kind` (or those named), filled from `value`, plain data, or as a new one is."""
        super().__init__(data, files, **kwargs)
        chosen = tuple(names) if names is not None else tuple(kind.model_fields)
        self.boxes: dict[str, Box] = {}
        for name in chosen:
            if (box := _box(name, kind.model_fields[name], content)) is not None:
                self.boxes[name] = box
                self.fields.update(box.fields)
        filled = _unless_said(kind) if value is None else value
        shown = [box.shown(filled.get(name)) for name, box in self.boxes.items()]
        self.initial = {**self.initial, **{name: one for part in shown for name, one in part.items()}}

    def mark_needed(self, names: Iterable[str]) -> None:
        """These are shown as required, though a draft is saved without them."""
        for name in names:
            if name in self.fields:
                self.fields[name].required = True

    def data_given(self) -> dict[str, Any]:
        """The elements as plain data, to be judged by the catalogue. Files stand in `files_given`."""
        return {name: box.typed(self.cleaned_data) for name, box in self.boxes.items() if name not in self.files_asked}

    @property
    def files_asked(self) -> frozenset[str]:
        """The elements that are files."""
        return frozenset(name for name in self.boxes if isinstance(self.fields.get(name), forms.FileField))


def _unless_said(kind: type[BaseModel]) -> dict[str, Any]:
    """What the elements are where nothing was said of them, as plain data."""
    free = {name: info for name, info in kind.model_fields.items() if not info.is_required()}
    return dict(to_jsonable_python({name: info.get_default(call_default_factory=True) for name, info in free.items()}))


def element_name(name: str) -> str:
    """What an element is called, in the reader's language."""
    return gettext(LABELS.get(name, name))


def part_element_name(name: str) -> str:
    """What an element of a part is called, in the reader's language."""
    return gettext(PART_LABELS[name]) if name in PART_LABELS else element_name(name)


def listed_word(name: str, value: str) -> str:
    """The word for a number of one of the listed elements, in the reader's language; any other value as it is."""
    return gettext(dict(_LISTED[name]).get(value, value)) if name in _LISTED else value


def _box(name: str, info: FieldInfo, content: ItemContent) -> Box | None:
    """The box of an element; None for lists of parts, which have pages of their own."""
    kind, is_optional = _kind_of(info.annotation)
    label, is_required = part_element_name(name), info.is_required()
    common: dict[str, Any] = {"label": label, "required": is_required, "help_text": gettext(_HELPS.get(name, ""))}
    if name in _LISTED:
        return _one(name, forms.ChoiceField(**common, choices=[(key, gettext(text)) for key, text in _LISTED[name]]))
    if get_origin(kind) is tuple:
        return _tuple_box(name, get_args(kind)[0], common)
    if kind is Term:
        return _term_box(name, common)
    if kind is Condition:
        return _condition_box(name, content, label)
    if kind is Attachment:
        return _file_box(name, label)
    return _one(name, _plain_field(kind, info, common, is_optional=is_optional), is_optional=is_optional)


def _plain_field(kind: Any, info: FieldInfo, common: dict[str, Any], *, is_optional: bool) -> forms.Field:
    if kind is bool:
        return _yes_no_field(common, is_optional=is_optional)
    if kind is int:
        return forms.IntegerField(**{**common, "required": not is_optional})
    if kind is date:
        return forms.DateField(**common, widget=date_box())
    if isinstance(kind, type) and issubclass(kind, Labelled):
        return forms.ChoiceField(**common, choices=options(kind, none_chosen() if is_optional else None))
    length = _length(info)
    if length > SHORT:
        return forms.CharField(**common, max_length=LONG, widget=text_area(2))
    return forms.CharField(**common, max_length=length)


def _yes_no_field(common: dict[str, Any], *, is_optional: bool) -> forms.Field:
    if not is_optional:
        return forms.BooleanField(**{**common, "required": False})
    answers = [("", _("Not said yet")), ("True", _("Yes")), ("False", _("No"))]
    return forms.TypedChoiceField(**common, choices=answers, coerce=lambda typed: typed == "True", empty_value=None)


def _tuple_box(name: str, kind: Any, common: dict[str, Any]) -> Box | None:
    if isinstance(kind, type) and issubclass(kind, Labelled):
        boxes = forms.CheckboxSelectMultiple()
        return _one(name, forms.MultipleChoiceField(**common, choices=options(kind), widget=boxes))
    if kind is Choice:
        help_text = gettext("One a line: value | answer | English answer")
        field = forms.CharField(**{**common, "help_text": help_text}, widget=text_area(4))
        return Box(
            {name: field},
            lambda value: {name: "\n".join(_choice_line(one) for one in value or ())},
            lambda given: [_choice_of_line(line) for line in lines(given[name])],
        )
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return None
    field = forms.CharField(**{**common, "help_text": gettext("One a line.")}, widget=text_area(3))
    return Box(
        {name: field},
        lambda value: {name: "\n".join(value or ())},
        lambda given: lines(given[name]),
    )


def _term_box(name: str, common: dict[str, Any]) -> Box:
    unit = f"{name}_unit"
    fields: Fields = {
        name: forms.IntegerField(**{**common, "help_text": gettext("0 means on the spot.")}, min_value=0),
        unit: forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False),
    }
    return Box(
        fields,
        lambda value: {name: value["value"] if value else "", unit: value["unit"] if value else "wd"},
        lambda given: None if given[name] is None else {"value": given[name], "unit": given[unit] or "wd"},
    )


def _condition_box(name: str, content: ItemContent, label: str) -> Box:
    """On which answer of the form something depends; answers are shown as they are asked."""
    answers = f"{name}_answers"
    asked = {field.id: field for field in content.fields if field.kind in _CHOSEN}
    fields: Fields = {
        name: forms.ChoiceField(
            label=label,
            choices=[("", gettext("Always")), *((field.id, field.label) for field in asked.values())],
            required=False,
        ),
        answers: forms.CharField(
            label=_("when the answer is"),
            required=False,
            widget=text_area(2),
            help_text=gettext("One of these, one a line, as the question offers them."),
        ),
    }

    def shown(value: Any) -> dict[str, Any]:
        if not value:
            return {}
        said = {key: text for text, key in _answers(asked.get(value["field"])).items()}
        return {name: value["field"], answers: "\n".join(said.get(one, one) for one in value["any_of"])}

    def typed(given: Mapping[str, Any]) -> Any:
        if not given[name]:
            return None
        known = _answers(asked.get(given[name]))
        return {"field": given[name], "any_of": [known.get(line, line) for line in lines(given[answers])]}

    return Box(fields, shown, typed)


def _answers(field: FormField | None) -> dict[str, str]:
    """The values of a question's answers by what is asked."""
    if field is None:
        return {}
    if field.kind is FieldKind.YES_NO:
        return {gettext("Yes"): "yes", gettext("No"): "no"}
    return {choice.label: choice.value for choice in field.choices}


def _file_box(name: str, label: str) -> Box:
    """A file to add, and a mark to take the present one away; the file itself is stored by the view."""
    remove = f"{name}_remove"
    fields: Fields = {
        name: forms.FileField(label=label, required=False),
        remove: forms.BooleanField(label=_("Take the present file away"), required=False),
    }
    return Box(fields, lambda value: {}, lambda given: None)


def _one(name: str, field: forms.Field, *, is_optional: bool = False) -> Box:
    return Box(
        {name: field},
        lambda value: {name: "" if value is None else value},
        lambda given: None if is_optional and given[name] in {"", None} else given[name],
    )


def _kind_of(annotation: Any) -> tuple[Any, bool]:
    """The type of an element without None, and whether it may be None."""
    if get_origin(annotation) in {Union, UnionType}:
        kinds = [one for one in get_args(annotation) if one is not NoneType]
        inner = kinds[0]
        return (get_args(inner)[0] if hasattr(inner, "__metadata__") else inner), True
    return annotation, False


def _length(info: FieldInfo) -> int:
    for rule in info.metadata:
        if isinstance(rule, StringConstraints) and rule.max_length is not None:
            return rule.max_length
        if isinstance(rule, MaxLen):
            return rule.max_length
    return SHORT


def _choice_line(choice: Mapping[str, str]) -> str:
    parts = [choice["value"], choice["label"], choice.get("label_en", "")]
    return f" {_BAR} ".join(part for part in parts if part)


def _choice_of_line(line: str) -> dict[str, str]:
    value, _bar, rest = (part.strip() for part in line.replace("｜", _BAR).partition(_BAR))
    label, _bar, english = (part.strip() for part in rest.partition(_BAR))
    return {"value": value, "label": label or value, "label_en": english}
