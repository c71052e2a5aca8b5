"""What supervision refuses."""

from yichuang.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, gettext_noop


class SignalNotFoundError(NotFoundError):
    """There is no such signal, or not for this actor."""

    code = "supervision.signal_not_found"
    text = gettext_noop("There is no such signal.")


class WatchNotFoundError(NotFoundError):
    """There is no such record."""

    code = "supervision.watch_not_found"
    text = gettext_noop("There is no such record of the hall.")


class MeasureNotFoundError(NotFoundError):
    """There is no such order, recommendation or inquiry, or not for this actor."""

    code = "supervision.measure_not_found"
    text = gettext_noop("There is no such order, recommendation or inquiry.")


class MoveNotAllowedError(ConflictError):
    """The act is out of order."""

    code = "supervision.move_not_allowed"
    text = gettext_noop("“{act}” is not possible while the signal is “{state}”. Possible now: {possible}.")


class MeasureMoveNotAllowedError(ConflictError):
    """The act on a measure is out of order."""

    code = "supervision.measure_move_not_allowed"
    text = gettext_noop("“{act}” is not possible while the paper is “{state}”.")


class NotConcernedError(ForbiddenError):
    """The signal is somebody else's to answer."""

    code = "supervision.not_concerned"
    text = gettext_noop("This signal is answered by whoever it concerns, or by the leaders of the body.")


class OwnMatterError(ForbiddenError):
    """Nobody judges a signal about himself."""

    code = "supervision.own_matter"
    text = gettext_noop("You answered this signal or are concerned by it yourself; somebody else decides on it.")


class AnswerLateError(ConflictError):
    """The days to answer are over."""

    code = "supervision.answer_late"
    text = gettext_noop("The time to explain, correct or appeal ended on {day}.")


class AnswerAwaitedError(ConflictError):
    """It may still be answered."""

    code = "supervision.answer_awaited"
    text = gettext_noop("The body may still answer until {day}; decide after its answer or after that day.")


class WordsMissingError(InvalidError):
    """The act needs a reason or a text."""

    code = "supervision.words_missing"
    text = gettext_noop("Please give the reason.")


class DayNotAllowedError(InvalidError):
    """The day is past, or too far away."""

    code = "supervision.day_not_allowed"
    text = gettext_noop("The day must lie after today and before {latest}.")


class StrikesMissingError(ConflictError):
    """A problem is handed over after the third inquiry that was not answered, or not put right."""

    code = "supervision.strikes_missing"
    text = gettext_noop(
        "The file is made up after {wanted} written inquiries on one problem that were not answered or not put right; there are {number}."
    )


class KeyReusedError(ConflictError):
    """The key of a request was used for another act."""

    code = "supervision.key_reused"
    text = gettext_noop("This request was used for something else: {act}.")


class BreachesFileError(InvalidError):
    """The file of planted breaches cannot be read."""

    code = "supervision.breaches_file"
    text = gettext_noop("Line {line} of the file of breaches cannot be read: {why}")
