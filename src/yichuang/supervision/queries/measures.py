"""Reading what was issued on signals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from yichuang.core.actor import Actor
from yichuang.supervision import access
from yichuang.supervision.models import Measure
from yichuang.supervision.rules import AWAITED_MEASURES, MeasureKind, MeasureState


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A supervise order, recommendation, inquiry or hand-over."""

    id: int
    signal_id: int
    kind: MeasureKind
    state: MeasureState
    number: str
    paper_id: int | None
    organisation_id: int
    rule: str
    target: str
    problem: str
    remedy: str
    person: str
    due_on: date
    answer: str
    returns: int
    issued_at: datetime
    evidence: Mapping[str, Any]

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer; a file that was handed over waits for none."""
        return self.state in AWAITED_MEASURES and self.kind is not MeasureKind.HANDOVER


def list_measures(actor: Actor, signal_id: int) -> tuple[MeasureView, ...]:
    """What was issued on the signal, in order. Raises as `get_signal_view`."""
    signal = access.get_signal(actor, signal_id)
    return tuple(_measure(row) for row in Measure.objects.filter(signal=signal).order_by("pk"))


def list_open_measures(actor: Actor, *, organisation_id: int | None = None) -> tuple[MeasureView, ...]:
    """Orders and inquiries that wait for an answer, the one due first first; those of the actor's bodies."""
    rows = Measure.objects.filter(state__in=sorted(state.value for state in AWAITED_MEASURES))
    rows = rows.exclude(kind=MeasureKind.HANDOVER.value).filter(signal__in=access.seen_by(actor))
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    return tuple(_measure(row) for row in rows.order_by("due_on", "pk")[:500])


def _measure(row: Measure) -> MeasureView:
    return MeasureView(
        id=row.pk,
        signal_id=row.signal_id,
        kind=MeasureKind(row.kind),
        state=MeasureState(row.state),
        number=row.number,
        paper_id=row.paper_id,
        organisation_id=row.organisation_id,
        rule=row.rule,
        target=row.target,
        problem=row.problem,
        remedy=row.remedy,
        person=row.person,
        due_on=row.due_on,
        answer=row.answer,
        returns=row.returns,
        issued_at=row.issued_at,
        evidence=row.evidence,
    )
