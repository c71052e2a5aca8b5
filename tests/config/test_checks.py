"""Start-up checks: each finding can be provoked, and a sound installation has none of them."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.utils import translation
from pytest_django import Settings

from tests.support import cases, seals
from tests.support import organisations as bodies
from tests.support.acts import at
from yichuang.config import checks, roles
from yichuang.config.embedded import APPLICATION_ROLE
from yichuang.core.actor import SYSTEM
from yichuang.core.problems import filled
from yichuang.deadlines.services import seed_national_years
from yichuang.organisations.queries import get_organisation
from yichuang.seals.rules import SealKind
from yichuang.seals.services import withdraw_seal

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sound(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """An installation in which nothing is wrong: calendars, a role of its own, gateways; fonts are checked elsewhere."""
    seed_national_years(actor=SYSTEM, first=2024, last=2026)
    roles.grant(APPLICATION_ROLE)
    settings.OUTBOX_SMS, settings.OUTBOX_EMAIL = "http", "smtp"
    settings.SMS_GATEWAY = {"url": "https://sms.example.cn"}
    monkeypatch.setattr(checks, "unprotected", lambda _role: roles.unprotected(APPLICATION_ROLE))


def found() -> list[tuple[str, str]]:
    """Ids and levels, without those of the fonts."""
    with at("2026-03-02T09:00"):
        return ids()


def ids() -> list[tuple[str, str]]:
    return [(one.id, one.level) for one in checks.findings() if not one.id.startswith("documents.")]


def test_a_sound_installation_has_no_findings() -> None:
    assert found() == []


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", refuse)

    assert found() == [("config.E001", "error")]


def test_tables_that_are_older_than_the_software() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'cases'")

    assert checks.has_pending_migrations()
    assert found() == [("config.E002", "error")]


def test_a_database_that_knows_no_chinese() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA blind")
        cursor.execute("CREATE FUNCTION blind.show_trgm(text) RETURNS text[] LANGUAGE sql AS 'SELECT ARRAY[]::text[]'")
        cursor.execute("SET LOCAL search_path TO blind, public")

    assert found() == [("config.E003", "error")]


def test_a_role_that_could_change_the_ledger() -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE ON cases_ledgerrow TO " + APPLICATION_ROLE)

    assert found() == [("config.W004", "warning")]


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-09-30T23:59", []),
        ("2026-10-01T00:00", [("config.W006", "warning")]),
        ("2027-01-01T00:00", [("config.E005", "error")]),
    ],
)
def test_a_year_without_calendar(moment: str, expected: list[tuple[str, str]]) -> None:
    with at(moment):
        assert ids() == expected


def test_a_provisional_year_is_still_to_be_confirmed() -> None:
    seed_national_years(actor=SYSTEM, first=2027, last=2027)

    with at("2026-10-01T00:00"):
        assert ids() == [("config.W006", "warning")]
    with at("2027-01-01T00:00"):
        assert ids() == []


def test_a_dump_that_was_loaded_into_a_younger_server() -> None:
    case_no = cases.make_case(cases.make_desk(has_seal=True))
    assert found() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_ledgerrow SET transaction_id = 9000000000 WHERE case_no = %s", [case_no])

    assert found() == [("config.W010", "warning")]


def test_a_data_folder_that_cannot_be_written(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    true_access: Callable[..., bool] = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path != settings.MEDIA_ROOT and true_access(path, mode))

    assert found() == [("config.E007", "error")]
    assert settings.MEDIA_ROOT.is_dir()


@pytest.mark.parametrize(
    ("kinds", "is_enough"),
    [
        ((), False),
        ((SealKind.APPROVAL,), True),
        ((SealKind.OFFICIAL,), True),
        ((SealKind.LICENCE,), False),
    ],
)
def test_a_body_that_cannot_seal_what_it_issues(kinds: tuple[SealKind, ...], is_enough: bool) -> None:
    desk = cases.make_desk()
    for kind in kinds:
        seals.make_seal(desk.organisation_id, kind)

    assert found() == ([] if is_enough else [("config.W011", "warning")])


def test_bodies_whose_papers_wait_are_named_and_those_without_items_are_not() -> None:
    cases.make_desk(has_seal=True)
    first, second = cases.make_desk(task_code="B1"), cases.make_desk(task_code="C1")
    seals.make_seal(second.organisation_id, in_use_from=date(2026, 3, 3))
    bodies.make_organisation("示例区无事项局")

    with at("2026-03-02T09:00"):
        (one,) = [one for one in checks.findings() if one.id == "config.W011"]
    with at("2026-03-03T09:00"):
        (other,) = [one for one in checks.findings() if one.id == "config.W011"]

    names = [get_organisation(desk.organisation_id).name for desk in (first, second)]
    assert (one.details["bodies"], other.details["bodies"]) == (names, names[:1])
    with translation.override("zh-hans"):
        assert "、".join(names) in filled(one.message, one.details)


def test_a_seal_that_was_withdrawn_seals_nothing_more() -> None:
    desk = cases.make_desk()
    seal = seals.make_seal(desk.organisation_id)
    assert found() == []

    withdraw_seal(actor=SYSTEM, seal_id=seal.seal_id, reason="机构改革")

    assert found() == [("config.W011", "warning")]


def test_errors_come_before_warnings() -> None:
    with connection.cursor() as cursor:
        cursor.execute("GRANT UPDATE ON cases_ledgerrow TO " + APPLICATION_ROLE)

    with at("2027-01-01T00:00"):
        assert ids() == [("config.E005", "error"), ("config.W004", "warning")]
