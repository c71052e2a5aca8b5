"""States of a case, the acts that move it, and the one table of transitions.

The numbers in the table's comments are articles of the Licensing Law (ALL) unless said otherwise; `LAW_OF` cites them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from yichuang.cases.errors import ActNotAllowedError
from yichuang.catalogue.rules import CaseType
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.rights import Right


class State(Labelled):
    """Where a case stands."""

    SUBMITTED = "submitted", gettext_noop("Submitted")
    RECEIVED = "received", gettext_noop("Received")
    CORRECTION_REQUESTED = "correction_requested", gettext_noop("Waiting for corrections")
    ACCEPTED = "accepted", gettext_noop("Accepted")
    IN_REVIEW = "in_review", gettext_noop("In review")
    GRANTED = "granted", gettext_noop("Granted")
    DENIED = "denied", gettext_noop("Denied")
    ISSUED = "issued", gettext_noop("Result issued")
    DELIVERED = "delivered", gettext_noop("Delivered")
    REFUSED = "refused", gettext_noop("Not accepted")
    ARCHIVED = "archived", gettext_noop("Archived")


class Act(Labelled):
    """What moves a case."""

    SUBMIT = "submit", gettext_noop("Submit")
    RECEIVE = "receive", gettext_noop("Receive")
    REQUEST_CORRECTION = "request_correction", gettext_noop("Tell what is missing")
    CORRECT = "correct", gettext_noop("Correct")
    ACCEPT = "accept", gettext_noop("Accept")
    REFUSE = "refuse", gettext_noop("Refuse to accept")
    REVIEW = "review", gettext_noop("Give an opinion")
    GRANT = "grant", gettext_noop("Grant")
    DENY = "deny", gettext_noop("Deny")
    ISSUE = "issue", gettext_noop("Issue the result")
    DELIVER = "deliver", gettext_noop("Deliver")
    ARCHIVE = "archive", gettext_noop("Archive")
    HAND_OVER = "hand_over", gettext_noop("Hand over")
    RECOUNT = "recount", gettext_noop("Count due dates anew")


class Channel(Labelled):
    """How an application came in. Law: ALL 29."""

    ONLINE = "online", gettext_noop("Online")
    WINDOW = "window", gettext_noop("At the window")
    EXCHANGE = "exchange", gettext_noop("From another system")


class PartyKind(Labelled):
    """Who applies."""

    PERSON = "person", gettext_noop("Person")
    ENTERPRISE = "enterprise", gettext_noop("Enterprise or organisation")


class Opinion(Labelled):
    """What a reviewer proposes."""

    GRANT = "grant", gettext_noop("Proposes to grant")
    DENY = "deny", gettext_noop("Proposes to deny")


class TextKind(Labelled):
    """What a standard text is for."""

    PROBLEM = "problem", gettext_noop("What is wrong with a material")
    REMEDY = "remedy", gettext_noop("How to put it right")
    REFUSAL = "refusal", gettext_noop("Reason not to accept")
    OPINION = "opinion", gettext_noop("Opinion to grant")
    OBJECTION = "objection", gettext_noop("Opinion to deny")
    DENIAL = "denial", gettext_noop("Reason to deny")


class DeliveryMethod(Labelled):
    """How the result reaches the applicant. Law: ALL 44."""

    WINDOW = "window", gettext_noop("Handed over at the window")
    POST = "post", gettext_noop("Sent by post")
    ELECTRONIC = "electronic", gettext_noop("Electronically")


TRANSITIONS: Mapping[tuple[State | None, Act], State] = MappingProxyType(
    {
        (None, Act.SUBMIT): State.SUBMITTED,  # 29
        (State.SUBMITTED, Act.RECEIVE): State.RECEIVED,  # AY 36
        (State.SUBMITTED, Act.REFUSE): State.REFUSED,  # 32(1)(2)
        (State.RECEIVED, Act.REQUEST_CORRECTION): State.CORRECTION_REQUESTED,  # 32(4)
        (State.RECEIVED, Act.ACCEPT): State.ACCEPTED,  # 32(5)
        (State.RECEIVED, Act.REFUSE): State.REFUSED,  # 32, last paragraph
        (State.CORRECTION_REQUESTED, Act.CORRECT): State.RECEIVED,  # 32(5)
        (State.ACCEPTED, Act.REVIEW): State.IN_REVIEW,  # 34
        (State.IN_REVIEW, Act.REVIEW): State.IN_REVIEW,  # 34, a further opinion
        (State.IN_REVIEW, Act.GRANT): State.GRANTED,  # 38
        (State.IN_REVIEW, Act.DENY): State.DENIED,  # 38
        (State.GRANTED, Act.ISSUE): State.ISSUED,  # 39, 44
        (State.GRANTED, Act.DELIVER): State.DELIVERED,  # 44, where the decision itself is the result
        (State.DENIED, Act.DELIVER): State.DELIVERED,  # 38, 44
        (State.ISSUED, Act.DELIVER): State.DELIVERED,  # 44
        (State.DELIVERED, Act.ARCHIVE): State.ARCHIVED,  # OSR 12
        (State.REFUSED, Act.ARCHIVE): State.ARCHIVED,
    }
)
INSTANT_TRANSITIONS: Mapping[tuple[State | None, Act], State] = MappingProxyType(
    {
        (State.ACCEPTED, Act.GRANT): State.GRANTED,  # 34: decided on the spot
        (State.ACCEPTED, Act.DENY): State.DENIED,
    }
)
OPEN_STATES = (
    State.SUBMITTED,
    State.RECEIVED,
    State.CORRECTION_REQUESTED,
    State.ACCEPTED,
    State.IN_REVIEW,
    State.GRANTED,
    State.DENIED,
    State.ISSUED,
)
CLOSED_STATES = (State.DELIVERED, State.REFUSED, State.ARCHIVED)
KEEPING_ACTS = frozenset({Act.HAND_OVER, Act.RECOUNT})
"""Acts that leave the state of an open case as it is."""
REPEATABLE_ACTS = frozenset({Act.REVIEW, Act.HAND_OVER})
APPLICANT_ACTS = frozenset({Act.SUBMIT, Act.CORRECT})

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
        Act.HAND_OVER: (),
        Act.RECOUNT: ("HOL 7", "ALL 82"),
    }
)


def possible_acts(state: State | None, case_type: CaseType) -> tuple[Act, ...]:
    """The acts that move a case in that state, in the order of a case's life."""
    instant = INSTANT_TRANSITIONS if case_type is CaseType.INSTANT else {}
    return tuple(act for act in Act if (state, act) in TRANSITIONS or (state, act) in instant)


def state_after(state: State | None, act: Act, case_type: CaseType) -> State:
    """The state that the act leads to; acts that keep the state are possible as long as the case is open.

    Raises:
        ActNotAllowedError: the act is out of order; it names what is possible instead.
    """
    if act in KEEPING_ACTS and state in OPEN_STATES:
        return state
    if (after := TRANSITIONS.get((state, act))) is not None:
        return after
    if case_type is CaseType.INSTANT and (after := INSTANT_TRANSITIONS.get((state, act))) is not None:
        return after
    possible = possible_acts(state, case_type)
    raise ActNotAllowedError(act=act, state=state or "-", possible=possible or "-")


def right_for(act: Act, case_type: CaseType) -> Right:
    """The right that the act needs; deciding on the spot has its own."""
    if case_type is CaseType.INSTANT and act in {Act.GRANT, Act.DENY}:
        return Right.DECIDE_INSTANT
    return RIGHT_OF[act]
