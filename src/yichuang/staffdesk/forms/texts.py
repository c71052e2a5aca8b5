"""The form of a standard text."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.cases.rules import TextKind
from yichuang.staffdesk.forms.base import DeskForm, choice_of, options, text_area

_TITLE_MAX = 60
_TEXT_MAX = 2000


class TextForm(DeskForm):
    """A wording to pick; one that is there already keeps its kind and its organisation."""

    places = {"cases.text_title_taken": "title"}

    kind = forms.ChoiceField(label=_("What it is for"), choices=lambda: options(TextKind))
    organisation = forms.ChoiceField(label=_("Where it holds"), required=False)
    title = forms.CharField(label=_("Short name"), max_length=_TITLE_MAX)
    text = forms.CharField(
        label=_("Wording"),
        max_length=_TEXT_MAX,
        widget=text_area(3),
        help_text=_("In Chinese: it goes into papers as it stands here."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        organisations: Sequence[tuple[str, str]] = (),
        is_new: bool = True,
        **kwargs: Any,
    ) -> None:
        """Offer where the text may hold."""
        super().__init__(data, **kwargs)
        choice_of(self, "organisation", organisations)
        if not is_new or len(organisations) < 2:  # noqa: PLR2004 - one is no choice
            del self.fields["organisation"]
        if not is_new:
            del self.fields["kind"]
