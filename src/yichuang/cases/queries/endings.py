"""How cases came to their end: what was decided, how the result went out, what was closed without a decision."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from yichuang.cases import access
from yichuang.cases.models import LedgerRow
from yichuang.cases.queries.ledger import LedgerView
from yichuang.cases.rules import Act, Hearing, Standing, State
from yichuang.core.actor import Actor

DECISIONS: Mapping[Act, bool] = MappingProxyType(
    {Act.GRANT: True, Act.COMMIT: True, Act.DEEM_RENEWED: True, Act.DENY: False}
)
"""The acts that decide an application, and whether each grants it."""
_TELLING = (*DECISIONS, Act.DELIVER, Act.ARCHIVE)


@dataclass(frozen=True, slots=True)
class Ending:
    """What the state alone does not tell of a case. `is_granted` None: nothing was decided.

    `delivery` are the details of the delivery, empty before it; `closed_as` is the state in which an archived case was closed;
    `standing` what holds of that which was granted; `hear_by` by when the hearing is held that was asked for.
    """

    is_granted: bool | None = None
    delivery: Mapping[str, object] = field(default_factory=dict)
    closed_as: State | None = None
    standing: Standing = Standing.NONE
    hear_by: date | None = None


def ending_of(ledger: Iterable[LedgerView], *, standing: Standing = Standing.NONE) -> Ending:
    """How the case with that ledger came to its end, as far as it has."""
    found = Ending(standing=standing)
    for row in ledger:
        found = _with(found, row.act, row.before, row.details)
    return found


def list_endings(actor: Actor, case_nos: Sequence[str]) -> dict[str, Ending]:
    """Those of the actor's own cases, by number. Two statements."""
    if not case_nos:
        return {}
    cases = access.own_cases(actor).filter(case_no__in=list(case_nos))
    columns = ("case_no", "certificate_no", "standing", "about__standing", "hearing", "hearing_by")
    found = {
        case_no: Ending(
            standing=Standing(about if about is not None and number else standing),
            hear_by=by if hearing == Hearing.ASKED.value else None,
        )
        for case_no, number, standing, about, hearing, by in cases.values_list(*columns)
    }
    rows = LedgerRow.objects.filter(case__in=cases, act__in=[act.value for act in _TELLING]).order_by("case_id", "seq")
    for case_no, act, before, details in rows.values_list("case_no", "act", "before", "details"):
        found[case_no] = _with(found[case_no], Act(act), State(before) if before else None, details)
    return found


def _with(ending: Ending, act: Act, before: State | None, details: Mapping[str, object]) -> Ending:
    if act in DECISIONS:
        return replace(ending, is_granted=DECISIONS[act])
    if act is Act.DELIVER:
        return replace(ending, delivery=details)
    return replace(ending, closed_as=before) if act is Act.ARCHIVE else ending
