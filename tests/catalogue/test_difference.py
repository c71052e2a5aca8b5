"""What changed between versions, as a person reads it."""

from typing import Any

import pytest

from tests.support.catalogue import make_content, wd
from yichuang.catalogue.rules import Change, ItemContent, LegalBasis, Material, difference
from yichuang.catalogue.rules.difference import LABELS, MOVED


def test_equal_contents_have_no_difference() -> None:
    assert difference(make_content(), make_content()) == ()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"promised_limit": wd(5)}, Change("promised_limit", "Promised limit", "", "10wd", "5wd")),
        ({"is_free": False}, Change("is_free", "Free of charge", "", "Yes", "No")),
        ({"quota": "每年十个"}, Change("quota", "Quota", "", "", "每年十个")),
        ({"statutory_limit": None}, Change("statutory_limit", "Statutory limit", "", "20wd", "")),
        ({"themes": ("准入准营", "餐饮")}, Change("themes.餐饮", "Themes", "", "", "餐饮")),
    ],
)
def test_a_changed_element_is_one_change(changes: dict[str, Any], expected: Change) -> None:
    assert difference(make_content(), make_content(**changes)) == (expected,)


def test_an_entry_put_in_the_middle_is_one_change() -> None:
    first, last = make_content().materials
    new = Material(code="M9", name="健康证明", copies=2)

    changes = difference(make_content(), make_content(materials=(first, new, last)))

    assert changes == (
        Change(
            "materials.M9",
            "Materials",
            "健康证明",
            "",
            "M9 健康证明 Required Paper or electronic 2 Prepared by the applicant No",
        ),
    )


def test_an_entry_taken_out_is_one_change() -> None:
    first, _last = make_content().materials

    (change,) = difference(make_content(), make_content(materials=(first,)))

    assert (change.path, change.subject, change.after) == ("materials.M2", "经营场所平面图", "")


def test_a_part_of_an_entry_is_told_with_the_entry() -> None:
    first, last = make_content().materials

    changes = difference(make_content(), make_content(materials=(first.model_copy(update={"copies": 2}), last)))

    assert changes == (Change("materials.M1.copies", "Copies", "食品经营许可申请书", "1", "2"),)


def test_a_question_deep_in_the_form_is_found() -> None:
    (group,) = make_content().form
    name, number = group.fields
    new = group.model_copy(update={"fields": (name.model_copy(update={"is_required": False}), number)})

    changes = difference(make_content(), make_content(form=(new,)))

    assert changes == (Change("form.申请人.fields.name.is_required", "Must be answered", "姓名", "Yes", "No"),)


def test_a_new_order_is_one_change() -> None:
    first, last = make_content().materials

    changes = difference(make_content(), make_content(materials=(last, first)))

    assert changes == (
        Change(
            "materials", "Materials", MOVED, "食品经营许可申请书；经营场所平面图", "经营场所平面图；食品经营许可申请书"
        ),
    )


def test_two_articles_of_one_law_are_two_entries() -> None:
    law = "《中华人民共和国食品安全法》"
    bases = (LegalBasis(law=law, article="第三十五条"), LegalBasis(law=law, article="第三十六条"))

    (change,) = difference(make_content(), make_content(legal_bases=bases))

    assert (change.before, change.after) == ("", f"{law} 第三十六条")


def test_every_element_has_a_label() -> None:
    assert set(ItemContent.model_fields) <= set(LABELS)
    assert set(Material.model_fields) <= set(LABELS) | {"form"}
