"""What becomes of a signal: from the light to the remedy, in one table. Law: ESV-a 6, ESV-d 14 (days to answer); PRACT 001 (three strikes)."""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right, Role
from yichuang.supervision.errors import MeasureMoveNotAllowedError, MoveNotAllowedError
from yichuang.supervision.rules.lights import RANK, Light

STRIKES = 3
"""Inquiries on one problem, not answered or not put right, after which it is handed over."""


class SignalState(Labelled):
    """Where a signal stands."""

    RAISED = "raised", gettext_noop("Raised")
    NOTIFIED = "notified", gettext_noop("Notified")
    EXPLAINED = "explained", gettext_noop("Explained")
    CORRECTED = "corrected", gettext_noop("Put right")
    APPEALED = "appealed", gettext_noop("Appealed")
    CONFIRMED = "confirmed", gettext_noop("Confirmed")
    UPHELD = "upheld", gettext_noop("Upheld after appeal")
    CARDED = "carded", gettext_noop("Card given")
    ORDERED = "ordered", gettext_noop("Remedy ordered")
    REPORTED = "reported", gettext_noop("Remedy reported")
    HANDED_OVER = "handed_over", gettext_noop("Handed over")
    CLOSED = "closed", gettext_noop("Checked and closed")
    CANCELLED = "cancelled", gettext_noop("Cancelled: false alarm")
    SETTLED = "settled", gettext_noop("Settled in time")
    VOID = "void", gettext_noop("No longer so")


class SignalAct(Labelled):
    """What is done with a signal."""

    RAISE = "raise", gettext_noop("Raise")
    NOTIFY = "notify", gettext_noop("Notify")
    EXPLAIN = "explain", gettext_noop("Explain")
    CORRECT = "correct", gettext_noop("Tell that it was put right")
    APPEAL = "appeal", gettext_noop("Appeal")
    CONFIRM = "confirm", gettext_noop("Confirm")
    CANCEL = "cancel", gettext_noop("Cancel as a false alarm")
    UPHOLD = "uphold", gettext_noop("Uphold")
    ACCEPT = "accept", gettext_noop("Accept the explanation")
    CARD = "card", gettext_noop("Give a card")
    MEASURE = "measure", gettext_noop("Order a remedy")
    REPORT = "report", gettext_noop("Report the remedy")
    REJECT = "reject", gettext_noop("Send the remedy back")
    CHECK = "check", gettext_noop("Check and close")
    CHECK_ONE = "check_one", gettext_noop("Check one of several papers")
    HAND_OVER = "hand_over", gettext_noop("Hand over to discipline inspection")
    SETTLE = "settle", gettext_noop("Settle")
    WITHDRAW = "withdraw", gettext_noop("Withdraw, because it is no longer so")
    RENEW = "renew", gettext_noop("Raise again")


_S, _A = SignalState, SignalAct
_ANSWERED = (_S.EXPLAINED, _S.CORRECTED, _S.APPEALED)
_JUDGED = (_S.CONFIRMED, _S.UPHELD)
_REMEDY = (_S.ORDERED, _S.REPORTED)
_UNJUDGED = (_S.RAISED, _S.NOTIFIED, *_ANSWERED)

MOVES: Mapping[tuple[SignalState | None, SignalAct], SignalState] = MappingProxyType(
    {
        (None, _A.RAISE): _S.RAISED,
        (_S.RAISED, _A.NOTIFY): _S.NOTIFIED,
        (_S.NOTIFIED, _A.EXPLAIN): _S.EXPLAINED,
        (_S.NOTIFIED, _A.CORRECT): _S.CORRECTED,
        (_S.NOTIFIED, _A.APPEAL): _S.APPEALED,
        (_S.NOTIFIED, _A.CONFIRM): _S.CONFIRMED,  # not answered in time
        (_S.EXPLAINED, _A.CONFIRM): _S.CONFIRMED,
        (_S.CORRECTED, _A.CONFIRM): _S.CONFIRMED,
        (_S.APPEALED, _A.UPHOLD): _S.UPHELD,
        (_S.EXPLAINED, _A.ACCEPT): _S.CLOSED,
        (_S.CORRECTED, _A.ACCEPT): _S.CLOSED,
        **{(state, _A.CANCEL): _S.CANCELLED for state in (_S.NOTIFIED, *_ANSWERED)},
        **{(state, _A.CARD): _S.CARDED for state in _JUDGED},
        **{(state, _A.MEASURE): _S.ORDERED for state in (*_JUDGED, _S.CARDED, _S.ORDERED)},
        (_S.ORDERED, _A.REPORT): _S.REPORTED,
        (_S.REPORTED, _A.REPORT): _S.REPORTED,  # of a further order
        # Of several papers one may wait for its answer while another is checked: the state of each says what is its turn.
        **{(state, _A.REJECT): _S.ORDERED for state in _REMEDY},
        **{(state, _A.CHECK_ONE): _S.ORDERED for state in _REMEDY},
        **{(state, _A.CHECK): _S.CLOSED for state in _REMEDY},
        **{(state, _A.HAND_OVER): _S.HANDED_OVER for state in _REMEDY},
        **{(state, _A.SETTLE): _S.SETTLED for state in (_S.RAISED, _S.NOTIFIED)},
        **{(state, _A.WITHDRAW): _S.VOID for state in (*_UNJUDGED, _S.SETTLED)},
        (_S.VOID, _A.RENEW): _S.NOTIFIED,
    }
)
"""Which act leads from where to where."""

