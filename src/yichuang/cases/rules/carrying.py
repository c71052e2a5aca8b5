"""Answers carried from one form to another: a draft to the newest version, an earlier case to a new draft."""

from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.cases.rules.asking import FormValue, asked_fields
from yichuang.cases.rules.forms import check_form
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent, Material

_LISTS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES})
_WORDS = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.ADDRESS})


@dataclass(frozen=True, slots=True)
class Named:
    """A question or material: its id or code, and its name."""

    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """The answers in the new form. `to_check` are ids of questions whose answer was changed, dropped, or does not fit."""

    form: Mapping[str, FormValue]
    new: tuple[Named, ...]
    gone: tuple[Named, ...]
    to_check: tuple[Named, ...]


def carry_answers(old: ItemContent, form: Mapping[str, FormValue], new: ItemContent, *, by_id: bool = True) -> Carried:
    """The answers of the old form as far as the new one has a question for them.

    A question is the same if it has the same id (with `by_id`, for versions of one item), else if it alone asks for the same
    data element; and if it takes the same kind of answer. Choices that the new form does not offer are dropped.
    """
    sources = {field.id: _source(old, new, field, by_id=by_id) for field in new.fields}
    carried: dict[str, FormValue] = {}
    changed: set[str] = set()
    for field in new.fields:
        source = sources[field.id]
        if source is None or not form.get(source.id):
            continue
        value = _converted(source, field, form[source.id])
        if value:
            carried[field.id] = value
        if value != form[source.id]:
            changed.add(field.id)
    wrong = {problem.field for problem in check_form(new, carried)[1] if problem.value}
    used = {source.id for source in sources.values() if source is not None}
    return Carried(
        form=carried,
        new=tuple(named(one) for one in asked_fields(new, carried) if sources[one.id] is None),
        gone=tuple(named(one) for one in old.fields if one.id not in used and form.get(one.id)),
        to_check=tuple(named(one) for one in new.fields if one.id in changed | wrong),
    )


def named(part: FormField | Material) -> Named:
    """The question or material by its name."""
    if isinstance(part, Material):
        return Named(part.code, part.name, part.name_en)
    return Named(part.id, part.label, part.label_en)


def _source(old: ItemContent, new: ItemContent, field: FormField, *, by_id: bool) -> FormField | None:
    """The old question that asks for the same thing."""
    if by_id:
        same = next((one for one in old.fields if one.id == field.id and _fits(one, field)), None)
        if same is not None:
            return same
    alike = [one for one in old.fields if one.element == field.element and _fits(one, field)]
    asked_by = [one for one in new.fields if one.element == field.element]
    return alike[0] if len(alike) == len(asked_by) == 1 else None


def _fits(old: FormField, new: FormField) -> bool:
    return old.kind is new.kind or {old.kind, new.kind} <= _LISTS or {old.kind, new.kind} <= _WORDS


def _converted(old: FormField, new: FormField, value: FormValue) -> FormValue:
    if new.kind not in _LISTS:
        return value if not isinstance(value, list) else ", ".join(value)
    values = value if isinstance(value, list) else [value]
    known = {choice.value for choice in new.choices}
    kept = [one for one in values if one in known]
    if new.kind is FieldKind.CHOICES:
        return kept
    return kept[0] if len(kept) == 1 and len(values) == 1 else ""
