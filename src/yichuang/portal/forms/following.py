"""What an applicant says besides the application: messages, questions, ratings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.catalogue.queries import ItemView
from yichuang.core.errors import DomainError, InvalidError
from yichuang.core.problems import filled, message_of
from yichuang.correspondence.rules import TEXT_MAX, TITLE_MAX
from yichuang.correspondence.services import Question
from yichuang.feedback.rules import TAGS, Level, RatingChannel
from yichuang.feedback.rules import TEXT_MAX as RATING_MAX
from yichuang.feedback.services import Opinion
from yichuang.organisations.queries import OrganisationView
from yichuang.portal.forms.questions import NEEDED

_LONGEST = 200


class RefusableForm(forms.Form):
    """A form that shows what a service refused: each problem at its field, the rest above the form."""

    def refuse(self, error: DomainError) -> None:
        """The refusal stands in the form, in the reader's language."""
        problems = (
            [one for one in error.problems if one.field in self.fields] if isinstance(error, InvalidError) else []
        )
        for problem in problems:
            self.add_error(problem.field, filled(problem.text, problem.details))
        if not problems:
            self.add_error(None, message_of(error))


class LongText(forms.CharField):
    """Text of at most so many characters; an end of line counts as one, as in the browser that counts while one types."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int, rows: int, **kwargs: Any) -> None:
        """The box says how much it takes and how much is left; what is longer stays in it with the reason."""
        messages = {
            "max_length": _("Please shorten it to %(limit_value)d characters."),
            **kwargs.pop("error_messages", {}),
        }
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(max_length=max_length, widget=box, error_messages=messages, **kwargs)

    @override
    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


class MessageForm(RefusableForm):
    """A message to the window."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = LongText(
        label=_("Write to the window"),
        error_messages={"required": _("Please write something.")},
        max_length=TEXT_MAX,
        rows=4,
    )


class QuestionForm(RefusableForm):
    """A question to the centre or one of its departments."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    item = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    department = forms.ChoiceField(label=_("To which department"), required=False)
    title = forms.CharField(
        label=_("Your question in one line"),
        error_messages=NEEDED,
        max_length=TITLE_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    text = LongText(
        label=_("What would you like to know"),
        help_text=_("Write no identity numbers or bank accounts here; they are not needed for an answer."),
        error_messages=NEEDED,
        max_length=TEXT_MAX,
        rows=6,
    )
    name = forms.CharField(
        label=_("How we may address you"),
        error_messages=NEEDED,
        max_length=_LONGEST,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("With it and the number of the question you find the answer. It is never published."),
        error_messages=NEEDED,
        max_length=_LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    wants_public = forms.BooleanField(
        label=_("The question and its answer may be published without my name, so that others need not ask again."),
        required=False,
    )

    def offer(self, departments: Sequence[OrganisationView], item: ItemView | None, *, is_known: bool) -> None:
        """Offer the departments; a question about an item goes to the item's; who signed in is known by name."""
        field = self.fields["department"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", gettext("I do not know: the centre")), *((str(one.id), one.name) for one in departments)]
        for name, is_needless in (("department", item is not None), ("name", is_known), ("phone", is_known)):
            if is_needless:
                del self.fields[name]

    @property
    def question(self) -> Question:
        """What was asked, as typed."""
        given = self.cleaned_data
        department = given.get("department") or ""
        return Question(
            title=given["title"],
            text=given["text"],
            item_code=given["item"],
            organisation_id=int(department) if department and not given["item"] else None,
            wants_public=given["wants_public"],
            name=given.get("name", ""),
            phone=given.get("phone", ""),
        )


class FollowForm(RefusableForm):
    """Number of a question and the phone given with it."""

    number = forms.CharField(
        label=_("Consultation number"),
        help_text=_("As in Z20260925-004711; it stood on the page after you asked."),
        error_messages=NEEDED,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("The one that you gave when you asked."),
        error_messages=NEEDED,
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )


class RatingForm(RefusableForm):
    """How satisfied somebody is, what was good or not, and a line of text."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    level = forms.TypedChoiceField(
        label=_("How satisfied are you with this service?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how satisfied you are.")},
    )
    good = forms.MultipleChoiceField(label=_("What was good?"), required=False, widget=forms.CheckboxSelectMultiple)
    bad = forms.MultipleChoiceField(label=_("What was not good?"), required=False, widget=forms.CheckboxSelectMultiple)
    text = LongText(label=_("In your own words"), required=False, max_length=RATING_MAX, rows=3)

    def offer(self) -> None:
        """Offer levels and marks in the reader's language."""
        offered: dict[str, list[tuple[int | str, str]]] = {
            "level": [(level.value, gettext(level.label)) for level in Level],
            "good": [(tag.value, gettext(tag.label)) for tag in TAGS[RatingChannel.ONLINE][False]],
            "bad": [(tag.value, gettext(tag.label)) for tag in TAGS[RatingChannel.ONLINE][True]],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    @property
    def opinion(self) -> Opinion:
        """What was said; marks that do not go with the level are left out by the service."""
        given = self.cleaned_data
        return Opinion(level=given["level"], tags=[*given["good"], *given["bad"]], text=given["text"])
