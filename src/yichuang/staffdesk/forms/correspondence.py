"""Forms of questions and their answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.correspondence.rules import TEXT_MAX, TITLE_MAX
from yichuang.staffdesk.forms.base import ActForm, choice_of, text_area

_REASON_MAX = 500


class AnswerForm(ActForm):
    """The answer to a question, given once."""

    text = forms.CharField(
        label=_("The answer"),
        max_length=TEXT_MAX,
        widget=text_area(8),
        help_text=_("It is sent at once and cannot be changed."),
    )


class PassOnForm(ActForm):
    """Another department should answer."""

    organisation = forms.TypedChoiceField(label=_("Department"), coerce=int)
    reason = forms.CharField(label=_("Reason"), max_length=_REASON_MAX)

    def __init__(self, data: Any = None, *, departments: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the departments."""
        super().__init__(data, **kwargs)
        choice_of(self, "organisation", [("", _("Please choose")), *departments])


class PublishForm(ActForm):
    """What the public reads."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_MAX)
    question = forms.CharField(label=_("Question"), max_length=TEXT_MAX, widget=text_area(5))
    answer = forms.CharField(label=_("The answer"), max_length=TEXT_MAX, widget=text_area(8))


class WithdrawForm(ActForm):
    """Why the public should read it no more."""

    reason = forms.CharField(label=_("Reason"), max_length=_REASON_MAX)
