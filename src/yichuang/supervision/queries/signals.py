"""Reading signals: lists, one with everything, and the proof of its ledger."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q

from yichuang.cases.rules import FIRST_DIGEST
from yichuang.cases.rules.ledger import row_digest
from yichuang.core.actor import Actor
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.supervision import access
from yichuang.supervision.models import Entry, Signal
from yichuang.supervision.rules import (
    LIVE,
    Card,
    Category,
    Light,
    SignalAct,
    SignalState,
    SubjectKind,
)

COVERED = ("seq", "act", "before", "after", "at", "account_id", "actor_name", "post_title", "reason", "details", "key")
"""What the digest of an entry covers, besides the signal's own rule, kind, subject and place and the digest before."""
_LIVE = sorted(state.value for state in LIVE)


@dataclass(frozen=True, slots=True)
class SignalView:
    """A signal as its list shows it; words are made from `rule` and `facts`.

    `case_seq`: the row of the case's ledger that it points to (0: none). `answered_by`: the account that answered it.
    """

    id: int
    rule: str
    category: Category
    light: Light
    kind: SubjectKind
    subject: str
    place: str
    organisation_id: int
    item_code: str
    case_no: str
    case_seq: int
    lit_on: date
    owner_id: int | None
    facts: Mapping[str, Any]
    state: SignalState
    answer_by: date | None
    answered_by: int | None
    card: Card
    raised_at: datetime
    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class EntryView:
    """One act on a signal."""

    seq: int
    act: SignalAct
    before: SignalState | None
    after: SignalState
    at: datetime
    account_id: int | None
    actor_name: str
    post_title: str
    reason: str
    details: Mapping[str, Any]
    digest: str


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How a rule fares: signals in all, those that stand, those cancelled as false alarms."""

    rule: str
    raised: int
    confirmed: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class SignalFilter:
    """Which signals; what is left empty does not matter. `states` empty: those that still want attention.

    `owner_ids`: those whom it concerns; `answer_on`: those to be answered by that day and not answered yet.
    """

    rule: str = ""
    light: Light | None = None
    organisation_id: int | None = None
    item_code: str = ""
    case_no: str = ""
    states: tuple[SignalState, ...] = ()
    first: date | None = None
    last: date | None = None
    owner_ids: tuple[int, ...] | None = None
    answer_on: date | None = None


def list_signals(actor: Actor, wanted: SignalFilter, *, cursor: str | None = None, size: int = 50) -> Page[SignalView]:
    """The signals that the actor may see, newest first: all for a supervisor, else those of his body and those he was told of.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    rows = access.seen_by(actor).filter(_condition(wanted))
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_view(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def count_signals(actor: Actor, wanted: SignalFilter) -> int:
    """How many `list_signals` would list in all."""
    return access.seen_by(actor).filter(_condition(wanted)).count()


def _condition(wanted: SignalFilter) -> Q:
    states = [one.value for one in wanted.states] or _LIVE
    exact = {
        "rule": wanted.rule or None,
        "light": wanted.light.value if wanted.light else None,
        "organisation_id": wanted.organisation_id,
        "item_code": wanted.item_code or None,
        "case_no": wanted.case_no or None,
        "lit_on__gte": wanted.first,
        "lit_on__lte": wanted.last,
        "owner_id__in": wanted.owner_ids,
        "answer_by": wanted.answer_on,
    }
    found = Q(state__in=states) & Q(**{name: value for name, value in exact.items() if value is not None})
    return found & Q(state=SignalState.NOTIFIED.value) if wanted.answer_on else found


@dataclass(frozen=True, slots=True)
class Lit:
    """How many live signals there are of one body, item and owner with one light."""

    organisation_id: int
    item_code: str
    owner_id: int | None
    light: Light
    number: int


def lit_now(actor: Actor) -> tuple[Lit, ...]:
    """The live signals that are the actor's affair, counted in one statement."""
    rows = access.seen_by(actor).filter(state__in=_LIVE).order_by()
    counted = rows.values_list("organisation_id", "item_code", "owner_id", "light").annotate(number=Count("pk"))
    return tuple(Lit(body, item, owner, Light(light), number) for body, item, owner, light, number in counted)


def get_signal_view(actor: Actor, signal_id: int) -> SignalView:
    """The signal.

    Raises:
        SignInRequiredError, SignalNotFoundError: see `access.get_signal`.
    """
    return _view(access.get_signal(actor, signal_id))


def list_entries(actor: Actor, signal_id: int) -> tuple[EntryView, ...]:
    """Every act on the signal, in order. Raises as `get_signal_view`."""
    signal = access.get_signal(actor, signal_id)
    return tuple(
        EntryView(
            row.seq,
            SignalAct(row.act),
            SignalState(row.before) if row.before else None,
            SignalState(row.after),
            row.at,
            row.account_id,
            row.actor_name,
            row.post_title,
            row.reason,
            row.details,
            row.digest,
        )
        for row in Entry.objects.filter(signal=signal).order_by("seq")
    )


def rule_records() -> tuple[RuleRecord, ...]:
    """How every rule fared so far: many false alarms say that its parameters want tuning."""
    cancelled = Q(state=SignalState.CANCELLED.value)
    judged = Q(state__in=[SignalState.CONFIRMED.value, SignalState.UPHELD.value]) | ~Q(card="")
    rows = Signal.objects.exclude(state=SignalState.VOID.value).values_list("rule")
    counted = rows.annotate(raised=Count("pk"), held=Count("pk", filter=judged), false=Count("pk", filter=cancelled))
    return tuple(RuleRecord(*row) for row in counted.order_by("rule"))


@dataclass(frozen=True, slots=True)
class Altered:
    """An entry that does not prove itself."""

    signal_id: int
    seq: int


def verify_entries(signal_ids: Collection[int] | None = None) -> tuple[Altered, ...]:
    """The first entry of each signal that was altered, dropped or inserted; empty when every ledger proves itself."""
    signals = Signal.objects.all() if signal_ids is None else Signal.objects.filter(pk__in=list(signal_ids))
    rows = Entry.objects.select_related("signal").filter(signal__in=signals).order_by("signal_id", "seq")
    found: dict[int, Altered] = {}
    last: dict[int, tuple[int, str]] = {}
    for entry in rows.iterator(2000):
        seq, previous = last.get(entry.signal_id, (0, FIRST_DIGEST))
        if entry.seq != seq + 1 or entry.previous != previous or entry.digest != entry_digest(entry):
            found.setdefault(entry.signal_id, Altered(entry.signal_id, entry.seq))
        last[entry.signal_id] = (entry.seq, entry.digest)
    for signal_id, seq, digest in signals.values_list("pk", "seq", "digest").iterator(2000):
        if last.get(signal_id) != (seq, digest):
            found.setdefault(signal_id, Altered(signal_id, seq))
    return tuple(found[one] for one in sorted(found))


def entry_digest(entry: Entry) -> str:
    """The digest that the entry has to have."""
    signal = entry.signal
    values = {name: getattr(entry, name) for name in COVERED}
    return row_digest({**values, "signal": [signal.rule, signal.kind, signal.subject, signal.place]}, entry.previous)


def _view(row: Signal) -> SignalView:
    return SignalView(
        id=row.pk,
        rule=row.rule,
        category=Category(row.category),
        light=Light(row.light),
        kind=SubjectKind(row.kind),
        subject=row.subject,
        place=row.place,
        organisation_id=row.organisation_id,
        item_code=row.item_code,
        case_no=row.case_no,
        case_seq=row.case_seq,
        lit_on=row.lit_on,
        owner_id=row.owner_id,
        facts=row.facts,
        state=SignalState(row.state),
        answer_by=row.answer_by,
        answered_by=row.answered_by,
        card=Card(row.card),
        raised_at=row.raised_at,
        seq=row.seq,
        digest=row.digest,
    )
