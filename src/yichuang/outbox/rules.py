"""Kinds and states of messages, what an address must be like, and when to try again."""

import re
from datetime import timedelta

from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.core.masking import mask_phone
from yichuang.outbox.errors import AddressError

TITLE_MAX = 200
SUBJECT_MAX = 100
REASON_MAX = 300
KEEP_TEXTS = timedelta(days=30)
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
)
"""How long to wait after the first, second, ... attempt that failed; after one more the message has failed."""


class MessageKind(Labelled):
    """How a message reaches somebody."""

    SMS = "sms", gettext_noop("Text message")
    EMAIL = "email", gettext_noop("E-mail")


class MessageState(Labelled):
    """Where a message stands."""

    WAITING = "waiting", gettext_noop("Waiting to be sent")
    SENT = "sent", gettext_noop("Handed to the gateway")
    FAILED = "failed", gettext_noop("Not sent")


_SMS = re.compile(r"\+?[0-9]{5,15}")
_EMAIL = re.compile(r"[^@\s<>,;:\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")


def can_receive(kind: MessageKind, address: str) -> bool:
    """Whether the address has the form that its gateways take: digits for a text message, one mailbox for a mail."""
    pattern = _SMS if kind is MessageKind.SMS else _EMAIL
    return pattern.fullmatch(_bare(kind, address)) is not None


def check_address(kind: MessageKind, address: str) -> str:
    """The address as it is handed to a gateway.

    Raises:
        AddressError: it has not the form of one.
    """
    if not can_receive(kind, address):
        raise AddressError
    return _bare(kind, address)


def masked(kind: MessageKind, address: str) -> str:
    """The address as operators and logs see it. Law: PIPL 51."""
    if kind is MessageKind.SMS:
        return mask_phone(address)
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"


def wait_after(attempts: int) -> timedelta | None:
    """How long to wait after that many failed attempts; None when it was the last."""
    return WAITS[attempts - 1] if 1 <= attempts <= len(WAITS) else None


def _bare(kind: MessageKind, address: str) -> str:
    address = address.strip()
    return re.sub(r"[\s-]", "", address) if kind is MessageKind.SMS else address
