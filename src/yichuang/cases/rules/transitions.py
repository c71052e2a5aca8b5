"""The one table of transitions: which act is possible in which state, and where it leads.

The numbers in the comments are articles of the Licensing Law (ALL) unless said otherwise; `LAW_OF` cites them. The picture in
docs/developers/states.md is drawn from these tables.
"""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.cases.errors import ActNotAllowedError, StandingError
from yichuang.cases.rules.states import Act, Standing, State
from yichuang.catalogue.rules import CaseType
from yichuang.core.rights import Right

UNDECIDED = (
    State.SUBMITTED,
    State.RECEIVED,
    State.CORRECTION_REQUESTED,
    State.ACCEPTED,
    State.IN_REVIEW,
    State.SPECIAL,
    State.SENT_UP,
)
"""Where a case stands before there is a decision, in the order of its life."""
OPEN_STATES = (*UNDECIDED, State.GRANTED, State.DENIED, State.ISSUED)
CLOSED_STATES = (
    State.DELIVERED,
    State.REFUSED,
    State.NOT_REQUIRED,
    State.WITHDRAWN,
    State.TERMINATED,
    State.LAPSED,
    State.ARCHIVED,
)
TO_ARCHIVE = tuple(state for state in CLOSED_STATES if state is not State.ARCHIVED)
UNDER_DECISION = (State.ACCEPTED, State.IN_REVIEW, State.SPECIAL, State.SENT_UP)
"""From acceptance to the decision: the clocks of the decision are set."""
_HANDED_OVER = (State.DELIVERED, State.ARCHIVED)

_MOVES: dict[tuple[State | None, Act], State] = {
    (None, Act.SUBMIT): State.SUBMITTED,  # 29
    (State.SUBMITTED, Act.RECEIVE): State.RECEIVED,  # AY 36
    (State.SUBMITTED, Act.NOT_REQUIRED): State.NOT_REQUIRED,  # 32(1)(1)
    (State.SUBMITTED, Act.REFUSE): State.REFUSED,  # 32(1)(2), the proper body named
    (State.SUBMITTED, Act.DEEM_ACCEPTED): State.ACCEPTED,  # 32(1)(4), nobody even took it in
    (State.RECEIVED, Act.REQUEST_CORRECTION): State.CORRECTION_REQUESTED,  # 32(1)(4)
    (State.RECEIVED, Act.ACCEPT): State.ACCEPTED,  # 32(1)(5); AY 24 where materials follow later
    (State.RECEIVED, Act.DEEM_ACCEPTED): State.ACCEPTED,  # 32(1)(4), nobody told anything in five working days
    (State.RECEIVED, Act.COMMIT): State.GRANTED,  # AY 25-29
    (State.RECEIVED, Act.NOT_REQUIRED): State.NOT_REQUIRED,  # 32(1)(1)
    (State.RECEIVED, Act.REFUSE): State.REFUSED,  # 32, last paragraph
    (State.CORRECTION_REQUESTED, Act.CORRECT): State.RECEIVED,  # 32(1)(5)
    (State.CORRECTION_REQUESTED, Act.LAPSE): State.LAPSED,  # AY 36, ZJ 11, BZ 10
    (State.ACCEPTED, Act.REVIEW): State.IN_REVIEW,  # 34
    (State.ACCEPTED, Act.STOP): State.SPECIAL,  # 45
    (State.IN_REVIEW, Act.STOP): State.SPECIAL,  # 45
    (State.SPECIAL, Act.RESUME): State.IN_REVIEW,  # 45
    (State.IN_REVIEW, Act.SEND_UP): State.SENT_UP,  # 35, 43
    (State.SENT_UP, Act.BRING_BACK): State.IN_REVIEW,  # 43
    (State.IN_REVIEW, Act.GRANT): State.GRANTED,  # 38
    (State.IN_REVIEW, Act.DENY): State.DENIED,  # 38
    (State.GRANTED, Act.ISSUE): State.ISSUED,  # 39, 44
    (State.GRANTED, Act.DELIVER): State.DELIVERED,  # 44, where the decision itself is the result
    (State.DENIED, Act.DELIVER): State.DELIVERED,  # 38, 44
    (State.ISSUED, Act.DELIVER): State.DELIVERED,  # 44
    **{(state, Act.WITHDRAW): State.WITHDRAWN for state in UNDECIDED},  # AY 24, 26, 36
    **{(state, Act.TERMINATE): State.TERMINATED for state in UNDECIDED},  # sectoral rules
    **{
        (state, Act.LAPSE): State.LAPSED for state in UNDER_DECISION
    },  # AY 24, ZJ 11, BZ 11: what was deferred did not come
    **{
        (state, Act.DEEM_RENEWED): State.GRANTED for state in UNDECIDED if state is not State.CORRECTION_REQUESTED
    },  # 50
    **{(state, Act.ARCHIVE): State.ARCHIVED for state in TO_ARCHIVE},  # OSR 12
}
KEPT: Mapping[Act, tuple[State, ...]] = MappingProxyType(
    {
        Act.FIX: (State.SUBMITTED, State.RECEIVED),  # 32(1)(3), without a notice
        Act.REVIEW: (State.IN_REVIEW,),  # 34, a further opinion
        Act.SUPPLY: UNDER_DECISION,  # AY 24
        Act.EXTEND: (State.ACCEPTED, State.IN_REVIEW, State.SPECIAL),  # 42
        Act.TELL_HEARING: (State.IN_REVIEW,),  # 47
        Act.ASK_HEARING: (State.IN_REVIEW, State.SPECIAL, State.SENT_UP),  # 47, whatever goes on meanwhile
        Act.ACKNOWLEDGE: (State.SENT_UP,),  # 43
        Act.VERIFY: (State.GRANTED, State.ISSUED, *_HANDED_OVER),  # AY 28, ZJ 14
        Act.AMEND: _HANDED_OVER,  # 49
        Act.RENEW: _HANDED_OVER,  # 50
        Act.REVOKE: (State.GRANTED, State.ISSUED, *_HANDED_OVER),  # 69; AY 28, before it is handed over too
        Act.RECALL: _HANDED_OVER,  # 8
        Act.CANCEL: _HANDED_OVER,  # 70
        Act.RECUSE: UNDECIDED,  # 48(1)(3)
        Act.HAND_OVER: OPEN_STATES,
        Act.RECOUNT: OPEN_STATES,  # 82
    }
)
"""Acts that leave the state as it is, and where they are possible."""

