"""Forms that leave the judging to the rules of the domain."""

from collections.abc import Mapping, Sequence
from unicodedata import category

from django import forms
from django.forms.utils import ErrorDict
from typing_extensions import override

from yichuang.core.errors import DomainError, FieldProblem
from yichuang.core.problems import filled, message_of

LONGEST_TYPED = 10_000
"""Twice what the longest answer may have; what is longer is cut before it is kept."""


class JudgedForm(forms.Form):
    """A form whose fields only label, show and carry; `judge` says what is wrong with what was typed."""

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
        """What was typed, right or wrong, by field."""
        return {name: self._typed(name, field) for name, field in self.fields.items()}

    def _typed(self, name: str, field: forms.Field) -> str | list[str]:
        value = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if isinstance(value, list | tuple):
            return [_visible(str(one)) for one in value]
        return "" if value is None else _visible(str(value))


def _visible(text: str) -> str:
    """The text without characters that are not seen and could hide or turn it around; line breaks stay."""
    kept = (char for char in text[:LONGEST_TYPED] if char in "\n\r\t" or category(char) not in {"Cc", "Cf", "Cs"})
    return "".join(kept)
