"""Files for the materials of an item."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from typing_extensions import override

from yichuang.cases.rules import is_required
from yichuang.catalogue.rules import Material, MaterialForm
from yichuang.core.errors import DomainError, FieldProblem
from yichuang.core.problems import message_of
from yichuang.portal.forms.judged import JudgedForm
from yichuang.portal.words import local

ACCEPTED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.ofd"
"""What browsers offer to choose from; `documents` judges by the content."""


@dataclass(frozen=True, slots=True)
class ChosenFile:
    """A file that was sent for a material; `size` in bytes as announced."""

    code: str
    name: str
    size: int | None
    stream: BinaryIO


class FilesBox(forms.FileInput):
    """Takes several files."""

    allow_multiple_selected = True


class MaterialsForm(JudgedForm):
    """One box for each material that can be sent online."""

    def __init__(
        self,
        materials: Iterable[Material],
        *,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[Any]] | None" = None,
        named: Collection[str] = (),
    ) -> None:
        """Bind what was posted, or show empty boxes. Of `named` codes a file is taken although the state has it by sharing."""
        super().__init__(data, files, prefix="material")
        for material in materials:
            if not can_be_sent(material) and (material.form is MaterialForm.PAPER or material.code not in named):
                continue
            self.fields[material.code] = forms.Field(
                label=_add_label(material), required=is_required(material), widget=FilesBox(attrs={"accept": ACCEPTED})
            )

    @override
    def judge(self) -> Sequence[FieldProblem]:
        return ()

    def chosen(self) -> list[ChosenFile]:
        """The files chosen, in the order of the materials."""
        return [
            ChosenFile(code, file.name or "", file.size, stream_of(file))
            for code in self.fields
            for file in self.files.getlist(self.add_prefix(code))
        ]

    def refuse_file(self, code: str, error: DomainError) -> None:
        """What is wrong with a file stands at its material."""
        self.add_error(code, message_of(error))


def _add_label(material: Material) -> str:
    return gettext("Add files: {name}").format(name=local(material, "name"))


def stream_of(file: "UploadedFile[Any]") -> BinaryIO:
    """The bytes that arrived, from their beginning."""
    stream: Any = file.file
    stream.seek(0)
    binary: BinaryIO = stream
    return binary


def can_be_sent(material: Material) -> bool:
    """Whether the material is asked of the applicant and taken as a file."""
    return material.is_asked and material.form is not MaterialForm.PAPER
