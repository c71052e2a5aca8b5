"""What start-up checks find."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable id, how bad it is, what is so, and what to do. Texts are English translation sources."""

    id: str
    level: Literal["error", "warning"]
    message: str
    remedy: str
