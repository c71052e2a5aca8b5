"""The ledger of signals: how a signal comes to be, and how it changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from yichuang.cases.rules import FIRST_DIGEST
from yichuang.core.actor import Actor
from yichuang.supervision.models import Entry, Signal
from yichuang.supervision.queries.signals import entry_digest
from yichuang.supervision.rules import SignalAct, SignalState, state_after


@dataclass(frozen=True, slots=True)
class Deed:
    """An act on a signal: who, as what, why."""

    act: SignalAct
    at: datetime
    actor: Actor
    post_title: str = ""
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""


def add_entry(signal: Signal, deed: Deed) -> Entry:
    """The signal reads as after the act; the entry is given back and still to be stored.

    Raises:
        MoveNotAllowedError: the act is out of order.
    """
    before = SignalState(signal.state) if signal.seq else None
    after = state_after(before, deed.act)
    previous = signal.digest or FIRST_DIGEST
    entry = Entry(
        signal=signal,
        seq=signal.seq + 1,
        act=deed.act.value,
        before=before.value if before else "",
        after=after.value,
        at=deed.at,
        account_id=deed.actor.account_id,
        actor_name=deed.actor.name,
        post_title=deed.post_title,
        reason=deed.reason,
        details=dict(deed.details),
        key=deed.key,
        previous=previous,
    )
    entry.digest = entry_digest(entry)
    signal.state, signal.seq, signal.digest = after.value, entry.seq, entry.digest
    return entry


READING = ("state", "seq", "digest", "answer_by", "answered_by", "card")
"""What acts may change of a signal."""


def store(signals: Sequence[Signal], entries: Sequence[Entry]) -> None:
    """Signals that exist already show their new reading, and the entries are added. The signals are locked by the caller."""
    Signal.objects.bulk_update(signals, READING, batch_size=500)
    Entry.objects.bulk_create(entries, batch_size=1000)
