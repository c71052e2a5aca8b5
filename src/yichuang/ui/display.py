"""How a reader wants pages to look: kept in a cookie, nothing else. What is not chosen follows the reader's system."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from typing_extensions import override

COOKIE = "display"
COOKIE_AGE_S = 365 * 24 * 3600


class Theme(StrEnum):
    """The colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Size(StrEnum):
    """The size of text and of everything that is touched. Large is the mode for elders: fewer things, and bigger."""

    NORMAL = "normal"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Display:
    """What the reader chose."""

    theme: Theme = Theme.SYSTEM
    size: Size = Size.NORMAL

    @property
    def is_large(self) -> bool:
        """Whether the mode for elders is on."""
        return self.size is Size.LARGE

    @override
    def __str__(self) -> str:
        """The value of the cookie."""
        return f"{self.theme}.{self.size}"


def display_of(request: HttpRequest) -> Display:
    """The choice in the request's cookie; the default for what is missing or unknown."""
    theme, _, size = request.COOKIES.get(COOKIE, "").partition(".")
    return changed(Display(), theme, size)


def changed(display: Display, theme: str, size: str) -> Display:
    """The choice with these parts changed; unknown ones change nothing."""
    return Display(
        Theme(theme) if theme in set(Theme) else display.theme,
        Size(size) if size in set(Size) else display.size,
    )
