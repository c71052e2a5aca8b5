"""`yichuang deadline`: the answer in JSON and in words, and what is said to a wrong question."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import translation

from tests.support import organisations as bodies
from yichuang.config import cli, commands, commands_deadline
from yichuang.core.actor import SYSTEM
from yichuang.deadlines.services import seed_national_years

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]
HEARING = "2026-11-10..2026-11-17:听证"


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tables and calendars are there."""
    monkeypatch.setattr(commands, "prepare_embedded", lambda: None)
    bodies.make_regions()
    seed_national_years(actor=SYSTEM, first=2024, last=2027)


def run(*arguments: str, language: str = "en") -> int:
    with translation.override(language):
        return cli._run(cli._parser().parse_args(["--lang", language, "deadline", *arguments]))


def printed(output: Output) -> Any:
    return json.loads(output.readouterr().out)


def test_a_due_date_has_its_day_its_doubt_and_its_days(capsys: Output) -> None:
    status = run("--from", "2026-09-25T16:30", "--term", "20wd", "--json")

    answer = printed(capsys)
    assert (status, answer["due_on"], answer["provisional"]) == (0, "2026-10-29", False)
    assert (answer["original_due_on"], answer["stops"], answer["calendar"]) == ("2026-10-29", [], "region")
    assert [day["date"] for day in answer["days"]][:2] == ["2026-09-25", "2026-09-26"]
    assert [day["ordinal"] for day in answer["days"] if day["counted"]] == [*range(1, 21)]


def test_stops_and_an_extension_move_the_due_date_and_keep_the_first(capsys: Output) -> None:
    status = run(
        "--from", "2026-11-02T09:00", "--term", "20wd", "--stop", HEARING, "--stop", "2026-11-12..2026-11-16:检测",
        "--extend", "10wd", "--json",
    )  # fmt: skip

    answer = printed(capsys)
    assert (status, answer["original_due_on"], answer["due_on"]) == (0, "2026-11-30", "2026-12-21")
    assert (answer["term"], answer["extension"], answer["clock"]) == ("20wd", "10wd", None)
    assert answer["stops"] == [
        {"from": "2026-11-10", "to": "2026-11-17", "reason": "听证", "stops": True},
        {"from": "2026-11-12", "to": "2026-11-16", "reason": "检测", "stops": True},
    ]
    stopped = {day["date"]: day["note"] for day in answer["days"] if day["note"]}
    assert stopped == {
        "2026-11-11": "听证", "2026-11-12": "听证", "2026-11-13": "听证、检测", "2026-11-16": "听证、检测",
        "2026-11-17": "听证",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "due_on", "stops"), [("statutory", "2026-11-30", False), ("promised", "2026-12-07", True)]
)
def test_a_stop_holds_for_the_clocks_that_its_reason_stops(
    clock: str, due_on: str, stops: bool, capsys: Output
) -> None:
    stop = "2026-11-10..2026-11-17:公示"

    run("--from", "2026-11-02", "--term", "20wd", "--stop", stop, "--clock", clock, "--json")

    answer = printed(capsys)
    assert (answer["due_on"], answer["clock"], answer["stops"][0]["stops"]) == (due_on, clock, stops)


def test_while_a_stop_has_no_end_there_is_no_due_date(capsys: Output) -> None:
    status = run("--from", "2026-11-02", "--term", "20wd", "--stop", "2026-11-10..:听证", "--json")

    answer = printed(capsys)
    assert (status, answer["due_on"], answer["due_at"], answer["left"]) == (0, None, None, 14)
    assert answer["days"][-1]["date"] == "2026-11-10"


@pytest.mark.parametrize(
    ("language", "reason"), [("en", "The day of the event is not counted"), ("zh-hans", "开始的当日不计入")]
)
def test_the_reason_of_each_day_is_in_the_readers_language(language: str, reason: str, capsys: Output) -> None:
    run("--from", "2026-09-25T16:30", "--term", "1wd", "--json", language=language)

    assert printed(capsys)["days"][0]["reason"].startswith(reason)


def test_a_due_date_is_printed_in_words_too(capsys: Output) -> None:
    assert run("--from", "2026-12-28T10:00", "--term", "十个工作日内") == 0

    written = capsys.readouterr().out.splitlines()
    assert (written[0], written[1].split()[0]) == ("due on 2027-01-12 (provisional)", "date")
    assert written[-1].split()[:5] == ["2027-01-12", "workday", "True", "10", "Working"]
    assert written[-1].rstrip().endswith("; provisional year")


