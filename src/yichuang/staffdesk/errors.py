"""What the desk itself refuses."""

from yichuang.core.errors import ConflictError, InvalidError, NotFoundError, gettext_noop


class PageNotFoundError(NotFoundError):
    """The address names nothing that there is."""

    code = "staffdesk.page_not_found"
    text = gettext_noop("There is no such page.")


class NotArchivedError(ConflictError):
    """The packages of a case that is not in the archive were asked for. Details: `case_no`, `state`."""

    code = "staffdesk.not_archived"
    text = gettext_noop(
        "Case {case_no} is not in the archive ({state}). Its package is made once somebody has put it there."
    )


class NotOfferedError(ConflictError):
    """An act is not possible, and the reader has nothing else to do. Details: `act`, `state`."""

    code = "staffdesk.not_offered"
    text = gettext_noop("“{act}” is not possible while the case is “{state}”. There is nothing for you to do now.")


class CalendarLineError(InvalidError):
    """A pasted list of days has a line that cannot be read."""

    code = "staffdesk.calendar_line"
    text = gettext_noop("Some lines of the list cannot be read.")


class FileMissingError(InvalidError):
    """An upload without a file."""

    code = "staffdesk.file_missing"
    text = gettext_noop("No file was sent. Please choose it again.")
