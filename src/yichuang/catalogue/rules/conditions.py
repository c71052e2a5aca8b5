"""When something is asked for, in words; and what is wrong with such a condition."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from yichuang.catalogue.rules.content import Condition, FieldKind, FormField, ItemContent, Reply
from yichuang.catalogue.rules.points import Missing
from yichuang.core.errors import gettext_noop

KINDS = frozenset({FieldKind.CHOICE, FieldKind.CHOICES, FieldKind.YES_NO})
"""The kinds of questions whose answers can decide whether something is asked for."""


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """A condition as a person reads it: the question, and the answers with which something is asked for."""

    question: str
    answers: tuple[str, ...]


UNKNOWN = gettext_noop("“{name}” depends on the question “{field}”, which the form does not have.")
LATER = gettext_noop("“{name}” depends on the question “{field}”, which is asked only later.")
KIND = gettext_noop("“{name}” depends on the question “{field}”, which offers no answers to choose from.")
VALUE = gettext_noop("“{name}” depends on the answer “{value}”, which the question “{field}” does not offer.")


def condition_words(content: ItemContent, condition: Condition | None, *, in_english: bool = False) -> ConditionWords:
    """The condition with the labels of its question and answers; what the form does not have stays as written.

    The answers to a question of yes or no are the translation sources of `Reply`.
    """
    if condition is None:
        return ConditionWords("", ())
    asked = next((field for field in content.fields if field.id == condition.field), None)
    if asked is None:
        return ConditionWords(condition.field, condition.any_of)
    labels = {reply.value: reply.label for reply in Reply} if asked.kind is FieldKind.YES_NO else {}
    labels |= {one.value: (in_english and one.label_en) or one.label for one in asked.choices}
    question = (in_english and asked.label_en) or asked.label
    return ConditionWords(question, tuple(labels.get(value, value) for value in condition.any_of))


def condition_points(content: ItemContent) -> Iterator[Missing]:
    """Every condition that no answer can fulfil, or that is asked before what it depends on. Law: ALL 30."""
    fields = content.fields
    for index, material in enumerate(content.materials):
        if material.when is not None:
            yield from _faults(material.when, f"materials.{index}.when", material.name, fields, fields)
    position = 0
    for group_index, group in enumerate(content.form):
        for field_index, asked in enumerate(group.fields):
            if asked.when is not None:
                place = f"form.{group_index}.fields.{field_index}.when"
                yield from _faults(asked.when, place, asked.label, fields, fields[:position])
            position += 1


def _faults(
    condition: Condition, place: str, name: str, fields: Sequence[FormField], before: Sequence[FormField]
) -> Iterator[Missing]:
    asked = next((field for field in fields if field.id == condition.field), None)
    details: dict[str, object] = {"name": name, "field": asked.label if asked else condition.field}
    if asked is None:
        yield Missing(place, "condition_unknown", UNKNOWN, "ALL 30", details)
        return
    if asked not in before:
        yield Missing(place, "condition_later", LATER, "ALL 30", details)
    if asked.kind not in KINDS:
        yield Missing(place, "condition_kind", KIND, "ALL 30", details)
        return
    offered = (
        {reply.value for reply in Reply} if asked.kind is FieldKind.YES_NO else {one.value for one in asked.choices}
    )
    for value in condition.any_of:
        if value not in offered:
            yield Missing(place, "condition_value", VALUE, "ALL 30", {**details, "value": value})
