"""The colours of every mode can be read: text has a contrast of at least 4.5, signs and frames of at least 3."""

import re
from pathlib import Path

import pytest

from yichuang import ui

CSS = Path(ui.__file__).parent / "static" / "ui" / "css"
COLOUR = re.compile(r"--ui-([\w-]+):\s*(#[0-9a-f]{6});")
LIGHT = dict(COLOUR.findall((CSS / "tokens.css").read_text()))
THEMES = {path.stem.removeprefix("theme-"): dict(COLOUR.findall(path.read_text())) for path in CSS.glob("theme-*.css")}
MODES = {"light": LIGHT, **{name: {**LIGHT, **colours} for name, colours in THEMES.items()}}
TONES = ("neutral", "info", "good", "warn", "bad")

TEXT_PAIRS = [
    *[
        (ink, ground)
        for ink in ("ink", "ink-soft", "link", "brand-strong")
        for ground in ("paper", "ground", "brand-pale")
    ],
    ("accent", "paper"),
    ("accent", "ground"),
    ("accent-strong", "paper"),
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-accent", "accent"),
    ("on-deep", "deep"),
    ("on-deep-soft", "deep"),
    ("bad-ink", "paper"),
    *[(f"{tone}-ink", f"{tone}-pale") for tone in TONES],
    *[(f"{tone}-ink", ground) for tone in TONES for ground in ("paper", "ground")],
    *[(ink, f"{tone}-pale") for ink in ("ink", "link") for tone in TONES],
]
SIGN_PAIRS = [
    ("line-strong", "paper"),
    ("line-strong", "ground"),
    ("brand", "paper"),
    ("brand", "ground"),
    ("accent", "paper"),
    ("focus", "paper"),
    ("focus", "ground"),
    ("focus", "brand-pale"),
    ("focus-on-deep", "deep"),
    *[(f"chart-{number}", "paper") for number in range(1, 5)],
    *[(f"{tone}-ink", f"{tone}-pale") for tone in TONES],
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


def too_weak(mode: str, pairs: list[tuple[str, str]], least: float) -> list[str]:
    """The pairs of a mode whose contrast is below the least."""
    colours = MODES[mode]
    measured = [(first, second, contrast(colours[first], colours[second])) for first, second in pairs]
    return [f"{first} on {second}: {ratio:.2f}" for first, second, ratio in measured if ratio < least]


def test_the_measure_agrees_with_the_known_extremes() -> None:
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_there_are_three_modes_of_colour() -> None:
    assert set(MODES) == {"light", "dark", "contrast"}


@pytest.mark.parametrize("mode", MODES)
def test_text_can_be_read_on_its_ground(mode: str) -> None:
    assert too_weak(mode, TEXT_PAIRS, 4.5) == []


@pytest.mark.parametrize("mode", MODES)
def test_frames_and_focus_rings_can_be_seen(mode: str) -> None:
    assert too_weak(mode, SIGN_PAIRS, 3) == []


def test_high_contrast_means_seven() -> None:
    assert too_weak("contrast", TEXT_PAIRS, 7) == []


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_gives_every_colour_anew(theme: str) -> None:
    assert set(THEMES[theme]) == set(LIGHT)


def test_every_colour_that_carries_text_or_a_sign_is_measured() -> None:
    measured = {name for pair in TEXT_PAIRS + SIGN_PAIRS for name in pair}

    assert set(LIGHT) - measured == {"line"}  # a hairline between rows says nothing by itself


@pytest.mark.parametrize("path", sorted(CSS.glob("*.css")), ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_only(path: Path) -> None:
    found = re.findall(r"#[0-9a-fA-F]{3,8}\b", path.read_text())

    assert path.name == "tokens.css" or path.name.startswith("theme-") or set(found) <= {"#000000"}


def test_large_type_is_at_least_twenty_pixels() -> None:
    large = (CSS / "tokens.css").read_text().split(':root[data-size="large"] {')[1].split("}")[0]
    percent = re.search(r"\n  font-size: (\d+)%", large)
    rem = re.search(r"--ui-text: ([\d.]+)rem", large)

    assert percent is not None
    assert rem is not None
    assert 16 * int(percent[1]) / 100 * float(rem[1]) >= 20
