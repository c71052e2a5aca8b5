"""What feedback refuses."""

from yichuang.core.errors import ConflictError, InvalidError, gettext_noop


class LevelUnknownError(InvalidError):
    """No level was chosen."""

    code = "feedback.level"
    text = gettext_noop("Choose how satisfied you are.")


class RatingTextTooLongError(InvalidError):
    """More was written than is kept."""

    code = "feedback.text_too_long"
    text = gettext_noop("Write at most {limit} characters.")


class NotServedError(ConflictError):
    """Nothing was done yet that could be rated."""

    code = "feedback.not_served"
    text = gettext_noop("A service can be rated once there was one.")


class NotClosedError(ConflictError):
    """The case is still open."""

    code = "feedback.not_closed"
    text = gettext_noop("An online service can be rated once the case is closed.")


class TooLateError(ConflictError):
    """The sixty days are over."""

    code = "feedback.too_late"
    text = gettext_noop("A case can be rated within 60 days after it was closed.")


class AlreadyRatedError(ConflictError):
    """The visit, or the case, was rated."""

    code = "feedback.already_rated"
    text = gettext_noop("This was rated already. Thank you.")
