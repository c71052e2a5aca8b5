"""What people type about themselves. Rules are the services'; forms only read, label and carry back the problems."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.core.actor import Principal
from yichuang.core.errors import DomainError, FieldProblem, InvalidError
from yichuang.core.labels import Labelled
from yichuang.core.problems import filled, message_of
from yichuang.identity.rules import IdentityType, Language, Matter, NoticeWay
from yichuang.identity.services import check_registration

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class RefusableForm(forms.Form):
    """A form to which what a service refused is tied."""

    def refuse(self, error: DomainError) -> None:
        """Each problem stands at its field, anything else above the form, in the reader's language."""
        problems = error.problems if isinstance(error, InvalidError) else ()
        self.mark(problems)
        if not problems:
            self.add_error(None, message_of(error))

    def mark(self, problems: Iterable[FieldProblem]) -> None:
        """Each problem stands at its field, or above the form when there is no such field."""
        for problem in problems:
            place = problem.field if problem.field in self.fields else None
            self.add_error(place, filled(problem.text, problem.details))
        places = list(self.fields)
        marked = sorted(self.errors.items(), key=lambda entry: places.index(entry[0]) if entry[0] in places else -1)
        self.errors.clear()
        self.errors.update(marked)


def _new_password(label: "_StrOrPromise", label_again: "_StrOrPromise") -> tuple[forms.CharField, forms.CharField]:
    """The boxes for a new password and for the same once more."""
    once, again = (
        forms.CharField(label=one, strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
        for one in (label, label_again)
    )
    once.help_text = _("At least 10 characters; not your phone or identity number.")
    return once, again


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
    password, password_again = _new_password(_("Password"), _("Password once more"))
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    @override
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django defines them
        _offer(self.fields["identity_type"], IdentityType)

    @override
    def clean(self) -> None:
        """Everything that is wrong stands at its field at once; what is missing was marked before."""
        _check_repeated(self)
        given = self.cleaned_data
        problems = check_registration(
            name=given.get("name", ""),
            identity_type=IdentityType(given.get("identity_type", IdentityType.RESIDENT_CARD)),
            identity_no=given.get("identity_no", ""),
            phone=given.get("phone", ""),
            password=given.get("password", ""),
        )
        marked = set(self.errors) | ({"identity_no"} if "identity_type" in self.errors else set())
        self.mark(problem for problem in problems if problem.field not in marked)


class ChangePasswordForm(RefusableForm):
    """The present password and the new one twice."""

    present = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    password, password_again = _new_password(_("New password"), _("New password once more"))

    @override
    def clean(self) -> None:
        _check_repeated(self)


class LanguageForm(RefusableForm):
    """The language of the pages."""

    language = forms.ChoiceField(label=_("Language"), choices=Language.choices())


class MandateForm(RefusableForm):
    """Who may act for me, in which matters, on which days. Law: CIV 165."""

    agent_name = forms.CharField(
        label=_("Name of the agent"),
        help_text=_("Exactly as in their account."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    agent_type = forms.ChoiceField(label=_("Identity document of the agent"), choices=[])
    agent_no = forms.CharField(
        label=_("Number of the agent's document"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    scope = forms.ChoiceField(
        label=_("In which matters"),
        choices=[("all", _("All services")), ("items", _("Only the services named below"))],
        initial="all",
        widget=forms.RadioSelect,
    )
    search = forms.CharField(
        label=_("Find services to add"),
        help_text=_("A word of the name, or the code. What is found can be ticked below."),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    item_codes = forms.MultipleChoiceField(
        label=_("Services of the mandate"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("There is no service with the code %(value)s.")},
    )
    valid_from = forms.DateField(
        label=_("First day of the mandate"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    valid_to = forms.DateField(
        label=_("Last day of the mandate"),
        help_text=_("At most three years. You can withdraw the mandate at any time."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, services: Iterable[Matter] = (), **kwargs: Any) -> None:
        """Offer the services to tick; those that are ticked must be among them."""
        super().__init__(*args, **kwargs)
        _offer(self.fields["agent_type"], (kind for kind in IdentityType if kind is not IdentityType.CREDIT_CODE))
        boxes = self.fields["item_codes"]
        if isinstance(boxes, forms.MultipleChoiceField):
            boxes.choices = [(one.code, matter_name(one)) for one in services]

    @override
    def clean(self) -> None:
        """Codes are named only for a mandate in some matters: nobody gives more than they meant to."""
        if self.cleaned_data.get("scope") == "all" and self.cleaned_data.get("item_codes"):
            text = _(
                "You chose all services but ticked some here. Choose “only the services named below”, or untick these."
            )
            self.add_error("item_codes", text)

    def codes(self) -> list[str] | None:
        """The codes of the services ticked; None for all services."""
        return None if self.cleaned_data["scope"] == "all" else list(self.cleaned_data["item_codes"])


class ActForForm(forms.Form):
    """For whom one acts from now on; nobody chosen is oneself."""

    mandate = forms.ChoiceField(label=_("For whom do you want to act?"), required=False, choices=[])
    next = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, principals: Iterable[Principal], **kwargs: Any) -> None:
        """Offer oneself and the principals of mandates that are valid today."""
        super().__init__(**kwargs)
        choice = self.fields["mandate"]
        if isinstance(choice, forms.ChoiceField):
            choice.choices = [("", _("For myself")), *((str(one.mandate_id), _named(one)) for one in principals)]


def matter_name(one: Matter) -> str:
    """A service in the reader's language."""
    return one.name_en if one.name_en and (get_language() or "").startswith("en") else one.name


def _named(principal: Principal) -> str:
    if principal.item_codes is None:
        return principal.name
    return gettext("{name} (some services)").format(name=principal.name)


class CorrectForm(RefusableForm):
    """How I can be reached and told."""

    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email", "spellcheck": "false"}),
    )
    notice = forms.ChoiceField(label=_("How we tell you of news"), choices=[], widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices())
    present = forms.CharField(
        label=_("Present password"),
        help_text=_("Only needed for a new phone number or e-mail address: codes for a new password go there."),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    @override
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as Django defines them
        _offer(self.fields["notice"], NoticeWay)


class RecoverForm(RefusableForm):
    """Whose password is forgotten."""

    login = forms.CharField(
        label=_("Login or phone number"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class RecoverCodeForm(RecoverForm):
    """The code that came, and the new password twice."""

    code = forms.CharField(
        label=_("Code from the message"),
        help_text=_("The six digits of the newest message."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    password, password_again = _new_password(_("New password"), _("New password once more"))

    @override
    def clean(self) -> None:
        _check_repeated(self)


def _offer(field: forms.Field, choices: Iterable[Labelled]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = [(choice.value, _(choice.label)) for choice in choices]


def _check_repeated(form: forms.Form) -> None:
    given = form.cleaned_data.get("password"), form.cleaned_data.get("password_again")
    if None not in given and given[0] != given[1]:
        form.add_error("password_again", _("The two passwords differ."))
