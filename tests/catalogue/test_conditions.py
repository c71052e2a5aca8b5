"""When something is asked for."""

import pytest

from tests.support.catalogue import make_content
from yichuang.catalogue.rules import (
    Choice,
    Condition,
    FieldGroup,
    FieldKind,
    FormField,
    ItemContent,
    Material,
    Necessity,
    condition_words,
    missing_elements,
)

KIND = FormField(
    id="kind",
    element="kind",
    label="主体类型",
    label_en="Kind",
    kind=FieldKind.CHOICE,
    choices=(Choice(value="a", label="公司", label_en="Company"), Choice(value="b", label="个体")),
)
STORE = FormField(id="store", element="store", label="外设仓库", kind=FieldKind.YES_NO)
PLACE = FormField(id="place", element="place", label="仓库地址", when=Condition(field="store", any_of=("yes",)))


def _content(*fields: FormField, when: Condition | None = None) -> ItemContent:
    material = Material(code="M1", name="仓库说明", when=when)
    return make_content(form=(FieldGroup(title="仓库", fields=fields),), materials=(material,))


def _faults(content: ItemContent) -> list[tuple[str, str]]:
    return [(point.element, point.code) for point in missing_elements(content)]


def test_a_condition_on_an_earlier_question_is_right() -> None:
    assert _faults(_content(KIND, STORE, PLACE, when=Condition(field="kind", any_of=("a", "b")))) == []


@pytest.mark.parametrize(
    ("when", "code"),
    [
        (Condition(field="none", any_of=("yes",)), "condition_unknown"),
        (Condition(field="name", any_of=("yes",)), "condition_kind"),
        (Condition(field="kind", any_of=("a", "c")), "condition_value"),
        (Condition(field="store", any_of=("true",)), "condition_value"),
    ],
)
def test_a_material_depends_on_an_answer_that_the_form_offers(when: Condition, code: str) -> None:
    name = FormField(id="name", element="name", label="名称")

    assert _faults(_content(KIND, STORE, name, when=when)) == [("materials.0.when", code)]


def test_a_question_depends_on_an_earlier_one() -> None:
    assert _faults(_content(PLACE, STORE)) == [("form.0.fields.0.when", "condition_later")]


def test_a_question_does_not_depend_on_itself() -> None:
    own = STORE.model_copy(update={"when": Condition(field="store", any_of=("yes",))})

    assert _faults(_content(own)) == [("form.0.fields.0.when", "condition_later")]


def test_a_conditional_material_says_when_in_words_or_by_an_answer() -> None:
    by_answer = _content(STORE, when=Condition(field="store", any_of=("yes",)))
    material = by_answer.materials[0].model_copy(update={"necessity": Necessity.CONDITIONAL})

    assert _faults(by_answer.model_copy(update={"materials": (material,)})) == []
    silent = material.model_copy(update={"when": None})
    assert _faults(by_answer.model_copy(update={"materials": (silent,)})) == [
        ("materials.0.condition", "condition_missing")
    ]


def test_a_condition_is_told_with_the_labels_of_its_question() -> None:
    content = _content(KIND, STORE)

    words = condition_words(content, Condition(field="kind", any_of=("a", "b")))
    english = condition_words(content, Condition(field="kind", any_of=("a", "b")), in_english=True)
    yes = condition_words(content, Condition(field="store", any_of=("yes",)))

    assert (words.question, words.answers) == ("主体类型", ("公司", "个体"))
    assert (english.question, english.answers) == ("Kind", ("Company", "个体"))
    assert yes.answers == ("Yes",)


def test_english_conditions_are_all_there_or_none() -> None:
    assert _faults(make_content(conditions=("一", "二"), conditions_en=("One",))) == [
        ("conditions_en", "english_incomplete")
    ]
    assert _faults(make_content(conditions=("一", "二"), conditions_en=("One", "Two"))) == []
