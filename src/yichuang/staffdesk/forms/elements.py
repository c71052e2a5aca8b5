"""A form for elements of an item's content, made from what the content says of each of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from yichuang.catalogue.rules.content import ItemContent
from yichuang.staffdesk.forms.base import DeskForm
from yichuang.staffdesk.forms.boxes import Box, box_of


class ElementsForm(DeskForm):
    """Some elements of a part (or of the content itself). `revision` is the token for the save."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        kind: type[BaseModel],
        names: Iterable[str] | None = None,
        value: Mapping[str, Any] | None = None,
        content: ItemContent,
        **kwargs: Any,
    ) -> None:
        """Make a box for each element of `kind` (or those named), filled from `value`, plain data, or as a new one is."""
        super().__init__(data, files, **kwargs)
        chosen = tuple(names) if names is not None else tuple(kind.model_fields)
        self.boxes: dict[str, Box] = {}
        for name in chosen:
            if (box := box_of(name, kind.model_fields[name], content)) is not None:
                self.boxes[name] = box
                self.fields.update(box.fields)
        filled = _unless_said(kind) if value is None else value
        shown = [box.shown(filled.get(name)) for name, box in self.boxes.items()]
        self.initial = {**self.initial, **{name: one for part in shown for name, one in part.items()}}

    def mark_needed(self, names: Iterable[str]) -> None:
        """These are shown as required, though a draft is saved without them."""
        for name in names:
            if name in self.fields:
                self.fields[name].required = True

    def data_given(self) -> dict[str, Any]:
        """The elements as plain data, to be judged by the catalogue. Files stand in `files_given`."""
        return {name: box.typed(self.cleaned_data) for name, box in self.boxes.items() if name not in self.files_asked}

    @property
    def files_asked(self) -> frozenset[str]:
        """The elements that are files."""
        return frozenset(name for name in self.boxes if isinstance(self.fields.get(name), forms.FileField))


def _unless_said(kind: type[BaseModel]) -> dict[str, Any]:
    """What the elements are where nothing was said of them, as plain data."""
    free = {name: info for name, info in kind.model_fields.items() if not info.is_required()}
    return dict(to_jsonable_python({name: info.get_default(call_default_factory=True) for name, info in free.items()}))
