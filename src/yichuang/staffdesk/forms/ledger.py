"""The form of the ledger's check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.staffdesk.forms.base import DeskForm


class LedgerForm(DeskForm):
    """One case, or all of them."""

    case_no = forms.CharField(
        label=_("Case number"), max_length=20, required=False, help_text=_("Empty: every case of the centre.")
    )
