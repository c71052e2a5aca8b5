"""What the body concerned says to a signal. Law: ESV-d 14."""

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.supervision.errors import AnswerLateError
from yichuang.supervision.rules import SignalAct
from yichuang.supervision.services.moving import Moved, open_move


@transaction.atomic
def explain(*, actor: Actor, signal_id: int, reason: str, key: str = "") -> Moved:
    """Why it came to that stands in the ledger, and the supervisor decides.

    Raises:
        AnswerLateError: the days to answer are over.
        Otherwise as `moving.open_move`.
    """
    return _answer(actor, signal_id, SignalAct.EXPLAIN, reason, key)


@transaction.atomic
def correct(*, actor: Actor, signal_id: int, reason: str, key: str = "") -> Moved:
    """What was done to put it right stands in the ledger. Raises as `explain`."""
    return _answer(actor, signal_id, SignalAct.CORRECT, reason, key)


@transaction.atomic
def appeal(*, actor: Actor, signal_id: int, reason: str, key: str = "") -> Moved:
    """The body says that the signal is wrong, and why. Raises as `explain`."""
    return _answer(actor, signal_id, SignalAct.APPEAL, reason, key)


def _answer(actor: Actor, signal_id: int, act: SignalAct, reason: str, key: str) -> Moved:
    move = open_move(actor=actor, signal_id=signal_id, act=act, reason=reason, key=key)
    if isinstance(move, Moved):
        return move
    signal = move.signal
    if signal.answer_by is not None and clock.today() > signal.answer_by:
        raise AnswerLateError(day=signal.answer_by)
    signal.answered_by = actor.account_id
    return move.finish()
