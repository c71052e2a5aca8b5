"""Forms that leave the judging to the rules of the domain."""

from collections.abc import Mapping, Sequence

from django import forms
from django.forms.utils import ErrorDict
from typing_extensions import override

from yichuang.cases.rules import visible
from yichuang.core.errors import DomainError, FieldProblem
from yichuang.core.problems import filled, message_of

LONGEST_TYPED = 10_000
"""Twice what the longest answer may have; what is longer is cut before it is kept."""


class JudgedForm(forms.Form):
    """A form whose fields only label, show and carry; `judge` says what is wrong with what was typed."""

    use_required_attribute = False  # the rules say what is missing, in the reader's language, all at once

    def judge(self) -> Sequence[FieldProblem]:
        """The problems of what was typed, by the names of this form's fields."""
        raise NotImplementedError

    @override
    def full_clean(self) -> None:
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        if self.is_bound:
            self.show(self.judge())

    def show(self, problems: Sequence[FieldProblem]) -> None:
        """Each problem stands at its field, or above the form if it has none of that name."""
        for problem in problems:
            place = problem.field if problem.field in self.fields else None
            self.add_error(place, filled(problem.text, problem.details))

    def refuse(self, error: DomainError) -> None:
        """What a service refused stands above the form, in the reader's language."""
        self.add_error(None, message_of(error))

    def typed(self) -> Mapping[str, str | list[str]]:
        """What was typed, right or wrong, by field; without characters that are not seen."""
        return {name: self.read(name) for name in self.fields}

    def read(self, name: str) -> str | list[str]:
        """What was typed in one field."""
        value = self._raw(name)
        if isinstance(value, list | tuple):
            return [visible(str(one)[:LONGEST_TYPED]) for one in value]
        return "" if value is None else visible(str(value)[:LONGEST_TYPED])

    def hidden_in(self) -> list[str]:
        """The labels of the fields in which characters stood that are not seen; they are not kept."""
        return [str(field.label) for name, field in self.fields.items() if _has_hidden(self._raw(name))]

    def _raw(self, name: str) -> object:
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))


def _has_hidden(value: object) -> bool:
    if not isinstance(value, str):
        return False
    return len(visible(value)) != len(value.replace("\r\n", "\n").strip())
