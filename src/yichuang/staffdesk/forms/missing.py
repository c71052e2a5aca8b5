"""The form of the one-time notice: for each material and each answer, standard reasons to tick and own words. Law: ALL 32(4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from typing_extensions import override

from yichuang.cases.rules import TextKind
from yichuang.cases.services import Missing
from yichuang.staffdesk.forms.base import LINE, LONG, ActForm, too_long
from yichuang.staffdesk.rules import STANDARD_TEXTS, Wordings

FREE_LINES = 3
MORE_LINES = 5
MOST_LINES = 120
_MOST_TICKS = 20
_TICKED = {"problem": "reasons", "remedy": "wants"}


@dataclass(frozen=True, slots=True)
class Named:
    """A line for a material or an answer that is known: its name on the paper, and how things stand with it."""

    name: str
    note: str = ""
    is_answer: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page draws it: standard texts with whether they are ticked; `named` is None for a free line."""

    at: int
    named: Named | None
    item: forms.BoundField
    problem: forms.BoundField
    remedy: forms.BoundField
    reasons: tuple[tuple[str, bool], ...]
    wants: tuple[tuple[str, bool], ...]

    @property
    def is_open(self) -> bool:
        """Whether something stands in it, or is wrong with it."""
        is_ticked = any(is_set for _text, is_set in (*self.reasons, *self.wants))
        return is_ticked or any(part.value() or part.errors for part in (self.problem, self.remedy))


class MissingForm(ActForm):
    """Everything that is missing at once: a line for each material and answer, then free lines."""

    count = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=MOST_LINES)

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        names: Sequence[Named] = (),
        texts: Wordings = STANDARD_TEXTS,
        **kwargs: Any,
    ) -> None:
        """Make a line for each name and some free ones, or as many as were sent."""
        self.named = tuple(names)[: MOST_LINES - FREE_LINES]
        self.offered = {"problem": tuple(texts[TextKind.PROBLEM]), "remedy": tuple(texts[TextKind.REMEDY])}
        initial: dict[str, Any] = {**kwargs.pop("initial", {})}
        number = _number(data.get("count")) if data is not None else _number(initial.get("count"))
        number = min(max(number, len(self.named) + FREE_LINES), MOST_LINES)
        known = {f"item-{at}": one.name for at, one in enumerate(self.named)}
        super().__init__(data, files, initial={**known, **initial, "count": number}, **kwargs)
        for at in range(number):
            self._add_line(at)

    def _add_line(self, at: int) -> None:
        item = gettext("Material or answer")
        self.fields[f"item-{at}"] = _cell(item, LINE, "known-items", is_hidden=at < len(self.named))
        self.fields[f"problem-{at}"] = _cell(gettext("What is wrong, in your words"), LONG)
        self.fields[f"remedy-{at}"] = _cell(gettext("What is wanted, in your words"), LONG)

    @property
    def lines(self) -> list[Line]:
        """The lines one by one."""
        numbers = [int(name.removeprefix("item-")) for name in self.fields if name.startswith("item-")]
        return [self._line(at) for at in numbers]

    @property
    def materials(self) -> list[Line]:
        """The lines of the checklist."""
        return [line for line in self.lines if line.named and not line.named.is_answer]

    @property
    def answers(self) -> list[Line]:
        """The lines of the answered questions."""
        return [line for line in self.lines if line.named and line.named.is_answer]

    @property
    def free(self) -> list[Line]:
        """The lines for anything else."""
        return [line for line in self.lines if line.named is None]

    def _line(self, at: int) -> Line:
        named = self.named[at] if at < len(self.named) else None
        item, problem, remedy = (self[f"{part}-{at}"] for part in ("item", "problem", "remedy"))
        return Line(at, named, item, problem, remedy, self._ticks("problem", at), self._ticks("remedy", at))

    def _ticks(self, part: str, at: int) -> tuple[tuple[str, bool], ...]:
        """The texts on offer and those that are ticked and offered no more, each with whether it is ticked."""
        ticked = self._ticked(part, at)
        return tuple((text, text in ticked) for text in dict.fromkeys((*self.offered[part], *ticked)))

    def _ticked(self, part: str, at: int) -> tuple[str, ...]:
        """The standard texts that were ticked."""
        name = f"{_TICKED[part]}-{at}"
        given = self.data.getlist(name) if isinstance(self.data, QueryDict) else self.data.get(name, ())
        ticked = given if self.is_bound else self.initial.get(name, ())
        return tuple(str(one)[:LONG].replace("\x00", "") for one in ticked[:_MOST_TICKS])

    def _told(self, part: str, at: int) -> str:
        """What was ticked and typed, as one text."""
        typed = self.cleaned_data.get(f"{part}-{at}", "")
        return "；".join(one for one in (*self._ticked(part, at), typed) if one)

    @override
    def clean(self) -> None:
        for line in self.lines:
            item = self.cleaned_data.get(f"item-{line.at}", "")
            problem, remedy = self._told("problem", line.at), self._told("remedy", line.at)
            if (problem or remedy) and not item:
                self.add_error(f"item-{line.at}", _("Say which material or answer this is about."))
            if item and not problem and (remedy or line.named is None or item != line.named.name):
                self.add_error(f"problem-{line.at}", _("Say what is wrong with it."))
            for part, text in (("problem", problem), ("remedy", remedy)):
                if told := too_long(text):
                    self.add_error(f"{part}-{line.at}", told)

    @override
    def given(self) -> dict[str, Any]:
        return {"missing": self.missing()}

    @override
    def substance(self) -> tuple[str, Sequence[str]]:
        return gettext("Everything that is missing or wrong"), ()

    def missing(self) -> list[Missing]:
        """The lines that say what is wrong."""
        told = [(self.cleaned_data[f"item-{line.at}"], line.at) for line in self.lines]
        return [
            Missing(item=item, problem=problem, remedy=self._told("remedy", at))
            for item, at in told
            if (problem := self._told("problem", at))
        ]


def with_more_lines(data: QueryDict) -> dict[str, Any]:
    """What was typed and ticked so far, for the same form with more lines."""
    ticks = tuple(f"{name}-" for name in _TICKED.values())
    kept = {name: data.getlist(name) if name.startswith(ticks) else data.get(name, "") for name in data}
    return {**kept, "count": _number(data.get("count")) + MORE_LINES}


def _cell(label: str, longest: int, listed: str = "", *, is_hidden: bool = False) -> forms.CharField:
    attrs = {"autocomplete": "off", **({"list": listed} if listed else {})}
    box = forms.HiddenInput() if is_hidden else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, max_length=longest, widget=box)


def _number(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len("1000") else 0
