"""What an applicant says when he does something in his case."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

TEXT_MAX = 2000


class OwnActForm(forms.Form):
    """A word that nobody must say. The key makes the act happen once, however often the button is pressed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        required=False,
        max_length=TEXT_MAX,
        error_messages={"max_length": _("Please shorten it to %(limit_value)d characters.")},
        widget=forms.Textarea(attrs={"rows": 4, "data-max": TEXT_MAX}),
    )

    def __init__(self, data: QueryDict | None, *, label: str, initial: dict[str, object]) -> None:
        """Ask with that label."""
        super().__init__(data, initial=initial)
        self.fields["text"].label = label
