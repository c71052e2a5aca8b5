"""Reading signals: lists, one with everything, and the proof of its ledger."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from yichuang.cases.rules import FIRST_DIGEST
from yichuang.cases.rules.ledger import row_digest
from yichuang.core.actor import Actor
from yichuang.core.paging import Page, decode_id, page_of
from yichuang.core.rights import Right
from yichuang.supervision import access
from yichuang.supervision.models import Entry, Measure, Signal, Told
from yichuang.supervision.rules import (
    LIVE,
    Card,
    Category,
    Light,
    MeasureKind,
    MeasureState,
    SignalAct,
    SignalState,
    SubjectKind,
)

COVERED = ("seq", "act", "before", "after", "at", "account_id", "actor_name", "post_title", "reason", "details", "key")
"""What the digest of an entry covers, besides the signal's own rule, kind, subject and place and the digest before."""
_LIVE = sorted(state.value for state in LIVE)


@dataclass(frozen=True, slots=True)
class SignalView:
    """A signal as its list shows it; words are made from `rule` and `facts`."""

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
    lit_on: date
    owner_id: int | None
    facts: Mapping[str, Any]
    state: SignalState
    answer_by: date | None
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
class MeasureView:
    """A supervise order, recommendation, inquiry or hand-over."""

    id: int
    signal_id: int
    kind: MeasureKind
    state: MeasureState
    number: str
    paper_id: int | None
    organisation_id: int
    rule: str
    target: str
    problem: str
    remedy: str
    person: str
    due_on: date
    answer: str
    returns: int
    issued_at: datetime
    evidence: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """How a rule fares: signals in all, those that stand, those cancelled as false alarms."""

    rule: str
    raised: int
    confirmed: int
    cancelled: int


@dataclass(frozen=True, slots=True)
class SignalFilter:
    """Which signals; what is left empty does not matter."""

    is_live: bool = True
    organisation_id: int | None = None
    light: Light | None = None
    rules: tuple[str, ...] = ()
    case_no: str = ""
    item_code: str = ""
    is_own: bool = False


def list_signals(
    actor: Actor, wanted: SignalFilter | None = None, *, cursor: str | None = None, size: int = 50
) -> Page[SignalView]:
    """The signals that the actor may see, newest first: all for a supervisor, else those of his body and those he was told of.

    Raises:
        CursorError: the cursor is not one of this list.
    """
    one = wanted or SignalFilter()
    rows = seen_by(actor)
    if one.is_live:
        rows = rows.filter(state__in=_LIVE)
    exact = {
        "organisation_id": one.organisation_id,
        "light": one.light.value if one.light else None,
        "case_no": one.case_no or None,
        "item_code": one.item_code or None,
        "owner_id": actor.account_id if one.is_own else None,
        "rule__in": list(one.rules) or None,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if cursor:
        rows = rows.filter(pk__lt=decode_id(cursor))
    found = [_view(row) for row in rows.order_by("-pk")[: size + 1]]
    return page_of(found, size, [(row.id,) for row in found])


def seen_by(actor: Actor) -> QuerySet[Signal]:
    """The rows of signals that are the actor's affair."""
    everywhere = actor.organisations_for(Right.SUPERVISE)
    if everywhere is None:
        return Signal.objects.all()
    answers = actor.organisations_for(Right.ANSWER_SIGNALS)
    if answers is None:
        return Signal.objects.all()
    told = Exists(Told.objects.filter(signal=OuterRef("pk"), account_id=actor.account_id or 0))
    return Signal.objects.filter(
        Q(organisation_id__in=[*everywhere, *answers]) | Q(owner_id=actor.account_id or 0) | Q(told)
    )


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


def list_measures(actor: Actor, signal_id: int) -> tuple[MeasureView, ...]:
    """What was issued on the signal, in order. Raises as `get_signal_view`."""
    signal = access.get_signal(actor, signal_id)
    return tuple(_measure(row) for row in Measure.objects.filter(signal=signal).order_by("pk"))


def list_open_measures(actor: Actor, *, organisation_id: int | None = None) -> tuple[MeasureView, ...]:
    """Orders and inquiries that wait for an answer, the one due first first; those of the actor's bodies."""
    rows = Measure.objects.filter(state__in=[MeasureState.ISSUED.value, MeasureState.RETURNED.value])
    rows = rows.exclude(kind=MeasureKind.HANDOVER.value).filter(signal__in=seen_by(actor))
    if organisation_id is not None:
        rows = rows.filter(organisation_id=organisation_id)
    return tuple(_measure(row) for row in rows.order_by("due_on", "pk")[:500])


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
        lit_on=row.lit_on,
        owner_id=row.owner_id,
        facts=row.facts,
        state=SignalState(row.state),
        answer_by=row.answer_by,
        card=Card(row.card),
        raised_at=row.raised_at,
        seq=row.seq,
        digest=row.digest,
    )


def _measure(row: Measure) -> MeasureView:
    return MeasureView(
        id=row.pk,
        signal_id=row.signal_id,
        kind=MeasureKind(row.kind),
        state=MeasureState(row.state),
        number=row.number,
        paper_id=row.paper_id,
        organisation_id=row.organisation_id,
        rule=row.rule,
        target=row.target,
        problem=row.problem,
        remedy=row.remedy,
        person=row.person,
        due_on=row.due_on,
        answer=row.answer,
        returns=row.returns,
        issued_at=row.issued_at,
        evidence=row.evidence,
    )
