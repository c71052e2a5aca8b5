"""Forms of the acts by which a case stands still, goes on, takes longer, is heard or is sent up. Law: ALL 34, 42, 43, 45-48."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.services import HearingPlan
from yichuang.core import clock
from yichuang.deadlines.rules import Procedure
from yichuang.staffdesk.forms.base import (
    LINE,
    LONG,
    ActForm,
    ReasonedForm,
    choice_of,
    date_box,
    lines,
    none_chosen,
    text_area,
)

_LONGEST_RECORD = 20000
PROCEDURES = tuple(one for one in Procedure if one is not Procedure.REFERRAL)
"""What is begun as a special procedure; a case is sent up by an act of its own."""
_OF_HEARING = ("held_on", "held_time", "place", "chair")


def _day_field(label: Any, *, is_required: bool = True, **given: Any) -> forms.DateField:
    return forms.DateField(label=label, required=is_required, widget=date_box(), **given)


class StopForm(ReasonedForm):
    """A special procedure: which, why, until when; the plan of a hearing; and who goes where nobody may go alone.

    What only some procedures need is marked as needed on an empty form, since it is shown with them.

    Law: ALL 34, 45, 48, 55.
    """

    places = {
        **ReasonedForm.places,
        "cases.expected_day": "expected_on",
        "cases.procedure_unfit": "procedure",
        "cases.hearing_plan": "place",
        "cases.hearing_notice": "held_on",
        "cases.hearing_after_end": "expected_on",
        "cases.chair_reviewed": "chair",
        "cases.too_few_on_site": "people",
    }

    field_order = ("procedure", "reason", "expected_on")

    procedure = forms.ChoiceField(label=_("Which procedure"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Reasons"), max_length=LONG, widget=text_area())
    expected_on = _day_field(
        _("Expected to last until"),
        help_text=_("The applicant is told this day in writing, and sees it with the case."),
    )
    held_on = _day_field(_("Day of the hearing"), is_required=False)
    held_time = forms.TimeField(
        label=_("Time"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=LINE)
    chair = forms.TypedChoiceField(
        label=_("In the chair"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Somebody who did not review this application."),
    )
    matter = forms.CharField(
        label=_("Subject of the hearing"),
        required=False,
        max_length=LONG,
        widget=text_area(2),
        help_text=_("Leave empty to say the reasons above."),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who goes"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        stops: Callable[[Procedure], str] = lambda _procedure: "",
        colleagues: Sequence[tuple[int, str]] = (),
        people_for: Callable[[Procedure], int] = lambda _procedure: 0,
        notice_days: int = 7,
        **kwargs: Any,
    ) -> None:
        """Offer each procedure with what it `stops` here, and colleagues by account; `people_for`: how many go at least."""
        super().__init__(data, files, **kwargs)
        self.names = dict(colleagues)
        self.least = {one.value: people_for(one) for one in PROCEDURES if people_for(one)}
        choice_of(self, "procedure", [(one.value, _said(one, stops(one))) for one in PROCEDURES])
        choice_of(self, "chair", [("", none_chosen()), *colleagues])
        choice_of(self, "people", colleagues)
        told = gettext("At least {number} days after today: the notice comes first.")
        self.fields["held_on"].help_text = told.format(number=notice_days)
        chosen = self.sent.get("procedure")
        for name in _OF_HEARING:
            self.fields[name].required = data is None or chosen == Procedure.HEARING.value
        self.fields["people"].required = data is None or chosen in self.least
        many = gettext("At least {number} members of staff of this body go together.")
        self.fields["people"].help_text = many.format(number=max(self.least.values(), default=0))

    @override
    def clean(self) -> None:
        super().clean()
        least = self.least.get(self.cleaned_data.get("procedure", ""), 0)
        if "people" not in self.errors and len(self.cleaned_data.get("people", ())) < least:
            told = gettext("Choose at least {number} members of staff: nobody may do this alone.")
            self.add_error("people", told.format(number=least))

    @property
    def chosen(self) -> Procedure:
        """The procedure of a valid form."""
        return Procedure(self.cleaned_data["procedure"])

    @property
    def going(self) -> list[int]:
        """Who goes, by account, in a valid form; nobody where the procedure names nobody."""
        return list(self.cleaned_data["people"]) if self.chosen.value in self.least else []

    @property
    def held_at(self) -> datetime | None:
        """When the hearing of a valid form is held; None for anything else."""
        if self.chosen is not Procedure.HEARING:
            return None
        return datetime.combine(self.cleaned_data["held_on"], self.cleaned_data["held_time"], tzinfo=clock.zone())

    @override
    def given(self) -> dict[str, Any]:
        typed, held_at = self.cleaned_data, self.held_at
        return {
            **super().given(),
            "procedure": self.chosen,
            "expected_on": typed["expected_on"],
            "people": self.going,
            "hearing": HearingPlan(held_at, typed["place"], typed["chair"], typed["matter"]) if held_at else None,
        }


class ResumeForm(ActForm):
    """What came of a special procedure; of a hearing, its record and who took part. Law: ALL 45, 48(1)(5)."""

    places = {"cases.reason_missing": "result"}

    result = forms.CharField(label=_("Result"), max_length=LONG, widget=text_area())
    people = forms.CharField(
        label=_("Who took part"),
        max_length=LONG,
        widget=text_area(3),
        help_text=_("One a line: name and in what capacity. They sign the record."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, is_hearing: bool = False, **kwargs: Any) -> None:
        """Ask for the record of a hearing, or for a result."""
        super().__init__(data, files, **kwargs)
        self.is_hearing = is_hearing
        if is_hearing:
            record = gettext("Record of the hearing")
            self.fields["result"] = forms.CharField(label=record, max_length=_LONGEST_RECORD, widget=text_area(8))
        else:
            del self.fields["people"]

    def clean_people(self) -> str:
        """Nobody's line is longer than the record takes."""
        people = str(self.cleaned_data["people"])
        told = gettext("Line {number} has {given} characters; the record takes at most {most} in a line.")
        for number, line in enumerate(lines(people), 1):
            if len(line) > LINE:
                raise forms.ValidationError(told.format(number=number, given=len(line), most=LINE))
        return people

    @override
    def given(self) -> dict[str, Any]:
        return {"result": self.cleaned_data["result"], "people": lines(self.cleaned_data.get("people", ""))}

    @property
    @override
    def is_weighty(self) -> bool:
        return self.is_hearing

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        given = self.given()
        took_part = gettext("Who took part") + gettext(": ") + gettext(", ").join(given["people"])
        return gettext("Record of the hearing"), [*lines(given["result"]), took_part]


