"""What the elements of papers are called, and how it is told that one of them is not right."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.core.labels import Labelled

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

TOO_LONG = gettext_noop("{what}: {given} characters; the paper takes at most {most}. Please shorten it.")
MISSING = gettext_noop("{what}: nothing is said. Please fill it in.")
WRONG = gettext_noop("{what}: this is not right.")
_SHOWN = 200
_MISSING = frozenset({"missing", "string_too_short", "too_short"})


class Element(Labelled):
    """What people type, or take from an item, into a paper: by the name of the element."""

    ADDRESSEE = "addressee", gettext_noop("Addressee")
    AGENT = "agent", gettext_noop("Agent")
    APPLICANT = "applicant", gettext_noop("Applicant")
    CARRIER = "carrier", gettext_noop("How the materials go")
    CHAIR = "chair", gettext_noop("In the chair")
    CONDITIONS = "conditions", gettext_noop("Conditions of the grant")
    CONSEQUENCE = "consequence", gettext_noop("What follows if it is not kept")
    DELIVERED = "delivered", gettext_noop("What is delivered")
    FEES = "fees_text", gettext_noop("Fees")
    GROUND = "ground", gettext_noop("Why the handling ends")
    ITEM = "item", gettext_noop("Material or answer")
    ITEM_NAME = "item_name", gettext_noop("Service item")
    MATTER = "matter", gettext_noop("Subject of the hearing")
    NAME = "name", gettext_noop("Name of the material")
    OPINION = "opinion", gettext_noop("Opinion of the preliminary review")
    PEOPLE = "people", gettext_noop("Who took part")
    PLACE = "place", gettext_noop("Place")
    PROBLEM = "problem", gettext_noop("What is wrong")
    PROPER_BODY = "proper_body", gettext_noop("Competent body")
    REASON = "reason", gettext_noop("Reasons")
    REASONS = "reasons", gettext_noop("Reasons")
    RECEIVER = "receiver", gettext_noop("Who took it")
    REMEDY = "remedy", gettext_noop("What is wanted")
    SPECIAL_PROCEDURES = "special_procedures", gettext_noop("Special procedures")
    TERMS = "terms", gettext_noop("Terms of the commitment")
    TEXT = "text", gettext_noop("Record of the hearing")
    TRACKING_NO = "tracking_no", gettext_noop("Number of the postal item")


_ELEMENTS: Mapping[str, Element] = {one.value: one for one in Element}


def data_problems(found: "Sequence[ErrorDetails]") -> list[FieldProblem]:
    """Everything that is wrong with what a paper would say, in the order of its elements.

    A list that seems too short only because a part of it is not right is not told of besides that part.
    """
    inside = {one["loc"][:-1] for one in found}
    return [_data_problem(one) for one in found if one["type"] != "too_short" or one["loc"] not in inside]


def _data_problem(found: "ErrorDetails") -> FieldProblem:
    """One thing that is wrong with what a paper would say: its place, and what it is in words."""
    names = [part for part in found["loc"] if isinstance(part, str)]
    what = _ELEMENTS.get(names[-1], names[-1]) if names else ""
    kind, value = found["type"], found["input"]
    details: dict[str, object] = {"what": what}
    text = MISSING if kind in _MISSING else WRONG
    if kind == "string_too_long" and isinstance(value, str):
        text = TOO_LONG
        details |= {"given": len(value.strip()), "most": found["ctx"]["max_length"]}
    place = ".".join(map(str, found["loc"]))
    return FieldProblem(place, f"documents.{kind}", text, str(value)[:_SHOWN], details)
