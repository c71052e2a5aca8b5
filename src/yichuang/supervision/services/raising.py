"""Signals brought into line with what was found: raised once, renewed, settled or withdrawn."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings

from yichuang.core import clock
from yichuang.core.actor import SYSTEM
from yichuang.core.rights import Role
from yichuang.deadlines.queries import calendar_for
from yichuang.supervision.models import Entry, Signal
from yichuang.supervision.rules import MOVES, RULES, Light, SignalAct, SignalState, SubjectKind
from yichuang.supervision.services.entries import Deed, add_entry, store
from yichuang.supervision.services.telling import Ladder, tell

ANSWER_DAYS = 5
"""Working days to explain, correct or appeal (ESV-d 14)."""
Key = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A signal that should be there. `has_it`: the role whose posts have the case while nobody took it."""

    rule: str
    kind: SubjectKind
    subject: str
    place: str
    organisation_id: int
    lit_on: date
    item_code: str = ""
    case_no: str = ""
    case_seq: int = 0
    owner_id: int | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    has_it: Role | None = None

    @property
    def key(self) -> Key:
        """What there is one signal for."""
        return self.rule, self.kind.value, self.subject, self.place


@dataclass(frozen=True, slots=True)
class Brought:
    """How many signals changed, and how."""

    raised: int = 0
    renewed: int = 0
    settled: int = 0
    withdrawn: int = 0


def bring_into_line(
    wanted: Sequence[Wanted],
    there: Sequence[Signal],
    *,
    is_over: frozenset[str] = frozenset(),
    ladder: Ladder | None = None,
) -> Brought:
    """The signals that should be there are, each once; those of `there` that should not be are withdrawn unless judged.

    `there` are all signals, locked, that what was examined may have given. `is_over` are numbers of cases whose clock has ended:
    their reminders are settled. Must run in a transaction.
    """
    at = clock.now()
    known = {(one.rule, one.kind, one.subject, one.place): one for one in there}
    by_key = {one.key: one for one in wanted}
    new = [one for one in by_key.values() if one.key not in known]
    ladder = ladder or Ladder(clock.today())
    _refresh(known, by_key, ladder)
    changed, entries, acts = list[Signal](), list[Entry](), Counter[SignalAct]()
    renewed = list[tuple[Signal, Role | None]]()
    for key, signal in known.items():
        before = signal.seq
        while act := _act_for(signal, is_wanted=key in by_key, is_over=signal.case_no in is_over):
            acts[act] += 1
            deed = Deed(act, at, SYSTEM)
            if act is SignalAct.RENEW:
                signal.answer_by = _answer_by()  # the days to answer begin again
                deed = _telling(act, at, signal.answer_by)
                renewed.append((signal, by_key[key].has_it))
            entries.append(add_entry(signal, deed))
        if signal.seq > before:
            changed.append(signal)
    store(changed, entries)
    tell(ladder, renewed, at)
    raised = _raise(new, is_over, ladder)
    return Brought(raised, acts[SignalAct.RENEW], acts[SignalAct.SETTLE], acts[SignalAct.WITHDRAW])


_UNANSWERED = frozenset({SignalState.NOTIFIED.value, SignalState.SETTLED.value, SignalState.VOID.value})


def _refresh(known: Mapping[Key, Signal], wanted: Mapping[Key, Wanted], ladder: Ladder) -> None:
    """Signals that nobody answered yet show what is found now: the day, the row, and who has the case in hand, who is told."""
    moved, passed_on = list[Signal](), list[tuple[Signal, Role | None]]()
    for key, signal in known.items():
        one = wanted.get(key)
        if one is None or signal.state not in _UNANSWERED:
            continue
        now = (one.lit_on, one.case_seq, one.owner_id, dict(one.facts))
        if now == (signal.lit_on, signal.case_seq, signal.owner_id, signal.facts):
            continue
        if signal.owner_id != one.owner_id and signal.state == SignalState.NOTIFIED.value:
            passed_on.append((signal, one.has_it))
        signal.lit_on, signal.case_seq, signal.owner_id, signal.facts = now
        moved.append(signal)
    if moved:
        Signal.objects.bulk_update(moved, ["lit_on", "case_seq", "owner", "facts"], batch_size=500)
    tell(ladder, passed_on, clock.now())


def _act_for(signal: Signal, *, is_wanted: bool, is_over: bool) -> SignalAct | None:
    """What is next for it; None when it stands as it should."""
    if not is_wanted:
        act = SignalAct.WITHDRAW
    elif signal.state == SignalState.VOID.value:
        act = SignalAct.RENEW
    elif is_over and signal.light == Light.BLUE.value:
        act = SignalAct.SETTLE
    else:
        return None
    return act if (SignalState(signal.state), act) in MOVES else None


def _raise(wanted: Sequence[Wanted], is_over: frozenset[str], ladder: Ladder) -> int:
    if not wanted:
        return 0
    at, answer_by = clock.now(), _answer_by()
    signals, entries = list[tuple[Signal, Wanted]](), list[Entry]()
    for one in wanted:
        signal = _signal(one, at, answer_by)
        entries.append(add_entry(signal, Deed(SignalAct.RAISE, at, SYSTEM, details={"facts": dict(one.facts)})))
        entries.append(add_entry(signal, _telling(SignalAct.NOTIFY, at, answer_by)))
        if signal.light == Light.BLUE.value and one.case_no in is_over:
            entries.append(add_entry(signal, Deed(SignalAct.SETTLE, at, SYSTEM)))
        signals.append((signal, one))
    Signal.objects.bulk_create([signal for signal, _one in signals], batch_size=500)
    Entry.objects.bulk_create(entries, batch_size=1000)
    tell(ladder, [(signal, one.has_it) for signal, one in signals], at)
    return len(signals)


def _telling(act: SignalAct, at: datetime, answer_by: date) -> Deed:
    return Deed(act, at, SYSTEM, details={"answer_by": answer_by.isoformat()})


def _answer_by() -> date:
    return calendar_for(settings.REGION_CODE).add_working_days(clock.today(), ANSWER_DAYS)


def _signal(one: Wanted, at: datetime, answer_by: date) -> Signal:
    rule = RULES[one.rule]
    return Signal(
        rule=one.rule,
        category=rule.category.value,
        light=rule.light.value,
        kind=one.kind.value,
        subject=one.subject,
        place=one.place,
        organisation_id=one.organisation_id,
        item_code=one.item_code,
        case_no=one.case_no,
        lit_on=one.lit_on,
        case_seq=one.case_seq,
        owner_id=one.owner_id,
        facts=dict(one.facts),
        state="",
        answer_by=answer_by,
        raised_at=at,
        seq=0,
        digest="",
    )
