"""What an application must contain: right and wrong answers for every kind of question."""

from typing import Any

import pytest
from django.utils.translation import override

from tests.support.catalogue import make_content
from tests.support.identity import identity_no
from tests.support.organisations import credit_code
from yichuang.cases.rules import FormValue, check_form, missing_materials
from yichuang.catalogue.rules import (
    Choice,
    FieldGroup,
    FieldKind,
    FormField,
    ItemContent,
    Material,
    MaterialForm,
    Necessity,
    SourceChannel,
)
from yichuang.core.problems import filled

CHOICES = (Choice(value="a", label="甲"), Choice(value="b", label="乙"))
K = FieldKind

RIGHT: list[tuple[FieldKind, FormValue, FormValue]] = [
    (K.TEXT, " 示例路1号 ", "示例路1号"),
    (K.TEXT, "x" * 200, "x" * 200),
    (K.LONG_TEXT, "第一行\n第二行", "第一行\n第二行"),
    (K.NUMBER, "120.50", "120.50"),
    (K.NUMBER, "0", "0"),
    (K.NUMBER, "1,200,000", "1200000"),
    (K.NUMBER, "１２", "12"),
    (K.NUMBER, "1，200", "1200"),
    (K.TEXT, "第一行\r\n第二行", "第一行 第二行"),
    (K.TEXT, "㐀𠮷", "㐀𠮷"),
    (K.TEXT, "<script>alert(1)</script>", "<script>alert(1)</script>"),
    (K.LONG_TEXT, "甲\r\n乙\r丙\u2028丁", "甲\n乙\n丙\n丁"),
    (K.DATE, "2024-02-29", "2024-02-29"),
    (K.DATE, "20260305", "2026-03-05"),
    (K.CHOICE, "a", "a"),
    (K.CHOICES, ["b", "a"], ["b", "a"]),
    (K.CHOICES, "a", ["a"]),
    (K.YES_NO, "yes", "yes"),
    (K.YES_NO, "no", "no"),
    (K.PHONE, "0990-1234567", "0990-1234567"),
    (K.IDENTITY_NO, f" {identity_no(7)} ", identity_no(7)),
    (K.CREDIT_CODE, credit_code(5).lower(), credit_code(5)),
    (K.ADDRESS, "示例区示例路1号", "示例区示例路1号"),
]
WRONG: list[tuple[FieldKind, FormValue, str]] = [
    (K.TEXT, "x" * 201, "cases.field_long"),
    (K.LONG_TEXT, "x" * 201, "cases.field_long"),
    (K.ADDRESS, "x" * 201, "cases.field_long"),
    (K.NUMBER, "twelve", "cases.field_number"),
    (K.NUMBER, "-5", "cases.field_negative"),
    (K.NUMBER, "NaN", "cases.field_number"),
    (K.NUMBER, "Infinity", "cases.field_number"),
    (K.NUMBER, "1e999999", "cases.field_number"),
    (K.NUMBER, "9" * 201, "cases.field_long"),
    (K.DATE, "2026-02-29", "cases.field_date"),
    (K.DATE, "5 March", "cases.field_date"),
    (K.CHOICE, "c", "cases.field_choice"),
    (K.CHOICE, ["a", "b"], "cases.field_choice"),
    (K.CHOICES, ["a", "c"], "cases.field_choice"),
    (K.YES_NO, "maybe", "cases.field_yes_no"),
    (K.PHONE, "12345", "core.phone_shape"),
    (K.IDENTITY_NO, "99010119800101001", "core.identity_no_shape"),
    (K.IDENTITY_NO, "99010119801301001X", "core.identity_no_date"),
    (K.IDENTITY_NO, identity_no(7)[:17] + ("1" if identity_no(7)[17] != "1" else "2"), "core.identity_no_check"),
    (K.CREDIT_CODE, "11990101", "core.credit_code_shape"),
    (K.CREDIT_CODE, credit_code(5)[:17] + ("A" if credit_code(5)[17] != "A" else "B"), "core.credit_code_check"),
]


def form_of(kind: FieldKind = K.TEXT, **changes: Any) -> ItemContent:
    """An item with one question."""
    choices = CHOICES if kind in {K.CHOICE, K.CHOICES} else ()
    field = FormField(id="q", element="E.Q", label="问题", kind=kind, choices=choices, **changes)
    return make_content(form=(FieldGroup(title="组", fields=(field,)),))


@pytest.mark.parametrize(("kind", "given", "kept"), RIGHT)
def test_a_right_answer_is_kept_in_its_one_form(kind: FieldKind, given: FormValue, kept: FormValue) -> None:
    assert check_form(form_of(kind), {"q": given}) == ({"q": kept}, [])


@pytest.mark.parametrize(("kind", "given", "code"), WRONG)
def test_a_wrong_answer_is_named_with_its_value(kind: FieldKind, given: FormValue, code: str) -> None:
    cleaned, problems = check_form(form_of(kind), {"q": given})

    assert cleaned == {}
    assert [(one.field, one.code) for one in problems] == [("q", code)]
    assert problems[0].value == (given if isinstance(given, str) else ", ".join(given))


