"""Forms beside the acts of a case: who has it, remarks, messages, the look at somebody's data."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.correspondence.rules import TEXT_MAX as MESSAGE_MAX
from yichuang.staffdesk.forms.base import ActForm, DeskForm, choice_of, text_area

NOTE_MAX = 2000
NAME_MAX = 40
_LONGEST = 300


class HandOverForm(ActForm):
    """To whom a case goes, and why."""

    places = {"cases.taking_reason_missing": "reason"}

    to = forms.TypedChoiceField(label=_("Hand over to"), coerce=int)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=_LONGEST,
        help_text=_("Needed when a colleague has the case. The ledger keeps it."),
    )

    def __init__(
        self, data: Any = None, files: Any = None, *, colleagues: Sequence[tuple[int, str]] = (), **kwargs: Any
    ) -> None:
        """Offer the colleagues."""
        super().__init__(data, files, **kwargs)
        choice_of(self, "to", [("", _("Please choose")), *colleagues])


class NoteForm(ActForm):
    """A remark for colleagues."""

    text = forms.CharField(
        label=_("Remark"), max_length=NOTE_MAX, widget=text_area(2), help_text=_("Only staff read it.")
    )


class SayForm(ActForm):
    """A message to the applicant."""

    text = forms.CharField(
        label=_("Message to the applicant"),
        max_length=MESSAGE_MAX,
        widget=text_area(3),
        help_text=_("The applicant reads it with your name and post. No papers: those are issued by acts."),
    )


class UnmaskForm(DeskForm):
    """Why somebody's data must be seen."""

    reason = forms.CharField(
        label=_("Why you need to see the data"),
        max_length=_LONGEST,
        help_text=_("Your name, the time and this reason are recorded."),
    )
