"""Forms of the acts that let something follow later, grant on a commitment, or end a case or a grant."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import GROUNDS_OF, Act
from yichuang.catalogue.rules import Material
from yichuang.core.labels import Labelled
from yichuang.staffdesk.forms.base import (
    LONG,
    ActForm,
    GrantingForm,
    ReasonedForm,
    choice_of,
    lines,
    options,
    text_area,
)
from yichuang.staffdesk.forms.correcting import Checked
from yichuang.staffdesk.forms.fields import add_materials, in_language, read_files, read_papers

_LONGEST = 1000
_LONGEST_REASON = 4000  # the paper says the ground before it


class AcceptForm(ActForm):
    """The acceptance; `deferrable` are the missing materials that may follow until `follow_by`. Law: ALL 32; AY 24."""

    places = {"cases.materials_missing": "deferred", "cases.not_deferrable": "deferred"}

    deferred = forms.MultipleChoiceField(
        label=_("These follow later"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        deferrable: Sequence[Material] = (),
        follow_by: date | None = None,
        consequence: str = "",
        **kwargs: Any,
    ) -> None:
        """Offer what is missing and may follow; nothing where all is there."""
        super().__init__(data, files, **kwargs)
        self.follow_by, self.named = follow_by, {one.code: one.name for one in deferrable}
        if not deferrable:
            del self.fields["deferred"]
            return
        choice_of(self, "deferred", [(one.code, in_language(one.name, one.name_en)) for one in deferrable])
        told = gettext(
            "Not handed in, and the item lets it follow: the applicant promises in writing to bring it by {day}. {consequence}"
        )
        self.fields["deferred"].help_text = told.format(day=follow_by, consequence=consequence)

    @override
    def given(self) -> dict[str, Any]:
        return {"deferred": self.cleaned_data.get("deferred", [])}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        told = gettext("{name} follows by {day}, as the applicant promises in writing.")
        found = [told.format(name=self.named[code], day=self.follow_by) for code in self.given()["deferred"]]
        if found:
            return gettext("The application is accepted; some of the materials follow later."), found
        return gettext("The application is accepted: it is within this body's powers, complete and in due form."), ()


class SupplyForm(ActForm):
    """Deferred materials that are brought to the window. Law: AY 24."""

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        awaited: Sequence[Material] = (),
        is_supplied: bool = False,
        **kwargs: Any,
    ) -> None:
        """Ask for what was promised and has not come; `is_supplied` when something promised has."""
        super().__init__(data, files, **kwargs)
        self.awaited, self.is_supplied = tuple(awaited), is_supplied
        add_materials(self, self.awaited)

    @property
    def materials(self) -> list[Checked]:
        """What is awaited, each with its mark and its box."""
        return [
            (in_language(one.name, one.name_en), self[f"paper-{one.code}"], self[f"file-{one.code}"])
            for one in self.awaited
        ]

    @override
    def clean(self) -> None:
        if not self.awaited:
            if self.is_supplied:
                self.add_error(None, gettext("This material was handed in already."))
        elif not self.given()["papers"] and not self.given()["files"]:
            self.add_error(None, gettext("Tick what was brought on paper, or choose its files."))

    @override
    def given(self) -> dict[str, Any]:
        return {"papers": read_papers(self.sent, self.awaited), "files": read_files(self.files, self.awaited)}


class CommitForm(GrantingForm):
    """The applicant's commitment, on which is granted on the spot; `declared_at` when he made it online himself. Law: AY 25-29."""

    field_order = ("is_declared", "amount")

    is_declared = forms.BooleanField(
        label=_("The applicant has read this, declares it and will sign the commitment"),
        error_messages={"required": _("Nothing is granted on a commitment that was not made.")},
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        terms: Sequence[str] = (),
        declared_at: str = "",
        **kwargs: Any,
    ) -> None:
        """Know what is declared, and ask whether it is only where that is not on record."""
        super().__init__(data, files, **kwargs)
        self.terms, self.declared_at = tuple(terms), declared_at
        if declared_at:
            del self.fields["is_declared"]

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("What the applicant declares"), self.terms


class VerifyForm(ActForm):
    """What the check of a commitment found. Law: AY 28, ZJ 14."""

    places = {"cases.reason_missing": "text"}

    found = forms.ChoiceField(
        label=_("What was found"),
        choices=[("kept", _("The commitment is kept")), ("broken", _("The commitment is not kept"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(label=_("How it was checked, and what was seen"), max_length=LONG, widget=text_area())

    @property
    @override
    def is_weighty(self) -> bool:
        return self.is_bound and self.cleaned_data["found"] == "broken"

    @override
    def given(self) -> dict[str, Any]:
        return {"is_kept": self.cleaned_data["found"] == "kept", "text": self.cleaned_data["text"]}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("The commitment is not kept"), lines(self.cleaned_data["text"])


class WithdrawForm(ActForm):
    """Why the applicant withdraws, as far as he says it. Law: AY 36."""

    reason = forms.CharField(
        label=_("What the applicant says"),
        required=False,
        max_length=_LONGEST,
        widget=text_area(3),
        help_text=_("He need not give reasons. Keep his written request with the case."),
    )

    @override
    def given(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("The applicant has withdrawn the application."), lines(self.cleaned_data["reason"])


class GroundForm(ReasonedForm):
    """A ground that the law names and the facts behind it: terminate, revoke, recall, cancel. Law: ALL 8, 69, 70."""

    places: ClassVar[Mapping[str, str]] = {
        **ReasonedForm.places,
        "cases.ground_missing": "ground",
        "cases.ground_unfit": "ground",
    }
    field_order = ("ground", "reason")

    ground = forms.ChoiceField(label=_("Ground"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Facts and reasons"), max_length=_LONGEST_REASON, widget=text_area())

    def __init__(
        self, data: Any = None, files: Any = None, *, act: Act, grounds: Sequence[Labelled], **kwargs: Any
    ) -> None:
        """Offer those grounds of the act that can hold."""
        super().__init__(data, files, **kwargs)
        self.act = act
        choice_of(self, "ground", options(grounds))

    @property
    def chosen(self) -> Labelled:
        """The ground of a valid form."""
        return GROUNDS_OF[self.act](self.cleaned_data["ground"])

    @override
    def given(self) -> dict[str, Any]:
        act = {} if self.act is Act.TERMINATE else {"act": self.act}
        return {**super().given(), **act, "ground": self.chosen}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        heading, reasons = super().substance()
        return heading, [gettext(self.chosen.label), *reasons]


class RecuseForm(ActForm):
    """Why somebody steps aside. Law: ALL 48(1)(3)."""

    places = {"cases.reason_missing": "reason"}

    reason = forms.CharField(
        label=_("Reason"),
        max_length=_LONGEST,
        widget=text_area(2),
        help_text=_("Such as kinship or an interest of your own. Afterwards you cannot act on this case any more."),
    )

    @override
    def given(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}

    @property
    @override
    def is_weighty(self) -> bool:
        return True

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("Reason"), lines(self.cleaned_data["reason"])
