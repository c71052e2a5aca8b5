"""Gateways. Which one takes which kind of message is a setting (OUTBOX_SMS, OUTBOX_EMAIL)."""

from django.conf import settings

from yichuang.outbox.rules import MessageKind
from yichuang.outbox.vendors.gateway import HttpSender
from yichuang.outbox.vendors.log import LogSender
from yichuang.outbox.vendors.outgoing import Outgoing, Sender
from yichuang.outbox.vendors.smtp import SmtpSender

__all__ = ["SENDERS", "Outgoing", "Sender", "sender_for"]

SENDERS: dict[MessageKind, dict[str, type[Sender]]] = {
    MessageKind.SMS: {"log": LogSender, "http": HttpSender},
    MessageKind.EMAIL: {"log": LogSender, "smtp": SmtpSender},
}


def sender_for(kind: MessageKind) -> Sender:
    """The gateway that this installation uses for that kind of message."""
    name: str = settings.OUTBOX_SMS if kind is MessageKind.SMS else settings.OUTBOX_EMAIL
    return SENDERS[kind][name]()
