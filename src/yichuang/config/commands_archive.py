"""`yichuang archive`: packages of closed cases, for whoever keeps the machine. `tools/check_package.py` checks them."""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from yichuang.archives.queries import PackageView, not_packed
from yichuang.archives.services import make_package, read_package
from yichuang.cases.queries import archived_after
from yichuang.config.cli import show, table
from yichuang.core.actor import SYSTEM
from yichuang.core.errors import DomainError, FieldProblem, InvalidError, gettext_noop
from yichuang.core.problems import problem_of

_FOUND_SOMETHING = 3
_REASON = "yichuang archive make --to"
_AT_ONCE = 200


def archive(options: argparse.Namespace) -> int:
    """Make one package and copy it out if asked to, or make all that are missing."""
    if options.all and options.to:
        text = gettext_noop("Name the one case that is to be copied out.")
        raise InvalidError([FieldProblem("to", "archive.one_case", text, options.to)])
    return _make_all(options) if options.all else _make_one(options)


def _make_one(options: argparse.Namespace) -> int:
    target = Path(options.to) if options.to else None
    if target is not None and (target.exists() or not target.parent.is_dir()):
        text = gettext_noop("{name} exists already, or its folder does not.")
        raise InvalidError([FieldProblem("to", "archive.target", text, options.to, {"name": options.to})])
    made = make_package(actor=SYSTEM, case_no=options.case_no)
    if target is not None:
        opened = read_package(actor=SYSTEM, package_id=made.id, reason=_REASON)
        target.touch(mode=0o600, exist_ok=False)  # it holds personal data in full
        with opened.stream as stream, target.open("wb") as file:
            shutil.copyfileobj(stream, file)
    show(options, _told(made), table([_told(made)]))
    return 0


def _make_all(options: argparse.Namespace) -> int:
    made, failed = 0, []
    for case_no in _without():
        try:
            make_package(actor=SYSTEM, case_no=case_no)
            made += 1
        except DomainError as error:
            failed.append({"case_no": case_no, "reason": problem_of(error)["title"]})
    show(options, {"made": made, "failed": failed}, f"{made} made, {len(failed)} failed\n" + table(failed))
    return _FOUND_SOMETHING if failed else 0


def _without() -> Iterator[str]:
    """The archived cases without a package, or with acts after their last one."""
    last = ""
    while found := archived_after(last, size=_AT_ONCE):
        yield from not_packed(found)
        last = found[-1][0]


def _told(made: PackageView) -> dict[str, object]:
    return {
        "case_no": made.case_no,
        "number": made.number,
        "rows": made.seq,
        "sm3": made.digest,
        "size": made.size,
        "retain_until": made.retain_until or "permanent",
        "key": made.public_key,
    }
