"""Forms of accounts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yichuang.staffdesk.forms.base import ActForm

_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class NewAccountForm(ActForm):
    """An account for a member of staff."""

    places = {
        "organisations.staff_not_found": "staff_no",
        "identity.login_shape": "login",
        "identity.login_taken": "login",
    }

    staff_no = forms.CharField(label=_("Staff number"), max_length=40)
    login = forms.CharField(
        label=_("Login"),
        max_length=40,
        help_text=_("3 to 32 small letters, digits, point, hyphen, underscore; begins with a letter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("First password"),
        max_length=200,
        strip=False,
        widget=_PASSWORD,
        help_text=_("At least 10 characters. It must be changed at the first sign-in."),
    )


class ResetForm(ActForm):
    """A new password for somebody else."""

    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=_PASSWORD,
        help_text=_("At least 10 characters. The owner must change it after signing in."),
    )


class SwitchForm(ActForm):
    """Why an account is switched on or off."""

    reason = forms.CharField(label=_("Reason"), max_length=500)


class UnlockForm(ActForm):
    """Nothing but the decision."""
