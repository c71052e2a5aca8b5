"""The one page of intake at the window."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.errors import FormInvalidError, NotConfirmedError
from yichuang.cases.queries import DraftView
from yichuang.cases.rules import PartyKind
from yichuang.cases.services import Party
from yichuang.core.errors import DomainError, FieldProblem
from yichuang.core.problems import message_of
from yichuang.identity.rules import NAME_MAX, IdentityType
from yichuang.staffdesk.forms.base import ActForm, GrantingForm, options
from yichuang.staffdesk.forms.fields import (
    PREFIX,
    add_materials,
    add_questions,
    asked_materials,
    read_answers,
    read_files,
    read_papers,
    typed_answers,
)
from yichuang.staffdesk.services import Intake, Refusal

WORD = "confirmed_otherwise"
PARTY = ("identity_type", "identity_no", "kind", "name", "phone")


def word_box() -> forms.BooleanField:
    """The clerk's word that the applicant, who saw the draft on the second screen, confirmed it otherwise."""
    return forms.BooleanField(
        label=_("The applicant has confirmed in person, in another way, that the application is right"),
        required=False,
        help_text=_("It was shown on the second screen and is not confirmed there as it is now. The tick is recorded."),
    )


class SpotIntakeForm(GrantingForm):
    """The decision to do all acts of an instant item, with the clerk's word where it is wanted."""

    places: ClassVar[Mapping[str, str]] = {**GrantingForm.places, NotConfirmedError.code: WORD}

    confirmed_otherwise = word_box()

    def __init__(self, data: Any = None, *, is_word_wanted: bool, **kwargs: Any) -> None:
        """Ask for the word only where the applicant saw the draft and did not confirm it."""
        super().__init__(data, **kwargs)
        if not is_word_wanted:
            del self.fields[WORD]


class IntakeForm(ActForm):
    """Who applies, the item's questions, the checklist. Filled from the draft; judged by cases, not here."""

    places: ClassVar[Mapping[str, str]] = {NotConfirmedError.code: WORD}

    revision = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("Who applies"), choices=lambda: options(PartyKind), widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=NAME_MAX, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    identity_type = forms.ChoiceField(label=_("Identity document"), choices=lambda: options(IdentityType))
    identity_no = forms.CharField(
        label=_("Number of the document"),
        max_length=40,
        help_text=_("Card or credit code; an account with this number is found by itself and sees the case."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "tel"}),
    )
    confirmed_otherwise = word_box()

    def __init__(self, data: Any = None, files: Any = None, *, draft: DraftView, **kwargs: Any) -> None:
        """Ask what the draft's version of the item asks."""
        content = draft.version.content
        self.materials = asked_materials(content)
        super().__init__(data, files, initial=_initial(draft), **kwargs)
        add_questions(self, content)
        add_materials(self, self.materials)
        if data is None and not draft.party.get("identity_no"):
            self.fields["identity_no"].widget.attrs["autofocus"] = True

    def refuse_all(self, refusals: tuple[Refusal, ...]) -> None:
        """What was refused stands at its field, and nothing else: the judgement is that of cases alone."""
        self.errors.clear()
        for refusal in refusals:
            if refusal.code:
                self.add_error(f"file-{refusal.code}", message_of(refusal.error))
            else:
                self.refuse(refusal.error)

    @override
    def refuse(self, error: DomainError) -> None:
        """Problems of a form come with the names of its parts."""
        if not isinstance(error, FormInvalidError):
            self.add_error(self.places.get(error.code), message_of(error))
            return
        for problem in error.problems:
            self._place(problem)

    def _place(self, problem: FieldProblem) -> None:
        own = problem.field.removeprefix("party-")
        if problem.field.startswith("party-") and own in PARTY:
            self.refuse_field(FieldProblem(own, problem.code, problem.text, problem.value, problem.details))
        else:
            self.refuse_field(problem, prefix=PREFIX)


def read_intake(request: HttpRequest, draft: DraftView) -> Intake:
    """What was typed and sent, as it was typed and sent."""
    content = draft.version.content
    materials = asked_materials(content)
    given = request.POST
    revision = given.get("revision", "")
    return Intake(
        revision=int(revision) if revision.isascii() and revision.isdigit() else 0,
        party=Party(
            kind=_member(PartyKind, given.get("kind"), PartyKind.PERSON),
            name=given.get("name", "")[: NAME_MAX + 1],
            identity_type=_member(IdentityType, given.get("identity_type"), IdentityType.RESIDENT_CARD),
            identity_no=given.get("identity_no", ""),
            phone=given.get("phone", ""),
        ),
        form=read_answers(given, content),
        papers=read_papers(given, materials),
        files=read_files(request.FILES, materials),
        is_confirmed_otherwise=WORD in given,
    )


def _initial(draft: DraftView) -> dict[str, Any]:
    party: Mapping[str, Any] = draft.party or {
        "kind": PartyKind.PERSON.value,
        "identity_type": IdentityType.RESIDENT_CARD.value,
    }
    papers = {f"paper-{code}": True for code, uploads in draft.materials.items() if not uploads}
    return {
        "revision": draft.revision,
        **{name: party.get(name, "") for name in PARTY},
        **typed_answers(draft.form),
        **papers,
    }


def _member(kind: Any, value: str | None, usual: Any) -> Any:
    return kind(value) if value in {one.value for one in kind} else usual
