"""A box that is drawn quickly is the same box."""

import pytest
from django import forms
from django.test import SimpleTestCase

from yichuang.ui.widgets import QuickSelect

CHOICES = [("", "全部"), ("a", "<b>甲</b>"), ("b", "乙 & 丙"), (3, "三")]


@pytest.mark.parametrize("value", [None, "", "b", "3", 3, "not offered"])
@pytest.mark.parametrize("attrs", [None, {"id": "id_x", "class": "ui-select", "required": True, "aria-label": '"甲"'}])
def test_a_quick_choice_is_the_same_as_a_slow_one(value: object, attrs: dict[str, object] | None) -> None:
    quick, slow = QuickSelect(choices=CHOICES), forms.Select(choices=CHOICES)

    SimpleTestCase().assertHTMLEqual(quick.render("x", value, attrs), slow.render("x", value, attrs))
