"""What all forms of the desk share."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.catalogue.rules.difference import LABELS
from yichuang.core.errors import DomainError, FieldProblem, InvalidError
from yichuang.core.labels import Labelled
from yichuang.core.problems import filled, message_of
from yichuang.staffdesk.rules import REASON_MIN, is_real_reason

LONG = 5000
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

    def given(self) -> dict[str, Any]:
        """What the service is told besides the actor, the case and the key, from what stands in the (valid) form."""
        return {}

    def substance(self) -> tuple[str, Sequence[str]]:
        """What the paper of the act says for what stands in the (valid) form: a heading and its lines."""
        return "", ()


class ReasonedForm(ActForm):
    """An act whose reasons go into a paper. Law: ALL 42, 45, 47, 69, 70."""

    places = {"cases.reason_missing": "reason"}

    reason = forms.CharField(label=_("Reasons"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        """Say how long the reasons are at least."""
        super().__init__(data, files, **kwargs)
        told = gettext("At least {number} characters; the applicant reads them on the paper.")
        self.fields["reason"].help_text = self.fields["reason"].help_text or told.format(number=REASON_MIN)

    def clean_reason(self) -> str:
        """Reasons that say something."""
        reason = str(self.cleaned_data["reason"]).strip()
        if not is_real_reason(reason):
            told = gettext("Give the reasons in at least {number} characters: the law wants them in writing.")
            raise forms.ValidationError(told.format(number=REASON_MIN))
        return reason

    @override
    def given(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"]}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("Reasons"), lines(self.cleaned_data["reason"])


class EmptyForm(DeskForm):
    """A button and nothing to fill in."""


def options(kind: type[Labelled] | Iterable[Labelled], empty: str | None = None) -> list[tuple[str, Any]]:
    """The choices of an enum in the reader's language, with an empty one first where `empty` names it."""
    chosen = [(one.value, _(one.label)) for one in kind]
    return chosen if empty is None else [("", empty), *chosen]


def lines(text: str) -> list[str]:
    """The lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


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
