"""`yichuang supervise`: sweep everything, score what was planted, list the rules."""

import argparse
from datetime import date
from pathlib import Path

from yichuang.config.cli import show, table
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.problems import filled
from yichuang.supervision.queries import book, clock_findings, list_parked, list_rules, unknown_rules
from yichuang.supervision.services import Score, read_breaches, score, sweep

_FOUND_SOMETHING = 3


def supervise(options: argparse.Namespace) -> int:
    """Do what was asked."""
    return {"sweep": _sweep, "score": _score, "rules": _rules}[options.action](options)


def _sweep(options: argparse.Namespace) -> int:
    on = date.fromisoformat(options.on) if options.on else None
    done = sweep(actor=SYSTEM, today=on)
    clocks = [
        {"message": filled(one.message, one.details), "remedy": filled(one.remedy, one.details)}
        for one in clock_findings()
    ]
    changes = {name: getattr(done, name) for name in ("cases", "raised", "renewed", "settled", "withdrawn", "parked")}
    parked = [{"case_no": one.case_no, "reason": one.reason} for one in list_parked()]
    refused = sorted({one.rule_id for one in book().refused})
    answer = {**changes, "findings": done.findings, "refused_rules": refused, "parked_cases": parked, "clock": clocks}
    rows = [{"rule": rule, "signals": number} for rule, number in done.findings.items()]
    text = "\n".join([table(rows) or "Nothing found.", *(f"{name}: {number}" for name, number in changes.items())])
    show(options, answer, "\n".join([text, *(one["message"] for one in clocks)]))
    return 0


def _score(options: argparse.Namespace) -> int:
    path = Path(options.breaches)
    if not path.is_file():
        text = gettext_noop("There is no file {name}.")
        raise InvalidError([FieldProblem("breaches", "supervision.no_file", text, str(path), {"name": str(path)})])
    with path.open(encoding="utf-8") as lines:
        total, by_rule = score(read_breaches(lines))
    rules = {rule: _numbers(one) for rule, one in by_rule.items()}
    told = {
        "missed": [{"rule": one.rule, "subject": one.subject} for one in total.missed],
        "alarms": [{"rule": one.rule, "subject": one.subject} for one in total.alarms],
    }
    rows = [{"rule": rule, **numbers} for rule, numbers in rules.items()]
    show(options, {**_numbers(total), "rules": rules, **told}, table([*rows, {"rule": "in all", **_numbers(total)}]))
    return 0 if total.found == total.planted and not total.false_alarms else _FOUND_SOMETHING


def _numbers(one: Score) -> dict[str, object]:
    return {
        "planted": one.planted,
        "found": one.found,
        "recall": round(one.recall, 6),
        "false_alarms": one.false_alarms,
    }


def _rules(options: argparse.Namespace) -> int:
    rules = [
        {
            "id": one.id,
            "category": one.category.value,
            "title": filled(one.title, {}),
            "protects": filled(one.protects, {}),
            "basis": list(one.basis),
            "light": one.light.value,
            "looks_at": one.way.value,
            "is_running": one.is_running,
            "parameters": {
                p.name: {"value": p.value, "default": p.default, "allowed": p.allowed, "means": p.description}
                for p in one.parameters
            },
            "problems": [filled(problem.text, problem.details) for problem in one.problems],
        }
        for one in list_rules()
    ]
    unknown = [filled(one.text, one.details) for one in unknown_rules()]
    shown = [{name: one[name] for name in ("id", "light", "looks_at", "is_running", "title")} for one in rules]
    problems = [text for one in rules for text in one["problems"]] + unknown  # type: ignore[attr-defined]  # lists of texts
    show(options, {"rules": rules, "unknown": unknown}, "\n".join([table(shown), *problems]))
    return _FOUND_SOMETHING if problems else 0
