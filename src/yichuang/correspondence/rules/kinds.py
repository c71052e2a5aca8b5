"""Kinds of notices, sides of a conversation, states of a consultation, and what follows from them."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from yichuang.cases.rules import Act, DeliveryMethod
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import SHANGHAI

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
    POSTED = "posted", gettext_noop("Result sent by post")
    IN_LOCKER = "in_locker", gettext_noop("Result in a locker")
    NOT_REQUIRED = "not_required", gettext_noop("No application needed")
    DEEMED_ACCEPTED = "deemed_accepted", gettext_noop("Counts as accepted")
    TO_FOLLOW = "to_follow", gettext_noop("Materials to follow")
    COMMITTED = "committed", gettext_noop("Granted on commitment")
    STOPPED = "stopped", gettext_noop("Special procedure")
    RESUMED = "resumed", gettext_noop("Special procedure over")
    HEARING_SET = "hearing_set", gettext_noop("Hearing set")
    EXTENDED = "extended", gettext_noop("Time extended")
    HEARING_OFFERED = "hearing_offered", gettext_noop("Notice of the right to a hearing")
    SENT_UP = "sent_up", gettext_noop("With the higher body")
    BROUGHT_BACK = "brought_back", gettext_noop("Answer of the higher body")
    WITHDRAWN = "withdrawn", gettext_noop("Application withdrawn")
    TERMINATED = "terminated", gettext_noop("Closed without a decision")
    LAPSED = "lapsed", gettext_noop("Closed, nothing came in time")
    VERIFIED = "verified", gettext_noop("Commitment found true")
    BROKEN = "broken", gettext_noop("Commitment found untrue")
    DEEMED_RENEWED = "deemed_renewed", gettext_noop("Counts as renewed")
    REVOKED = "revoked", gettext_noop("Grant revoked")
    RECALLED = "recalled", gettext_noop("Recalled")
    CANCELLED = "cancelled", gettext_noop("Registration cancelled")
    MESSAGE = "message", gettext_noop("Message")
    ANSWERED = "answered", gettext_noop("Answer to a question")
    HANDED_OVER = "handed_over", gettext_noop("Case handed to you")
    CORRECTED = "corrected", gettext_noop("Corrections have come in")
    WRITTEN = "written", gettext_noop("The applicant has written")
    SUPPLIED = "supplied", gettext_noop("Materials that were to follow have come in")
    HEARING_ASKED = "hearing_asked", gettext_noop("A hearing was asked for")
    TAKEN_BACK = "taken_back", gettext_noop("The applicant has withdrawn")
    SIGNAL = "signal", gettext_noop("Signal of supervision")


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
        Act.NOT_REQUIRED: NoticeKind.NOT_REQUIRED,
        Act.DEEM_ACCEPTED: NoticeKind.DEEMED_ACCEPTED,
        Act.COMMIT: NoticeKind.COMMITTED,
        Act.STOP: NoticeKind.STOPPED,
        Act.RESUME: NoticeKind.RESUMED,
        Act.EXTEND: NoticeKind.EXTENDED,
        Act.TELL_HEARING: NoticeKind.HEARING_OFFERED,
        Act.SEND_UP: NoticeKind.SENT_UP,
        Act.BRING_BACK: NoticeKind.BROUGHT_BACK,
        Act.WITHDRAW: NoticeKind.WITHDRAWN,
        Act.TERMINATE: NoticeKind.TERMINATED,
        Act.LAPSE: NoticeKind.LAPSED,
        Act.VERIFY: NoticeKind.VERIFIED,
        Act.DEEM_RENEWED: NoticeKind.DEEMED_RENEWED,
        Act.REVOKE: NoticeKind.REVOKED,
        Act.RECALL: NoticeKind.RECALLED,
        Act.CANCEL: NoticeKind.CANCELLED,
    }
)
"""What the applicant is told of each act; of the others nothing: they are his own, the office's affair, or told by another."""

