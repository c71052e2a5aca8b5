"""What other systems are told: kinds of events, what they may say, how they are signed and how often they are repeated."""

import hashlib
import hmac
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.core.digests import canonical_json
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.exchange.errors import EventDataError, KindsInvalidError

MOST_WEBHOOKS = 5
LARGEST_FAILURES = 10
"""After so many attempts in a row that failed, nothing more is sent to a webhook until somebody resumes it."""


class EventKind(Labelled):
    """What can be told: for each act on a case `case.` and the act. Handing over and stepping aside are the office's own affair."""

    SUBMIT = "case.submit", gettext_noop("An application was submitted")
    RECEIVE = "case.receive", gettext_noop("An application was received")
    REQUEST_CORRECTION = "case.request_correction", gettext_noop("Corrections were asked for")
    CORRECT = "case.correct", gettext_noop("Corrections were handed in")
    ACCEPT = "case.accept", gettext_noop("An application was accepted")
    REFUSE = "case.refuse", gettext_noop("An application was not accepted")
    REVIEW = "case.review", gettext_noop("A case was reviewed")
    GRANT = "case.grant", gettext_noop("A case was granted")
    DENY = "case.deny", gettext_noop("A case was denied")
    ISSUE = "case.issue", gettext_noop("A result was issued")
    DELIVER = "case.deliver", gettext_noop("A result was delivered")
    ARCHIVE = "case.archive", gettext_noop("A case was archived")
    RECOUNT = "case.recount", gettext_noop("Due dates were counted anew")
    FIX = "case.fix", gettext_noop("Something was corrected on the spot")
    NOT_REQUIRED = "case.not_required", gettext_noop("No permit was needed")
    DEEM_ACCEPTED = "case.deem_accepted", gettext_noop("An application counted as accepted")
    COMMIT = "case.commit", gettext_noop("A case was granted on commitment")
    SUPPLY = "case.supply", gettext_noop("Deferred materials were brought")
    STOP = "case.stop", gettext_noop("A special procedure began")
    RESUME = "case.resume", gettext_noop("A special procedure ended")
    EXTEND = "case.extend", gettext_noop("The limit was extended")
    TELL_HEARING = "case.tell_hearing", gettext_noop("The applicant was told of the right to a hearing")
    ASK_HEARING = "case.ask_hearing", gettext_noop("A hearing was asked for")
    SEND_UP = "case.send_up", gettext_noop("A case was sent up")
    ACKNOWLEDGE = "case.acknowledge", gettext_noop("The higher body acknowledged a case")
    BRING_BACK = "case.bring_back", gettext_noop("The answer of the higher body came back")
    WITHDRAW = "case.withdraw", gettext_noop("An application was withdrawn")
    TERMINATE = "case.terminate", gettext_noop("A case was terminated")
    LAPSE = "case.lapse", gettext_noop("A case lapsed")
    VERIFY = "case.verify", gettext_noop("A commitment was checked")
    DEEM_RENEWED = "case.deem_renewed", gettext_noop("A renewal counted as granted")
    AMEND = "case.amend", gettext_noop("A grant was changed")
    RENEW = "case.renew", gettext_noop("A grant was renewed")
    REVOKE = "case.revoke", gettext_noop("A grant was revoked")
    RECALL = "case.recall", gettext_noop("A grant was recalled")
    CANCEL = "case.cancel", gettext_noop("A grant was cancelled")
    PING = "ping", gettext_noop("A trial")


DATA_NAMES = frozenset({"before", "after", "seq", "item_code", "item_name", "next_due_on"})
"""All that an event may say besides its kind, subject and time. None of it is about a person. Law: PIPL 6, 51."""


class DeliveryState(Labelled):
    """Where a delivery stands."""

    WAITING = "waiting", gettext_noop("To be sent")
    DELIVERED = "delivered", gettext_noop("Delivered")
    FAILED = "failed", gettext_noop("Given up")


_PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60)
)  # 22 hours and 21 minutes in all


def retry_after(attempts: int) -> timedelta | None:
    """How long to wait after that many attempts that failed; None when it is time to give up."""
    return _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else None


def find_kind(text: str) -> EventKind | None:
    """The kind of that name; None when it is none that is told."""
    return next((kind for kind in EventKind if kind.value == text), None)


def check_kinds(kinds: Collection[str]) -> tuple[EventKind, ...]:
    """The kinds of which a webhook is to be told, each once, in the order of the list. Trials need not be asked for.

    Raises:
        KindsInvalidError: there are none, or one does not exist.
    """
    known = {kind.value: kind for kind in EventKind if kind is not EventKind.PING}
    if not kinds or not set(kinds) <= set(known):
        raise KindsInvalidError(known=", ".join(known))
    return tuple(kind for value, kind in known.items() if value in kinds)


def check_data(data: Mapping[str, object]) -> dict[str, str | int | None]:
    """The data, which has nothing but what may be told, in plain values.

    Raises:
        EventDataError: it has more.
    """
    plain: dict[str, str | int | None] = {}
    for name, value in data.items():
        if name not in DATA_NAMES or not (value is None or isinstance(value, str | int)):
            raise EventDataError(names=name)
        plain[name] = value
    return plain


def body_of(
    *, event_id: UUID, kind: EventKind, at: datetime, subject: str, data: Mapping[str, str | int | None]
) -> bytes:
    """The body of a delivery: the same bytes at each attempt."""
    return canonical_json({"id": str(event_id), "kind": kind.value, "at": at, "subject": subject, "data": dict(data)})


def signature(*, secret: str, event_id: str, timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over `id.timestamp.body` in hexadecimal: only who has the secret can have sent it, and when."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
