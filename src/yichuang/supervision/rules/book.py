"""The book of rules: all there are, with the parameters of this place; which of them run, and which were refused and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.core.errors import FieldProblem, gettext_noop
from yichuang.supervision.rules.anomaly import ANOMALY_RULES
from yichuang.supervision.rules.counting import COUNT_RULES
from yichuang.supervision.rules.hall import HALL_RULES
from yichuang.supervision.rules.later import LATER_RULES
from yichuang.supervision.rules.lights import Way
from yichuang.supervision.rules.limits import TIME_RULES
from yichuang.supervision.rules.procedure import PROCEDURE_RULES
from yichuang.supervision.rules.rule import Parameters, Rule

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.id: rule for rule in (*TIME_RULES, *PROCEDURE_RULES, *ANOMALY_RULES, *COUNT_RULES, *HALL_RULES, *LATER_RULES)}
)


@dataclass(frozen=True, slots=True)
class Running:
    """A rule with the parameters that hold here."""

    rule: Rule
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Refused:
    """A rule that does not run because of what was written, and every reason."""

    rule_id: str
    problems: tuple[FieldProblem, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as people read it."""

    name: str
    value: str
    default: str
    allowed: str
    description: str


@dataclass(frozen=True, slots=True)
class Book:
    """The rules in force. `digest` changes with any rule, revision or parameter; `story_digest` with those of single cases only."""

    running: tuple[Running, ...]
    refused: tuple[Refused, ...]
    digest: str
    story_digest: str

    def by_way(self, *ways: Way) -> tuple[Running, ...]:
        """Those that look in that way."""
        return tuple(one for one in self.running if one.rule.way in ways)


def read_book(given: Mapping[str, object]) -> Book:
    """The book with what a place wrote, by ids of rules. What cannot hold refuses its own rule only; the others run."""
    running, refused = list[Running](), list[Refused]()
    for rule_id in given:
        if rule_id not in RULES:
            refused.append(Refused(rule_id, (_unknown(rule_id),)))
    for rule in RULES.values():
        try:
            parameters = rule.parameters.model_validate(given.get(rule.id, {}))
        except ValidationError as error:
            problems = tuple(_problem(rule, one["loc"], one["input"]) for one in error.errors())
            refused.append(Refused(rule.id, problems))
            continue
        if parameters.is_on:
            running.append(Running(rule, parameters))
    return Book(
        tuple(running), tuple(refused), _digest(running), _digest([one for one in running if one.rule.way is Way.STORY])
    )


def _digest(running: list[Running]) -> str:
    told = [
        [one.rule.id, one.rule.revision, one.rule.light.value, one.parameters.model_dump(mode="json")]
        for one in running
    ]
    return sm3_hex(canonical_json(told))


def parameters_of(rule: Rule, parameters: Parameters | None) -> tuple[Parameter, ...]:
    """What can be written of the rule, with what holds (the defaults where it does not run)."""
    defaults = rule.parameters().model_dump(mode="json")
    values = parameters.model_dump(mode="json") if parameters else defaults
    return tuple(
        Parameter(name, str(values[name]), str(defaults[name]), _allowed(field), field.description or "")
        for name, field in rule.parameters.model_fields.items()
    )


_UNKNOWN_RULE = gettext_noop("There is no rule “{name}”. There are: {names}")
_UNKNOWN = gettext_noop("“{rule}” has no parameter “{name}”. There are: {names}")
_NOT_ALLOWED = gettext_noop("“{name}” of “{rule}” cannot be {value}. Allowed is: {allowed}")


def _unknown(rule_id: str) -> FieldProblem:
    details: dict[str, Any] = {"name": rule_id, "names": ", ".join(RULES)}
    return FieldProblem(rule_id, "supervision.rule_unknown", _UNKNOWN_RULE, rule_id, details)


def _problem(rule: Rule, place: tuple[int | str, ...], given: object) -> FieldProblem:
    name = str(place[0]) if place else ""
    field = rule.parameters.model_fields.get(name)
    if field is None:
        details: dict[str, Any] = {"rule": rule.id, "name": name, "names": ", ".join(rule.parameters.model_fields)}
        return FieldProblem(f"{rule.id}.{name}", "supervision.parameter_unknown", _UNKNOWN, str(given), details)
    details = {"rule": rule.id, "name": name, "value": str(given), "allowed": _allowed(field)}
    return FieldProblem(f"{rule.id}.{name}", "supervision.parameter_not_allowed", _NOT_ALLOWED, str(given), details)


def _allowed(field: FieldInfo) -> str:
    if field.annotation is bool:
        return "true, false"
    bounds = {
        name: getattr(one, name) for one in field.metadata for name in ("ge", "gt", "le", "lt") if hasattr(one, name)
    }
    least = bounds.get("ge", bounds.get("gt", ""))
    above = "above " if "gt" in bounds else ""
    return f"{above}{least} to {bounds.get('le', '')}"
