"""What people type about themselves. Rules are the services'; forms only read, label and carry back the problems."""

from django import forms
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.core.errors import DomainError, InvalidError
from yichuang.core.problems import filled, message_of
from yichuang.identity.rules import IdentityType, Language


class RefusableForm(forms.Form):
    """A form to which what a service refused is tied."""

    def refuse(self, error: DomainError) -> None:
        """Each problem stands at its field, anything else above the form, in the reader's language."""
        problems = error.problems if isinstance(error, InvalidError) else ()
        for problem in problems:
            place = problem.field if problem.field in self.fields else None
            self.add_error(place, filled(problem.text, problem.details))
        if not problems:
            self.add_error(None, message_of(error))


class SignInForm(RefusableForm):
    """Login and password."""

    login = forms.CharField(
        label=_("Login or phone number"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=1000,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)


class RegisterForm(RefusableForm):
    """What an applicant is asked, and no more than applying needs (PIPL 6)."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("As in your identity document; of a company, its full name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    identity_type = forms.ChoiceField(label=_("Identity document"), choices=[])
    identity_no = forms.CharField(
        label=_("Number of the document"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("You sign in with it, and we call you on it about your case."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 10 characters; not your phone or identity number."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @override
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django defines them
        choice = self.fields["identity_type"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [(kind.value, _(kind.label)) for kind in IdentityType]

    @override
    def clean(self) -> None:
        _check_repeated(self)


class ChangePasswordForm(RefusableForm):
    """The present password and the new one twice."""

    present = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 10 characters; not your phone or identity number."),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("New password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    @override
    def clean(self) -> None:
        _check_repeated(self)


class LanguageForm(RefusableForm):
    """The language of the pages."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices())


def _check_repeated(form: forms.Form) -> None:
    given = form.cleaned_data.get("password"), form.cleaned_data.get("password_again")
    if None not in given and given[0] != given[1]:
        form.add_error("password_again", _("The two passwords differ."))