TRANSITIONS: Mapping[tuple[State | None, Act], State] = MappingProxyType(
    _MOVES | {(state, act): state for act, states in KEPT.items() for state in states}
)
INSTANT_TRANSITIONS: Mapping[tuple[State | None, Act], State] = MappingProxyType(
    {
        (State.ACCEPTED, Act.GRANT): State.GRANTED,  # 34: decided on the spot
        (State.ACCEPTED, Act.DENY): State.DENIED,
    }
)
STANDINGS: Mapping[tuple[Standing, Act], Standing] = MappingProxyType(
    {
        (Standing.NONE, Act.GRANT): Standing.VALID,
        (Standing.NONE, Act.COMMIT): Standing.VALID,
        (Standing.NONE, Act.DEEM_RENEWED): Standing.VALID,
        (Standing.VALID, Act.AMEND): Standing.VALID,  # 49
        (Standing.VALID, Act.RENEW): Standing.VALID,  # 50
        (Standing.VALID, Act.REVOKE): Standing.REVOKED,  # 69
        (Standing.VALID, Act.RECALL): Standing.RECALLED,  # 8
        (Standing.VALID, Act.CANCEL): Standing.CANCELLED,  # 70(1)(1)(2)(3)(5)(6)
        (Standing.REVOKED, Act.CANCEL): Standing.CANCELLED,  # 70(1)(4)
        (Standing.RECALLED, Act.CANCEL): Standing.CANCELLED,  # 70(1)(4)
    }
)
"""What becomes of that which was granted. An act that stands here is possible in these standings only."""

KEEPING_ACTS = frozenset(KEPT) - {Act.REVIEW}
"""Acts that never change the state of a case."""
SYSTEM_ACTS = frozenset({Act.DEEM_ACCEPTED, Act.LAPSE, Act.DEEM_RENEWED})
"""What the law itself brings about when a day has passed; nobody may do it before, or not do it."""
UNLISTED_ACTS = SYSTEM_ACTS | {Act.HAND_OVER, Act.RECOUNT, Act.AMEND, Act.RENEW}
"""What nobody chooses from a case's acts: it has a place of its own, or follows from another case."""
APPLICANT_ACTS = frozenset({Act.SUBMIT, Act.CORRECT, Act.FIX, Act.SUPPLY, Act.ASK_HEARING, Act.WITHDRAW})