STAFF_NOTICES: Mapping[Act, NoticeKind] = MappingProxyType(
    {
        Act.HAND_OVER: NoticeKind.HANDED_OVER,
        Act.CORRECT: NoticeKind.CORRECTED,
        Act.SUPPLY: NoticeKind.SUPPLIED,
        Act.ASK_HEARING: NoticeKind.HEARING_ASKED,
        Act.WITHDRAW: NoticeKind.TAKEN_BACK,
    }
)
"""What whoever has the case in hand is told."""

IMPORTANT = frozenset(
    {
        NoticeKind.CORRECTION_REQUESTED,
        NoticeKind.REFUSED,
        NoticeKind.GRANTED,
        NoticeKind.DENIED,
        NoticeKind.READY,
        NoticeKind.POSTED,
        NoticeKind.IN_LOCKER,
        NoticeKind.NOT_REQUIRED,
        NoticeKind.TO_FOLLOW,
        NoticeKind.COMMITTED,
        NoticeKind.HEARING_SET,
        NoticeKind.HEARING_OFFERED,
        NoticeKind.EXTENDED,
        NoticeKind.TERMINATED,
        NoticeKind.LAPSED,
        NoticeKind.BROKEN,
        NoticeKind.DEEMED_RENEWED,
        NoticeKind.REVOKED,
        NoticeKind.RECALLED,
        NoticeKind.CANCELLED,
    }
)
"""What also goes to phone or mailbox, unless the reader wants none or more."""


_SENT = {DeliveryMethod.POST.value: NoticeKind.POSTED, DeliveryMethod.LOCKER.value: NoticeKind.IN_LOCKER}
"""What is sent has not yet reached anybody."""
_WHERE = ("tracking_no", "place")


def where_told(kind: NoticeKind, details: Mapping[str, object]) -> dict[str, str]:
    """Where that which was sent can be found: number of the post, and locker, as the act itself wrote them; else nothing."""
    return {name: str(details.get(name, "")) for name in _WHERE} if kind in _SENT.values() else {}


def notice_kind(act: Act, details: Mapping[str, object]) -> NoticeKind | None:
    """What the applicant is told of an act that was done so; None for nothing.

    That a grant ended because another application of his was granted, the decision on that one tells him.
    """
    if act is Act.ACCEPT and details.get("is_deemed"):
        return NoticeKind.DEEMED_ACCEPTED
    if act is Act.ACCEPT and details.get("deferred"):
        return NoticeKind.TO_FOLLOW
    if act is Act.STOP and details.get("hearing"):
        return NoticeKind.HEARING_SET
    if act is Act.VERIFY and not details.get("is_kept"):
        return NoticeKind.BROKEN
    if act is Act.CANCEL and details.get("by"):
        return None
    kind = APPLICANT_NOTICES.get(act)
    return _SENT.get(str(details.get("method", "")), kind) if kind is NoticeKind.DELIVERED else kind


def notice_day(kind: NoticeKind, details: Mapping[str, object]) -> str:
    """The day that the applicant is told, as the act itself wrote it; empty for none."""
    if kind is NoticeKind.HEARING_SET:
        plan = details["hearing"]
        held_at = datetime.fromisoformat(str(plan["held_at"])) if isinstance(plan, dict) else None
        return held_at.astimezone(SHANGHAI).date().isoformat() if held_at else ""
    if kind is NoticeKind.TO_FOLLOW:
        lines = details["deferred"]
        return min((str(one["due_on"]) for one in lines), default="") if isinstance(lines, list) else ""
    return str(next((details[name] for name in _DAYS.get(kind, ()) if details.get(name)), ""))


_DECISION = ("promised_due_on", "statutory_due_on")
_DAYS: Mapping[NoticeKind, tuple[str, ...]] = MappingProxyType(
    {
        NoticeKind.CORRECTION_REQUESTED: ("correct_by",),
        NoticeKind.ACCEPTED: _DECISION,
        NoticeKind.DEEMED_ACCEPTED: _DECISION,
        NoticeKind.COMMITTED: ("verify_by",),
        NoticeKind.STOPPED: ("expected_on",),
        NoticeKind.SENT_UP: ("expected_on",),
        NoticeKind.EXTENDED: ("due_on",),
        NoticeKind.HEARING_OFFERED: ("ask_by",),
        NoticeKind.LAPSED: ("due_on",),
    }
)


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