def test_the_table_of_answers_covers_every_kind_of_question() -> None:
    assert {kind for kind, _given, _kept in RIGHT} == {kind for kind, _given, _code in WRONG} == set(FieldKind)


@pytest.mark.parametrize("given", ["", "   ", "\u200b\u202e", [], ["", "\x00"]])
def test_an_empty_answer_to_a_required_question_is_missing(given: FormValue) -> None:
    _cleaned, problems = check_form(form_of(), {"q": given})

    assert [(one.field, one.code) for one in problems] == [("q", "cases.field_required")]


def test_a_question_that_is_not_required_may_be_left_empty() -> None:
    assert check_form(form_of(is_required=False), {"q": " "}) == ({}, [])


@pytest.mark.parametrize(
    "hidden",
    [
        "\x00",
        "\x07",
        "\x7f",
        "\x9b",
        "\xad",
        "\u061c",
        "\u200b",
        "\u200e",
        "\u200f",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\ud800",
        "\U000e0041",
    ],
)
def test_invisible_characters_are_dropped(hidden: str) -> None:
    assert check_form(form_of(), {"q": f"张{hidden}三"}) == ({"q": "张三"}, [])


@pytest.mark.parametrize("kept", ["㐀", "𠮷", "葛\U000e0100", "\ue000", "é", "·"])
def test_what_a_rare_name_is_written_with_stays(kept: str) -> None:
    assert check_form(form_of(), {"q": f"张{kept}"}) == ({"q": f"张{kept}"}, [])


@pytest.mark.parametrize(
    ("kind", "given", "language", "message"),
    [
        (K.TEXT, "", "en", "Please answer this question."),
        (K.TEXT, "", "zh-hans", "请填写。"),
        (K.CHOICE, "", "zh-hans", "请选择一项。"),
        (K.CHOICES, [], "zh-hans", "请至少选择一项。"),
        (K.DATE, "", "zh-hans", "请填写日期。"),
        (K.TEXT, "张" * 201, "en", "This takes at most 200 characters; there are 201. Please shorten it."),
        (K.TEXT, "张" * 201, "zh-hans", "最多可填200个字，现有201个字，请适当精简。"),
        (K.NUMBER, "三", "en", "Please give a number in digits, such as 12."),
        (K.NUMBER, "三", "zh-hans", "请填写数字，例如12。"),
        (K.DATE, "x", "zh-hans", "请填写正确的日期，例如2026-03-05。"),
        (K.CHOICE, "x", "zh-hans", "请从列表中选择一项。"),
        (K.YES_NO, "x", "zh-hans", "请选择“是”或者“否”。"),
    ],
)
def test_a_problem_reads_well_beside_its_question_and_after_its_name(
    kind: FieldKind, given: FormValue, language: str, message: str
) -> None:
    problem = check_form(form_of(kind), {"q": given})[1][0]

    with override(language):
        assert filled(problem.text, problem.details) == message
    assert problem.details["label"] == problem.details["label_en"] == "问题"


@pytest.mark.parametrize(("sample", "told"), [("", "12"), ("35", "35")])
def test_the_example_of_a_number_is_the_questions_own_where_it_has_one(sample: str, told: str) -> None:
    problem = check_form(form_of(K.NUMBER, sample=sample), {"q": "许多"})[1][0]

    assert problem.details["sample"] == told


def test_an_answer_that_nobody_asked_for_is_dropped() -> None:
    assert check_form(form_of(), {"q": "有", "role": "admin"}) == ({"q": "有"}, [])


def test_the_pattern_of_a_question_covers_the_whole_answer() -> None:
    content = form_of(pattern="[0-9]{3}")

    assert check_form(content, {"q": "123"}) == ({"q": "123"}, [])
    assert [one.code for one in check_form(content, {"q": "1234"})[1]] == ["cases.field_form"]


def test_every_wrong_answer_is_named_at_once() -> None:
    fields = tuple(FormField(id=f"q{n}", element=f"E.{n}", label=f"问题{n}", kind=K.DATE) for n in range(3))
    content = make_content(form=(FieldGroup(title="组", fields=fields),))

    _cleaned, problems = check_form(content, {"q0": "x", "q1": "2026-03-05"})

    assert [(one.field, one.code) for one in problems] == [("q0", "cases.field_date"), ("q2", "cases.field_required")]


@pytest.mark.parametrize(
    ("changes", "is_missing"),
    [
        ({}, True),
        ({"form": MaterialForm.ELECTRONIC}, True),
        ({"form": MaterialForm.PAPER}, False),
        ({"source": SourceChannel.SHARED}, False),
        ({"source": SourceChannel.GOVERNMENT}, True),
        ({"necessity": Necessity.CONDITIONAL}, False),
        ({"necessity": Necessity.OPTIONAL}, False),
    ],
)
def test_only_what_can_be_asked_for_online_is_missing(changes: dict[str, Any], is_missing: bool) -> None:
    material = Material(code="M1", name="申请书", **changes)
    content = make_content(materials=(material,))

    assert missing_materials(content, []) == ((material,) if is_missing else ())
    assert missing_materials(content, ["M1"]) == ()
