"""Scoring: what was planted against what was found."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from yichuang.organisations.queries import list_organisations
from yichuang.supervision.errors import BreachesFileError
from yichuang.supervision.models import Signal
from yichuang.supervision.rules import RULES, STANDING

_STANDING = sorted(state.value for state in STANDING)


class Breach(NamedTuple):
    """A breach that was planted: by which rule it is to be found, and in which case, item or body."""

    rule: str
    case_no: str = ""
    item: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A breach that was not found, or a signal where none was planted."""

    rule: str
    subject: str


@dataclass(slots=True)
class Score:
    """How much of what was planted was found, and what was found besides. `recall` is 1 where nothing was planted."""

    planted: int = 0
    found: int = 0
    false_alarms: int = 0
    missed: list[Missed] = field(default_factory=list)
    alarms: list[Missed] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Found of planted."""
        return self.found / self.planted if self.planted else 1.0


def read_breaches(lines: Iterable[str]) -> list[Breach]:
    """The breaches of a file of JSON lines; empty lines are left out.

    Raises:
        BreachesFileError: a line is no JSON object, or names a rule that there is not, or no subject.
    """
    return [_breach(number, line) for number, line in enumerate(lines, start=1) if line.strip()]


def _breach(number: int, line: str) -> Breach:
    try:
        given = json.loads(line)
    except ValueError as error:
        raise BreachesFileError([], line=number, why=str(error)) from error
    if not isinstance(given, dict) or given.get("rule") not in RULES:
        raise BreachesFileError([], line=number, why="rule")
    breach = Breach(*(str(given.get(name) or "") for name in Breach._fields))
    if not (breach.case_no or breach.item or breach.body):
        raise BreachesFileError([], line=number, why="case_no | item | body")
    return breach


def score(breaches: Iterable[Breach], *, most_told: int = 50) -> tuple[Score, Mapping[str, Score]]:
    """What the signals that stand say of the breaches: in all, and by rule.

    A signal answers a breach of its rule in its case, its item or its body; each breach counts once.
    """
    planted = set(breaches)
    by_key = {key for breach in planted for key in _keys(breach)}
    by_rule: dict[str, Score] = {rule: Score() for rule in RULES}
    seen = set[tuple[str, str, str]]()
    bodies = _bodies()
    for rule, case_no, item, organisation_id, subject in _signals():
        keys = {(rule, "case", case_no), (rule, "item", item)} | {
            (rule, "body", one) for one in bodies.get(organisation_id, ())
        }
        hits = keys & by_key
        seen |= hits
        if not hits:
            by_rule[rule].false_alarms += 1
            by_rule[rule].alarms.append(Missed(rule, subject))
    for breach in planted:
        one = by_rule[breach.rule]
        one.planted += 1
        is_found = any(key in seen for key in _keys(breach))
        one.found += is_found
        if not is_found:
            one.missed.append(Missed(breach.rule, breach.case_no or breach.item or breach.body))
    return _total(by_rule.values(), most_told), {
        rule: one for rule, one in by_rule.items() if one.planted or one.false_alarms
    }


def _total(scores: Iterable[Score], most_told: int) -> Score:
    total = Score()
    for one in scores:
        total.planted += one.planted
        total.found += one.found
        total.false_alarms += one.false_alarms
        total.missed += one.missed[: most_told - len(total.missed)]
        total.alarms += one.alarms[: most_told - len(total.alarms)]
    return total


def _keys(breach: Breach) -> Iterator[tuple[str, str, str]]:
    for kind, subject in (("case", breach.case_no), ("item", breach.item), ("body", breach.body)):
        if subject:
            yield breach.rule, kind, subject


def _signals() -> Iterator[tuple[str, str, str, int, str]]:
    rows = Signal.objects.filter(state__in=_STANDING).order_by("pk")
    return rows.values_list("rule", "case_no", "item_code", "organisation_id", "subject").iterator(5000)


def _bodies() -> Mapping[int, frozenset[str]]:
    """By what a file may call a body."""
    return {one.id: frozenset({str(one.id), one.name, one.short_name, one.credit_code}) for one in list_organisations()}
