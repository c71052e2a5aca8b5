"""The proof that no ledger row was altered, dropped, inserted or moved."""

import json
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, groupby
from multiprocessing import get_context
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, Max, Min, OuterRef, QuerySet

from yichuang.cases.errors import CaseNoMistypedError, CaseNotFoundError
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import FIRST_DIGEST, is_case_no
from yichuang.cases.rules.ledger import COLUMNS, row_digest
from yichuang.core.actor import Actor
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right

_CHUNK = 2000
_SPAN = 20_000
"""How many cases are read by one statement."""


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


def verify_ledger(*, actor: Actor, case_no: str | None = None, hands: int = 1) -> LedgerReport:
    """Every row (of one case, or of all) was read and checked against its digest, the row before and the case's reading.

    Rows and readings of a case come from one statement, so acts that go on meanwhile do not look like breaches. `hands`: how
    many processes share the work; within a transaction there is but one.

    Raises:
        SignInRequiredError, RightMissingError: the actor may not verify.
        CaseNoMistypedError, CaseNotFoundError: there is no such case.
    """
    actor.require(Right.VERIFY_LEDGER)
    if case_no and not is_case_no(case_no):
        raise CaseNoMistypedError(case_no=case_no)
    empty = tuple(Breach(one, 0, BreachKind.EMPTY) for one in _empty(case_no))
    chosen = Case.objects.filter(case_no=case_no) if case_no else Case.objects.all()
    found = list(_shared(_spans(chosen), 1 if connection.in_atomic_block else hands))
    cases = len(empty) + sum(one.cases for one in found)
    if case_no and not cases:
        raise CaseNotFoundError(case_no=case_no)
    broken = chain(empty, *(one.broken for one in found))
    return LedgerReport(cases, sum(one.rows for one in found), tuple(broken))


def _empty(case_no: str | None) -> list[str]:
    cases = Case.objects.filter(~Exists(LedgerRow.objects.filter(case=OuterRef("pk"))))
    return list((cases.filter(case_no=case_no) if case_no else cases).values_list("case_no", flat=True))


def _spans(chosen: QuerySet[Case]) -> list[range]:
    """The ids of the cases in parts that are read one after the other."""
    ends = chosen.aggregate(first=Min("pk"), last=Max("pk"))
    first, last = ends["first"] or 0, ends["last"] or -1
    return [range(at, min(at + _SPAN, last + 1)) for at in range(first, last + 1, _SPAN)]


def _shared(spans: list[range], hands: int) -> Iterator[LedgerReport]:
    if hands == 1 or len(spans) < hands:
        yield from map(_verify_span, spans)
        return
    connection.close()  # a connection cannot be shared with a child; each opens its own
    with ProcessPoolExecutor(hands, mp_context=get_context("fork")) as pool:
        yield from pool.map(_verify_span, spans)


def _verify_span(span: range) -> LedgerReport:
    cases, rows, broken = 0, 0, list[Breach]()
    with transaction.atomic(), connection.chunked_cursor() as cursor:  # it lives as long as the transaction
        cursor.execute(_ROWS, [span.start, span.stop])
        found = chain.from_iterable(iter(lambda: cursor.fetchmany(_CHUNK), []))
        for _case_id, group in groupby(found, key=itemgetter(0)):
            seen = list(group)
            cases, rows = cases + 1, rows + len(seen)
            broken += _check(seen)
    return LedgerReport(cases, rows, tuple(broken))


def _check(rows: list[tuple[Any, ...]]) -> list[Breach]:
    found, previous = list[Breach](), FIRST_DIGEST
    *_, case_no, last_seq, last_digest, state = rows[0]
    for expected, row in enumerate(rows, start=1):
        _case_id, said, digest, *values = row
        entry = dict(zip(COLUMNS, values, strict=False))
        seq = entry["seq"]
        if seq != expected:
            found.append(Breach(case_no, seq, BreachKind.GAP))
            break
        if said != previous:
            found.append(Breach(case_no, seq, BreachKind.BROKEN_CHAIN))
        # The driver leaves the two columns of JSON as text.
        entry["law"], entry["details"] = _law(entry["law"]), json.loads(entry["details"])
        if row_digest(entry, said) != digest:
            found.append(Breach(case_no, seq, BreachKind.ALTERED))
        previous = digest
    head = (rows[-1][_SEQ], rows[-1][_DIGEST], rows[-1][_AFTER])
    if not found and head != (last_seq, last_digest, state):
        found.append(Breach(case_no, 0, BreachKind.HEAD))
    return found


@lru_cache(maxsize=1000)
def _law(written: str) -> list[str]:
    """The articles that a row cites: those of one kind of act are the same."""
    cited: list[str] = json.loads(written)
    return cited


_READ = ("case_id", "previous", "digest", *COLUMNS)
_SEQ, _DIGEST, _AFTER = (_READ.index(name) for name in ("seq", "digest", "after"))
# Instants as their canonical form has them: the database writes them in a tenth of the time.
_AT = """to_char(l.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
_ROWS = (
    f"SELECT {', '.join(_AT if name == 'at' else 'l.' + name for name in _READ)}, c.case_no, c.seq, c.digest, c.state"  # noqa: S608
    " FROM cases_ledgerrow l JOIN cases_case c ON c.id = l.case_id"
    " WHERE l.case_id >= %s AND l.case_id < %s ORDER BY l.case_id, l.seq"
)
