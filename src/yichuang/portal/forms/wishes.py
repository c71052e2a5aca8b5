"""What an application is about, and whether the applicant asks to be granted on commitment."""

from collections.abc import Iterator, Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.queries import GrantRow
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.portal.forms.judged import JudgedForm
from yichuang.portal.words import day_text, local

NUMBER, ELSEWHERE = "number", "elsewhere"
ORDINARY, COMMITMENT = "ordinary", "commitment"
_CHOOSE = gettext_noop("Please choose one.")
_TYPE = gettext_noop("Please give the case number, or choose another answer.")


class AboutForm(JudgedForm):
    """Which of what was granted to him the applicant speaks of: one listed, one by its number, or one granted elsewhere."""

    which = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    number = forms.CharField(
        label=_("Number of the case by which it was granted"),
        help_text=_("15 digits, as on the receipt and in the address of the case. Only if you chose it above."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def __init__(
        self,
        grants: Sequence[GrantRow],
        *,
        data: QueryDict | None = None,
        about: str = "",
        is_judged: bool = False,
    ) -> None:
        """Offer what the applicant holds; show the number in the draft, and what is wrong with it if `is_judged`."""
        self._listed = {one.case_no for one in grants}
        initial = {"which": about, "number": ""} if about in self._listed else {"which": "", "number": about}
        if about and about not in self._listed:
            initial["which"] = NUMBER
        super().__init__(initial if is_judged and data is None else data, initial=initial)
        field = self.fields["which"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [*_offered(grants)]

    @override
    def judge(self) -> Sequence[FieldProblem]:
        typed = self.typed()
        if typed["which"] not in {*self._listed, NUMBER, ELSEWHERE}:
            return [FieldProblem("which", "portal.about_missing", _CHOOSE)]
        if typed["which"] == NUMBER and not typed["number"]:
            return [FieldProblem("number", "portal.about_number", _TYPE)]
        return []

    @property
    def about(self) -> str:
        """The number of the case; empty for something granted elsewhere."""
        typed = {name: str(value) for name, value in self.typed().items()}
        if typed["which"] == NUMBER:
            return typed["number"]
        return "" if typed["which"] == ELSEWHERE else typed["which"]

    @property
    def place(self) -> str:
        """The field in which the number was given."""
        return "number" if self.typed()["which"] == NUMBER else "which"


def _offered(grants: Sequence[GrantRow]) -> Iterator[tuple[str, str]]:
    for one in grants:
        parts = [local(one, "item_name"), one.certificate_no]
        if one.valid_until:
            parts.append(gettext("valid until {day}").format(day=day_text(one.valid_until)))
        parts.append(gettext("case {case_no}").format(case_no=one.case_no))
        yield one.case_no, gettext("; ").join(part for part in parts if part)
    yield NUMBER, gettext("Another one that was granted here: I give its case number")
    yield ELSEWHERE, gettext("It was granted elsewhere, or before this system")


class CommitmentForm(forms.Form):
    """The ordinary way, or a grant on commitment."""

    way = forms.ChoiceField(
        label=_("Which way do you choose?"),
        widget=forms.RadioSelect,
        error_messages={"required": _CHOOSE, "invalid_choice": _CHOOSE},
    )

    def __init__(self, data: QueryDict | None = None, *, is_on_commitment: bool = False) -> None:
        """Offer both; the ordinary way is chosen as long as nothing else was."""
        super().__init__(data, initial={"way": COMMITMENT if is_on_commitment else ORDINARY})
        field = self.fields["way"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (ORDINARY, gettext("The ordinary way: the department examines the application and then decides")),
            (
                COMMITMENT,
                gettext("On commitment: I declare that I meet everything listed here, and know what follows if not"),
            ),
        ]
