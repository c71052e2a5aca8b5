"""The console program's subcommands: what they print, in JSON and in words, and the status they end with."""

import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation
from pytest_django import Settings

from tests.support import cases
from tests.support import organisations as bodies
from tests.support.acts import at
from yichuang.cases.models import Case
from yichuang.cases.rules import State
from yichuang.catalogue.models import Item
from yichuang.config import cli, commands
from yichuang.config.demo import centre, life
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.services import seed_national_years

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables are there: no second process makes them."""
    monkeypatch.setattr(commands, "prepare_embedded", lambda: None)


def run(*arguments: str, language: str = "en") -> int:
    """The subcommand's status, run in this process and database."""
    with translation.override(language):
        return cli._run(cli._parser().parse_args(["--lang", language, *arguments]))


def printed(output: Output) -> Any:
    """The one JSON document that was printed."""
    return json.loads(output.readouterr().out)


def test_a_sound_ledger_is_proved(capsys: Output) -> None:
    cases.make_case(cases.make_desk(), State.RECEIVED)

    status = run("ledger", "verify", "--json")

    assert (status, printed(capsys)) == (
        0,
        {"cases": 1, "rows": 2, "broken": [], "proofs": 0, "proven": 0, "doubts": [], "signals": []},
    )


def test_an_altered_row_is_named_and_the_status_is_3(capsys: Output) -> None:
    desk = cases.make_desk()
    case_no, good = cases.make_case(desk, State.RECEIVED), cases.make_case(desk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_ledgerrow SET reason = 'x' WHERE case_no = %s AND seq = 2", [case_no])

    assert run("ledger", "verify", "--json") == 3
    assert printed(capsys) == {
        "cases": 2,
        "rows": 3,
        "broken": [{"case_no": case_no, "seq": 2, "reason": "The row does not fit its digest"}],
        "proofs": 0,
        "proven": 0,
        "doubts": [],
        "signals": [],
    }
    assert run("ledger", "verify", "--case", good) == 0
    assert capsys.readouterr().out == "1 cases, 1 rows, 0 broken\n"
    assert run("ledger", "verify", "--case", case_no) == 3


@pytest.mark.django_db(transaction=True)
def test_a_row_that_was_altered_after_its_proof_is_named(capsys: Output, tmp_path: Path) -> None:
    case_no, folder = cases.make_case(cases.make_desk()), str(tmp_path)
    assert run("ledger", "prove", "--proofs", folder, "--json") == 0
    made = printed(capsys)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_ledgerrow SET digest = repeat('0', 64)")

    status = run("ledger", "verify", "--proofs", folder, "--json")

    told = printed(capsys)
    assert (made["numbers"], [Path(one).parent for one in made["files"]]) == ([1], [tmp_path])
    assert (status, told["proofs"], told["proven"]) == (3, 1, 1)
    assert told["doubts"] == [{"proof": 1, "row": f"{case_no}/1", "reason": "The row was altered after the proof"}]


@pytest.mark.parametrize(
    ("case_no", "code"), [("202601010000018", "cases.not_found"), ("12", "cases.case_no_mistyped")]
)
def test_a_case_that_is_not_there_is_not_proved(case_no: str, code: str, capsys: Output) -> None:
    assert run("ledger", "verify", "--case", case_no, "--json") == 1

    assert printed(capsys)["code"] == code


ROWS = """task_code,name,organisation
A1,许可一,示例区某局
A2,,示例区某局
A3,许可三,示例区某局
"""


def small_file(folder: Path) -> str:
    """Three rows, the second without a name."""
    bodies.make_organisation("示例区某局")
    path = folder / "items.csv"
    path.write_text(ROWS, encoding="utf-8")
    return str(path)


def test_good_rows_of_a_file_are_kept_and_the_bad_one_is_named(tmp_path: Path, capsys: Output) -> None:
    status = run("catalogue", "import", small_file(tmp_path), "--json")

    answer = printed(capsys)
    assert (status, answer["rows"], answer["imported"], answer["rejected"]) == (3, 3, 2, 1)
    assert [(one["row"], one["field"]) for one in answer["errors"]] == [(3, "name")]
    assert set(answer["errors"][0]) == {"row", "field", "code", "value", "message"}
    assert sorted(Item.objects.values_list("task_code", flat=True)) == ["A1", "A3"]


def test_a_dry_run_says_the_same_and_keeps_nothing(tmp_path: Path, capsys: Output) -> None:
    status = run("catalogue", "import", small_file(tmp_path), "--dry-run", "--json")

    answer = printed(capsys)
    assert (status, answer["rows"], answer["imported"], answer["rejected"]) == (3, 3, 2, 1)
    assert Item.objects.count() == 0


def test_all_or_nothing_keeps_nothing_of_a_file_with_a_bad_row(tmp_path: Path, capsys: Output) -> None:
    assert run("catalogue", "import", small_file(tmp_path), "--all-or-nothing", "--json") == 3

    assert printed(capsys)["imported"] == 0
    assert Item.objects.count() == 0


def test_a_file_that_is_not_there_is_a_clear_answer(tmp_path: Path, capsys: Output) -> None:
    assert run("catalogue", "import", str(tmp_path / "absent.csv"), "--json") == 1

    assert printed(capsys)["problems"][0]["field"] == "file"


def test_what_was_exported_can_be_read_again(tmp_path: Path, capsys: Output) -> None:
    cases.make_desk()
    target = tmp_path / "items.json"

    assert run("catalogue", "export", str(target), "--json") == 0

    assert printed(capsys) == {"file": str(target)}
    assert [row["task_code"] for row in json.loads(target.read_text(encoding="utf-8"))] == ["A1"]


def test_findings_are_printed_with_their_remedies(capsys: Output) -> None:
    with at("2030-03-02T09:00"):
        status = run("check", "--json")

    found = {one["id"]: one for one in printed(capsys)["findings"]}
    assert status == 3
    assert found["config.E005"]["level"] == "error"
    assert found["config.E005"]["remedy"] == "Run: yichuang calendars, or enter the year on the calendar page."


def test_calendars_are_entered(capsys: Output) -> None:
    bodies.make_regions()

    assert run("calendars", "--first", "2026", "--last", "2027", "--json") == 0

    assert printed(capsys) == {"confirmed": [2026], "provisional": [2027], "kept": []}


def test_a_walk_prints_each_row_and_the_result(
    capsys: Output, monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path
) -> None:
    """One item of the demonstration centre, so that the walk is quick."""
    settings.MEDIA_ROOT = tmp_path / "files"
    true_data = centre.DATA
    small = tmp_path / "data"
    (small / "items").mkdir(parents=True)
    for path in [*true_data.glob("*.json"), next(true_data.glob("items/01-*.json"))]:
        (small / path.relative_to(true_data)).symlink_to(path)
    monkeypatch.setattr(centre, "DATA", small)
    life.team_of.cache_clear()
    seed_national_years(actor=SYSTEM, first=2024, last=2027)

    with at("2026-03-02T09:00"):
        status = run("walk", "--json")

    life.team_of.cache_clear()
    written = capsys.readouterr()
    answer = json.loads(written.out)
    assert (status, written.err) == (0, "Making the demonstration centre ...\n")
    assert [row["act"] for row in answer["ledger"]] == [
        "submit", "receive", "accept", "review", "grant", "issue", "deliver",
    ]  # fmt: skip
    assert {"seq", "act", "at", "actor_name", "post_title", "law", "digest"} <= set(answer["ledger"][0])
    assert (answer["case_no"], answer["state"]) == (Case.objects.get().case_no, "delivered")
    assert Path(answer["result_pdf"]).read_bytes()[:5] == b"%PDF-"


def test_a_walk_of_an_item_that_is_not_there(capsys: Output, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "_ensure_demo", lambda: None)

    assert run("walk", "--item", str(uuid.uuid4()), "--json") == 1

    assert printed(capsys)["code"] == "catalogue.item_not_found"


def test_every_subcommand_has_its_function() -> None:
    actions: Any = next(one for one in cli._parser()._actions if one.dest == "command")

    assert set(actions.choices) == set(commands.COMMANDS)
