"""What the exchange context refuses."""

from yichuang.core.actor import SignInRequiredError
from yichuang.core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    NotFoundError,
    TooManyError,
    gettext_noop,
)


class KeyMissingError(SignInRequiredError):
    """The request carries no key."""

    code = "exchange.key_missing"
    text = gettext_noop("Send your key in the header “Authorization: Bearer yck_…”.")


class KeyRefusedError(SignInRequiredError):
    """The key is wrong, expired or revoked; which of them is not told."""

    code = "exchange.key_refused"
    text = gettext_noop("This key is not valid: it is wrong, has expired or was revoked.")


class KeyRightMissingError(ForbiddenError):
    """The key is valid, but was not given the right, or only for another organisation."""

    code = "exchange.right_missing"
    text = gettext_noop("Your key was not given this right, or not for this organisation: {right}.")


class LimitExceededError(TooManyError):
    """The client has sent as many requests as it may in a minute. Details: `limit`, `seconds`."""

    code = "exchange.limit"
    text = gettext_noop("At most {limit} requests a minute. Go on in {seconds} seconds.")


class RepeatKeyMissingError(InvalidError):
    """A request that creates something came without a key by which it may be repeated."""

    code = "exchange.repeat_key_missing"
    text = gettext_noop(
        "Send a header Idempotency-Key of 1 to 64 letters, digits, “-” or “_”, "
        "so that the request can be repeated without harm."
    )


class RepeatKeyReusedError(ConflictError):
    """The same idempotency key came with another request."""

    code = "exchange.repeat_key_reused"
    text = gettext_noop("This Idempotency-Key was used for another request. Take a new one for each new request.")


class ClientNotFoundError(NotFoundError):
    """No such client, or not one that the actor keeps."""

    code = "exchange.client_not_found"
    text = gettext_noop("This client does not exist, or you do not keep it.")


class ClientNameTakenError(ConflictError):
    """Another client has the name."""

    code = "exchange.client_name_taken"
    text = gettext_noop("There is already a client named “{name}”.")


class ClientInvalidError(InvalidError):
    """What was given of a client is wrong; `problems` names each field."""

    code = "exchange.client_invalid"
    text = gettext_noop("Some of what was given about the client is not right.")


class ClientRevokedError(ConflictError):
    """The client was revoked; that is for ever."""

    code = "exchange.client_revoked"
    text = gettext_noop("The client “{name}” was revoked. Create a new one.")


class WebhookNotFoundError(NotFoundError):
    """No such webhook of this client."""

    code = "exchange.webhook_not_found"
    text = gettext_noop("This webhook does not exist, or it is not yours.")


class WebhookLimitError(ConflictError):
    """The client has as many webhooks as it may."""

    code = "exchange.webhook_limit"
    text = gettext_noop("A client has at most {limit} webhooks. Remove one first.")


class AddressRefusedError(InvalidError):
    """The address of a webhook is not taken."""

    code = "exchange.address_refused"
    text = gettext_noop(
        "The address “{url}” is not taken: give an https address of a public host, without user name and fragment."
    )


class KindsInvalidError(InvalidError):
    """A webhook for nothing, or for what does not exist."""

    code = "exchange.kinds_invalid"
    text = gettext_noop("Say of what the webhook is to be told. Known are: {known}.")


class DeliveryNotFoundError(NotFoundError):
    """No such delivery to this client."""

    code = "exchange.delivery_not_found"
    text = gettext_noop("This delivery does not exist, or it is not yours.")


class WebhookPausedError(ConflictError):
    """Nothing is sent to a webhook that is paused."""

    code = "exchange.webhook_paused"
    text = gettext_noop("The webhook is paused: {reason} Resume it first.")


class EventDataError(InvalidError):
    """What was to be told has elements that may not be told."""

    code = "exchange.event_data"
    text = gettext_noop("Events tell no such thing: {names}.")
