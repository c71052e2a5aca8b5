"""What an applicant says when he does something in his case."""

from django import forms
from django.http import QueryDict

from yichuang.portal.forms.following import LongText

TEXT_MAX = 2000


class OwnActForm(forms.Form):
    """A word that nobody must say. The key makes the act happen once, however often the button is pressed."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = LongText(required=False, max_length=TEXT_MAX, rows=4)

    def __init__(self, data: QueryDict | None, *, label: str, initial: dict[str, object]) -> None:
        """Ask with that label."""
        super().__init__(data, initial=initial)
        self.fields["text"].label = label
