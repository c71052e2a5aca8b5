"""Start-up checks: what would go wrong silently is found before the first request, with what to do about it."""

import os
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from yichuang.cases.errors import PolicyInvalidError
from yichuang.cases.queries import is_ahead_of_server, list_local_rules
from yichuang.catalogue.queries import list_items
from yichuang.config.roles import unprotected
from yichuang.core import clock
from yichuang.core.errors import gettext_noop
from yichuang.core.findings import Finding
from yichuang.deadlines.queries import latest_year
from yichuang.documents.rules import PaperKind
from yichuang.documents.services import check_fonts
from yichuang.organisations.queries import list_departments
from yichuang.outbox.rules import MessageKind
from yichuang.outbox.vendors import SENDERS
from yichuang.seals.queries import bodies_that_seal

_NEXT_YEAR_NEEDED_FROM_MONTH = 10


def findings() -> list[Finding]:
    """Everything that is wrong with this installation, errors first. Needs the database."""
    try:
        connection.ensure_connection()
    except OperationalError:
        return [
            Finding(
                "config.E001",
                "error",
                gettext_noop("The database does not answer."),
                gettext_noop("Start it, or mend DATABASE_URL."),
            )
        ]
    if has_pending_migrations():
        return [
            Finding(
                "config.E002",
                "error",
                gettext_noop("The tables are older than the software."),
                gettext_noop("Run: yichuang migrate"),
            )
        ]
    found = [finding for check in _CHECKS for finding in check()]
    return sorted(found, key=lambda finding: finding.level != "error")


def has_pending_migrations() -> bool:
    """Whether the tables are older than the software."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _check_locale() -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('中文测试')")
        trigrams = cursor.fetchone()[0]
    if trigrams:
        return []
    return [
        Finding(
            "config.E003",
            "error",
            gettext_noop(
                "The database was made with a character type that knows no Chinese; searches would find nothing."
            ),
            gettext_noop("Make it again with: initdb --locale=C.UTF-8 (LC_CTYPE is what counts)."),
        )
    ]


def _check_role() -> list[Finding]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        role = cursor.fetchone()[0]
    if not unprotected(role):
        return []
    return [
        Finding(
            "config.W004",
            "warning",
            gettext_noop("The database role of the application could change ledger rows."),
            gettext_noop(
                "Give DATABASE_URL a role of its own and OWNER_DATABASE_URL the owner, then run: yichuang migrate"
            ),
        )
    ]


def _check_calendar() -> list[Finding]:
    today, latest = clock.today(), latest_year()
    confirmed = latest_year(confirmed_only=True)
    if latest is None or latest < today.year:
        return [
            Finding(
                "config.E005",
                "error",
                gettext_noop("There is no working-day calendar for this year; no due date can be given."),
                gettext_noop("Run: yichuang calendars, or enter the year on the calendar page."),
            )
        ]
    late = today.month >= _NEXT_YEAR_NEEDED_FROM_MONTH and (confirmed or 0) <= today.year
    if late:
        return [
            Finding(
                "config.W006",
                "warning",
                gettext_noop("Next year's calendar is not confirmed; due dates that pass New Year are provisional."),
                gettext_noop("Enter the State Council's notice on the calendar page as soon as it is out."),
            )
        ]
    return []


def _check_order() -> list[Finding]:
    """Readers of the ledger go by transaction numbers, which begin anew in a server that a dump was loaded into."""
    if not is_ahead_of_server():
        return []
    return [
        Finding(
            "config.W010",
            "warning",
            gettext_noop(
                "The ledger knows later transactions than this server: notices, webhooks, packages and proofs will miss new acts."
            ),
            gettext_noop(
                "Restore a physical copy, or load the dump into the server that it came from: docs/operations/backup.md."
            ),
        )
    ]


def _check_files() -> list[Finding]:
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    if os.access(settings.MEDIA_ROOT, os.W_OK):
        return []
    return [
        Finding(
            "config.E007",
            "error",
            gettext_noop("Files cannot be stored in the data folder."),
            gettext_noop("Make the folder writable for the user who runs the software."),
        )
    ]


def _check_gateways() -> list[Finding]:
    known = (settings.OUTBOX_SMS in SENDERS[MessageKind.SMS], settings.OUTBOX_EMAIL in SENDERS[MessageKind.EMAIL])
    has_address = settings.OUTBOX_SMS != "http" or settings.SMS_GATEWAY["url"].startswith(("http://", "https://"))
    if not all(known) or not has_address:
        return [
            Finding(
                "config.E008",
                "error",
                gettext_noop("The gateway of messages is not known, or has no address."),
                gettext_noop(
                    "Set YICHUANG_SMS to log or http (with YICHUANG_SMS_URL), and YICHUANG_EMAIL to log or smtp."
                ),
            )
        ]
    if settings.OUTBOX_SMS == "log" or settings.OUTBOX_EMAIL == "log":
        return [
            Finding(
                "config.W009",
                "warning",
                gettext_noop("Messages to people are only written to the log; nobody receives them."),
                gettext_noop("Set YICHUANG_SMS=http and YICHUANG_EMAIL=smtp with the addresses of your gateways."),
            )
        ]
    return []


def _check_seals() -> list[Finding]:
    """Papers of a body without a seal that may be used wait for one. Law: ALL 32, 39."""
    able = bodies_that_seal([kind.value for kind in PaperKind], clock.today())
    without = [
        one.name for one in list_departments() if one.id not in able and list_items(organisation_id=one.id, size=1).rows
    ]
    if not without:
        return []
    return [
        Finding(
            "config.W011",
            "warning",
            gettext_noop("Without a seal that may be used, their papers wait: {bodies}."),
            gettext_noop("Register their seals on the page of seals, or with: yichuang seal register"),
            {"bodies": without},
        )
    ]


def _check_policy() -> list[Finding]:
    try:
        list_local_rules()
    except PolicyInvalidError as error:
        remedy = gettext_noop("Mend the file of YICHUANG_POLICY: docs/operations/policy.md lists what may stand in it.")
        return [Finding("config.E012", "error", one.text, remedy, one.details) for one in error.problems]
    return []


_CHECKS: tuple[Callable[[], list[Finding]], ...] = (
    _check_locale,
    _check_role,
    _check_calendar,
    _check_order,
    _check_files,
    _check_gateways,
    _check_seals,
    check_fonts,
    _check_policy,
)
