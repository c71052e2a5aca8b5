"""The form of corrections that are brought to the window."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django import forms
from django.utils.translation import gettext
from typing_extensions import override

from yichuang.cases.errors import CorrectionUnchangedError
from yichuang.catalogue.rules import ItemContent, Material
from yichuang.core.errors import DomainError
from yichuang.staffdesk.forms.base import ActForm
from yichuang.staffdesk.forms.fields import (
    PREFIX,
    add_materials,
    add_questions,
    asked_materials,
    in_language,
    read_answers,
    read_files,
    read_papers,
)
from yichuang.ui.parts import Definition

Checked = tuple[str, forms.BoundField, forms.BoundField]
"""A material by its name, the mark for paper and the box for files."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the applicant prepared online: the new answers (masked), the names of the files and of the papers to come."""

    answers: Sequence[Definition]
    files: Sequence[str]
    papers: Sequence[str]


class CorrectForm(ActForm):
    """Corrections that the applicant brings to the window; what is left empty stays as it was.

    `wanted` are the ids and codes that the notice speaks of: they come first. `prepared` goes in with what is typed here.
    """

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        content: ItemContent,
        wanted: Collection[str] = (),
        prepared: Prepared | None = None,
        present: Mapping[str, str] = MappingProxyType({}),
        **kwargs: Any,
    ) -> None:
        """Ask the item's questions, each with its `present` answer (masked as everywhere), and for its materials."""
        super().__init__(data, files, **kwargs)
        self.content, self.materials = content, asked_materials(content)
        self.wanted, self.prepared = frozenset(wanted), prepared
        add_questions(self, content, asks_all=False)
        for name, answer in present.items():
            question = self.fields[PREFIX + name]
            now = gettext("Now: {answer}").format(answer=answer)
            question.help_text = f"{question.help_text} {now}".strip()
        add_materials(self, self.materials)

    @override
    def given(self) -> dict[str, Any]:
        answers = read_answers(self.sent, self.content)
        return {
            "form": {name: value for name, value in answers.items() if value} or None,
            "papers": read_papers(self.sent, self.materials),
            "files": read_files(self.files, self.materials),
        }

    @property
    def wanted_questions(self) -> list[forms.BoundField]:
        """The questions that the notice speaks of."""
        return [self[name] for name in self._question_names() if name.removeprefix(PREFIX) in self.wanted]

    @property
    def other_questions(self) -> list[forms.BoundField]:
        """The others."""
        return [self[name] for name in self._question_names() if name.removeprefix(PREFIX) not in self.wanted]

    @property
    def wanted_materials(self) -> list[Checked]:
        """The materials that the notice speaks of."""
        return [self._checked(one) for one in self.materials if one.code in self.wanted]

    @property
    def other_materials(self) -> list[Checked]:
        """The others."""
        return [self._checked(one) for one in self.materials if one.code not in self.wanted]

    @property
    def has_other_errors(self) -> bool:
        """Whether something is wrong where the notice does not speak of it."""
        names = [name for name in self._question_names() if name.removeprefix(PREFIX) not in self.wanted]
        return any(name in self.errors for name in names)

    def _question_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(PREFIX)]

    def _checked(self, material: Material) -> Checked:
        return (
            in_language(material.name, material.name_en),
            self[f"paper-{material.code}"],
            self[f"file-{material.code}"],
        )


class FixForm(CorrectForm):
    """What is put right on the spot, without a notice. Law: ALL 32(3)."""

    @override
    def refuse(self, error: DomainError) -> None:
        if isinstance(error, CorrectionUnchangedError):
            self.add_error(None, gettext("Nothing is put right yet: change an answer, or hand in a material."))
        else:
            super().refuse(error)
