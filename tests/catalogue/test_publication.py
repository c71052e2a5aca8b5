"""What must be there before publication, and what may not contradict."""

from datetime import date
from typing import Any

import pytest

from tests.support.catalogue import make_content, make_instant_content, wd
from yichuang.catalogue.rules import (
    CaseType,
    Fee,
    FieldGroup,
    FieldKind,
    FormField,
    ItemContent,
    ItemType,
    Material,
    Necessity,
    ResultProduced,
    SourceChannel,
    Step,
    StepKind,
    missing_elements,
)
from yichuang.catalogue.rules.publication import fits, is_catch_all, steps_fit
from yichuang.core.rights import Role
from yichuang.deadlines.rules import Term, Unit


def points(content: ItemContent) -> list[tuple[str, str, str]]:
    return [(point.element, point.code, point.law) for point in missing_elements(content)]


def step(limit: str, kind: StepKind = StepKind.REVIEW, code: str = "S") -> Step:
    return Step(code=code, name="步骤", kind=kind, role=Role.REVIEWER, limit=Term.parse(limit))


def test_complete_contents_lack_nothing() -> None:
    assert missing_elements(make_content()) == ()
    assert missing_elements(make_instant_content()) == ()


def test_a_bare_name_lacks_every_public_element() -> None:
    assert [point.element for point in missing_elements(ItemContent(name="某事项"))] == [
        "item_type",
        "service_objects",
        "conditions",
        "steps",
        "promised_limit",
        "address",
        "hours",
        "enquiry_phone",
        "complaint_phone",
        "legal_bases",
        "materials",
        "results",
        "remedies",
        "statutory_limit",
        "is_free",
    ]


@pytest.mark.parametrize("element", ["legal_bases", "materials", "results"])
def test_a_public_service_may_do_without_what_a_licence_needs(element: str) -> None:
    changes: dict[str, Any] = {element: ()}

    assert missing_elements(make_content(item_type=ItemType.PUBLIC_SERVICE, **changes)) == ()
    assert [point[0] for point in points(make_content(**changes))] == [element]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"promised_limit": wd(21)}, ("promised_limit", "promise_too_long", "OBE 36")),
        ({"promised_limit": Term.parse("15wd"), "statutory_limit": Term.parse("30cd")}, ("promised_limit", "promise_too_long", "OBE 36")),
        ({"statutory_limit": None}, ("statutory_limit", "element_missing", "OBE 36")),
        (
            {"statutory_limit": None, "statutory_limit_note": "法律未规定", "promised_limit": wd(21)},
            ("promised_limit", "promise_too_long", "ALL 42"),
        ),
        (
            {"statutory_limit": None, "statutory_limit_note": "统一办理", "joint_bodies": ("某局",), "promised_limit": wd(46)},
            ("promised_limit", "promise_too_long", "ALL 42"),
        ),
        ({"case_type": CaseType.INSTANT}, ("promised_limit", "instant_with_limit", "OBE 36")),
        ({"promised_limit": wd(8)}, ("steps", "steps_too_long", "OBE 36")),
        ({"steps": (step("1wd", StepKind.DECIDE),)}, ("steps", "step_missing", "ALL 30")),
        (
            {"steps": (step("1wd", StepKind.DECIDE, "A"), step("1wd", StepKind.ACCEPT, "B"))},
            ("steps", "steps_order", "ALL 30"),
        ),
        ({"materials": (Material(code="M1", name="法律、法规规定的其他材料"),)}, ("materials.0.name", "catch_all_material", "AY 13")),
        (
            {"materials": (Material(code="M1", name="证书", necessity=Necessity.CONDITIONAL),)},
            ("materials.0.condition", "condition_missing", "ALL 30"),
        ),
        (
            {"materials": (Material(code="M1", name="营业执照", source=SourceChannel.SHARED),)},
            ("materials.0.copies", "shared_material_asked", "OSR 7"),
        ),
        (
            {"materials": (Material(code="M1", name="申请表", source=SourceChannel.ANSWERS),), "form": ()},
            ("materials.0.source", "nothing_to_make_of", "ALL 30"),
        ),
        (
            {"materials": (Material(code="M1", name="甲"), Material(code="M1", name="乙"))},
            ("materials", "duplicate_code", "ALL 30"),
        ),
        ({"is_free": None}, ("is_free", "element_missing", "ALL 58")),
        ({"is_free": False}, ("fees", "element_missing", "ALL 58")),
        ({"fees": (Fee(name="工本费", standard="5元/证", basis="某价费〔2014〕1号"),)}, ("fees", "free_with_fees", "ALL 58")),
        (
            {"is_free": False, "fees": (Fee(name="工本费", standard="5元/证", basis=""),)},
            ("fees.0.basis", "fee_without_basis", "ALL 59"),
        ),
        (
            {"form": (FieldGroup(title="甲", fields=(FormField(id="a", element="e", label="选", kind=FieldKind.CHOICE),)),)},
            ("form.0.fields.0.choices", "choices_missing", "ALL 29"),
        ),
        (
            {"form": (FieldGroup(title="甲", fields=(FormField(id="a", element="e", label="号", kind=FieldKind.IDENTITY_NO),)),)},
            ("form.0.fields.0.is_personal", "personal_field_unmarked", "PIPL 28"),
        ),
        (
            {"form": (FieldGroup(title="甲", fields=(FormField(id="a", element="e", label="号", pattern="("),)),)},
            ("form.0.fields.0.pattern", "pattern_broken", "ALL 29"),
        ),
        (
            {"form": tuple(FieldGroup(title=t, fields=(FormField(id="a", element="e", label="号"),)) for t in ("甲", "乙"))},
            ("form", "duplicate_code", "ALL 30"),
        ),
        (
            {"results": (ResultProduced(certificate_code="R", name="甲"), ResultProduced(certificate_code="R", name="乙"))},
            ("results", "duplicate_code", "ALL 30"),
        ),
        (
            {"effective_on": date(2026, 2, 1), "cancelled_on": date(2026, 1, 1)},
            ("cancelled_on", "dates_crossed", "ALL 30"),
        ),
    ],
)  # fmt: skip
def test_one_fault_is_one_point(changes: dict[str, Any], expected: tuple[str, str, str]) -> None:
    assert points(make_content(**changes)) == [expected]


