"""What start-up checks find."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """A stable id, how bad it is, what is so, and what to do. Texts are English translation sources, filled with `details`."""

    id: str
    level: Literal["error", "warning"]
    message: str
    remedy: str
    details: Mapping[str, object] = field(default_factory=dict)
