"""The proof that no ledger row was altered, dropped, inserted or moved."""

from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from yichuang.cases.errors import CaseNoMistypedError, CaseNotFoundError
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import FIRST_DIGEST, Entry, entry_digest, is_case_no
from yichuang.cases.rules.ledger import COLUMNS
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right

_CHUNK = 2000
_READ = ("case_id", "previous", "digest", *COLUMNS)
_READING = ("case__case_no", "case__seq", "case__digest", "case__state")


class BreachKind(Labelled):
    """What does not fit."""

    ALTERED = "altered", gettext_noop("The row does not fit its digest")
    BROKEN_CHAIN = "broken_chain", gettext_noop("The row does not follow the row before")
    GAP = "gap", gettext_noop("A row before this one is missing")
    HEAD = "head", gettext_noop("The case does not show its last row")
    EMPTY = "empty", gettext_noop("The case has no rows")


@dataclass(frozen=True, slots=True)
class Breach:
    """One place where the ledger does not hold; `seq` is 0 for the case as a whole."""

    case_no: str
    seq: int
    kind: BreachKind


@dataclass(frozen=True, slots=True)
class LedgerReport:
    """What was read and what does not hold."""

    cases: int
    rows: int
    broken: tuple[Breach, ...]


def verify_ledger(*, actor: Actor, case_no: str | None = None) -> LedgerReport:
    """Every row (of one case, or of all) was read and checked against its digest, the row before and the case's reading.

    Rows and readings come from one statement, so acts that go on meanwhile do not look like breaches.

    Raises:
        SignInRequiredError, RightMissingError: the actor may not verify.
        CaseNoMistypedError, CaseNotFoundError: there is no such case.
    """
    actor.require(Right.VERIFY_LEDGER)
    if case_no and not is_case_no(case_no):
        raise CaseNoMistypedError(case_no=case_no)
    chosen = LedgerRow.objects.filter(case__case_no=case_no) if case_no else LedgerRow.objects.all()
    broken = [Breach(one, 0, BreachKind.EMPTY) for one in _empty(case_no)]
    cases, rows = len(broken), 0
    with transaction.atomic():  # the cursor lives as long as the transaction
        ledger = chosen.order_by("case_id", "seq").values(*_READ, *_READING).iterator(_CHUNK)
        for _case_id, group in groupby(ledger, key=itemgetter("case_id")):
            seen = list(group)
            cases, rows = cases + 1, rows + len(seen)
            broken += _check(seen)
    if case_no and not cases:
        raise CaseNotFoundError(case_no=case_no)
    return LedgerReport(cases, rows, tuple(broken))


def _empty(case_no: str | None) -> list[str]:
    cases = Case.objects.filter(~Exists(LedgerRow.objects.filter(case=OuterRef("pk"))))
    return list((cases.filter(case_no=case_no) if case_no else cases).values_list("case_no", flat=True))


def _check(rows: list[dict[str, Any]]) -> list[Breach]:
    case_no = rows[0]["case__case_no"]
    found, previous = [], FIRST_DIGEST
    for expected, row in enumerate(rows, start=1):
        if row["seq"] != expected:
            found.append(Breach(case_no, row["seq"], BreachKind.GAP))
            break
        if row["previous"] != previous:
            found.append(Breach(case_no, row["seq"], BreachKind.BROKEN_CHAIN))
        if entry_digest(_entry(row), row["previous"]) != row["digest"]:
            found.append(Breach(case_no, row["seq"], BreachKind.ALTERED))
        previous = row["digest"]
    last = rows[-1]
    if not found and (last["seq"], last["digest"], last["after"]) != tuple(last[name] for name in _READING[1:]):
        found.append(Breach(case_no, 0, BreachKind.HEAD))
    return found


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(**{name: row[name] for name in COLUMNS})
