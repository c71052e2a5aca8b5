"""Who applies."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import PartyKind
from yichuang.cases.services import Party, check_party
from yichuang.core.errors import FieldProblem
from yichuang.identity.rules import IdentityType
from yichuang.portal.forms.judged import JudgedForm


class PartyForm(JudgedForm):
    """The applicant's data as they will stand on the papers. Name and number are the account's; the phone can be another."""

    name = forms.Field(label=_("Name"), widget=forms.HiddenInput())
    identity_type = forms.Field(label=_("Identity document"), widget=forms.HiddenInput())
    identity_no = forms.Field(label=_("Number of the document"), widget=forms.HiddenInput())
    phone = forms.Field(
        label=_("Phone number"),
        help_text=_("We call this number about the case."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel", "type": "tel"}),
    )

    def __init__(
        self, *, data: QueryDict | None = None, party: Mapping[str, str] | None = None, is_judged: bool = False
    ) -> None:
        """Bind what was posted, or show data given before; `is_judged` shows what is wrong with those."""
        given = dict(party or {})
        bound = {f"party-{name}": value for name, value in given.items()} if is_judged and data is None else data
        super().__init__(bound, initial=given, prefix="party")

    @override
    def judge(self) -> Sequence[FieldProblem]:
        return party_problems({name: str(value) for name, value in self.typed().items()})

    @override
    def show(self, problems: Sequence[FieldProblem]) -> None:
        # What is wrong with hidden fields stands above the form: nobody could be led to them.
        hidden = {bound.name for bound in self.hidden_fields()}
        super().show([replace(one, field="") if one.field in hidden else one for one in problems])

    def party(self) -> Party:
        """What was typed, right or wrong."""
        return _party({name: str(value) for name, value in self.typed().items()})


_LOCKED = ("name", "identity_type", "identity_no")


def locked(own: Mapping[str, str]) -> dict[str, str]:
    """What an applicant online cannot change: he applies in the name of his account, or of whom he acts for."""
    return {name: own[name] for name in _LOCKED}


def with_own_name(data: QueryDict, own: Mapping[str, str]) -> QueryDict:
    """What was posted, with the name and number of the account in their places."""
    posted = data.copy()
    for name, value in locked(own).items():
        posted[f"party-{name}"] = value
    return posted


def party_problems(party: Mapping[str, str]) -> list[FieldProblem]:
    """What is wrong with an applicant's data, by field."""
    problems = check_party(_party(party))[1]
    return [replace(one, field=one.field.removeprefix("party-")) for one in problems]


def _party(given: Mapping[str, str]) -> Party:
    """The data as a party, right or wrong. Whoever has a credit code is a body, anybody else a person."""
    known = {kind.value: kind for kind in IdentityType}
    kind = known.get(given.get("identity_type", ""), IdentityType.RESIDENT_CARD)
    return Party(
        kind=PartyKind.ENTERPRISE if kind is IdentityType.CREDIT_CODE else PartyKind.PERSON,
        name=given.get("name", ""),
        identity_type=kind,
        identity_no=given.get("identity_no", ""),
        phone=given.get("phone", ""),
    )