def test_a_promised_item_may_not_promise_the_spot() -> None:
    content = make_instant_content(case_type=CaseType.PROMISED)

    assert points(content) == [("case_type", "promised_without_limit", "OBE 36"), ("steps", "step_missing", "ALL 30")]


def test_the_steps_that_exceed_the_promise_are_told_with_both_sums() -> None:
    content = make_content(promised_limit=wd(8))

    (point,) = missing_elements(content)

    assert point.details == {
        "working_days": 9,
        "calendar_days": 0,
        "hours": 0,
        "promised": 8,
        "promised_unit": Unit.WORKING_DAY,
    }
    assert (
        point.as_problem().text.format_map(point.details)
        == "The limits of the steps add up to 9 working days, 0 calendar days and 0 hours, more than the promised 8 wd."
    )


@pytest.mark.parametrize(
    ("limits", "promised", "is_fitting"),
    [
        (["1wd", "2wd"], "3wd", True),
        (["1wd", "2wd"], "2wd", False),
        (["8h", "2wd"], "3wd", True),
        (["9h", "2wd"], "3wd", False),
        (["1h", "1h"], "1wd", True),
        (["3cd"], "3wd", True),
        (["1wd"], "5cd", False),
        (["2cd", "8h"], "3cd", True),
        (["4h", "4h"], "0wd", True),
        (["4h", "5h"], "0wd", False),
        (["0wd"], "0wd", True),
        (["1wd"], "0wd", False),
        (["2h"], "2h", True),
        (["3h"], "2h", False),
        (["1wd"], "24h", False),
    ],
)
def test_steps_fit_into_the_promise(limits: list[str], promised: str, *, is_fitting: bool) -> None:
    assert steps_fit([step(limit) for limit in limits], Term.parse(promised)) is is_fitting


@pytest.mark.parametrize(
    ("term", "into", "is_fitting"),
    [
        ("20wd", "20wd", True),
        ("21wd", "20wd", False),
        ("20cd", "20wd", True),
        ("21cd", "20wd", False),
        ("1wd", "365cd", False),
        ("0wd", "1cd", True),
        ("24h", "1wd", True),
        ("25h", "1cd", False),
        ("1wd", "24h", False),
    ],
)
def test_a_term_fits_into_another_when_it_surely_ends_no_later(term: str, into: str, *, is_fitting: bool) -> None:
    assert fits(Term.parse(term), Term.parse(into)) is is_fitting


@pytest.mark.parametrize(
    "name",
    [
        "其他",
        "其他材料",
        "其它相关资料",
        "其他有关证明材料",
        "法律、法规规定的其他材料",
        "需要提交的其他文件",
        "审批机关要求的其它材料",
        "其他需要提供的材料",
        "Other materials",
        "Other relevant documents",
    ],
)
def test_a_catch_all_is_known(name: str) -> None:
    assert is_catch_all(name)


@pytest.mark.parametrize(
    "name", ["其他股东的身份证明", "营业执照", "与其他单位签订的合同", "其他业主同意书", "申请材料真实性承诺书"]
)
def test_a_named_paper_is_no_catch_all(name: str) -> None:
    assert not is_catch_all(name)
