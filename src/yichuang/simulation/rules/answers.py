"""Plausible answers to the questions of any item's form, and what is handed in with them."""

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from yichuang.cases.rules import Channel, FormValue, asked_fields, asked_materials, is_required
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent, Material, MaterialForm
from yichuang.simulation.rules.people import Someone

_FREE = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.ADDRESS})


def answers(
    content: ItemContent, applicant: Someone, on: date, dice: random.Random, number: int
) -> dict[str, FormValue]:
    """An answer to every required question that these answers lead to, in the order of the form.

    The first free text names the case's number, so that no two cases of the year are alike by chance.
    """
    given: dict[str, FormValue] = {}
    is_named = False
    for field in _required(content):
        given[field.id] = _answer(field, applicant, on, dice)
        if not is_named and _is_free(field):
            given[field.id] = f"{given[field.id]}（{number}）"[-field.max_length :]
            is_named = True
    asked = {field.id for field in asked_fields(content, given)}
    return {name: value for name, value in given.items() if name in asked}


def can_differ(content: ItemContent) -> bool:
    """Whether the form has room for what makes two cases different."""
    return any(_is_free(field) for field in _required(content))


def materials(content: ItemContent, form: Mapping[str, FormValue], channel: Channel) -> list[Material]:
    """What an applicant who forgets nothing hands in."""
    return [
        one
        for one in asked_materials(content, form)
        if is_required(one) and not (channel is not Channel.WINDOW and one.form is MaterialForm.PAPER)
    ]


def _required(content: ItemContent) -> Iterator[FormField]:
    return (field for field in content.fields if field.is_required)


def _is_free(field: FormField) -> bool:
    return field.kind in _FREE and not field.pattern and field.when is None and field.max_length >= 40  # noqa: PLR2004


def _answer(field: FormField, applicant: Someone, on: date, dice: random.Random) -> FormValue:  # noqa: PLR0911, PLR0912, C901 - one answer a kind
    match field.kind:
        case FieldKind.CHOICE:
            return field.choices[0].value
        case FieldKind.CHOICES:
            return [field.choices[0].value]
        case FieldKind.YES_NO:
            return "yes"
        case FieldKind.NUMBER:
            return str(dice.randint(10, 300))
        case FieldKind.DATE:
            return (on + timedelta(days=dice.randint(10, 60))).isoformat()
        case FieldKind.PHONE:
            return applicant.phone
        case FieldKind.ADDRESS:
            return applicant.address
        case FieldKind.IDENTITY_NO:
            return applicant.representative_no
        case FieldKind.CREDIT_CODE:
            return applicant.identity_no if applicant.identity_no.startswith("9199") else "91990101MB0000000X"
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return (applicant.name if "NAME" in field.element else f"示例{field.label}")[: field.max_length]
