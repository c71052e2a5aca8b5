"""What the outbox refuses, and how a gateway fails."""

from yichuang.core.errors import InvalidError, gettext_noop


class AddressError(InvalidError):
    """A phone number or mail address that no gateway would take."""

    code = "outbox.address"
    text = gettext_noop("No message can be sent to this address.")


class MessageEmptyError(InvalidError):
    """A message without text."""

    code = "outbox.empty"
    text = gettext_noop("The message has no text.")


class SendingFailedError(Exception):
    """The gateway could not be reached or could not take the message now: another attempt may succeed.

    The reason names what happened, never the address or the text.
    """


class SendingRefusedError(Exception):
    """The gateway will never take this message: no further attempt is made. The reason is as in `SendingFailedError`."""
