"""The colours of the theme can be read: every pair that carries text has a contrast of at least 4.5."""

import re
from pathlib import Path

import pytest

from yichuang import ui

CSS = Path(ui.__file__).parent / "static" / "ui" / "css"
TOKENS = dict(re.findall(r"--ui-([\w-]+):\s*(#[0-9a-f]{6});", (CSS / "tokens.css").read_text()))

TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "ground"),
    ("ink", "brand-pale"),
    ("ink-soft", "paper"),
    ("ink-soft", "ground"),
    ("ink-soft", "brand-pale"),
    ("link", "paper"),
    ("link", "ground"),
    ("link", "brand-pale"),
    ("brand-strong", "paper"),
    ("brand-strong", "ground"),
    ("brand-strong", "brand-pale"),
    ("accent", "paper"),
    ("accent-strong", "paper"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-brand", "brand-deep"),
    ("on-brand", "accent"),
    ("on-brand-soft", "brand-deep"),
    ("neutral-ink", "neutral-pale"),
    ("bad-ink", "paper"),
    *[(f"{tone}-ink", f"{tone}-pale") for tone in ("neutral", "info", "good", "warn", "bad")],
    *[("ink", f"{tone}-pale") for tone in ("neutral", "info", "good", "warn", "bad")],
    *[("link", f"{tone}-pale") for tone in ("neutral", "info", "good", "warn", "bad")],
]
SIGN_PAIRS = [
    ("line-strong", "paper"),
    ("focus", "paper"),
    ("focus", "ground"),
    ("focus-on-brand", "brand"),
    ("focus-on-brand", "brand-deep"),
]


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.1."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio after WCAG 2.1."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_agrees_with_the_known_extremes() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(("sign", "ground"), SIGN_PAIRS)
def test_frames_and_focus_rings_can_be_seen(sign: str, ground: str) -> None:
    assert contrast(TOKENS[sign], TOKENS[ground]) >= 3


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())

    assert path.name == "tokens.css" or set(found) <= {"#000000"}