RIGHT_OF: Mapping[Act, Right] = MappingProxyType(
    {
        Act.SUBMIT: Right.RECEIVE,
        Act.RECEIVE: Right.RECEIVE,
        Act.REQUEST_CORRECTION: Right.REQUEST_CORRECTION,
        Act.CORRECT: Right.RECEIVE,
        Act.ACCEPT: Right.ACCEPT,
        Act.REFUSE: Right.REFUSE,
        Act.REVIEW: Right.REVIEW,
        Act.GRANT: Right.DECIDE,
        Act.DENY: Right.DECIDE,
        Act.ISSUE: Right.ISSUE,
        Act.DELIVER: Right.DELIVER,
        Act.ARCHIVE: Right.ARCHIVE,
        Act.FIX: Right.RECEIVE,
        Act.NOT_REQUIRED: Right.REFUSE,
        Act.DEEM_ACCEPTED: Right.ACCEPT,
        Act.COMMIT: Right.DECIDE_INSTANT,
        Act.SUPPLY: Right.RECEIVE,
        Act.STOP: Right.STOP_CLOCK,
        Act.RESUME: Right.REVIEW,
        Act.EXTEND: Right.EXTEND,
        Act.TELL_HEARING: Right.REVIEW,
        Act.ASK_HEARING: Right.RECEIVE,
        Act.SEND_UP: Right.DECIDE,
        Act.ACKNOWLEDGE: Right.REVIEW,
        Act.BRING_BACK: Right.REVIEW,
        Act.WITHDRAW: Right.RECEIVE,
        Act.TERMINATE: Right.TERMINATE,
        Act.LAPSE: Right.TERMINATE,
        Act.VERIFY: Right.REVIEW,
        Act.DEEM_RENEWED: Right.DECIDE,
        Act.AMEND: Right.DECIDE,
        Act.RENEW: Right.DECIDE,
        Act.REVOKE: Right.REVOKE,
        Act.RECALL: Right.REVOKE,
        Act.CANCEL: Right.REVOKE,
        Act.RECUSE: Right.VIEW_CASES,
        Act.HAND_OVER: Right.HAND_OVER,
        Act.RECOUNT: Right.MANAGE_CALENDARS,
    }
)
LAW_OF: Mapping[Act, tuple[str, ...]] = MappingProxyType(
    {
        Act.SUBMIT: ("ALL 29",),
        Act.RECEIVE: ("ALL 29", "AY 36"),
        Act.REQUEST_CORRECTION: ("ALL 32",),
        Act.CORRECT: ("ALL 32",),
        Act.ACCEPT: ("ALL 32",),
        Act.REFUSE: ("ALL 32",),
        Act.REVIEW: ("ALL 34",),
        Act.GRANT: ("ALL 38",),
        Act.DENY: ("ALL 38",),
        Act.ISSUE: ("ALL 39", "ALL 44"),
        Act.DELIVER: ("ALL 44",),
        Act.ARCHIVE: ("OSR 12",),
        Act.FIX: ("ALL 32",),
        Act.NOT_REQUIRED: ("ALL 32",),
        Act.DEEM_ACCEPTED: ("ALL 32",),
        Act.COMMIT: ("AY 25", "OBE 40"),
        Act.SUPPLY: ("AY 24",),
        Act.STOP: ("ALL 45",),
        Act.RESUME: ("ALL 45",),
        Act.EXTEND: ("ALL 42",),
        Act.TELL_HEARING: ("ALL 47",),
        Act.ASK_HEARING: ("ALL 47",),
        Act.SEND_UP: ("ALL 35", "ALL 43"),
        Act.ACKNOWLEDGE: ("ALL 43",),
        Act.BRING_BACK: ("ALL 43",),
        Act.WITHDRAW: ("AY 36",),
        Act.TERMINATE: (),
        Act.LAPSE: ("AY 24", "AY 36"),
        Act.VERIFY: ("ZJ 14",),
        Act.DEEM_RENEWED: ("ALL 50",),
        Act.AMEND: ("ALL 49",),
        Act.RENEW: ("ALL 50",),
        Act.REVOKE: ("ALL 69",),
        Act.RECALL: ("ALL 8",),
        Act.CANCEL: ("ALL 70",),
        Act.RECUSE: ("ALL 48",),
        Act.HAND_OVER: (),
        Act.RECOUNT: ("HOL 7", "ALL 82"),
    }
)


def possible_acts(state: State | None, case_type: CaseType) -> tuple[Act, ...]:
    """The acts that somebody may choose for a case in that state, in the order of a case's life."""
    instant = INSTANT_TRANSITIONS if case_type is CaseType.INSTANT else {}
    return tuple(
        act for act in Act if act not in UNLISTED_ACTS and ((state, act) in TRANSITIONS or (state, act) in instant)
    )


def state_after(state: State | None, act: Act, case_type: CaseType) -> State:
    """The state that the act leads to.

    Raises:
        ActNotAllowedError: the act is out of order; it names what is possible instead.
    """
    if (after := TRANSITIONS.get((state, act))) is not None:
        return after
    if case_type is CaseType.INSTANT and (after := INSTANT_TRANSITIONS.get((state, act))) is not None:
        return after
    possible = possible_acts(state, case_type)
    raise ActNotAllowedError(act=act, state=state or "-", possible=possible or "-")


def standing_after(standing: Standing, act: Act) -> Standing:
    """What holds of the grant after the act; acts that do not touch it leave it as it is.

    Raises:
        StandingError: what was granted does not stand so that this could be done to it.
    """
    if (after := STANDINGS.get((standing, act))) is not None:
        return after
    if any(act is moving for _standing, moving in STANDINGS):
        raise StandingError(act=act, standing=standing)
    return standing


def right_for(act: Act, case_type: CaseType) -> Right:
    """The right that the act needs; deciding on the spot has its own."""
    if case_type is CaseType.INSTANT and act in {Act.GRANT, Act.DENY}:
        return Right.DECIDE_INSTANT
    return RIGHT_OF[act]
