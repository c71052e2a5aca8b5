"""The start-up check of fonts."""

import pytest

from yichuang.documents.services import check_fonts
from yichuang.documents.vendors import fonts


@pytest.mark.parametrize(
    ("families", "found"),
    [
        ({fonts.BUNDLED, fonts.FULLER}, []),
        ({fonts.BUNDLED}, [("documents.W001", "warning")]),
        ({fonts.FULLER}, [("documents.E001", "error")]),
        (set(), [("documents.E001", "error")]),
    ],
)
def test_a_missing_font_is_found(
    monkeypatch: pytest.MonkeyPatch, families: set[str], found: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(fonts, "families", lambda: frozenset(families))

    assert [(finding.id, finding.level) for finding in check_fonts()] == found


def test_the_bundled_font_is_really_there_and_has_what_it_says() -> None:
    gb2312 = {
        bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    } - {""}

    assert fonts.BUNDLED in fonts.families(with_system=False)
    assert len(gb2312) == 6763
    assert {char for char in gb2312 if ord(char) not in fonts.coverage(fonts.BUNDLED)} == set()
    assert set(range(0x4E00, 0x9FA6)) <= fonts.coverage(fonts.BUNDLED)
