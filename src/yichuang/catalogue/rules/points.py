"""One point that keeps a version from publication."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from yichuang.core.errors import FieldProblem


@dataclass(frozen=True, slots=True)
class Missing:
    """One point to put right: the element, what is wrong, and the article that asks for it."""

    element: str
    code: str
    text: str
    law: str
    details: Mapping[str, object] = field(default_factory=dict)

    def as_problem(self) -> FieldProblem:
        """The point as a problem of a field."""
        return FieldProblem(
            self.element, f"catalogue.{self.code}", self.text, details={"law": self.law, **self.details}
        )
