"""The default gateway: nothing leaves the machine. One log line says that a message would have gone out."""

import logging

from yichuang.outbox.rules import masked
from yichuang.outbox.vendors.outgoing import Outgoing

_log = logging.getLogger("yichuang.outbox")


class LogSender:
    """Writes one line without text and without the address in clear; the operator reads texts with `yichuang outbox`."""

    name = "log"

    def send(self, message: Outgoing) -> None:
        """The line stands in the log."""
        _log.info(
            "message",
            extra={
                "message_id": message.reference,
                "kind": message.kind.value,
                "address": masked(message.kind, message.address),
                "subject": message.subject,
            },
        )
