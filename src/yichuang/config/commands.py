"""What the subcommands do, each a thin layer over services and queries."""

import argparse
import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from yichuang.cases.queries import has_cases_before, list_local_rules
from yichuang.cases.services import defer_recount
from yichuang.catalogue import services as catalogue
from yichuang.catalogue.queries import export_items, search_items
from yichuang.catalogue.rules import MAPS, ColumnMap, RowError, fitting_map, make_map
from yichuang.config import checks, jobs, roles, serving
from yichuang.config.cli import show, table
from yichuang.config.commands_archive import archive
from yichuang.config.commands_deadline import deadline
from yichuang.config.commands_ledger import ledger
from yichuang.config.commands_policy import policy
from yichuang.config.commands_seal import seal
from yichuang.config.commands_simulate import simulate_year
from yichuang.config.commands_supervise import supervise
from yichuang.config.commands_timers import timers
from yichuang.config.demo import (
    DEMO_PASSWORD,
    SHOWCASE,
    centre_exists,
    make_centre,
    make_history,
    staff_accounts,
    walk,
)
from yichuang.config.env import environment
from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import FieldProblem, InvalidError, gettext_noop
from yichuang.core.findings import Finding
from yichuang.core.problems import filled
from yichuang.core.rights import Role
from yichuang.core.tables import read_table
from yichuang.deadlines.services import seed_national_years
from yichuang.identity.services import create_staff_account
from yichuang.organisations import services as organisations
from yichuang.organisations.queries import find_organisation_by_name, find_region
from yichuang.organisations.rules import OrganisationKind, code_chain
from yichuang.outbox.queries import list_messages
from yichuang.outbox.rules import MessageState
from yichuang.supervision.services import sweep

_FOUND_SOMETHING = 3
_FIRST_YEAR = 2020
_REGION_NAMES = {
    "000000000000": "全国",
    "990000000000": "示例省",
    "990100000000": "示例市",
    "990101000000": "示例区",
}
_OUTBOX_COLUMNS = ("id", "created_at", "kind", "address", "state", "attempts", "last_error", "subject", "title", "text")
_HISTORY_BEGINS = timedelta(days=24)


def migrate(options: argparse.Namespace) -> int:
    """Bring the tables up to date as the owner, grant, and enter the calendars that are known."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('yichuang.migrate'))")  # until this process ends
    call_command("migrate", verbosity=0, interactive=False)
    roles.grant()
    seed_national_years(actor=SYSTEM, first=_FIRST_YEAR, last=clock.today().year + 1)
    _register_regions()
    show(options, {"migrated": True}, "The tables are up to date.")
    return 0


def _register_regions() -> None:
    """The centre's region and those above it exist; a name that is not known yet is the code."""
    above: str | None = None
    for code in reversed(code_chain(settings.REGION_CODE)):
        if find_region(code) is None:
            organisations.register_region(
                actor=SYSTEM, code=code, name=_REGION_NAMES.get(code, code), parent_code=above
            )
        above = code


