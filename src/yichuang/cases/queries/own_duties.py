"""What applicants have to do in their cases besides what the state says, for the list of their cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.cases import access
from yichuang.cases.models import Pledge
from yichuang.cases.rules import KEPT, UNDER_DECISION, Act, Hearing, PledgeKind
from yichuang.core import clock
from yichuang.core.actor import Actor


@dataclass(frozen=True, slots=True)
class OwnDuty:
    """What an applicant has to do, or may do, in a case besides what its state asks for, and by when."""

    act: Act
    due_on: date


def own_duties(actor: Actor, case_nos: Sequence[str]) -> dict[str, OwnDuty]:
    """In which of the actor's own cases something is to follow, or a hearing may be asked for; by number. Two statements."""
    if not case_nos:
        return {}
    cases, today = access.own_cases(actor).filter(case_no__in=list(case_nos)), clock.today()
    told = cases.filter(state__in=[one.value for one in KEPT[Act.ASK_HEARING]], hearing=Hearing.TOLD.value)
    found = {
        case_no: OwnDuty(Act.ASK_HEARING, by)
        for case_no, by in told.filter(hearing_by__gte=today).values_list("case_no", "hearing_by")
        if by is not None
    }
    rows = Pledge.objects.filter(
        case__in=cases.filter(state__in=[one.value for one in UNDER_DECISION]),
        kind=PledgeKind.DEFERRED.value,
        kept_seq__isnull=True,
        broken_seq__isnull=True,
    )
    last_first = rows.order_by("-due_on", "-pk").values_list("case__case_no", "due_on")
    return found | {case_no: OwnDuty(Act.SUPPLY, due_on) for case_no, due_on in last_first}
