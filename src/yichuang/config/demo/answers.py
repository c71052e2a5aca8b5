"""Plausible answers to the questions of any item's form."""

import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from yichuang.cases.rules import FormValue
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent
from yichuang.config.demo.centre import data
from yichuang.core import clock

_NUMBERS = {
    "AREA_M2": (30, 400),
    "COUNT": (2, 30),
    "WORKERS": (2, 30),
    "INVESTMENT_WAN": (50, 3000),
    "CAPITAL_WAN": (10, 500),
}


def answers_for(content: ItemContent, applicant: Mapping[str, Any], dice: random.Random) -> dict[str, FormValue]:
    """An answer to every required question, of the kind that it takes."""
    return {field.id: _answer(field, applicant, dice) for field in content.fields if field.is_required}


def _answer(field: FormField, applicant: Mapping[str, Any], dice: random.Random) -> FormValue:
    match field.kind:
        case FieldKind.CHOICE:
            return dice.choice(field.choices).value
        case FieldKind.CHOICES:
            return [choice.value for choice in dice.sample(field.choices, min(2, len(field.choices)))]
        case FieldKind.YES_NO:
            return "yes"
        case FieldKind.NUMBER:
            low, high = next((span for end, span in _NUMBERS.items() if field.element.endswith(end)), (1, 100))
            return str(dice.randint(low, high))
        case FieldKind.DATE:
            return (clock.today() + timedelta(days=dice.randint(10, 60))).isoformat()
        case FieldKind.PHONE:
            return str(applicant["phone"])
        case FieldKind.ADDRESS:
            return str(applicant["address"])
        case FieldKind.IDENTITY_NO:
            return str(_representative(applicant)["identity_no"])
        case FieldKind.CREDIT_CODE:
            return str(applicant.get("credit_code") or _body(dice)["credit_code"])
        case FieldKind.TEXT | FieldKind.LONG_TEXT:
            return _text(field, applicant)[: field.max_length]


def _text(field: FormField, applicant: Mapping[str, Any]) -> str:
    if field.element in {"DE.ORG.NAME", "DE.PERSON.NAME"}:
        return str(applicant["name"])
    if field.element == "DE.LEGAL.NAME":
        return str(_representative(applicant)["name"])
    if field.element == "DE.CONTACT.NAME":
        return str(applicant.get("contact", applicant)["name"])
    if "PASSPORT" in field.element:
        return str(applicant.get("passport_no", "X9000001"))
    return f"示例{field.label}"


def _representative(applicant: Mapping[str, Any]) -> Mapping[str, Any]:
    """Who has an identity number: the person, the body's legal representative, or some invented person."""
    if "identity_no" in applicant:
        return applicant
    return dict(applicant.get("legal_representative") or data("people.json")["applicants"][0])


def _body(dice: random.Random) -> Mapping[str, Any]:
    bodies = [one for one in data("people.json")["applicants"] if one["kind"] == "enterprise"]
    return dict(dice.choice(bodies))
