"""Forms of the register of seals."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yichuang.seals.rules import LONGEST_NAME, LONGEST_TEXT, SealKind, SealState
from yichuang.staffdesk.forms.base import ActForm, DeskForm, choice_of, date_box, none_chosen, options, text_area


class SealFilterForm(DeskForm):
    """Which seals are shown: of one body or of all, in use or ended."""

    body = forms.ChoiceField(label=_("Body"), choices=[], required=False)
    state = forms.ChoiceField(
        label=_("State"),
        choices=lambda: options(SealState, empty=gettext("All")),
        required=False,
        initial=SealState.IN_USE.value,
    )

    def __init__(self, data: Any = None, *, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the bodies whose seals the reader keeps."""
        super().__init__(data, **kwargs)
        choice_of(self, "body", [("", gettext("All")), *bodies])


class BodyForm(DeskForm):
    """Whose seal it is, which decides who can keep it."""

    body = forms.ChoiceField(label=_("Body"), choices=[])

    def __init__(self, data: Any = None, *, bodies: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the bodies whose seals the reader keeps."""
        super().__init__(data, **kwargs)
        choice_of(self, "body", [("", none_chosen()), *bodies])


class SealForm(ActForm):
    """A seal of the body that was chosen before, kept by one of the posts that may."""

    places = {
        "seals.taken": "kind",
        "seals.first_day": "in_use_from",
        "seals.keeper_elsewhere": "keeper",
        "seals.signer_missing": "signed_by",
        "organisations.post_not_found": "keeper",
    }

    kind = forms.ChoiceField(label=_("Kind of seal"), choices=lambda: options(SealKind))
    keeper = forms.ChoiceField(
        label=_("Keeper"),
        choices=[],
        help_text=_("A post of the body or of the centre; whoever holds it answers for it."),
    )
    in_use_from = forms.DateField(label=_("In use from"), widget=date_box())
    name = forms.CharField(
        label=_("Name of the seal"),
        max_length=LONGEST_NAME,
        required=False,
        help_text=_("Empty: as its edge and foot say."),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=text_area(2),
        help_text=_("Empty: what a seal of its kind is usually for."),
    )
    signed_by = forms.ChoiceField(label=_("Signing service"), choices=[])

    def __init__(
        self, data: Any = None, *, keepers: list[tuple[str, str]], signers: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        """Offer the posts and the signing services that there are."""
        super().__init__(data, **kwargs)
        choice_of(self, "keeper", [("", none_chosen()), *keepers])
        choice_of(self, "signed_by", signers)


class HandForm(ActForm):
    """Another post that keeps the seal, and why."""

    places = {
        "seals.keeper_elsewhere": "keeper",
        "seals.keeper_same": "keeper",
        "organisations.post_not_found": "keeper",
    }

    keeper = forms.ChoiceField(label=_("New keeper"), choices=[])
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_TEXT, widget=text_area(2))

    def __init__(self, data: Any = None, *, keepers: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the posts that may keep it."""
        super().__init__(data, **kwargs)
        choice_of(self, "keeper", [("", none_chosen()), *keepers])


class EndForm(ActForm):
    """Why a seal is used no more."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_TEXT, widget=text_area(2))
