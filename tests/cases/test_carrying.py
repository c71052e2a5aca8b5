"""Answers carried from one form to another: what stays, what goes, what must be looked at."""

from typing import Any

import pytest

from yichuang.cases.rules import FormValue, carry_answers
from yichuang.catalogue.rules import Choice, Condition, FieldGroup, FieldKind, FormField, ItemContent

K = FieldKind


def field(ident: str, element: str = "", kind: FieldKind = K.TEXT, choices: str = "", **changes: Any) -> FormField:
    """A question."""
    offered = tuple(Choice(value=one, label=one) for one in choices.split())
    return FormField(id=ident, element=element or f"E.{ident}", label=ident, kind=kind, choices=offered, **changes)


def form(*fields: FormField) -> ItemContent:
    """An item that asks these."""
    return ItemContent(name="事项", form=(FieldGroup(title="组", fields=fields),))


ROWS: list[tuple[str, FormField, FormValue, FormField, FormValue | None, str, str, str]] = [
    # name, old, answer, new, carried answer, new questions, gone questions, to check
    ("the same question", field("a"), "1", field("a"), "1", "", "", ""),
    ("the same id, another element", field("a", "E.1"), "1", field("a", "E.2"), "1", "", "", ""),
    ("another id, the same element", field("a", "E.1"), "1", field("b", "E.1"), "1", "", "", ""),
    ("neither", field("a"), "1", field("b"), None, "b", "a", ""),
    ("words to longer words", field("a"), "1", field("a", kind=K.LONG_TEXT), "1", "", "", ""),
    ("words to a date", field("a"), "1", field("a", kind=K.DATE), None, "a", "a", ""),
    ("a number to words", field("a", kind=K.NUMBER), "1", field("a"), None, "a", "a", ""),
    ("a choice that stays", field("a", kind=K.CHOICE, choices="x y"), "x", field("a", kind=K.CHOICE, choices="x"), "x", "", "", ""),
    ("a choice that goes", field("a", kind=K.CHOICE, choices="x y"), "y", field("a", kind=K.CHOICE, choices="x"), None, "", "", "a"),
    ("one of several goes", field("a", kind=K.CHOICES, choices="x y"), ["x", "y"], field("a", kind=K.CHOICES, choices="y z"), ["y"], "", "", "a"),
    ("one choice becomes several", field("a", kind=K.CHOICE, choices="x"), "x", field("a", kind=K.CHOICES, choices="x"), ["x"], "", "", "a"),
    ("several become one", field("a", kind=K.CHOICES, choices="x y"), ["x", "y"], field("a", kind=K.CHOICE, choices="x y"), None, "", "", "a"),
    ("a shorter question", field("a"), "1234", field("a", max_length=3), "1234", "", "", "a"),
    ("a new pattern", field("a"), "12", field("a", pattern="[0-9]{3}"), "12", "", "", "a"),
    ("nothing was answered", field("a"), "", field("b"), None, "b", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "answer", "new", "carried", "new_ids", "gone", "check"),
    [row[1:] for row in ROWS],
    ids=[row[0] for row in ROWS],
)
def test_an_answer_goes_where_its_question_went(
    old: FormField, answer: FormValue, new: FormField, carried: FormValue | None, new_ids: str, gone: str, check: str
) -> None:
    found = carry_answers(form(old), {"a": answer}, form(new))

    assert found.form == ({} if carried is None else {new.id: carried})
    assert [one.code for one in found.new] == new_ids.split()
    assert [one.code for one in found.gone] == gone.split()
    assert [one.code for one in found.to_check] == check.split()


def test_between_items_only_the_data_element_counts() -> None:
    old, new = form(field("a", "E.1"), field("b", "E.2")), form(field("a", "E.2"), field("c", "E.1"))

    found = carry_answers(old, {"a": "甲", "b": "乙"}, new, by_id=False)

    assert found.form == {"a": "乙", "c": "甲"}


def test_an_element_that_two_questions_share_is_not_guessed() -> None:
    old, new = form(field("a", "E.1"), field("b", "E.1")), form(field("c", "E.1"))

    assert carry_answers(old, {"a": "甲", "b": "乙"}, new).form == {}
    assert carry_answers(new, {"c": "甲"}, old).form == {}


def test_a_new_question_that_is_not_asked_is_not_announced() -> None:
    new = form(field("a"), field("b", when=Condition(field="a", any_of=("yes",))))

    assert [one.code for one in carry_answers(form(field("a")), {"a": "no"}, new).new] == []
    assert [one.code for one in carry_answers(form(field("a")), {"a": "yes"}, new).new] == ["b"]
