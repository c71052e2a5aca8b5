"""What the supervisor decides on a signal."""

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.supervision.errors import AnswerAwaitedError
from yichuang.supervision.rules import Light, SignalAct, SignalState, card_of
from yichuang.supervision.services.moving import Moved, open_move


@transaction.atomic
def confirm(*, actor: Actor, signal_id: int, reason: str = "", key: str = "") -> Moved:
    """The signal holds; of one that nobody answered, once the days to answer are over.

    Raises:
        AnswerAwaitedError: it may still be answered.
        Otherwise as `moving.open_move`.
    """
    move = open_move(actor=actor, signal_id=signal_id, act=SignalAct.CONFIRM, reason=reason, key=key)
    if isinstance(move, Moved):
        return move
    signal = move.signal
    is_unanswered = signal.state == SignalState.NOTIFIED.value
    if is_unanswered and signal.answer_by is not None and clock.today() <= signal.answer_by:
        raise AnswerAwaitedError(day=signal.answer_by)
    return move.finish({"is_unanswered": is_unanswered})


@transaction.atomic
def cancel(*, actor: Actor, signal_id: int, reason: str, key: str = "") -> Moved:
    """The signal was a false alarm and counts no more; the reason tunes the rule. Raises as `moving.open_move`."""
    return _judge(actor, signal_id, SignalAct.CANCEL, reason, key)


@transaction.atomic
def uphold(*, actor: Actor, signal_id: int, reason: str, key: str = "") -> Moved:
    """The signal holds in spite of the appeal. Raises as `moving.open_move`."""
    return _judge(actor, signal_id, SignalAct.UPHOLD, reason, key)


@transaction.atomic
def accept(*, actor: Actor, signal_id: int, reason: str, key: str = "") -> Moved:
    """The explanation or correction is enough: nothing follows, and it counts as found. Raises as `moving.open_move`."""
    return _judge(actor, signal_id, SignalAct.ACCEPT, reason, key)


@transaction.atomic
def give_card(*, actor: Actor, signal_id: int, reason: str = "", key: str = "") -> Moved:
    """The card that goes with the light is recorded against the body. Raises as `moving.open_move`."""
    move = open_move(actor=actor, signal_id=signal_id, act=SignalAct.CARD, reason=reason, key=key)
    if isinstance(move, Moved):
        return move
    move.signal.card = card_of(Light(move.signal.light)).value
    return move.finish({"card": move.signal.card})


def _judge(actor: Actor, signal_id: int, act: SignalAct, reason: str, key: str) -> Moved:
    move = open_move(actor=actor, signal_id=signal_id, act=act, reason=reason, key=key)
    return move if isinstance(move, Moved) else move.finish()
