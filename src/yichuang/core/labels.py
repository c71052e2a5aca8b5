"""Enumerations whose members carry an English label that the edges translate."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enum whose members are written `NAME = "value", "Label"`; `label` is a translation source."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Give the member its stored value and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """Pairs of stored value and English label, in order."""
        return [(member.value, member.label) for member in cls]
