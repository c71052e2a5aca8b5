"""The form by which a second screen comes to a window."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.hall.queries import WindowChoice
from yichuang.staffdesk.forms.base import DeskForm, choice_of


class PairForm(DeskForm):
    """A window and the code that the screen beside it shows."""

    places: ClassVar[Mapping[str, str]] = {"hall.code_wrong": "code", "hall.pairing_locked": "code"}

    window = forms.TypedChoiceField(label=_("Window"), coerce=int)
    code = forms.CharField(
        label=_("Code on the screen"),
        max_length=10,
        help_text=_("Six digits; spaces do not matter."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, windows: Sequence[WindowChoice] = (), **kwargs: Any) -> None:
        """Make the form for these windows; a single one, or the first, is chosen."""
        super().__init__(data, **kwargs)
        choice_of(self, "window", [(one.window.id, f"{one.window.number} {one.window.name}") for one in windows])
