"""The rules and how they fare, and what the operator looks after."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext

from yichuang.console.access import WRITE, staff, supervisor
from yichuang.console.words import LIGHT_TONES, address, label, law_texts, light_text, moment, show
from yichuang.core.actor import Actor
from yichuang.core.errors import FieldProblem
from yichuang.core.problems import filled
from yichuang.core.rights import Right
from yichuang.supervision.queries import (
    RuleRecord,
    RuleView,
    clock_findings,
    list_parked,
    list_rules,
    rule_records,
    unknown_rules,
)
from yichuang.supervision.rules import Way
from yichuang.supervision.services import examine_cases
from yichuang.ui.parts import Cell, Column, Row, Tone


@supervisor
def rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every rule with its parameters, whether it runs, and how often it was right."""
    records = {one.rule: one for one in rule_records()}
    refused = [(one.id, _problem(problem)) for one in list_rules() for problem in one.problems]
    context = {
        "reader": actor,
        "refused": [*refused, *((problem.field, _problem(problem)) for problem in unknown_rules())],
        "columns": _columns(),
        "rows": [_row(one, records.get(one.id, RuleRecord(one.id, 0, 0, 0))) for one in list_rules()],
    }
    return show(request, "rules", context)


def _columns() -> list[Column]:
    return [
        Column(gettext("Rule")),
        Column(gettext("Colour of the light"), is_short=True),
        Column(gettext("Parameters")),
        Column(gettext("Running"), is_short=True),
        Column(gettext("How often it lit"), is_number=True),
        Column(gettext("Confirmed"), is_number=True),
        Column(gettext("False alarms"), is_number=True),
    ]


def _row(one: RuleView, record: RuleRecord) -> Row:
    parameters = gettext(", ").join(f"{each.name} = {each.value}" for each in one.parameters if each.name != "is_on")
    changed = gettext(", ").join(each.name for each in one.parameters if each.value != each.default)
    basis = law_texts(one.basis)
    return Row(
        (
            Cell(gettext(one.title), note=f"{label(one.category)} · {one.id} · {basis}"),
            Cell(light_text(one.light), tone=LIGHT_TONES[one.light]),
            Cell(parameters or "–", note=gettext("Set here: {names}").format(names=changed) if changed else ""),
            _runs(one),
            Cell(record.raised, url=address("signals", rule=one.id, state="all") if record.raised else ""),
            Cell(record.confirmed),
            Cell(
                record.cancelled,
                url=address("signals", rule=one.id, state="cancelled") if record.cancelled else "",
            ),
        ),
        is_marked=bool(one.problems),
    )


def _runs(one: RuleView) -> Cell:
    if one.problems:
        return Cell(gettext("Not running: refused"), tone=Tone.BAD)
    if one.is_running:
        return Cell(gettext("Running"), tone=Tone.GOOD)
    is_later = one.way is Way.LATER
    return Cell(gettext("Not fed yet") if is_later else gettext("Off"), tone=Tone.NEUTRAL)


def _problem(problem: FieldProblem) -> str:
    return filled(problem.text, problem.details)


def _minutes(details: Mapping[str, object]) -> dict[str, str]:
    """The moments of a finding, which are kept for machines, as they are written for people."""
    return {name: moment(datetime.fromisoformat(str(at))) for name, at in details.items()}


@supervisor
def works(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Cases that could not be examined, and what is wrong with the clock."""
    context = {
        "reader": actor,
        "findings": [
            (gettext(one.message).format(**_minutes(one.details)), gettext(one.remedy), one.level)
            for one in clock_findings()
        ],
        "columns": [
            Column(gettext("Case"), is_short=True),
            Column(gettext("For what reason")),
            Column(gettext("Since"), is_short=True),
            Column(gettext("Last tried"), is_short=True),
            Column(gettext("Times"), is_number=True),
        ],
        "rows": [
            Row(
                (
                    Cell(one.case_no, url=reverse("staffdesk:case", args=[one.case_no])),
                    one.reason,
                    moment(one.first_at),
                    moment(one.last_at),
                    one.attempts,
                )
            )
            for one in list_parked()
        ],
    }
    return show(request, "works", context)


@staff(Right.SUPERVISE, methods=WRITE)
def repair(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The parked cases were examined again; those that still cannot be stay parked."""
    numbers = [one.case_no for one in list_parked()]
    if numbers:
        examine_cases(numbers)
    left = len(list_parked())
    text = gettext("{number} cases were examined again; {left} are still parked.")
    messages.success(request, text.format(number=len(numbers), left=left))
    return redirect("console:works")
