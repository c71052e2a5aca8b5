"""The console program `yichuang`.

Each subcommand prints text for people, or JSON with `--json`, and ends with a status other than 0 and a clear message
when it fails: 1 for a refusal of the domain, 2 for a wrong call, 3 when a check found something.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext

import django
from django.utils import translation

from yichuang.config.env import environment
from yichuang.config.serving import stop_once
from yichuang.core.errors import DomainError

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one subcommand; the answer is the process's status."""
    options = _parser().parse_args(arguments)
    if options.command == "demo":  # what papers and QR codes point to
        os.environ.setdefault("YICHUANG_URL", f"http://localhost:{options.port}")
    stop_once()  # in order, so that servers below end with us
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", options.settings)
    if options.role == "owner":
        os.environ["YICHUANG_ROLE"] = "owner"
    try:
        with (
            environment().cluster.running()
            if environment().is_embedded and not _stands_alone(options)
            else nullcontext()
        ):
            django.setup()
            with translation.override(options.lang):
                return _run(options)
    except KeyboardInterrupt:
        return 130
    except DomainError as error:  # before Django was ready
        print(str(error), file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    from django.db import OperationalError

    from yichuang.config import commands

    try:
        if options.command != "migrate" and not _stands_alone(options):
            commands.prepare_embedded()
        return commands.COMMANDS[options.command](options)
    except OperationalError as error:
        print(f"The database does not answer: {error}", file=sys.stderr)
        return 1
    except DomainError as error:
        return refuse(error, options)


def _stands_alone(options: argparse.Namespace) -> bool:
    """Whether the command answers without the embedded server because none was ever set up here."""
    here = environment()
    return options.command == "deadline" and here.is_embedded and not (here.cluster.data / "PG_VERSION").exists()


def show(options: argparse.Namespace, answer: Mapping[str, object], text: str) -> None:
    """The answer as JSON if it was asked for, else as text."""
    print(json.dumps(answer, ensure_ascii=False, default=str) if options.json else text)


def refuse(error: DomainError, options: argparse.Namespace, status: int = 1) -> int:
    """The refusal as JSON if it was asked for, else in words on the error stream; the status is given back."""
    from yichuang.core.problems import problem_of

    problem = problem_of(error)
    if options.json:
        print(json.dumps(problem, ensure_ascii=False, default=str))
        return status
    print(problem["title"], file=sys.stderr)
    for one in problem.get("problems", []):  # type: ignore[attr-defined]  # a list of mappings
        print(f"  {one['field']}: {one['message']}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="yichuang", description="Runs a government service centre.")
    parser.set_defaults(role="application", settings="yichuang.config.settings.base")
    parser.add_argument("--lang", default=_language(), choices=["zh-hans", "en"], help="language of the answers")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print JSON")
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, text: str, **defaults: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text, parents=[shared])
        command.set_defaults(**defaults)
        return command

    add("migrate", "Bring the tables up to date and grant the application's role its rights.", role="owner")
    add("check", "Look for what would go wrong: locale, roles, calendar, files, fonts.")
    calendars = add("calendars", "Enter the working-day calendars that are known.")
    calendars.add_argument("--first", type=int, default=2020)
    calendars.add_argument("--last", type=int, default=None)
    _add_serving(add)
    _add_manager(add("manager", "Make the first manager's account of a new centre and print its password."))
    walk = add("walk", "Lead one application through its whole life and print each ledger row.", settings=_DEVELOPMENT)
    walk.add_argument("--item", metavar="CODE", help="code of a published item")
    _add_deadline(add("deadline", "Compute a due date and explain it day by day."))
    _add_ledger(add("ledger", "Prove the ledger."))
    add("policy", "List the local rules: what holds, what is usual, what the law says.")
    timers = add("timers", "Do what the law brings about because a day has passed.")
    timers.add_argument("--dry-run", action="store_true", help="show it only")
    _add_supervise(add("supervise", "Sweep, score and explain electronic supervision."), shared)
    _add_archive(add("archive", "Make the archive packages of closed cases."))
    _add_seal(add("seal", "List the seals of the bodies, or register them."), shared)
    _add_simulate(
        add("simulate", "Fill a demonstration centre with the cases of a made-up year.", settings=_DEVELOPMENT)
    )
    _add_catalogue(add("catalogue", "Import and export service items."), shared)
    return parser


def _add_deadline(deadline: argparse.ArgumentParser) -> None:
    deadline.add_argument("--from", dest="start", required=True, metavar="INSTANT", help="as 2026-09-25T16:30")
    deadline.add_argument(
        "--term", required=True, help="as 20wd (working days), 15cd (calendar days), 24h, 3mo, 1y, or 二十个工作日"
    )
    deadline.add_argument(
        "--stop",
        action="append",
        default=[],
        metavar="FROM..TO:REASON",
        help="days that are not counted, as 2026-02-10..2026-02-26:听证; without TO the clock still stands; repeatable",
    )
    deadline.add_argument("--extend", default=None, metavar="TERM", help="an extension, in the unit of the term")
    deadline.add_argument(
        "--clock", default=None, choices=["statutory", "promised"], help="leave out stops that do not stop this clock"
    )
    deadline.add_argument(
        "--region", default=None, metavar="CODE", help="12-digit code, the centre's region if left out"
    )


def _add_ledger(ledger: argparse.ArgumentParser) -> None:
    ledger.add_argument("action", choices=["verify", "prove"])
    ledger.add_argument("--case", default=None, metavar="NO", help="the rows of this case only, without the proofs")
    ledger.add_argument(
        "--proofs", default=None, metavar="FOLDER", help="where the proofs lie, YICHUANG_PROOFS if left out"
    )


def _add_supervise(supervise: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    actions = supervise.add_subparsers(dest="action", required=True)
    swept = actions.add_parser("sweep", parents=[shared], help="look at everything; what is found by rule")
    swept.add_argument("--on", default=None, metavar="DAY", help="as on that day, today if left out")
    scored = actions.add_parser("score", parents=[shared], help="compare what was found with what was planted")
    scored.add_argument("--breaches", required=True, metavar="FILE", help="JSON lines: rule, and case_no, item or body")
    actions.add_parser("rules", parents=[shared], help="every rule, its parameters and whether it runs")


def _add_archive(archive: argparse.ArgumentParser) -> None:
    archive.add_argument("action", choices=["make"])
    which = archive.add_mutually_exclusive_group(required=True)
    which.add_argument("case_no", nargs="?", metavar="CASE_NO")
    which.add_argument(
        "--all", action="store_true", help="every archived case that has none, or not with its last acts"
    )
    archive.add_argument("--to", default=None, metavar="FILE", help="copy the package of the one case to that file")


def _add_seal(seal: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    actions = seal.add_subparsers(dest="action", required=True)
    listed = actions.add_parser("list", parents=[shared], help="the register of seals")
    listed.add_argument("--body", default=None, metavar="BODY", help="name or credit code; all bodies if left out")
    made = actions.add_parser("register", parents=[shared], help="register the seals of a body")
    made.add_argument("body", metavar="BODY", help="its name, short name or credit code")
    made.add_argument(
        "--keeper", required=True, metavar="POST_ID|LOGIN", help="the post that keeps it, or whoever holds that post"
    )
    made.add_argument(
        "--kind",
        default=None,
        choices=["official", "approval", "licence"],
        help="if left out, one of each that the body has none of",
    )
    made.add_argument("--from", dest="start", default=None, metavar="DAY", help="its first day, today if left out")
    made.add_argument("--name", default="", help="what it is called, if not as usual")
    made.add_argument("--purpose", default="", help="what it is for, if not as usual")
    made.add_argument(
        "--signed-by", default="built_in", metavar="SERVICE", help="signing service, the built-in test one if left out"
    )


def _add_serving(add: Callable[..., argparse.ArgumentParser]) -> None:
    serve = add("serve", "Serve the pages and the API, and run jobs.")
    serve.add_argument("--port", type=int, default=8000)
    serve.add_argument("--no-jobs", action="store_true", help="run no jobs here: “yichuang jobs” runs elsewhere")
    serve.add_argument("--reload", action="store_true", help="restart when a file changes")
    add("jobs", "Run jobs only: messages, news of cases, housekeeping.")
    _add_outbox(add("outbox", "List the newest messages to people, with masked addresses."))
    demo = add("demo", "Set up the demonstration centre and serve it.", settings=_DEVELOPMENT)
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--no-serve", action="store_true", help="set up only")
    demo.add_argument("--no-jobs", action="store_true", help="run no jobs")


def _add_outbox(outbox: argparse.ArgumentParser) -> None:
    outbox.add_argument("--last", type=int, default=20, help="how many")
    outbox.add_argument("--state", choices=["waiting", "sent", "failed"], default=None)
    outbox.add_argument("--subject", default="", metavar="NO", help="what they are about, as a case number")


def _add_manager(manager: argparse.ArgumentParser) -> None:
    manager.add_argument("--authority", required=True, metavar="NAME", help="name of the body that runs the centre")
    manager.add_argument(
        "--credit-code", default="", help="its unified social credit code, if it is not registered yet"
    )
    manager.add_argument("--name", required=True, help="name of the manager")
    manager.add_argument("--staff-no", required=True)
    manager.add_argument("--login", required=True)


def _add_simulate(command: argparse.ArgumentParser) -> None:
    command.add_argument("--year", type=int, required=True)
    command.add_argument("--cases", type=int, required=True, metavar="N")
    command.add_argument("--seed", default="1", help="the same seed gives the same year")
    command.add_argument(
        "--trouble",
        default="clean",
        metavar="PROFILE",
        help="clean, ordinary, harsh, or a TOML file with shares of breaches",
    )
    command.add_argument(
        "--breaches", default=None, metavar="FILE", help="write what was planted there, a JSON line each"
    )
    command.add_argument(
        "--until", default=None, metavar="DAY", help="as it stood at the end of that day; now if left out"
    )
    command.add_argument("--by", choices=["acts", "bulk"], default=None, help="how, if not by the number of cases")
    command.add_argument("--hands", type=int, default=2, help="processes that write in bulk")


def _add_catalogue(catalogue: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    actions = catalogue.add_subparsers(dest="action", required=True)
    imports = actions.add_parser("import", parents=[shared], help="read items from CSV, XLSX or JSON as drafts")
    imports.add_argument("file")
    imports.add_argument("--map", default=None, help="name of a built-in map, or a JSON file")
    imports.add_argument("--organisation", default=None, metavar="NAME", help="for rows that name none")
    imports.add_argument("--dry-run", action="store_true", help="check only, keep nothing")
    imports.add_argument("--all-or-nothing", action="store_true", help="refuse all rows if one is wrong")
    exports = actions.add_parser("export", parents=[shared], help="write all items")
    exports.add_argument("file", help="ends in .csv, .xlsx or .json")


_DEVELOPMENT = "yichuang.config.settings.development"


def _language() -> str:
    return "zh-hans" if os.environ.get("LANG", "").startswith("zh") else "en"


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as aligned text."""
    if not rows:
        return ""
    widths = {name: max(len(name), *(len(str(row[name])) for row in rows)) for name in rows[0]}
    lines = ["  ".join(name.ljust(width) for name, width in widths.items())]
    lines += ["  ".join(str(row[name]).ljust(width) for name, width in widths.items()) for row in rows]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
