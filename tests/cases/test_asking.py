"""What is asked of one applicant: every kind of condition, on questions and on materials."""

from typing import Any

import pytest

from tests.support.catalogue import make_content
from yichuang.cases.rules import (
    Channel,
    FormValue,
    LineKind,
    asked_fields,
    asked_materials,
    check_form,
    draft_progress,
    is_required,
    missing_for_acceptance,
    missing_materials,
    notice_lines,
)
from yichuang.catalogue.rules import (
    Choice,
    Condition,
    FieldGroup,
    FieldKind,
    FormField,
    ItemContent,
    Material,
    MaterialForm,
    Necessity,
    SourceChannel,
)

K, N = FieldKind, Necessity
HIRES, ABROAD = Condition(field="hires", any_of=("yes",)), Condition(field="from", any_of=("hk", "abroad"))
MANY = Condition(field="goods", any_of=("meat", "milk"))


def question(ident: str, kind: FieldKind = K.TEXT, when: Condition | None = None, **changes: Any) -> FormField:
    """A question by its id."""
    choices = tuple(Choice(value=one, label=one) for one in ("hk", "abroad", "here", "meat", "milk", "tea"))
    return FormField(id=ident, element=f"E.{ident}", label=ident, kind=kind, when=when, choices=choices, **changes)


def material(code: str, necessity: Necessity = N.REQUIRED, when: Condition | None = None, **changes: Any) -> Material:
    """A material by its code."""
    return Material(code=code, name=code, necessity=necessity, when=when, **changes)


FORM = ItemContent(
    name="食品经营许可",
    form=(
        FieldGroup(title="甲", fields=(question("hires", K.YES_NO), question("from", K.CHOICE))),
        FieldGroup(
            title="乙",
            fields=(
                question("goods", K.CHOICES),
                question("count", K.NUMBER, HIRES),
                question("agent", K.YES_NO, ABROAD),
                question("agent_name", when=Condition(field="agent", any_of=("yes",))),
                question("cold", when=MANY, is_required=False),
            ),
        ),
    ),
)

ASKED: list[tuple[str, dict[str, FormValue], str]] = [
    ("nothing was answered yet", {}, "hires from goods"),
    ("the answer is the one", {"hires": "yes"}, "hires from goods count"),
    ("the answer is another", {"hires": "no"}, "hires from goods"),
    ("the answer is one of several", {"from": "hk"}, "hires from goods agent"),
    ("the other of several", {"from": "abroad"}, "hires from goods agent"),
    ("none of several", {"from": "here"}, "hires from goods"),
    ("a condition on a condition", {"from": "hk", "agent": "yes"}, "hires from goods agent agent_name"),
    ("its question is not asked", {"from": "here", "agent": "yes"}, "hires from goods"),
    ("of many choices one", {"goods": ["tea", "milk"]}, "hires from goods cold"),
    ("of many choices none", {"goods": ["tea"]}, "hires from goods"),
    ("many choices, one sent alone", {"goods": "meat"}, "hires from goods cold"),
    ("unseen characters around", {"hires": " yes\u200b"}, "hires from goods count"),
]


@pytest.mark.parametrize(("form", "asked"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_answers_decide_what_is_asked(form: dict[str, FormValue], asked: str) -> None:
    assert [field.id for field in asked_fields(FORM, form)] == asked.split()


def test_an_answer_to_a_question_that_is_not_asked_is_dropped() -> None:
    given: dict[str, FormValue] = {
        "hires": "no", "from": "here", "goods": ["tea"], "count": "3", "agent": "yes", "agent_name": "李", "cold": "x",
    }  # fmt: skip

    assert check_form(FORM, given) == ({"hires": "no", "from": "here", "goods": ["tea"]}, [])


def test_a_required_question_is_missing_only_when_it_is_asked() -> None:
    given: dict[str, FormValue] = {"hires": "yes", "from": "here", "goods": ["tea"]}

    assert [one.field for one in check_form(FORM, given)[1]] == ["count"]
    assert check_form(FORM, {**given, "hires": "no"})[1] == []


def test_one_page_is_judged_with_the_answers_of_all() -> None:
    given: dict[str, FormValue] = {"hires": "yes", "goods": ["tea"], "count": "many"}

    cleaned, problems = check_form(FORM, given, only=["goods", "count"])

    assert cleaned == {"goods": ["tea"]}
    assert [one.field for one in problems] == ["count"]


MATERIALS = FORM.model_copy(
    update={
        "materials": (
            material("always"),
            material("hires", N.CONDITIONAL, HIRES),
            material("hires-required", N.REQUIRED, HIRES),
            material("hires-optional", N.OPTIONAL, HIRES),
            material("judged", N.CONDITIONAL, condition="委托他人办理的"),
            material("paper", N.CONDITIONAL, HIRES, form=MaterialForm.PAPER),
            material("shared", source=SourceChannel.SHARED),
        )
    }
)


@pytest.mark.parametrize(
    ("form", "asked", "required"),
    [
        ({}, "always judged shared", "always"),
        ({"hires": "no"}, "always judged shared", "always"),
        (
            {"hires": "yes"},
            "always hires hires-required hires-optional judged paper shared",
            "always hires hires-required paper",
        ),
    ],
)
def test_answers_decide_which_materials_are_asked_for(form: dict[str, FormValue], asked: str, required: str) -> None:
    found = asked_materials(MATERIALS, form)

    assert [one.code for one in found] == asked.split()
    assert [one.code for one in found if is_required(one)] == required.split()


def test_what_is_missing_follows_the_answers() -> None:
    form: dict[str, FormValue] = {"hires": "yes"}

    assert [one.code for one in missing_materials(MATERIALS, [], {"hires": "no"})] == ["always"]
    assert [one.code for one in missing_materials(MATERIALS, ["always"], form)] == ["hires", "hires-required"]
    for channel, missing in (
        (Channel.WINDOW, ["hires-required", "paper"]),
        (Channel.ONLINE, ["hires-required"]),
        (Channel.EXCHANGE, ["hires-required"]),
    ):
        found = missing_for_acceptance(MATERIALS, ["always", "hires"], channel, form)
        assert [one.code for one in found] == missing


@pytest.mark.parametrize(
    ("form", "given", "told"),
    [
        ({}, [], (0, 0, True)),
        ({"hires": "no", "from": "here"}, [], (50, 1, True)),
        ({"hires": "no", "from": "here", "goods": ["tea"]}, [], (75, None, True)),
        ({"hires": "no", "from": "here", "goods": ["tea"]}, ["always"], (100, None, False)),
        ({"hires": "yes", "from": "here", "goods": ["tea"]}, ["always"], (57, 1, True)),
    ],
)
def test_progress_counts_what_must_be_given(
    form: dict[str, FormValue], given: list[str], told: tuple[int, int | None, bool]
) -> None:
    progress = draft_progress(MATERIALS, form, given)

    assert (progress.percent, progress.next_group, progress.lacks_materials) == told


def test_a_draft_of_an_item_that_asks_nothing_is_complete() -> None:
    assert draft_progress(make_content(form=(), materials=()), {}, []).percent == 100


def test_a_form_made_from_the_answers_is_not_asked_for() -> None:
    made = Material(code="M1", name="申请表", source=SourceChannel.ANSWERS)
    content = make_content(materials=(made, Material(code="M2", name="平面图")))

    missing = missing_for_acceptance(content, [], Channel.WINDOW)

    assert [one.code for one in missing] == ["M2"]
    assert not is_required(made)
    assert notice_lines(content, [{"item": "申请表", "problem": "面积有误"}])[0].kind is LineKind.OTHER