def test_what_moves_or_does_not_move_the_date_is_said_in_words(capsys: Output) -> None:
    stops = ["--stop", HEARING, "--stop", "2026-11-20..2026-11-23:现场踏勘"]

    assert run("--from", "2026-11-02", "--term", "20wd", "--clock", "statutory", *stops) == 0

    assert capsys.readouterr().out.splitlines()[:3] == [
        "due on 2026-12-07",
        "originally due on 2026-11-30",
        "2026-11-20 to 2026-11-23 does not stop this clock: 现场踏勘",
    ]


def test_an_open_stop_is_said_in_words(capsys: Output) -> None:
    assert run("--from", "2026-11-02", "--term", "20wd", "--stop", "2026-11-10..:听证", language="zh-hans") == 0

    first, second = capsys.readouterr().out.splitlines()[:2]
    assert (first, second) == ("暂停计算，暂无截止日期；恢复后剩余：14", "原截止日期：2026-11-30")


WRONG = [
    (["--term", "20xx"], "deadlines.term_invalid"),
    (["--term", "二十日"], "deadlines.term_invalid"),
    (["--from", "2026-13-25"], "core.invalid"),
    (["--from", "0001-01-01T00:00+14:00"], "core.invalid"),
    (["--extend", "10cd"], "deadlines.extension_unit"),
    (["--extend", "soon"], "deadlines.term_invalid"),
    (["--stop", "yesterday"], "deadlines.stop_invalid"),
    (["--stop", "2026-11-17..2026-11-10:听证"], "deadlines.stop_backwards"),
    (["--stop", "2026-11-10..2026-11-17:"], "deadlines.stop_without_reason"),
    (["--region", "99"], "organisations.region_code"),
]


@pytest.mark.parametrize(("given", "code"), WRONG)
def test_a_wrong_question_is_named_and_ends_with_2(given: list[str], code: str, capsys: Output) -> None:
    asked = ["--from", "2026-11-02", "--term", "20wd", *given]

    assert run(*asked, "--json") == 2
    answer = printed(capsys)
    assert (answer["code"], answer["status"]) == (code, 422)

    assert run(*asked) == 2
    written = capsys.readouterr()
    assert (written.out, written.err.splitlines()[0]) == ("", answer["title"])


def test_the_field_of_a_wrong_instant_is_named(capsys: Output) -> None:
    run("--from", "2026-13-25", "--term", "20wd")

    assert capsys.readouterr().err.splitlines()[1] == "  from: Give an instant such as 2026-09-25T16:30."


@pytest.mark.parametrize("asked", [["--from", "2026-09-25"], ["--from", "2026-09-25", "--term", "1wd", "--clock", "x"]])
def test_a_wrong_call_ends_with_2(asked: list[str], capsys: Output) -> None:
    with pytest.raises(SystemExit) as end:
        run(*asked)

    assert end.value.code == 2
    assert "usage: yichuang deadline" in capsys.readouterr().err


def test_a_year_without_calendar_is_refused(capsys: Output) -> None:
    assert run("--from", "2027-12-25T10:00", "--term", "20wd", "--json") == 1

    answer = printed(capsys)
    assert (answer["code"], answer["status"]) == ("deadlines.calendar_missing", 409)


def test_a_database_that_does_not_answer_is_done_without(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    def unreachable(region: str) -> None:
        raise OperationalError(region)

    monkeypatch.setattr(commands_deadline, "calendar_for", unreachable)

    assert run("--from", "2027-12-25", "--term", "20wd", "--json") == 0

    answer = printed(capsys)
    assert (answer["due_on"], answer["provisional"], answer["calendar"]) == ("2028-01-21", True, "published")


def test_where_no_database_was_ever_set_up_none_is_started(tmp_path: Path) -> None:
    settings = {
        name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    command = [sys.executable, "-m", "yichuang.config.cli", "--lang", "en", "deadline"]

    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--from", "2026-02-02", "--term", "20wd", "--stop", "2026-02-10..2026-02-25:hearing", "--json"],
        env=settings | {"YICHUANG_DATA": str(tmp_path)}, capture_output=True, text=True, check=True,
    )  # fmt: skip

    answer = json.loads(done.stdout)
    assert (answer["due_on"], answer["calendar"], done.stderr) == ("2026-03-16", "published", "")
    assert not (tmp_path / "postgres").exists()
