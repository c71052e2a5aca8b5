"""Local rules: what holds is listed with where it comes from, and what cannot hold is said before anything starts."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation
from pytest_django import Settings

from tests.config.test_commands import Output, printed, run
from yichuang.cases.errors import PolicyInvalidError
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules.policy import DEFAULT_POLICY, local_rules, read_policy
from yichuang.config import checks, env
from yichuang.config.env import PolicyFileError
from yichuang.core.problems import filled

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "policy.toml"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    policy.cache_clear()
    yield
    policy.cache_clear()


def test_without_a_file_every_rule_has_its_default(capsys: Output) -> None:
    status = run("policy", "--json")

    answer = printed(capsys)
    assert (status, answer["file"]) == (0, None)
    assert {one["from"] for one in answer["rules"]} == {"default"}
    assert answer["rules"][1] == {
        "name": "notice_limit",
        "value": "5wd",
        "default": "5wd",
        "from": "default",
        "allowed": "1wd to 5wd",
        "source": "Telling everything that is missing, at most 5wd (ALL 32); shorter ones: BZ 10 two days, AY 42 one day. "
        "An application counts as accepted after 5wd, whatever is written here.",
    }


def test_what_the_file_says_is_shown_beside_the_default(capsys: Output, settings: Settings) -> None:
    settings.CASE_POLICY = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))

    run("policy", "--json")

    rules = {one["name"]: one for one in printed(capsys)["rules"]}
    assert (rules["notice_limit"]["value"], rules["notice_limit"]["default"]) == ("1wd", "5wd")
    assert [name for name, one in rules.items() if one["from"] != "default"] == [
        "notice_limit", "missed_correction", "missed_deferral", "delivery_limit", "stopped_clocks",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"notice_limit": "6wd"}, "“notice_limit” cannot be 6wd. Allowed is: 1wd to 5wd"),
        ({"notice_limit": "3cd"}, "“notice_limit” cannot be 3cd. Allowed is: 1wd to 5wd"),
        ({"notice_limit": "soon"}, "“notice_limit” cannot be soon. Allowed is: 1wd to 5wd"),
        ({"people_on_site": 1}, "“people_on_site” cannot be 1. Allowed is: 2 to 9"),
        ({"hearing_notice_days": 6}, "“hearing_notice_days” cannot be 6. Allowed is: 7 to 60"),
        (
            {"missed_correction": "granted"},
            "“missed_correction” cannot be granted. Allowed is: withdrawn, not_approved, closed",
        ),
    ],
)
def test_what_cannot_hold_is_an_error_with_name_value_and_what_is_allowed(
    given: dict[str, object], told: str, settings: Settings
) -> None:
    settings.CASE_POLICY = given

    (found,) = checks._check_policy()

    with translation.override("en"):
        assert (found.id, found.level, filled(found.message, found.details)) == ("config.E012", "error", told)


def test_a_rule_that_does_not_exist_is_named_with_those_that_do(settings: Settings) -> None:
    settings.CASE_POLICY = {"notice_limits": "1wd"}

    (found,) = checks._check_policy()

    assert found.details["name"] == "notice_limits"
    assert str(found.details["names"]).startswith("receipt_limit, notice_limit, ")


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(PolicyInvalidError) as refused:
        read_policy({"notice_limit": "9wd", "renewal_days": 0})

    assert [one.field for one in refused.value.problems] == ["notice_limit", "renewal_days"]


def test_a_clock_stopped_by_an_unknown_procedure_is_refused() -> None:
    with pytest.raises(PolicyInvalidError) as refused:
        read_policy({"stopped_clocks": {"lunch": ["statutory"]}})

    assert refused.value.problems[0].field == "stopped_clocks"


def test_a_worker_does_not_start_with_rules_that_cannot_hold(settings: Settings, capsys: Output) -> None:
    settings.CASE_POLICY = {"notice_limit": "6wd"}

    assert run("jobs") == 1
    assert "notice_limit: “notice_limit” cannot be 6wd. Allowed is: 1wd to 5wd" in capsys.readouterr().err


@pytest.mark.parametrize("setting", ["YICHUANG_POLICY", "YICHUANG_SUPERVISION"])
@pytest.mark.parametrize("text", [None, "notice_limit = "])
def test_a_file_that_is_absent_or_no_toml_is_named(
    text: str | None, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "policy.toml"
    if text:
        file.write_text(text, encoding="utf-8")

    monkeypatch.setenv(setting, str(file))

    with pytest.raises(PolicyFileError) as refused:
        env._rules_in(setting)

    assert str(file) in str(refused.value)
    assert setting in str(refused.value)


def test_every_default_says_what_is_allowed_and_why() -> None:
    for one in local_rules(DEFAULT_POLICY):
        assert (bool(one.allowed), bool(one.description), one.is_own) == (True, True, False)
