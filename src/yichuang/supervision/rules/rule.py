"""What a rule is, and parameters that a place may write otherwise."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from yichuang.supervision.rules.lights import Category, Light, Way
from yichuang.supervision.rules.stories import Found


class Parameters(BaseModel):
    """What a place may write of any rule: that it is off. Rules add their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    is_on: bool = True


Examine = Callable[[Any, Any, Any], Iterable[Found]]
"""(course of the case or counts, parameters, outlook) -> what is found."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that is watched. `protects` and `title` are translation sources; `basis` are keys of docs/law.md.

    `examine` is None for a rule that is declared and not fed yet. `revision` counts changes of what the rule means: with it
    everything is examined anew.
    """

    id: str
    category: Category
    title: str
    protects: str
    basis: tuple[str, ...]
    light: Light
    way: Way
    examine: Examine | None = None
    parameters: type[Parameters] = Parameters
    revision: int = 1
