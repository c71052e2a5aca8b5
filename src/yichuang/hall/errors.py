"""What the hall refuses."""

from yichuang.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, gettext_noop


class ScreenNotFoundError(NotFoundError):
    """No device has this token."""

    code = "hall.screen_not_found"
    text = gettext_noop("This device is not known as a second screen. Open the address of the second screen again.")


class NoScreenError(ConflictError):
    """The clerk has no second screen."""

    code = "hall.no_screen"
    text = gettext_noop("No second screen is paired with you. Enter the code that the screen shows.")


class WindowNotYoursError(ForbiddenError):
    """The actor does not receive at that window."""

    code = "hall.window_not_yours"
    text = gettext_noop(
        "You hold no post today that receives at window {number}, so you may not use its second screen."
    )


class WindowClosedError(ConflictError):
    """The window is closed."""

    code = "hall.window_closed"
    text = gettext_noop("Window {number} is closed.")


class CodeWrongError(InvalidError):
    """No screen shows this code."""

    code = "hall.code_wrong"
    text = gettext_noop(
        "No screen shows this code now. Read the six digits from the screen again; a code holds for 5 minutes."
    )


class PairingLockedError(ConflictError):
    """Too many wrong codes."""

    code = "hall.pairing_locked"
    text = gettext_noop("Too many wrong codes. Try again in {minutes} minutes.")


class TooManyScreensError(ConflictError):
    """Too many devices wait for their code from one place."""

    code = "hall.too_many_screens"
    text = gettext_noop(
        "Too many screens wait for a code from this network address. Try again in a quarter of an hour."
    )


class TurnOverError(ConflictError):
    """What stood on the screen is no longer there."""

    code = "hall.turn_over"
    text = gettext_noop("What stood on the screen has changed. Please look again.")


class PartUnknownError(InvalidError):
    """What is said to be wrong is no part of an application."""

    code = "hall.part_unknown"
    text = gettext_noop("Choose which part is wrong.")
