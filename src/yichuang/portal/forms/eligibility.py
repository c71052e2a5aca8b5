"""The pre-check: yes, no or not sure to each thing that an application needs; nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext

from yichuang.catalogue.queries import ItemRow
from yichuang.catalogue.rules import Check, ItemContent, Reply
from yichuang.portal.reading import conditions_of
from yichuang.portal.words import local

UNSURE = "unsure"


class Verdict(StrEnum):
    """What the answers come to."""

    APPLY = "apply"
    NOT_YET = "not_yet"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Point:
    """A question whose answer stands in the way, what to do about it, and the items that help."""

    question: str
    advice: str
    items: tuple[ItemRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """The verdict with the points that led to it."""

    verdict: Verdict
    missing: tuple[Point, ...] = ()
    unsure: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    point: Point
    wanted: Reply


class CheckForm(forms.Form):
    """One question for each check of the item; where it has none, for each condition and certificate."""

    def __init__(
        self, content: ItemContent, producers: Mapping[str, tuple[ItemRow, ...]], data: QueryDict | None = None
    ) -> None:
        """Bind the answers, or ask."""
        super().__init__(data, prefix="check")
        self._asked = {f"q{number}": one for number, one in enumerate(_questions(content, producers), start=1)}
        replies = [
            (Reply.YES.value, gettext("Yes")),
            (Reply.NO.value, gettext("No")),
            (UNSURE, gettext("I am not sure")),
        ]
        for name, asked in self._asked.items():
            self.fields[name] = forms.ChoiceField(
                label=asked.point.question,
                choices=replies,
                widget=forms.RadioSelect,
                error_messages={"required": gettext("Choose an answer.")},
            )

    def outcome(self) -> Outcome:
        """What the answers come to: something is missing, or something is to be asked, or nothing stands in the way."""
        answers = self.cleaned_data
        missing = tuple(
            asked.point
            for name, asked in self._asked.items()
            if answers[name] != UNSURE and answers[name] != asked.wanted.value
        )
        unsure = tuple(asked.point for name, asked in self._asked.items() if answers[name] == UNSURE)
        verdict = Verdict.NOT_YET if missing else Verdict.ASK if unsure else Verdict.APPLY
        return Outcome(verdict, missing, unsure)


def _questions(content: ItemContent, producers: Mapping[str, tuple[ItemRow, ...]]) -> list[_Asked]:
    if content.checks:
        return [_Asked(_own(check), check.wanted) for check in content.checks]
    certificates = [
        _Asked(
            Point(
                gettext("Do you have the certificate “{name}”?").format(name=local(one, "name")),
                gettext("You need it first."),
                producers.get(one.certificate_code, ()),
            ),
            Reply.YES,
        )
        for one in content.certificates_needed
    ]
    conditions = [
        _Asked(
            Point(
                gettext("Is this so with you: {condition}?").format(condition=condition.rstrip("。.")),
                gettext("The application can be granted only when this is so."),
            ),
            Reply.YES,
        )
        for condition in conditions_of(content)[0]
    ]
    return certificates + conditions


def _own(check: Check) -> Point:
    return Point(local(check, "question"), local(check, "advice"))
