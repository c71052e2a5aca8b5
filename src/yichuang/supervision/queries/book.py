"""The rules that hold in this centre."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings

from yichuang.core.errors import FieldProblem
from yichuang.supervision.rules import (
    RULES,
    Book,
    Category,
    Light,
    Parameter,
    Way,
    parameters_of,
    read_book,
)


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule as people read it. `problems` say why it was refused; it runs when there are none and it is on."""

    id: str
    category: Category
    title: str
    protects: str
    basis: tuple[str, ...]
    light: Light
    way: Way
    is_running: bool
    parameters: tuple[Parameter, ...]
    problems: tuple[FieldProblem, ...]


@cache
def book() -> Book:
    """The rules with the parameters of this place (setting SUPERVISION_RULES). They hold until the process ends."""
    given: Mapping[str, object] = settings.SUPERVISION_RULES
    return read_book(given)


def list_rules() -> tuple[RuleView, ...]:
    """Every rule that there is, in the order of the book, with what holds of it here."""
    here = book()
    running = {one.rule.id: one.parameters for one in here.running}
    problems = {one.rule_id: one.problems for one in here.refused}
    return tuple(
        RuleView(
            id=rule.id,
            category=rule.category,
            title=rule.title,
            protects=rule.protects,
            basis=rule.basis,
            light=rule.light,
            way=rule.way,
            is_running=rule.id in running and rule.way is not Way.LATER,
            parameters=parameters_of(rule, running.get(rule.id)),
            problems=problems.get(rule.id, ()),
        )
        for rule in RULES.values()
    )


def unknown_rules() -> tuple[FieldProblem, ...]:
    """What the file of this place says about rules that there are not."""
    return tuple(problem for one in book().refused if one.rule_id not in RULES for problem in one.problems)
