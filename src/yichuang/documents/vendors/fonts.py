"""Which fonts there are and which characters they have.

Papers are set in the bundled font, so that they look the same on every machine; the system's fuller font of the same design
fills in the rare characters that the bundled one lacks. A character that neither has is written as its code point, so that
it is never lost silently.
"""

import json
import unicodedata
from functools import cache
from pathlib import Path

import typst

BUNDLED = "Yichuang Song"
FULLER = "Noto Serif CJK SC"
FONT_FOLDER = Path(__file__).resolve().parent.parent / "fonts"


@cache
def families(*, with_system: bool = True) -> frozenset[str]:
    """Names of the font families that papers can be set in."""
    return frozenset(
        typst.Fonts(include_system_fonts=with_system, include_embedded_fonts=False, font_paths=[FONT_FOLDER]).families()
    )


@cache
def coverage(family: str) -> frozenset[int]:
    """Code points that the family has (one of the two above)."""
    ranges = json.loads((FONT_FOLDER / "coverage.json").read_text(encoding="ascii"))[family].split()
    points: set[int] = set()
    for part in ranges:
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return frozenset(points)


def spelled_out(text: str, *, with_system: bool = True) -> str:
    """The text with every character that cannot be drawn written as [U+…]; what is invisible is left out."""
    bundled = coverage(BUNDLED)
    if all(ord(char) in bundled for char in text):
        return text
    drawable = bundled | coverage(FULLER) if FULLER in families(with_system=with_system) else bundled
    return "".join(_spelled(char, drawable) for char in text.replace("\r\n", "\n"))


def _spelled(char: str, drawable: frozenset[int]) -> str:
    if char == "\n" or ord(char) in drawable:
        return char
    if char.isspace():
        return " "
    if unicodedata.category(char) in {"Cc", "Cf", "Mn"}:
        return ""
    return f"[U+{ord(char):04X}]"
