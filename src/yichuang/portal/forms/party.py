"""Who applies."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import PartyKind
from yichuang.cases.services import Party
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.identifiers import check_phone
from yichuang.identity.rules import NAME_MAX, IdentityType, check_identity
from yichuang.portal.forms.judged import JudgedForm


class PartyForm(JudgedForm):
    """The applicant's data as they will stand on the papers."""

    name = forms.Field(
        label=_("Name"),
        help_text=_("Online you apply in the name of your account. For somebody else, come to the window."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "maxlength": NAME_MAX}),
    )
    identity_type = forms.Field(label=_("Identity document"), widget=forms.Select())
    identity_no = forms.Field(
        label=_("Number of the document"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone = forms.Field(
        label=_("Phone number"),
        help_text=_("We call this number about the case."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )

    def __init__(
        self, *, data: QueryDict | None = None, party: Mapping[str, str] | None = None, is_judged: bool = False
    ) -> None:
        """Bind what was posted, or show data given before; `is_judged` shows what is wrong with those."""
        given = dict(party or {})
        bound = {f"party-{name}": value for name, value in given.items()} if is_judged and data is None else data
        super().__init__(bound, initial=given, prefix="party")
        kind = _identity_type(str(given.get("identity_type") or (data.get("party-identity_type") if data else "")))
        widget = self.fields["identity_type"].widget
        if isinstance(widget, forms.Select):
            widget.choices = [(kind.value, gettext(kind.label))]
        for name in ("name", "identity_no"):
            self.fields[name].widget.attrs["readonly"] = True

    @override
    def judge(self) -> Sequence[FieldProblem]:
        return party_problems({name: str(value) for name, value in self.typed().items()})

    def party(self) -> Party:
        """What was typed, right or wrong. Whoever has a credit code is a body, anybody else a person."""
        typed = {name: str(value) for name, value in self.typed().items()}
        kind = _identity_type(typed["identity_type"])
        return Party(
            kind=PartyKind.ENTERPRISE if kind is IdentityType.CREDIT_CODE else PartyKind.PERSON,
            name=typed["name"],
            identity_type=kind,
            identity_no=typed["identity_no"],
            phone=typed["phone"],
        )


_LOCKED = ("name", "identity_type", "identity_no")


def locked(own: Mapping[str, str]) -> dict[str, str]:
    """What an applicant online cannot change: he applies in the name of his account."""
    return {name: own[name] for name in _LOCKED}


def with_own_name(data: QueryDict, own: Mapping[str, str]) -> QueryDict:
    """What was posted, with the name and number of the account in their places."""
    posted = data.copy()
    for name, value in locked(own).items():
        posted[f"party-{name}"] = value
    return posted


def party_problems(party: Mapping[str, str]) -> list[FieldProblem]:
    """What is wrong with an applicant's data, by field."""
    problems = []
    name, number, phone = party.get("name", "").strip(), party.get("identity_no", ""), party.get("phone", "")
    if not name or len(name) > NAME_MAX:
        problems.append(FieldProblem("name", "cases.party_name", gettext_noop("Give the applicant's name."), name))
    try:
        check_identity(_identity_type(party.get("identity_type", "")), number)
    except InvalidError as error:
        problems.append(FieldProblem("identity_no", error.code, error.text, number, error.details))
    try:
        check_phone(phone)
    except InvalidError as error:
        problems.append(FieldProblem("phone", error.code, error.text, phone, error.details))
    return problems


def _identity_type(value: str) -> IdentityType:
    known = {kind.value: kind for kind in IdentityType}
    return known.get(value, IdentityType.RESIDENT_CARD)