def prepare_embedded() -> None:
    """The embedded database has its tables: there is nobody else who would make them."""
    if environment().is_embedded and checks.has_pending_migrations():
        connection.close()
        command = [sys.executable, "-m", "yichuang.config.cli", "migrate"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command


def check(options: argparse.Namespace) -> int:
    """Print what the start-up checks find."""
    found = checks.findings()
    rows = [{"id": one.id, "level": one.level, **_words(one)} for one in found]
    lines = [f"{row['id']} {row['level']}: {row['message']} {row['remedy']}" for row in rows]
    show(options, {"findings": rows}, "\n".join(lines) or "Nothing is wrong.")
    return _FOUND_SOMETHING if any(one.level == "error" for one in found) else 0


def _words(one: Finding) -> dict[str, str]:
    return {"message": filled(one.message, one.details), "remedy": filled(one.remedy, one.details)}


def calendars(options: argparse.Namespace) -> int:
    """Enter the calendars that are known; years that are not yet announced are provisional."""
    last = options.last or clock.today().year + 1
    with transaction.atomic():
        seeded = seed_national_years(actor=SYSTEM, first=options.first, last=last)
        if seeded.confirmed or seeded.provisional:
            defer_recount()
    answer = {"confirmed": seeded.confirmed, "provisional": seeded.provisional, "kept": seeded.kept}
    show(options, answer, "\n".join(f"{name}: {years}" for name, years in answer.items()))
    return 0


def catalogue_files(options: argparse.Namespace) -> int:
    """Import or export items."""
    return _import(options) if options.action == "import" else _export(options)


def _import(options: argparse.Namespace) -> int:
    path = Path(options.file)
    if not path.is_file():
        text = gettext_noop("There is no file {name}.")
        raise InvalidError([FieldProblem("file", "catalogue.no_file", text, options.file, {"name": options.file})])
    with path.open("rb") as stream:
        report = catalogue.import_items(
            actor=SYSTEM,
            stream=stream,
            name=path.name,
            mapping=_mapping(options.map, path),
            mode="refuse_all" if options.all_or_nothing else "keep_good",
            is_dry_run=options.dry_run,
            create_organisations=True,
            organisation_id=_organisation_id(options.organisation),
        )
    errors, warnings = _row_notes(report.errors), _row_notes(report.warnings)
    answer = {"rows": report.rows, "imported": report.imported, "rejected": report.rejected, "errors": errors}
    answer |= {"unchanged": report.unchanged, "warnings": warnings}
    show(
        options,
        answer,
        f"{report.rows} rows, {report.imported} imported, {report.rejected} rejected\n" + table([*errors, *warnings]),
    )
    return _FOUND_SOMETHING if report.rejected else 0


def _row_notes(notes: Sequence[RowError]) -> list[dict[str, object]]:
    return [
        {
            "row": one.row,
            "field": one.field,
            "code": one.code,
            "value": one.value,
            "message": filled(one.text, one.details),
        }
        for one in notes
    ]


def _mapping(name: str | None, path: Path) -> str | ColumnMap:
    """The map that was named, or a file of one; without a name, the built-in one that fits the columns best."""
    if name is None:
        with path.open("rb") as stream:
            columns = read_table(stream, path.name).columns
        return str(fitting_map(columns))
    if name in MAPS or not Path(name).exists():
        return name
    given: dict[str, object] = json.loads(Path(name).read_text(encoding="utf-8"))
    return make_map(Path(name).stem, given)


def _organisation_id(name: str | None) -> int | None:
    found = find_organisation_by_name(name) if name else None
    return found.id if found else None


def _export(options: argparse.Namespace) -> int:
    path = Path(options.file)
    path.write_bytes(export_items(path.suffix.lstrip("."), is_published_only=False))
    show(options, {"file": str(path)}, f"written: {path}")
    return 0


def serve(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    errors = [one for one in checks.findings() if one.level == "error"]
    for one in errors:
        print(f"{one.id}: {' '.join(_words(one).values())}", file=sys.stderr)
    if errors:
        return _FOUND_SOMETHING
    call_command("collectstatic", verbosity=0, interactive=False)
    return serving.run(
        port=options.port,
        is_reloading=getattr(options, "reload", False),
        has_jobs=not getattr(options, "no_jobs", False),
    )


def run_jobs(options: argparse.Namespace) -> int:
    """Run jobs until interrupted."""
    list_local_rules()  # what is refused here would fail in every job
    jobs.run_worker()
    return 0


def outbox(options: argparse.Namespace) -> int:
    """Print the newest messages, their addresses masked."""
    state = MessageState(options.state) if options.state else None
    page = list_messages(state=state, subject=options.subject, size=options.last)
    rows = [{**asdict(row), "kind": row.kind.value, "state": row.state.value} for row in page.rows]
    shown = [{name: row[name] for name in _OUTBOX_COLUMNS} for row in rows]
    show(options, {"messages": rows}, table(shown) or "No messages.")
    return 0


def demo(options: argparse.Namespace) -> int:
    """Set up the demonstration centre once, then serve it and say where to look."""
    _ensure_demo()
    if not has_cases_before(clock.now() - _HISTORY_BEGINS):
        print("Making past and live cases ...", flush=True)
        print(f"{make_history()} cases.", flush=True)
        sweep(actor=SYSTEM)
    print(_welcome(options.port), flush=True)
    return 0 if options.no_serve else serve(options)


def _ensure_demo() -> None:
    if not centre_exists():
        print("Making the demonstration centre ...", file=sys.stderr, flush=True)
        make_centre()


def _welcome(port: int) -> str:
    people = table([{"login": login, "post": post, "body": body} for login, post, body in staff_accounts()])
    return (
        f"\nOpen http://localhost:{port}\n\nStaff (desk at http://localhost:{port}/desk/):\n{people}\n\n"
        f"Applicants: person01 to person36, company01 to company18, foreigner01 to foreigner06\n"
        f"Password of all demonstration accounts: {DEMO_PASSWORD}\n"
    )


def walk_once(options: argparse.Namespace) -> int:
    """Lead one application of a demonstration item through its life."""
    _ensure_demo()
    code = options.item or search_items(SHOWCASE, size=1).rows[0].code
    walked = walk(code)
    rows = [asdict(row) for row in walked.ledger]
    answer = {
        "ledger": rows,
        "case_no": walked.case_no,
        "state": walked.state.value,
        "result_pdf": str(walked.result_pdf),
    }
    shown = [
        {name: row[name] for name in ("seq", "act", "after", "at", "actor_name", "post_title", "digest")}
        for row in rows
    ]
    text = f"{table(shown)}\ncase_no {walked.case_no}\nstate {walked.state.value}\nresult_pdf {walked.result_pdf}"
    show(options, answer, text)
    return 0


def manager(options: argparse.Namespace) -> int:
    """Make the first account of a new centre: its authority, a manager's post, and who holds it."""
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        authority = find_organisation_by_name(options.authority)
        organisation_id = authority.id if authority else _register_authority(options)
        staff_id = organisations.hire_staff(
            actor=SYSTEM, staff_no=options.staff_no, name=options.name, organisation_id=organisation_id
        )
        post_id = organisations.create_post(
            actor=SYSTEM, title="中心主任岗", organisation_id=organisation_id, role=Role.CENTRE_MANAGER
        )
        organisations.assign_post(actor=SYSTEM, post_id=post_id, staff_id=staff_id, held_from=clock.today())
        create_staff_account(actor=SYSTEM, staff_id=staff_id, login=options.login, password=password)
    answer = {"login": options.login, "password": password}
    show(options, answer, f"login {options.login}\npassword {password} (to be changed at the first sign-in)")
    return 0


def _register_authority(options: argparse.Namespace) -> int:
    return organisations.register_organisation(
        actor=SYSTEM,
        name=options.authority,
        kind=OrganisationKind.CENTRE_AUTHORITY,
        region_code=settings.REGION_CODE,
        credit_code=options.credit_code,
    )


COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "migrate": migrate,
    "check": check,
    "calendars": calendars,
    "deadline": deadline,
    "ledger": ledger,
    "archive": archive,
    "seal": seal,
    "catalogue": catalogue_files,
    "serve": serve,
    "jobs": run_jobs,
    "policy": policy,
    "supervise": supervise,
    "timers": timers,
    "outbox": outbox,
    "demo": demo,
    "walk": walk_once,
    "manager": manager,
    "simulate": simulate_year,
}
