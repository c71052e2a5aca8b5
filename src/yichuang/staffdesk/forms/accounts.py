"""Forms of accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.core.errors import DomainError
from yichuang.identity.errors import LoginTakenError, StaffAccountTakenError, StaffReleasedError
from yichuang.identity.queries import find_account_by_login, find_account_of_staff
from yichuang.identity.rules import AccountKind, check_login, password_problems
from yichuang.organisations.errors import StaffNotFoundError
from yichuang.organisations.queries import StaffView, find_staff_by_no
from yichuang.staffdesk.forms.base import ActForm, DeskForm, choice_of, options

_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})


class AccountFilterForm(DeskForm):
    """Which accounts are listed."""

    q = forms.CharField(
        label=_("Login, staff number, phone or identity number"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("whole, not a part")}),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: options(AccountKind), required=False)
    organisation = forms.ChoiceField(label=_("Organisation of the staff"), choices=[], required=False)

    def __init__(
        self, data: Any = None, *, organisations: list[tuple[str, str]], has_applicants: bool, **kwargs: Any
    ) -> None:
        """Offer the organisations; accounts of applicants only to who keeps those of the whole centre."""
        super().__init__(data, **kwargs)
        choice_of(self, "organisation", [("", gettext("All")), *organisations])
        if not has_applicants:
            del self.fields["kind"]


class NewAccountForm(ActForm):
    """An account for a member of staff."""

    places = {
        "organisations.staff_not_found": "staff_no",
        "identity.staff_released": "staff_no",
        "identity.staff_account_taken": "staff_no",
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

    staff: StaffView | None = None

    @override
    def clean(self) -> dict[str, Any]:
        """Say everything that is wrong at once; the service has the last word."""
        given = super().clean() or {}
        self.staff = find_staff_by_no(given["staff_no"]) if given.get("staff_no") else None
        for error in (self._staff_error(given), self._login_error(given)):
            if error is not None:
                self.refuse(error)
        known = tuple(str(given.get(name, "")) for name in ("login", "staff_no"))
        for problem in (
            password_problems(given["password"], known=known, is_common=False) if "password" in given else ()
        ):
            self.refuse_field(problem)
        return given

    def _staff_error(self, given: dict[str, Any]) -> DomainError | None:
        if not given.get("staff_no"):
            return None
        if self.staff is None:
            return StaffNotFoundError()
        if not self.staff.is_active:
            return StaffReleasedError(name=self.staff.name)
        return StaffAccountTakenError(name=self.staff.name) if find_account_of_staff(self.staff.id) else None

    def _login_error(self, given: dict[str, Any]) -> DomainError | None:
        if not given.get("login"):
            return None
        try:
            login = check_login(given["login"])
        except DomainError as error:
            return error
        return LoginTakenError() if find_account_by_login(login) else None


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
