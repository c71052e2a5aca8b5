"""The one way that people change a signal: open a move under its lock, change the reading, close it with an entry."""

from dataclasses import dataclass
from typing import Any

from yichuang.core import clock
from yichuang.core.actor import Actor, PostHeld
from yichuang.core.rights import Right
from yichuang.supervision import access
from yichuang.supervision.errors import KeyReusedError, NotConcernedError, OwnMatterError, WordsMissingError
from yichuang.supervision.models import Entry, Signal
from yichuang.supervision.rules import ANSWERS, JUDGEMENTS, WITH_REASON, SignalAct, SignalState, state_after
from yichuang.supervision.services.entries import READING, Deed, add_entry

_CHECKS = frozenset({SignalAct.CHECK.value, SignalAct.CHECK_ONE.value})
"""One request to close a paper is either, by what else was open when it came first."""


@dataclass(frozen=True, slots=True)
class Moved:
    """An act that is in the ledger of the signal. `measure_id`, `paper_id`: what it issued; `is_repeat`: it was done before."""

    signal_id: int
    seq: int
    act: SignalAct
    state: SignalState
    measure_id: int | None = None
    paper_id: int | None = None
    number: str = ""
    is_repeat: bool = False


@dataclass(slots=True)
class Move:
    """An act under way on a locked signal."""

    signal: Signal
    actor: Actor
    act: SignalAct
    post: PostHeld | None
    reason: str
    key: str

    def finish(self, details: dict[str, Any] | None = None) -> Moved:
        """The entry is written and the signal shows its new reading."""
        told = details or {}
        title = self.post.recorded_title if self.post else ""
        deed = Deed(self.act, clock.now(), self.actor, title, self.reason, told, self.key)
        entry = add_entry(self.signal, deed)
        self.signal.save(update_fields=READING)
        entry.save()
        return _moved(entry, is_repeat=False)


def open_move(*, actor: Actor, signal_id: int, act: SignalAct, reason: str = "", key: str = "") -> Move | Moved:
    """A move of that act on the locked signal, or the first answer if the same request came before.

    Raises:
        SignInRequiredError, SignalNotFoundError: see `access.lock_signal`.
        KeyReusedError: the key was used for another act.
        NotConcernedError, RightMissingError, OwnMatterError: the actor may not do this to this signal.
        MoveNotAllowedError: it is out of order.
        WordsMissingError: the act needs a reason.
    """
    return move_on(access.lock_signal(actor, signal_id), actor=actor, act=act, reason=reason, key=key)


def move_on(signal: Signal, *, actor: Actor, act: SignalAct, reason: str = "", key: str = "") -> Move | Moved:
    """The same for a signal that is locked already."""
    entry = Entry.objects.filter(signal=signal, key=key).first() if key else None
    if entry is not None:
        is_same = entry.act == act.value or {entry.act, act.value} <= _CHECKS
        if not is_same or entry.account_id != actor.account_id:
            raise KeyReusedError(act=SignalAct(entry.act))
        return _moved(entry, is_repeat=True)
    post = _post_for(actor, signal, act)
    state_after(SignalState(signal.state), act)
    if act in WITH_REASON and not reason.strip():
        raise WordsMissingError
    return Move(signal, actor, act, post, reason.strip(), key)


def _post_for(actor: Actor, signal: Signal, act: SignalAct) -> PostHeld | None:
    if act in ANSWERS:
        if not access.may_answer(actor, signal):
            raise NotConcernedError
        return actor.post_for(Right.ANSWER_SIGNALS, signal.organisation_id) or next(iter(actor.posts), None)
    post = actor.require(Right.SUPERVISE, signal.organisation_id)
    if act in JUDGEMENTS and actor.account_id is not None and actor.account_id in {signal.owner_id, signal.answered_by}:
        raise OwnMatterError
    return post


def _moved(entry: Entry, *, is_repeat: bool) -> Moved:
    details = entry.details
    return Moved(
        signal_id=entry.signal_id,
        seq=entry.seq,
        act=SignalAct(entry.act),
        state=SignalState(entry.after),
        measure_id=details.get("measure"),
        paper_id=details.get("paper"),
        number=details.get("number", ""),
        is_repeat=is_repeat,
    )
