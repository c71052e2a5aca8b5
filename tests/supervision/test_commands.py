"""`yichuang supervise`: what it prints and with which status it ends."""

import argparse
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.support.cases import make_case, make_desk
from yichuang.cases.rules import State
from yichuang.config.commands_supervise import supervise
from yichuang.core import clock
from yichuang.core.errors import InvalidError
from yichuang.supervision.queries import book

MONDAY = datetime(2026, 3, 2, 9, tzinfo=clock.zone())


def said(capsys: pytest.CaptureFixture[str], **options: object) -> tuple[int, Any]:
    """The status and the JSON of the command."""
    status = supervise(argparse.Namespace(**{"json": True, "on": None, "breaches": "", **options}))
    return status, json.loads(capsys.readouterr().out)


@pytest.mark.django_db
def test_a_sweep_prints_findings_by_rule_and_says_that_it_doubled_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with clock.simulated(MONDAY):
        make_case(make_desk(), State.DELIVERED)
        status, first = said(capsys, action="sweep")
        _status, again = said(capsys, action="sweep")

    assert status == 0
    assert first["findings"] == again["findings"]
    assert (first["findings"]["anomaly.shadow_handling"], first["cases"], again["cases"], again["raised"]) == (
        1,
        1,
        0,
        0,
    )


@pytest.mark.django_db
def test_a_score_prints_four_numbers_in_all_and_by_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with clock.simulated(MONDAY):
        number = make_case(make_desk(), State.DELIVERED)
        said(capsys, action="sweep")
    file = tmp_path / "breaches.jsonl"
    rules = ("anomaly.shadow_handling", "anomaly.minutes_after_acceptance")
    file.write_text("".join(json.dumps({"rule": rule, "case_no": number}) + "\n" for rule in rules), encoding="utf-8")

    status, told = said(capsys, action="score", breaches=str(file))

    assert status == 0
    assert {name: told[name] for name in ("planted", "found", "recall", "false_alarms")} == {
        "planted": 2, "found": 2, "recall": 1.0, "false_alarms": 0,
    }  # fmt: skip
    assert set(told["rules"]) == set(rules)
    with pytest.raises(InvalidError):
        said(capsys, action="score", breaches=str(tmp_path / "none.jsonl"))


def test_broken_parameters_are_printed_with_what_is_allowed(capsys: pytest.CaptureFixture[str], settings: Any) -> None:
    settings.SUPERVISION_RULES = {"time.remaining": {"share": 2}}
    book.cache_clear()
    try:
        status, told = said(capsys, action="rules")
    finally:
        book.cache_clear()

    broken = [one for one in told["rules"] if one["problems"]]
    assert status == 3
    assert [(one["id"], one["is_running"]) for one in broken] == [("time.remaining", False)]
    assert "0 to 1" in broken[0]["problems"][0]
