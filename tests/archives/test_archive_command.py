"""`yichuang archive make`: one case, copied out if asked to, or all that have no package yet."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tests.support import archives, cases
from yichuang.archives.models import PackageRead
from yichuang.archives.queries import list_packages
from yichuang.cases.rules import Act, State
from yichuang.config import cli, commands
from yichuang.core.actor import SYSTEM

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "prepare_embedded", lambda: None)


def run(*arguments: str) -> int:
    with translation.override("en"):
        return cli._run(cli._parser().parse_args(["--lang", "en", "archive", "make", *arguments, "--json"]))


def printed(output: Output) -> Any:
    return json.loads(output.readouterr().out)


def test_one_package_is_made_and_copied_out(capsys: Output, tmp_path: Path) -> None:
    case_no, target = cases.make_case(cases.make_desk(has_seal=True), State.ARCHIVED), tmp_path / "package.zip"

    status = run(case_no, "--to", str(target))

    answer = printed(capsys)
    (made,) = list_packages(SYSTEM, case_no=case_no).rows
    assert (status, answer["case_no"], answer["sm3"], answer["key"]) == (0, case_no, made.digest, made.public_key)
    assert archives.found(target.read_bytes(), answer["key"]) == set()
    assert target.stat().st_mode & 0o777 == 0o600
    assert [row.actor_name for row in PackageRead.objects.all()] == ["system"]


def test_an_open_case_and_a_file_that_exists_are_refused_in_words(capsys: Output, tmp_path: Path) -> None:
    desk = cases.make_desk(has_seal=True)
    case_no, open_case = cases.make_case(desk, State.ARCHIVED), cases.make_case(desk, State.ACCEPTED)
    target = tmp_path / "package.zip"
    target.write_bytes(b"kept")

    assert run(open_case) == 1
    assert printed(capsys)["code"] == "archives.case_open"
    assert run(case_no, "--to", str(target)) == 1
    assert [one["code"] for one in printed(capsys)["problems"]] == ["archive.target"]
    assert run("--all", "--to", str(target)) == 1
    assert [one["code"] for one in printed(capsys)["problems"]] == ["archive.one_case"]
    assert target.read_bytes() == b"kept"
    assert list_packages(SYSTEM).rows == ()


def test_all_that_are_missing_are_made_and_what_fails_is_told(capsys: Output) -> None:
    desk = cases.make_desk(has_seal=True)
    first, broken, second = (cases.make_case(desk, State.ARCHIVED) for _number in range(3))
    cases.make_case(desk, State.DELIVERED)
    archives.packed(first)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_ledgerrow SET reason = '-' WHERE case_no = %s AND seq = 2", [broken])

    status = run("--all")

    answer = printed(capsys)
    assert (status, answer["made"], [one["case_no"] for one in answer["failed"]]) == (3, 1, [broken])
    assert {row.case_no for row in list_packages(SYSTEM).rows} == {first, second}


def test_an_act_after_the_package_makes_one_missing(capsys: Output) -> None:
    desk = cases.make_desk(has_seal=True)
    case_no = cases.make_case(desk, State.ARCHIVED)
    archives.packed(case_no)
    assert (run("--all"), printed(capsys)["made"]) == (0, 0)
    cases.do(desk, Act.RECALL, case_no)

    status = run("--all")

    assert (status, printed(capsys)["made"]) == (0, 1)
    assert [(row.number, row.seq) for row in list_packages(SYSTEM).rows] == [(2, 9), (1, 8)]
