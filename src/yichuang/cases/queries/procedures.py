"""Special procedures of a case and what its applicant promised."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yichuang.cases.models import Case, CaseStop, LedgerRow, Pledge
from yichuang.cases.rules import Act, PledgeKind
from yichuang.deadlines.rules import Clock, Procedure


@dataclass(frozen=True, slots=True)
class StopView:
    """A special procedure: from the act on `from_day` the named clocks stood still, until `to_day` (None: they still do)."""

    seq: int
    procedure: Procedure
    reason: str
    clocks: frozenset[Clock]
    approver_name: str
    from_day: date
    expected_on: date
    to_day: date | None
    result: str


@dataclass(frozen=True, slots=True)
class PledgeView:
    """What the applicant promised by a day; None in `is_kept` while that is open."""

    kind: PledgeKind
    code: str
    name: str
    due_on: date
    is_kept: bool | None


STOPPING_ACTS = frozenset({Act.STOP, Act.SEND_UP})
"""The acts that begin a procedure."""


def has_pledge(act: Act, details: Mapping[str, object]) -> bool:
    """Whether the applicant promised something by that act."""
    return act is Act.COMMIT or (act is Act.ACCEPT and "deferred" in details)


def stops_view(case: Case) -> tuple[StopView, ...]:
    """The special procedures of the case, first to last."""
    return tuple(
        StopView(
            row.seq,
            Procedure(row.procedure),
            row.reason,
            frozenset(Clock(one) for one in row.clocks),
            row.approver_name,
            row.from_day,
            row.expected_on,
            row.to_day,
            row.result,
        )
        for row in CaseStop.objects.filter(case=case).order_by("seq")
    )


def answer_above(case: Case) -> Mapping[str, object] | None:
    """What the higher body decided, as the ledger notes it; None where it was not asked or has not answered."""
    rows = LedgerRow.objects.filter(case=case, act=Act.BRING_BACK.value).order_by("-seq")
    return rows.values_list("details", flat=True).first()


def pledges_view(case: Case) -> tuple[PledgeView, ...]:
    """What the applicant promised, first day first."""
    return tuple(
        PledgeView(
            PledgeKind(row.kind),
            row.code,
            row.name,
            row.due_on,
            True if row.kept_seq else False if row.broken_seq else None,
        )
        for row in Pledge.objects.filter(case=case).order_by("due_on", "pk")
    )
