"""The one family of errors that the domain raises. No HTTP and no translated text here.

An error carries a stable `code`, an English `text` with named placeholders (translated at the edge) and `details`
that fill the placeholders. `core.problems` alone turns it into an answer.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar


def gettext_noop(message: str) -> str:
    """Mark a string for translation and give it back unchanged."""
    return message


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one value: the place, the reason, the value as given."""

    field: str
    code: str
    text: str
    value: str = ""
    details: Mapping[str, object] = dataclasses.field(default_factory=dict)


class DomainError(Exception):
    """Something the domain refuses. Subclasses set `code` and `text`."""

    code: ClassVar[str] = "core.error"
    text: ClassVar[str] = gettext_noop("This cannot be done.")

    def __init__(self, **details: object) -> None:
        """Keep the details; the message is the English text filled with them."""
        self.details = details
        super().__init__(self.text.format_map(_Lenient(details)))


class NotFoundError(DomainError):
    """It does not exist, or the actor may not know that it does."""

    code = "core.not_found"
    text = gettext_noop("This does not exist, or you have no access to it.")


class ForbiddenError(DomainError):
    """The actor is known but may not do this."""

    code = "core.forbidden"
    text = gettext_noop("You may not do this.")


class ConflictError(DomainError):
    """The thing is not in a state in which this can be done."""

    code = "core.conflict"
    text = gettext_noop("This cannot be done now.")


class InvalidError(DomainError):
    """What was given is wrong; `problems` names each field."""

    code = "core.invalid"
    text = gettext_noop("Some of what was given is not right.")

    def __init__(self, problems: Sequence[FieldProblem] = (), **details: object) -> None:
        """Keep the problems in the order of the fields."""
        self.problems = tuple(problems)
        super().__init__(**details)


class TooLargeError(DomainError):
    """What was sent is larger than allowed."""

    code = "core.too_large"
    text = gettext_noop("What was sent is too large.")


class UnsupportedError(DomainError):
    """What was sent is of a kind that is not taken."""

    code = "core.unsupported"
    text = gettext_noop("What was sent is of a kind that is not taken.")


class TooManyError(DomainError):
    """Something is done too often; `seconds` among the details says after how many it may be tried again."""

    code = "core.too_many"


class _Lenient(dict[str, object]):
    """A mapping that leaves an unknown placeholder visible instead of failing while an error is reported."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
