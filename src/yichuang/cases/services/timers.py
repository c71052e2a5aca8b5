"""What the law brings about when a day has passed. Law: ALL 32(1)(4), 50(2); AY 24, 36.

There are no stored alarms that could be lost or go off twice: which cases it is time for is asked of their present reading,
and whether it still is, under the lock of each.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from yichuang.cases.errors import ActNotAllowedError, DayNotComeError, RenewedAlreadyError, StandingError
from yichuang.cases.models import Case, Pledge
from yichuang.cases.queries.days import notice_due_on
from yichuang.cases.rules import NO_DUE_DATE, OPEN_STATES, UNDECIDED, UNDER_DECISION, Act, PledgeKind, State
from yichuang.cases.services.accepting import deem_accepted
from yichuang.cases.services.ending import lapse_case
from yichuang.cases.services.granted import deem_renewed
from yichuang.cases.services.hands import by_hands
from yichuang.cases.services.step import ActDone
from yichuang.catalogue.rules import Purpose
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.errors import DomainError
from yichuang.core.rights import Right

_DO: dict[Act, Callable[..., ActDone]] = {
    Act.DEEM_ACCEPTED: deem_accepted,
    Act.LAPSE: lapse_case,
    Act.DEEM_RENEWED: deem_renewed,
}
_OVERTAKEN = (ActNotAllowedError, DayNotComeError, RenewedAlreadyError, StandingError)
_log = logging.getLogger(__name__)
_OPEN = [state.value for state in OPEN_STATES]


@dataclass(frozen=True, slots=True, order=True)
class DueTimer:
    """A case for which a day has passed, and what follows."""

    due_on: date
    case_no: str
    act: Act


def due_timers(today: date) -> list[DueTimer]:
    """Everything that fell due before today, by day; in no more than one list, since each is done and gone."""
    return sorted({*_notices(today), *_deferrals(today), *_renewals(today)})


def run_timers(*, actor: Actor, each: Callable[[DueTimer], None] = lambda _timer: None, hands: int = 1) -> int:
    """All that fell due is done once, in the order of the days; how many. Each case is a transaction of its own.

    What was done meanwhile, by another run or by somebody who acted, is left alone; so stopping half-way costs nothing, and
    after a week's standstill the next run does the whole week. `hands`: how many cases of a day are under way at once, each on
    a connection of its own.

    Raises:
        RightMissingError: the actor is not the system.
    """
    actor.require(Right.MANAGE_CALENDARS)
    done = 0
    for _due_on, timers in groupby(due_timers(clock.today()), key=lambda timer: timer.due_on):
        of_day = list(timers)
        for timer, is_done in zip(of_day, by_hands(partial(_is_done, actor), of_day, hands), strict=True):
            done += is_done
            if is_done:
                each(timer)
    return done


def _is_done(actor: Actor, timer: DueTimer) -> bool:
    try:
        _DO[timer.act](actor=actor, case_no=timer.case_no)
    except _OVERTAKEN:
        return False  # somebody acted since the list was made
    except DomainError:
        _log.exception("timer not done", extra={"case_no": timer.case_no, "act": timer.act.value})
        return False  # it must not keep the others, and is tried again by the next run
    return True


def _notices(today: date) -> Iterator[DueTimer]:
    """Nothing was told in time; or what was told was not corrected in time."""
    states = Q(state__in=[State.SUBMITTED.value, State.RECEIVED.value], corrections=0)
    # The expression and the states of the index on due dates.
    rows = Case.objects.annotate(due=Coalesce("next_due_on", Value(NO_DUE_DATE))).filter(due__lt=today)
    rows = rows.filter(states | Q(state=State.CORRECTION_REQUESTED.value), state__in=_OPEN)
    for due_on, case_no, state, submitted_at in rows.values_list("due", "case_no", "state", "submitted_at"):
        if state == State.CORRECTION_REQUESTED.value:
            yield DueTimer(due_on, case_no, Act.LAPSE)
        elif (told_by := notice_due_on(submitted_at)) < today:
            yield DueTimer(told_by, case_no, Act.DEEM_ACCEPTED)


def _deferrals(today: date) -> Iterator[DueTimer]:
    """A deferred material did not come in time."""
    rows = Pledge.objects.filter(kind=PledgeKind.DEFERRED.value, kept_seq__isnull=True, broken_seq__isnull=True)
    rows = rows.filter(due_on__lt=today, case__state__in=[state.value for state in UNDER_DECISION])
    for due_on, case_no in rows.values_list("due_on", "case__case_no"):
        yield DueTimer(due_on, case_no, Act.LAPSE)


def _renewals(today: date) -> Iterator[DueTimer]:
    """What a renewal is about has expired, and nothing was decided."""
    states = [state.value for state in UNDECIDED if state is not State.CORRECTION_REQUESTED]
    rows = Case.objects.filter(state__in=states, purpose=Purpose.RENEW.value, about__valid_until__lt=today)
    for due_on, case_no in rows.annotate(due=F("about__valid_until")).values_list("due", "case_no"):
        yield DueTimer(due_on, case_no, Act.DEEM_RENEWED)
