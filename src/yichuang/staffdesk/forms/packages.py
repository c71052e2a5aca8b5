"""What a package of an archived case is needed for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.archives.rules import REASON_MAX
from yichuang.staffdesk.forms.base import DeskForm, text_area


class ReadForm(DeskForm):
    """The reason for which a package is handed out; the record of it is never deleted. Law: PIPL 51; ARC 37."""

    reason = forms.CharField(
        label=_("What the package is needed for"),
        max_length=REASON_MAX,
        widget=text_area(2),
        help_text=_("Your name, post, the time and this reason stay on record: it holds personal data in full."),
    )
