"""The geometry of charts."""

import pytest

from yichuang.ui import charts
from yichuang.ui.parts import Series


def test_a_bar_stands_on_the_zero_line_and_reaches_its_value() -> None:
    drawn = charts.drawing("bars", ["a", "b"], [Series("s", (50, 100))])

    low, high = drawn.bars
    assert low.y + low.height == pytest.approx(drawn.zero)
    assert high.y + high.height == pytest.approx(drawn.zero)
    assert high.height == pytest.approx(2 * low.height, abs=0.2)
    assert high.y == charts.TOP


def test_the_scale_has_round_numbers_around_the_values() -> None:
    drawn = charts.drawing("bars", ["a"], [Series("s", (330,))])

    assert [mark.text for mark in drawn.scale] == ["0", "100", "200", "300", "400"]


def test_values_below_zero_hang() -> None:
    drawn = charts.drawing("bars", ["a", "b"], [Series("s", (-10, 10))])

    assert drawn.bars[0].y == pytest.approx(drawn.zero)
    assert drawn.scale[0].text == "-10"


@pytest.mark.parametrize("values", [(0, 0), (None, None)])
def test_nothing_can_be_drawn(values: tuple[float | None, ...]) -> None:
    drawn = charts.drawing("bars", ["a", "b"], [Series("s", values)])

    assert all(bar.height == 0 for bar in drawn.bars)
    assert [mark.text for mark in drawn.scale][-1] == "1"


def test_a_line_is_broken_where_a_value_is_missing() -> None:
    drawn = charts.drawing("lines", ["a", "b", "c", "d"], [Series("s", (1, 2, None, 3))])

    assert [letter for letter in drawn.lines[0].path if letter.isalpha()] == ["M", "L", "M"]
    assert len(drawn.lines[0].points) == 3


def test_labels_that_would_overlap_are_left_out() -> None:
    labels = [str(day) for day in range(1, 32)]

    drawn = charts.drawing("lines", labels, [Series("s", (1,) * 31)])

    assert [mark.text for mark in drawn.labels][:3] == ["1", "5", "9"]


def test_no_labels_make_an_empty_field() -> None:
    drawn = charts.drawing("bars", [], [])

    assert (drawn.bars, drawn.lines, drawn.labels) == ((), (), ())


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="pie"):
        charts.drawing("pie", [], [])
    with pytest.raises(ValueError, match="short"):
        charts.drawing("bars", ["a", "b"], [Series("short", (1,))])
