"""What a gateway gets, and what a gateway is."""

from dataclasses import dataclass
from typing import Protocol

from yichuang.outbox.models import Message
from yichuang.outbox.rules import MessageKind


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as it is handed over. `reference` is the same at each attempt."""

    reference: str
    kind: MessageKind
    address: str
    title: str
    text: str
    subject: str

    @classmethod
    def of(cls, row: Message) -> "Outgoing":
        """The message of that row."""
        return cls(str(row.pk), MessageKind(row.kind), row.address, row.title, row.text, row.subject)


class Sender(Protocol):
    """A gateway."""

    name: str

    def send(self, message: Outgoing) -> None:
        """The gateway has taken the message.

        Raises:
            SendingFailedError: not now.
            SendingRefusedError: never.
        """
