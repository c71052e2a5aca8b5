"""Reading the ledger of a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang.cases import access
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.rules import Act, State
from yichuang.core.actor import Actor


@dataclass(frozen=True, slots=True)
class LedgerView:
    """One row: who, in which post, when, what, why, under which articles. `digest` in hexadecimal."""

    seq: int
    act: Act
    before: State | None
    after: State
    at: datetime
    actor_kind: str
    actor_name: str
    post_title: str
    reason: str
    law: tuple[str, ...]
    details: Mapping[str, object]
    previous: str
    digest: str


def list_ledger(actor: Actor, case_no: str) -> tuple[LedgerView, ...]:
    """All rows of a case that the actor may see, in order.

    Raises:
        CaseNotFoundError, CaseNoMistypedError, SignInRequiredError: see `access.get_case`.
    """
    return ledger_of(access.get_case(actor, case_no))


def last_row(ledger: Sequence[LedgerView], *acts: Act) -> LedgerView | None:
    """The newest row of any of the acts; None where there is none."""
    return next((row for row in reversed(ledger) if row.act in acts), None)


def ledger_of(case: Case) -> tuple[LedgerView, ...]:
    """All rows of the case in order."""
    return tuple(
        LedgerView(
            seq=row.seq,
            act=Act(row.act),
            before=State(row.before) if row.before else None,
            after=State(row.after),
            at=row.at,
            actor_kind=row.actor_kind,
            actor_name=row.actor_name,
            post_title=row.post_title,
            reason=row.reason,
            law=tuple(row.law),
            details=row.details,
            previous=row.previous,
            digest=row.digest,
        )
        for row in LedgerRow.objects.filter(case=case).order_by("seq")
    )
