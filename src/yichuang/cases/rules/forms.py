"""What an application must contain, judged by the item's own form and checklist.

Law: ALL 29 (form), 31 (true materials), 32 (what may be asked); OSR 7 (what is shared is not asked for).
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from yichuang.cases.rules.states import Channel
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent, Material, MaterialForm, Necessity, SourceChannel
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.identifiers import check_credit_code, check_identity_no, check_phone

FormValue = str | list[str]
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def check_form(
    content: ItemContent, values: Mapping[str, FormValue]
) -> tuple[dict[str, FormValue], list[FieldProblem]]:
    """The cleaned answers, and a problem for each answer that is missing or wrong. Unknown answers are dropped."""
    cleaned: dict[str, FormValue] = {}
    problems: list[FieldProblem] = []
    for field in content.fields:
        value = _clean(values.get(field.id, ""))
        if not value:
            if field.is_required:
                problems.append(_problem(field, "required", gettext_noop("Please answer: {label}."), ""))
            continue
        try:
            cleaned[field.id] = _checked(field, value)
        except InvalidError as error:
            problems.append(FieldProblem(field.id, error.code, error.text, _text(value), error.details))
        except ValueError:
            text, code = _FAULTS.get(field.kind, _FAULTS[FieldKind.TEXT])
            problems.append(_problem(field, code, text, _text(value)))
    return cleaned, problems


def missing_materials(content: ItemContent, given: Collection[str]) -> tuple[Material, ...]:
    """Required materials that can be sent online and were not; what the state has itself is never asked for."""
    return tuple(
        material
        for material in content.materials
        if material.necessity is Necessity.REQUIRED
        and material.source is not SourceChannel.SHARED
        and material.form is not MaterialForm.PAPER
        and material.code not in given
    )


def missing_for_acceptance(content: ItemContent, given: Collection[str], channel: Channel) -> tuple[Material, ...]:
    """Required materials without which an application is not complete, so that it may not be accepted.

    What can only be brought on paper is not asked of an application that came online.

    Law: ALL 32(5).
    """
    return tuple(
        material
        for material in content.materials
        if material.necessity is Necessity.REQUIRED
        and material.source is not SourceChannel.SHARED
        and not (channel is Channel.ONLINE and material.form is MaterialForm.PAPER)
        and material.code not in given
    )


def _clean(value: FormValue) -> FormValue:
    """The answer without invisible characters that could hide or turn text around."""
    if isinstance(value, list):
        return [part for part in map(visible, value) if part]
    return visible(value)


def visible(text: str) -> str:
    """The text without characters that cannot be seen and without spaces around it; line breaks stay."""
    return _CONTROL.sub("", text).strip()


def _checked(field: FormField, value: FormValue) -> FormValue:
    if field.kind is FieldKind.CHOICES:
        return _of_choices(field, value if isinstance(value, list) else [value])
    text = _text(value)
    if len(text) > field.max_length:
        raise ValueError
    checked = _CHECKS.get(field.kind, _unchanged)(text)
    if field.kind is FieldKind.CHOICE:
        _of_choices(field, [checked])
    if field.pattern and not re.fullmatch(field.pattern, checked):
        raise ValueError
    return checked


def _of_choices(field: FormField, values: list[str]) -> list[str]:
    known = {choice.value for choice in field.choices}
    if not set(values) <= known:
        raise ValueError
    return values


def _unchanged(text: str) -> str:
    return text


def _number(text: str) -> str:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise ValueError from error
    if not number.is_finite() or "e" in text.lower():  # written out, 1e999999 would be a million digits
        raise ValueError
    return format(number, "f")


def _date(text: str) -> str:
    return date.fromisoformat(text).isoformat()


def _yes_no(text: str) -> str:
    if text not in {"yes", "no"}:
        raise ValueError
    return text


def _text(value: FormValue) -> str:
    return ", ".join(value) if isinstance(value, list) else value


def _problem(field: FormField, code: str, text: str, value: str) -> FieldProblem:
    details = {"label": field.label, "max_length": field.max_length}
    return FieldProblem(field.id, f"cases.field_{code}", text, value, details)


_CHECKS: Mapping[FieldKind, Callable[[str], str]] = MappingProxyType(
    {
        FieldKind.NUMBER: _number,
        FieldKind.DATE: _date,
        FieldKind.YES_NO: _yes_no,
        FieldKind.PHONE: check_phone,
        FieldKind.IDENTITY_NO: check_identity_no,
        FieldKind.CREDIT_CODE: check_credit_code,
    }
)
_FAULTS: Mapping[FieldKind, tuple[str, str]] = MappingProxyType(
    {
        FieldKind.TEXT: (
            gettext_noop("{label}: not in the form asked for, or longer than {max_length} characters."),
            "form",
        ),
        FieldKind.NUMBER: (gettext_noop("{label}: give a number, such as 120.5."), "number"),
        FieldKind.DATE: (gettext_noop("{label}: give a date that exists, such as 2026-03-05."), "date"),
        FieldKind.CHOICE: (gettext_noop("{label}: choose one of the list."), "choice"),
        FieldKind.CHOICES: (gettext_noop("{label}: choose from the list."), "choice"),
        FieldKind.YES_NO: (gettext_noop("{label}: answer yes or no."), "yes_no"),
    }
)
