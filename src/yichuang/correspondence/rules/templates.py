"""The shape of what a notice says."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Title and text of a notice, and the short text that goes to a phone or mailbox."""

    title: str
    text: str
    short: str
