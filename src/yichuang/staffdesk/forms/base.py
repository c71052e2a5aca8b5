"""What all forms of the desk share."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import TextKind
from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.errors import DomainError, FieldProblem, InvalidError
from yichuang.core.labels import Labelled
from yichuang.core.problems import filled, message_of
from yichuang.documents.rules import LINE_MAX, TEXT_MAX
from yichuang.staffdesk.rules import REASON_MIN, STANDARD_TEXTS, Wordings, is_real_reason

LONG = TEXT_MAX
LINE = LINE_MAX
UNITS = [("wd", _("Working days")), ("cd", _("Calendar days")), ("h", _("Hours, running at once"))]


class DeskForm(forms.Form):
    """A form to which what a service refused is tied; `ident` keeps the ids of several forms on a page apart.

    `places` names the field at which an error of a code stands that names no field itself.
    """

    places: ClassVar[Mapping[str, str]] = {}

    def __init__(self, data: Any = None, files: Any = None, *, ident: str = "", **kwargs: Any) -> None:
        """Make the form; `initial` and the like are passed on."""
        super().__init__(data, files, auto_id=f"{ident}_%s" if ident else "id_%s", **kwargs)

    @property
    def sent(self) -> QueryDict:
        """What was sent, as it was sent; nothing where nothing was."""
        return self.data if isinstance(self.data, QueryDict) else QueryDict()

    def refuse(self, error: DomainError) -> None:
        """Each problem stands at its field, anything else above the form, in the reader's language."""
        problems = error.problems if isinstance(error, InvalidError) else ()
        for problem in problems:
            self.refuse_field(problem)
        if not problems:
            place = self.places.get(error.code)
            self.add_error(place if place in self.fields else None, message_of(error))

    def refuse_field(self, problem: FieldProblem, prefix: str = "") -> None:
        """The problem stands at its field; one of a nested part names the part, one without a field stands above."""
        text = filled(problem.text, problem.details)
        name, _dot, part = problem.field.partition(".")
        name = prefix + name
        is_here = name in self.fields
        where = _named(part if is_here else problem.field)
        self.add_error(name if is_here else None, gettext(": ").join((where, text)) if where else text)


def _named(path: str) -> str:
    """A place in an item's content in words, parts counted from one; what has no name for people is left out."""
    words = [
        str(int(part) + 1) if part.isdecimal() else gettext(LABELS.get(part, ""))
        for part in path.split(".")
        if part in LABELS or part.isdecimal()
    ]
    return gettext(" · ").join(words)


class ActForm(DeskForm):
    """A form that does something once: the key makes a repeated request the same request."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    @property
    def is_weighty(self) -> bool:
        """Whether what stands in the form is read once more before it is done, even where no paper comes of it."""
        return False

    def given(self) -> dict[str, Any]:
        """What the service is told besides the actor, the case and the key, from what stands in the (valid) form."""
        return {}

    def substance(self) -> tuple[str, Sequence[str]]:
        """What the paper of the act says for what stands in the (valid) form: a heading and its lines."""
        return "", ()


class ReasonedForm(ActForm):
    """Reasons that go into a paper: typed, and picked from the standard texts where the form has a `kind` of them.

    Law: ALL 32, 38, 42, 45, 47, 69, 70, 72(7).
    """

    places: ClassVar[Mapping[str, str]] = {"cases.reason_missing": "reason"}
    kind: ClassVar[TextKind | None] = None

    standard = forms.MultipleChoiceField(
        label=_("Standard reasons"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reasons"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, files: Any = None, *, texts: Wordings = STANDARD_TEXTS, **kwargs: Any) -> None:
        """Offer the texts, keep those that were picked and are not offered any more, and say how long the reasons are."""
        super().__init__(data, files, **kwargs)
        if self.kind is None:
            del self.fields["standard"]
            told = gettext("At least {number} characters; the applicant reads them on the paper.")
        else:
            picked = self.sent.getlist("standard")
            offered = dict.fromkeys([*self.offered(texts[self.kind]), *picked])
            choice_of(self, "standard", [(text, text) for text in offered])
            told = gettext("At least {number} characters together with the standard reasons. One a line.")
            self.fields["reason"].required = False
        self.fields["reason"].help_text = self.fields["reason"].help_text or told.format(number=REASON_MIN)

    def offered(self, texts: Sequence[str]) -> Sequence[str]:
        """Those of the texts that fit."""
        return texts

    @override
    def clean(self) -> None:
        if "reason" not in self.errors and not is_real_reason("".join(self.reasons_given())):
            told = gettext("Give the reasons in at least {number} characters: the law wants them in writing.")
            self.add_error("reason", told.format(number=REASON_MIN))
        elif told := too_long("；".join(self.reasons_given())):
            self.add_error("reason", told)

    def reasons_given(self) -> list[str]:
        """The standard reasons and the lines typed, one by one."""
        return [*self.cleaned_data.get("standard", []), *lines(self.cleaned_data.get("reason", ""))]

    @override
    def given(self) -> dict[str, Any]:
        typed = str(self.cleaned_data["reason"]).strip()
        return {"reason": typed if self.kind is None else "；".join(self.reasons_given())}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("Reasons"), self.reasons_given()


class GrantingForm(ActForm):
    """A grant, with its amount where a letter of authority goes up to one: `asks_amount`. Law: ALL 34."""

    places: ClassVar[Mapping[str, str]] = {"core.letter_amount": "amount", "core.letter_amount_unknown": "amount"}

    amount = forms.DecimalField(
        label=_("Amount that is granted, in yuan"),
        min_value=0,
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Your letter of authority goes up to an amount. Enter 0 where it is not about money."),
        error_messages={"required": _("Give the amount; 0 where it is not about money.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, asks_amount: bool = False, **kwargs: Any) -> None:
        """Ask for the amount only where it matters."""
        super().__init__(data, files, **kwargs)
        if not asks_amount:
            del self.fields["amount"]

    @property
    def cents(self) -> int | None:
        """The amount of a valid form in hundredths of a yuan; None where it is not asked for."""
        amount = self.cleaned_data.get("amount")
        return None if amount is None else int(amount * 100)

    @override
    def given(self) -> dict[str, Any]:
        return {"cents": self.cents}


class EmptyForm(DeskForm):
    """A button and nothing to fill in."""


def options(kind: type[Labelled] | Iterable[Labelled], empty: str | None = None) -> list[tuple[str, Any]]:
    """The choices of an enum in the reader's language, with an empty one first where `empty` names it."""
    chosen = [(one.value, _(one.label)) for one in kind]
    return chosen if empty is None else [("", empty), *chosen]


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def too_long(text: str) -> str:
    """Why a text of several parts is too long for a paper, in the reader's language; empty when it is not."""
    told = gettext("Together these are {given} characters; the paper takes at most {most}. Please shorten them.")
    return told.format(given=len(text), most=LONG) if len(text) > LONG else ""


def text_area(rows: int = 4, **attrs: str) -> forms.Textarea:
    """A box for longer text."""
    return forms.Textarea(attrs={"rows": rows, **attrs})


def date_box() -> forms.DateInput:
    """A box for a day, filled as the browser's own chooser wants it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def choice_of(form: forms.Form, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
    """The field offers these choices."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = list(choices)


def typed(data: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """What was typed in those fields, to fill a form that is not judged yet."""
    return {name: data.get(name, "") for name in names}


def none_chosen() -> str:
    """What an empty choice is called."""
    return gettext("Please choose")
