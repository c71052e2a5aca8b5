"""What an application must contain, judged by the item's own form.

The texts of problems do not repeat the question: they stand beside it, and a summary puts `details["label"]` before them.

Law: ALL 29 (form), 31 (true materials), 32 (what may be asked).
"""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from yichuang.cases.rules.asking import FormValue, asked_fields, clean, one_line
from yichuang.catalogue.rules import FieldKind, FormField, ItemContent
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.identifiers import check_credit_code, check_identity_no, check_phone


def check_form(
    content: ItemContent, values: Mapping[str, FormValue], *, only: Collection[str] | None = None
) -> tuple[dict[str, FormValue], list[FieldProblem]]:
    """The cleaned answers, and a problem for each answer that is missing or wrong.

    Numbers are not below 0 unless the question has a pattern, which judges them then. Answers to questions that do not exist, or that these answers do not lead to, are dropped. With `only` just the questions
    of those ids are judged, as on one page of many; conditions still look at all of `values`.
    """
    cleaned: dict[str, FormValue] = {}
    problems: list[FieldProblem] = []
    for field in asked_fields(content, values):
        if only is not None and field.id not in only:
            continue
        value = _one_form(field, values.get(field.id, ""))
        if not value:
            if field.is_required:
                problems.append(_problem(field, "required", _MISSING.get(field.kind, _PLEASE_ANSWER), ""))
            continue
        try:
            cleaned[field.id] = _checked(field, value)
        except InvalidError as error:
            details = {**_details(field, value), **error.details}
            problems.append(FieldProblem(field.id, error.code, error.text, _text(value), details))
        except ValueError as error:
            text, code = _FOUND.get(type(error)) or _FAULTS.get(field.kind, _FAULTS[FieldKind.TEXT])
            problems.append(_problem(field, code, text, value))
    return cleaned, problems


class _TooLongError(ValueError):
    """More characters than the question takes."""


class _NegativeError(ValueError):
    """Less than nothing, where the item does not say that this can be."""


def _one_form(field: FormField, value: FormValue) -> FormValue:
    if isinstance(value, list) or field.kind is FieldKind.LONG_TEXT:
        return clean(value)
    return one_line(value)


def _checked(field: FormField, value: FormValue) -> FormValue:
    if field.kind is FieldKind.CHOICES:
        return _of_choices(field, value if isinstance(value, list) else [value])
    text = _text(value)
    if len(text) > field.max_length:
        raise _TooLongError
    checked = _CHECKS.get(field.kind, _unchanged)(text)
    if field.kind is FieldKind.NUMBER and checked.startswith("-") and not field.pattern:
        raise _NegativeError
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
        number = Decimal(text.replace(",", "").replace("，", ""))
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


def _problem(field: FormField, code: str, text: str, value: FormValue) -> FieldProblem:
    return FieldProblem(field.id, f"cases.field_{code}", text, _text(value), _details(field, value))


def _details(field: FormField, value: FormValue) -> dict[str, object]:
    return {
        "label": field.label,
        "label_en": field.label_en or field.label,
        "max_length": field.max_length,
        "length": len(_text(value)),
        "sample": field.sample or _SAMPLES.get(field.kind, ""),
    }


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
_SAMPLES: Mapping[FieldKind, str] = MappingProxyType({FieldKind.NUMBER: "12", FieldKind.DATE: "2026-03-05"})
_PLEASE_ANSWER = gettext_noop("Please answer this question.")
_PLEASE_CHOOSE = gettext_noop("Please choose one.")
_MISSING: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.CHOICE: _PLEASE_CHOOSE,
        FieldKind.YES_NO: _PLEASE_CHOOSE,
        FieldKind.CHOICES: gettext_noop("Please choose at least one."),
        FieldKind.DATE: gettext_noop("Please give a date."),
    }
)
_TOO_LONG = gettext_noop("This takes at most {max_length} characters; there are {length}. Please shorten it.")
_NEGATIVE = gettext_noop("Please give a number that is not below 0, such as {sample}.")
_FOUND: Mapping[type[ValueError], tuple[str, str]] = MappingProxyType(
    {_TooLongError: (_TOO_LONG, "long"), _NegativeError: (_NEGATIVE, "negative")}
)
_FAULTS: Mapping[FieldKind, tuple[str, str]] = MappingProxyType(
    {
        FieldKind.TEXT: (gettext_noop("This is not in the form asked for: see the note at the question."), "form"),
        FieldKind.NUMBER: (gettext_noop("Please give a number in digits, such as {sample}."), "number"),
        FieldKind.DATE: (gettext_noop("Please give a date that exists, such as {sample}."), "date"),
        FieldKind.CHOICE: (gettext_noop("Please choose one of the list."), "choice"),
        FieldKind.CHOICES: (gettext_noop("Please choose from the list."), "choice"),
        FieldKind.YES_NO: (gettext_noop("Please answer yes or no."), "yes_no"),
    }
)
