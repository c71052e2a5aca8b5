"""`yichuang ledger`: every row against its digest and against the proofs that lie outside the database."""

import argparse
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext

from yichuang.cases.services import make_proofs, verify_ledger, verify_proofs, write_proofs
from yichuang.config.cli import show, table
from yichuang.core.actor import SYSTEM
from yichuang.supervision.queries import verify_entries

_FOUND_SOMETHING = 3
_HANDS = 2
"""How many processes verify: the database has its own work with what they read."""


def ledger(options: argparse.Namespace) -> int:
    """Check the ledger, or make a proof of what is new in it."""
    folder = Path(options.proofs or settings.PROOF_FOLDER)
    return _prove(options, folder) if options.action == "prove" else _verify(options, folder)


def _prove(options: argparse.Namespace, folder: Path) -> int:
    numbers = make_proofs(actor=SYSTEM)
    written = [str(path) for path in write_proofs(folder)]
    show(options, {"numbers": numbers, "files": written}, "\n".join(written))
    return 0


def _verify(options: argparse.Namespace, folder: Path) -> int:
    report = verify_ledger(actor=SYSTEM, case_no=options.case, hands=_HANDS)
    broken = [{"case_no": one.case_no, "seq": one.seq, "reason": gettext(one.kind.label)} for one in report.broken]
    answer: dict[str, object] = {"cases": report.cases, "rows": report.rows, "broken": broken}
    lines = [f"{report.cases} cases, {report.rows} rows, {len(broken)} broken", table(broken)]
    doubts: list[dict[str, object]] = []
    signals: list[dict[str, object]] = []
    if not options.case:
        proofs = verify_proofs(actor=SYSTEM, folder=folder)
        doubts = [{"proof": one.proof, "row": one.place, "reason": gettext(one.kind.label)} for one in proofs.doubts]
        answer |= {"proofs": proofs.proofs, "proven": proofs.rows, "doubts": doubts}
        lines += [f"{proofs.proofs} proofs, {proofs.rows} rows in them, {len(doubts)} doubts", table(doubts)]
        signals = [{"signal": one.signal_id, "entry": one.seq} for one in verify_entries()]
        answer |= {"signals": signals}
        lines += [f"{len(signals)} signals whose entries do not prove themselves", table(signals)]
    show(options, answer, "\n".join(line for line in lines if line))
    return _FOUND_SOMETHING if broken or doubts or signals else 0
