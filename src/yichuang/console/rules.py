"""Which acts a page offers to whom: what the loop allows now, and what the reader may do. The services judge again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.supervision.rules import (
    ANSWERS,
    JUDGEMENTS,
    MEASURE_MOVES,
    MOVES,
    STRIKES,
    SYSTEM_SIGNAL_ACTS,
    MeasureAct,
    MeasureKind,
    MeasureState,
    SignalAct,
    SignalState,
    answers_for,
)

_BY_MEASURE = frozenset({SignalAct.REPORT, SignalAct.REJECT, SignalAct.CHECK, SignalAct.CHECK_ONE, SignalAct.HAND_OVER})
"""What is done with one of the papers issued, not with the signal."""
_MEASURES: Mapping[MeasureKind, str] = {
    MeasureKind.ORDER: "order",
    MeasureKind.RECOMMENDATION: "recommendation",
    MeasureKind.INQUIRY: "inquiry",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the acts on a signal depend on. `answered_by`: the account that answered it."""

    organisation_id: int
    owner_id: int | None
    answered_by: int | None
    state: SignalState
    answer_by: date | None


def possible_acts(actor: Actor, signal: Standing, today: date) -> list[str]:
    """The names of the acts on the signal that are possible for the actor now, in the order of the loop."""
    found: list[str] = []
    for state, act in MOVES:
        if state is not signal.state or act in SYSTEM_SIGNAL_ACTS or act in _BY_MEASURE:
            continue
        if _may(actor, signal, act) and _is_time(signal, act, today):
            found += _MEASURES.values() if act is SignalAct.MEASURE else [act.value]
    return found


def _may(actor: Actor, signal: Standing, act: SignalAct) -> bool:
    if act in ANSWERS:
        return answers_for(actor, signal.organisation_id, signal.owner_id)
    is_own = actor.account_id is not None and actor.account_id in {signal.owner_id, signal.answered_by}
    return actor.may(Right.SUPERVISE, signal.organisation_id) and not (act in JUDGEMENTS and is_own)


def _is_time(signal: Standing, act: SignalAct, today: date) -> bool:
    """Answers come in time; what nobody answered is confirmed after it."""
    is_over = signal.answer_by is None or today > signal.answer_by
    if act in ANSWERS:
        return signal.answer_by is None or not is_over
    return act is not SignalAct.CONFIRM or signal.state is not SignalState.NOTIFIED or is_over


def possible_measure_acts(
    actor: Actor, signal: Standing, kind: MeasureKind, state: MeasureState, strikes: int
) -> list[str]:
    """The same for a paper that was issued on it; `strikes` are those of its problem."""
    return [act.value for act in MeasureAct if _may_measure(actor, signal, kind, (state, act), strikes)]


_SIGNAL_ACTS: Mapping[MeasureAct, SignalAct] = {
    MeasureAct.ANSWER: SignalAct.REPORT,
    MeasureAct.RETURN: SignalAct.REJECT,
    MeasureAct.CLOSE: SignalAct.CHECK,
    MeasureAct.HAND_OVER: SignalAct.HAND_OVER,
}


def _may_measure(
    actor: Actor, signal: Standing, kind: MeasureKind, move: tuple[MeasureState, MeasureAct], strikes: int
) -> bool:
    act = move[1]
    if kind is MeasureKind.HANDOVER or move not in MEASURE_MOVES or (signal.state, _SIGNAL_ACTS[act]) not in MOVES:
        return False
    if act is MeasureAct.HAND_OVER and (kind is not MeasureKind.INQUIRY or strikes < STRIKES):
        return False
    return _may(actor, signal, _SIGNAL_ACTS[act])
