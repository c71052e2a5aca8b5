"""The box of each kind of element, made from what the content says of the element."""

from collections.abc import Callable, Mapping
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

from yichuang.catalogue.rules.content import Attachment, Choice, Condition, FieldKind, FormField, ItemContent
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Term
from yichuang.staffdesk.forms.base import LONG, UNITS, date_box, lines, none_chosen, options, text_area
from yichuang.staffdesk.forms.element_names import LISTED, part_element_name

SHORT = 200
_BAR = "|"
_HELPS: Mapping[str, str] = {
    "code": gettext_noop("Letters, digits, point, hyphen, underscore. It stays the same in later versions."),
    "id": gettext_noop("Letters, digits, point, hyphen, underscore. It stays the same in later versions."),
    "element": gettext_noop(
        "The data element, by which answers are carried from one form to another, such as party.name."
    ),
    "certificate_code": gettext_noop("The name by which other items need this certificate."),
    "amount_cents": gettext_noop("Leave it empty where the standard is not one fixed amount."),
    "purpose": gettext_noop(
        "Changing, renewing and ending what was granted are items of their own beside the one that grants it."
    ),
    "terms": gettext_noop(
        "Granted on a declaration (on commitment): who declares this gets the decision on the spot; it is checked afterwards. "
        "One a line. Leave it empty if the item is not granted in this way."
    ),
    "terms_en": gettext_noop("One a line, as many lines as in Chinese."),
    "consequence": gettext_noop("For example: the grant is revoked and the breach goes on record."),
    "deferral_limit": gettext_noop(
        "Counted from acceptance, for the materials marked as “May be handed in later”. Leave it empty if the centre's own time holds."
    ),
    "extension_limit": gettext_noop(
        "By how much the head of the body may extend the limit, once, in the unit of the statutory limit. Leave it empty if the general rule holds."
    ),
    "upper_body": gettext_noop(
        "If the case is examined here and then sent up to be decided: the full name of that body. Leave it empty if it is decided here."
    ),
    "are_duties_apart": gettext_noop("Whoever received an application may not review it."),
    "is_bilingual": gettext_noop("Every paper of a case also in English."),
    "is_renewed_by_silence": gettext_noop(
        "For a renewal: applied for in time and not decided when the licence expires, it counts as granted."
    ),
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


def box_of(name: str, info: FieldInfo, content: ItemContent) -> Box | None:
    """The box of an element; None for lists of parts, which have pages of their own."""
    kind, is_optional = _kind_of(info.annotation)
    common: dict[str, Any] = {
        "label": part_element_name(name),
        "required": info.is_required(),
        "help_text": gettext(_HELPS.get(name, "")),
    }
    if name in LISTED:
        return _one(name, forms.ChoiceField(**common, choices=[(key, gettext(text)) for key, text in LISTED[name]]))
    if get_origin(kind) is tuple:
        return _tuple_box(name, get_args(kind)[0], common)
    if kind is Term:
        return _term_box(name, common)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _model_box(name, kind, content, is_optional=is_optional)
    return _one(name, _plain_field(kind, info, common, is_optional=is_optional), is_optional=is_optional)


def _model_box(name: str, kind: type[BaseModel], content: ItemContent, *, is_optional: bool) -> Box:
    if kind is Condition:
        return _condition_box(name, content, part_element_name(name))
    if kind is Attachment:
        return _file_box(name, part_element_name(name))
    return _part_box(kind, content, is_optional=is_optional)


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
    field = forms.CharField(
        **{**common, "help_text": common["help_text"] or gettext("One a line.")}, widget=text_area(3)
    )
    return Box(
        {name: field},
        lambda value: {name: "\n".join(value or ())},
        lambda given: lines(given[name]),
    )


def _term_box(name: str, common: dict[str, Any]) -> Box:
    unit = f"{name}_unit"
    fields: Fields = {
        name: forms.IntegerField(
            **{**common, "help_text": common["help_text"] or gettext("0 means on the spot.")}, min_value=0
        ),
        unit: forms.ChoiceField(label=_("Unit"), choices=UNITS, required=False),
    }
    return Box(
        fields,
        lambda value: {name: value["value"] if value else "", unit: value["unit"] if value else "wd"},
        lambda given: None if given[name] is None else {"value": given[name], "unit": given[unit] or "wd"},
    )


def _part_box(kind: type[BaseModel], content: ItemContent, *, is_optional: bool) -> Box:
    """The boxes of a part that stands by itself; one that may be absent is absent while nothing is typed in them."""
    boxes = {name: box for name, info in kind.model_fields.items() if (box := box_of(name, info, content)) is not None}

    def shown(value: Any) -> dict[str, Any]:
        parts = (box.shown((value or {}).get(name)) for name, box in boxes.items())
        return {name: one for part in parts for name, one in part.items()}

    def typed(given: Mapping[str, Any]) -> Any:
        said = {name: box.typed(given) for name, box in boxes.items()}
        return said if any(said.values()) or not is_optional else None

    return Box({name: field for box in boxes.values() for name, field in box.fields.items()}, shown, typed)


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