LIVE = frozenset(SignalState) - {_S.VOID, _S.CANCELLED, _S.SETTLED, _S.CLOSED, _S.HANDED_OVER}
"""What still wants somebody's attention."""
STANDING = frozenset(SignalState) - {_S.VOID, _S.CANCELLED}
"""What was found and not taken back: this is counted as found."""
SYSTEM_SIGNAL_ACTS = frozenset({_A.RAISE, _A.NOTIFY, _A.SETTLE, _A.WITHDRAW, _A.RENEW})
ANSWERS = frozenset({_A.EXPLAIN, _A.CORRECT, _A.APPEAL, _A.REPORT})
"""What the body concerned does; all else is the supervisor's."""
JUDGEMENTS = frozenset({_A.CONFIRM, _A.CANCEL, _A.UPHOLD, _A.ACCEPT})
"""What nobody does in his own matter."""
WITH_REASON = frozenset(
    {
        *ANSWERS,
        _A.CANCEL,
        _A.UPHOLD,
        _A.ACCEPT,
        _A.REJECT,
        _A.CHECK,
        _A.CHECK_ONE,
        _A.HAND_OVER,
    }
)


def state_after(state: SignalState | None, act: SignalAct) -> SignalState:
    """Where the act leads.

    Raises:
        MoveNotAllowedError: it is out of order; what is possible instead is named.
    """
    after = MOVES.get((state, act))
    if after is None:
        possible = [one for (where, one) in MOVES if where is state and one not in SYSTEM_SIGNAL_ACTS]
        raise MoveNotAllowedError(act=act, state=state or "-", possible=possible or "-")
    return after


class Card(Labelled):
    """The card that is recorded against a body."""

    NONE = "", gettext_noop("None")
    YELLOW = "yellow", gettext_noop("Yellow card")
    RED = "red", gettext_noop("Red card")


def card_of(light: Light) -> Card:
    """The card that a confirmed signal of that light brings; a reminder brings a yellow one at most."""
    return Card.RED if RANK[light] >= RANK[Light.RED] else Card.YELLOW


class MeasureKind(Labelled):
    """What a supervisor issues on a signal that holds."""

    ORDER = "order", gettext_noop("Supervise order")
    RECOMMENDATION = "recommendation", gettext_noop("Supervision recommendation")
    INQUIRY = "inquiry", gettext_noop("Written inquiry")
    HANDOVER = "handover", gettext_noop("Hand-over to discipline inspection")


class MeasureState(Labelled):
    """Where it stands."""

    ISSUED = "issued", gettext_noop("Issued")
    ANSWERED = "answered", gettext_noop("Answered")
    RETURNED = "returned", gettext_noop("Sent back")
    CLOSED = "closed", gettext_noop("Checked and closed")
    HANDED_OVER = "handed_over", gettext_noop("Handed over")


class MeasureAct(Labelled):
    """What is done with it."""

    ANSWER = "answer", gettext_noop("Answer the paper")
    RETURN = "return", gettext_noop("Send back")
    CLOSE = "close", gettext_noop("Close after the check")
    HAND_OVER = "hand_over", gettext_noop("Hand over the file")


AWAITED_MEASURES = (MeasureState.ISSUED, MeasureState.RETURNED)
"""What the body still has to answer."""
OPEN_MEASURES = (*AWAITED_MEASURES, MeasureState.ANSWERED)
"""What the body still has to answer, or the supervisor to check."""

MEASURE_MOVES: Mapping[tuple[MeasureState, MeasureAct], MeasureState] = MappingProxyType(
    {
        (MeasureState.ISSUED, MeasureAct.ANSWER): MeasureState.ANSWERED,
        (MeasureState.RETURNED, MeasureAct.ANSWER): MeasureState.ANSWERED,
        (MeasureState.ANSWERED, MeasureAct.RETURN): MeasureState.RETURNED,
        (MeasureState.ANSWERED, MeasureAct.CLOSE): MeasureState.CLOSED,
        **{
            (state, MeasureAct.HAND_OVER): MeasureState.HANDED_OVER
            for state in (*OPEN_MEASURES, MeasureState.CLOSED)  # sent back once, an inquiry counts even if closed since
        },
    }
)


def measure_state_after(state: MeasureState, act: MeasureAct) -> MeasureState:
    """Where the act leads.

    Raises:
        MeasureMoveNotAllowedError: it is out of order.
    """
    after = MEASURE_MOVES.get((state, act))
    if after is None:
        raise MeasureMoveNotAllowedError(act=act, state=state)
    return after


LADDER: Mapping[Light, tuple[Role, ...]] = MappingProxyType(
    {
        Light.BLUE: (),
        Light.YELLOW: (Role.CHIEF_REPRESENTATIVE,),
        Light.RED: (Role.CHIEF_REPRESENTATIVE, Role.APPROVING_OFFICIAL),
        Light.DOUBLE_RED: (Role.CHIEF_REPRESENTATIVE, Role.APPROVING_OFFICIAL, Role.AGENCY_HEAD),
    }
)
"""Who is told besides the owner: window head, approving leader, head of the body."""


def answers_for(actor: Actor, organisation_id: int, owner_id: int | None) -> bool:
    """Whether the actor answers signals about that body, or this one because it concerns him."""
    is_concerned = actor.account_id is not None and actor.account_id == owner_id
    return actor.kind is ActorKind.STAFF and (is_concerned or actor.may(Right.ANSWER_SIGNALS, organisation_id))