class TellHearingForm(ActForm):
    """What the applicant may be heard about. Law: ALL 46, 47."""

    places = {"cases.reason_missing": "matter"}

    matter = forms.CharField(
        label=_("What the hearing would be about"),
        max_length=LONG,
        widget=text_area(),
        help_text=_("What is intended and on what facts: the applicant must be able to answer it."),
    )

    @override
    def given(self) -> dict[str, Any]:
        return {"matter": self.cleaned_data["matter"]}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("What the hearing would be about"), lines(self.cleaned_data["matter"])


class AskHearingForm(ActForm):
    """What the applicant says when he asks for a hearing at the window. Law: ALL 47."""

    text = forms.CharField(label=_("What the applicant says"), required=False, max_length=LONG, widget=text_area(3))

    @override
    def given(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"]}


class SendUpForm(ActForm):
    """The opinion with which a case goes up, and who carries it. Law: ALL 35, 43."""

    places = {"cases.reason_missing": "opinion", "cases.expected_day": "expected_on"}

    opinion = forms.CharField(label=_("Opinion of the preliminary review"), max_length=LONG, widget=text_area())
    carrier = forms.CharField(
        label=_("How the materials go"),
        max_length=LINE,
        help_text=_("Who carries them, or the number of the postal item."),
    )
    expected_on = _day_field(_("Answer expected by"))

    @override
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("opinion", "carrier", "expected_on")}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("Opinion of the preliminary review"), lines(self.cleaned_data["opinion"])


class AcknowledgeForm(ActForm):
    """That the higher body has the materials. Law: ALL 43."""

    places = {"cases.reason_missing": "receipt_no"}

    receipt_no = forms.CharField(label=_("Number under which the higher body has it"), max_length=LINE)
    received_by = forms.CharField(label=_("Who took it there"), max_length=100)

    @override
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("receipt_no", "received_by")}


class BringBackForm(ActForm):
    """What the higher body decided. Law: ALL 43."""

    places = {"cases.reason_missing": "document_no"}

    answer = forms.ChoiceField(
        label=_("What it decided"),
        choices=[("granted", _("Grants it")), ("denied", _("Denies it"))],
        widget=forms.RadioSelect,
    )
    document_no = forms.CharField(label=_("Number of its document"), max_length=LINE)
    text = forms.CharField(
        label=_("Grounds"),
        required=False,
        max_length=LONG,
        widget=text_area(),
        help_text=_("Needed where it denies: the decision here states them."),
    )

    @override
    def clean(self) -> None:
        if self.cleaned_data.get("answer") == "denied" and not self.cleaned_data.get("text", "").strip():
            self.add_error("text", gettext("Give the grounds of the higher body."))

    @override
    def given(self) -> dict[str, Any]:
        typed = self.cleaned_data
        return {"is_granted": typed["answer"] == "granted", "document_no": typed["document_no"], "text": typed["text"]}

    @property
    @override
    def is_weighty(self) -> bool:
        return True

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        given = self.given()
        answer = gettext("Grants it") if given["is_granted"] else gettext("Denies it")
        number = gettext("Number of its document") + gettext(": ") + given["document_no"]
        return gettext("What it decided") + gettext(": ") + answer, [number, *lines(given["text"])]


def _said(procedure: Procedure, stops: str) -> str:
    name = gettext(procedure.label)
    return gettext("{procedure} ({stops})").format(procedure=name, stops=stops) if stops else name
