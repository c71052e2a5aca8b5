"""Answers of a form as people read them."""

from collections.abc import Mapping
from dataclasses import dataclass

from yichuang.cases.rules import FormValue
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent
from yichuang.core.masking import mask_address, mask_identity_no, mask_name, mask_phone

_YES_NO = {"yes": "是", "no": "否"}
_MASKS = {
    FieldKind.IDENTITY_NO: mask_identity_no,
    FieldKind.PHONE: mask_phone,
    FieldKind.ADDRESS: mask_address,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An answered question of the form, as text."""

    field: str
    label: str
    label_en: str
    value: str


def answers_of(content: ItemContent, form: Mapping[str, FormValue], *, is_masked: bool) -> tuple[Answer, ...]:
    """The answered questions in the order of the form."""
    return tuple(
        Answer(field.id, field.label, field.label_en, answer_text(field, form[field.id], is_masked=is_masked))
        for field in content.fields
        if field.id in form
    )


def answer_text(field: FormField, given: FormValue, *, is_masked: bool) -> str:
    """One answer with the names of choices; personal data masked where asked for."""
    labels = _YES_NO if field.kind is FieldKind.YES_NO else {one.value: one.label for one in field.choices}
    parts = [labels.get(part, part) for part in (given if isinstance(given, list) else [given])]
    value = "、".join(parts)
    if is_masked and field.is_personal:
        return _MASKS.get(field.kind, mask_name)(value)
    return value
