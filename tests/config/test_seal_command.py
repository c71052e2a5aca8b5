"""`yichuang seal`: the register of seals on the console."""

import json
from typing import Any

import pytest
from django.utils import translation

from tests.support import identity, seals
from tests.support import organisations as bodies
from tests.support.acts import at
from yichuang.config import cli, commands
from yichuang.core import clock
from yichuang.core.rights import Role
from yichuang.identity.queries import get_account_view
from yichuang.organisations.rules import OrganisationKind
from yichuang.seals.queries import list_seals
from yichuang.seals.rules import SealKind

pytestmark = pytest.mark.django_db
Output = pytest.CaptureFixture[str]
NAME = "示例区某局"


@pytest.fixture(autouse=True)
def _prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "prepare_embedded", lambda: None)


def run(*arguments: str) -> int:
    with translation.override("en"):
        return cli._run(cli._parser().parse_args(["--lang", "en", "seal", *arguments]))


def printed(output: Output) -> Any:
    return json.loads(output.readouterr().out)


def test_a_body_gets_one_seal_of_each_kind_that_it_has_none_of(capsys: Output) -> None:
    body = bodies.make_organisation(NAME)
    keeper = bodies.make_post(body, Role.APPROVING_OFFICIAL, title="审批科科长")
    seals.make_seal(body)

    status = run("register", NAME, "--keeper", str(keeper), "--from", "2026-01-05", "--json")

    told = printed(capsys)["seals"]
    assert (status, [(one["kind"], one["name"], one["since"]) for one in told]) == (
        0,
        [("official", NAME, "2026-01-05"), ("licence", f"{NAME}证照专用章", "2026-01-05")],
    )
    assert {(one["keeper"], one["keeper_post_id"], one["state"], one["is_test"], one["uses"]) for one in told} == {
        ("审批科科长", keeper, "in_use", True, 0)
    }


def test_one_seal_is_registered_as_it_was_said_for_whoever_signs_in_so(capsys: Output) -> None:
    body = bodies.make_organisation(NAME)
    actor = identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=body)
    assert actor.account_id is not None
    login = get_account_view(actor.account_id).login

    with at("2026-03-02T09:00"):
        status = run(
            "register", NAME, "--keeper", login, "--kind", "licence", "--name", "许可专用章", "--purpose", "许可证"
        )

    (one,) = list_seals()
    assert (status, one.kind, one.name, one.purpose) == (0, SealKind.LICENCE, "许可专用章", "许可证")
    assert (one.keeper_id, one.in_use_from.isoformat()) == (actor.posts[0].post_id, "2026-03-02")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["id", "body", "kind", "keeper", "since", "valid_until", "state", "is_test", "uses"]
    assert NAME in lines[1]


def test_the_register_counts_the_uses(capsys: Output) -> None:
    first, second = seals.make_seal(), seals.make_seal()
    seals.seal(first, number="示市监受〔2026〕12号")
    seals.seal(first, number="示市监受〔2026〕13号")

    assert run("list", "--json") == 0
    assert {one["id"]: one["uses"] for one in printed(capsys)["seals"]} == {first.seal_id: 2, second.seal_id: 0}
    assert run("list", "--body", second.name, "--json") == 0
    assert [one["id"] for one in printed(capsys)["seals"]] == [second.seal_id]


def test_an_empty_register_says_so(capsys: Output) -> None:
    assert run("list") == 0
    assert capsys.readouterr().out == "No seals.\n"


@pytest.mark.parametrize(
    ("arguments", "field", "code"),
    [
        (("不存在的局", "--keeper", "1"), "body", "seal.no_body"),
        ((NAME, "--keeper", "nobody"), "keeper", "seal.no_account"),
        ((NAME, "--keeper", "1", "--from", "soon"), "from", "seal.day"),
        ((NAME, "--keeper", "1", "--name", "章"), "name", "seal.kind_missing"),
    ],
)
def test_what_is_wrong_is_named(arguments: tuple[str, ...], field: str, code: str, capsys: Output) -> None:
    bodies.make_organisation(NAME)

    status = run("register", *arguments, "--json")

    assert status == 1
    assert [(one["field"], one["code"]) for one in printed(capsys)["problems"]] == [(field, code)]
    assert list_seals() == ()


def test_who_holds_posts_elsewhere_only_keeps_no_seal_and_a_post_of_the_centre_does(capsys: Output) -> None:
    own = bodies.make_post(bodies.make_organisation(NAME), Role.REVIEWER, title="综合科科长")
    elsewhere = identity.staff_actor(Role.APPROVING_OFFICIAL, organisation_id=bodies.make_organisation())
    authority = bodies.make_organisation("示例区政务办", kind=OrganisationKind.CENTRE_AUTHORITY)
    manager = identity.staff_actor(Role.CENTRE_MANAGER, organisation_id=authority)
    logins = [get_account_view(one.account_id or 0).login for one in (elsewhere, manager)]

    refused = run("register", NAME, "--keeper", logins[0], "--json")

    (problem,) = printed(capsys)["problems"]
    assert (refused, problem["code"]) == (1, "seal.keeper")
    assert problem["message"].endswith(f"name the post by its id: {own} 综合科科长")
    assert run("register", NAME, "--keeper", logins[1], "--kind", "official") == 0
    assert [one.keeper_id for one in list_seals()] == [manager.posts[0].post_id]


def test_a_second_seal_of_the_kind_is_refused(capsys: Output) -> None:
    body = seals.make_seal()

    status = run("register", body.name, "--keeper", str(body.keeper_id), "--kind", "approval", "--json")

    assert (status, printed(capsys)["code"]) == (1, "seals.taken")
    assert list_seals()[0].in_use_from < clock.today()
