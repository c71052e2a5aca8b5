"""Kinds of notices, sides of a conversation, states of a consultation, and what follows from them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from yichuang.cases.rules import Act
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled

TEXT_MAX = 2000
TITLE_MAX = 100
NAME_MAX = 50
WRITE_AFTER_CLOSING = timedelta(days=30)
NOTICES_OF = timedelta(days=30)
"""Older acts give no notices: whoever follows the ledger from its first row need not tell what everybody knows."""
MESSAGES_OF = timedelta(days=2)
"""Older acts send nothing to phones."""


class NoticeKind(Labelled):
    """What somebody is told."""

    RECEIVED = "received", gettext_noop("Received")
    CORRECTION_REQUESTED = "correction_requested", gettext_noop("Corrections needed")
    ACCEPTED = "accepted", gettext_noop("Accepted")
    REFUSED = "refused", gettext_noop("Not accepted")
    GRANTED = "granted", gettext_noop("Granted")
    DENIED = "denied", gettext_noop("Denied")
    READY = "ready", gettext_noop("Result ready")
    DELIVERED = "delivered", gettext_noop("Delivered")
    MESSAGE = "message", gettext_noop("Message")
    ANSWERED = "answered", gettext_noop("Answer to a question")
    HANDED_OVER = "handed_over", gettext_noop("Case handed to you")
    CORRECTED = "corrected", gettext_noop("Corrections have come in")
    WRITTEN = "written", gettext_noop("The applicant has written")


APPLICANT_NOTICES: Mapping[Act, NoticeKind] = MappingProxyType(
    {
        Act.RECEIVE: NoticeKind.RECEIVED,
        Act.REQUEST_CORRECTION: NoticeKind.CORRECTION_REQUESTED,
        Act.ACCEPT: NoticeKind.ACCEPTED,
        Act.REFUSE: NoticeKind.REFUSED,
        Act.GRANT: NoticeKind.GRANTED,
        Act.DENY: NoticeKind.DENIED,
        Act.ISSUE: NoticeKind.READY,
        Act.DELIVER: NoticeKind.DELIVERED,
    }
)
"""What the applicant is told of each act; of the others nothing."""

STAFF_NOTICES: Mapping[Act, NoticeKind] = MappingProxyType(
    {Act.HAND_OVER: NoticeKind.HANDED_OVER, Act.CORRECT: NoticeKind.CORRECTED}
)
"""What whoever has the case in hand is told."""

IMPORTANT = frozenset(
    {
        NoticeKind.CORRECTION_REQUESTED,
        NoticeKind.REFUSED,
        NoticeKind.GRANTED,
        NoticeKind.DENIED,
        NoticeKind.READY,
    }
)
"""What also goes to phone or mailbox, unless the reader wants none or more."""


class Side(Labelled):
    """Who speaks in a conversation."""

    APPLICANT = "applicant", gettext_noop("Applicant")
    STAFF = "staff", gettext_noop("Department")


class ConsultationState(Labelled):
    """Where a question stands. Whether it is public is another matter."""

    WAITING = "waiting", gettext_noop("Waiting for an answer")
    ANSWERED = "answered", gettext_noop("Answered")


class ConsultationAct(Labelled):
    """What happened to a question."""

    ASK = "ask", gettext_noop("Asked")
    PASS_ON = "pass_on", gettext_noop("Passed on")
    ANSWER = "answer", gettext_noop("Answered")
    PUBLISH = "publish", gettext_noop("Published")
    WITHDRAW = "withdraw", gettext_noop("Withdrawn from the public")


def writes_until(closed_at: datetime | None) -> datetime | None:
    """Until when the applicant may write about the case; None while it is open."""
    return None if closed_at is None else closed_at + WRITE_AFTER_CLOSING


def may_write(closed_at: datetime | None, now: datetime) -> bool:
    """Whether the applicant may still write about the case."""
    until = writes_until(closed_at)
    return until is None or now <= until
