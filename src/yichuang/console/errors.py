"""What the console itself refuses."""

from yichuang.core.errors import ForbiddenError, NotFoundError, gettext_noop


class StaffOnlyError(ForbiddenError):
    """An applicant came to the pages of supervision."""

    code = "console.staff_only"
    text = gettext_noop("These pages are for the staff of the centre.")


class NothingHereError(NotFoundError):
    """The address names nothing that there is."""

    code = "console.nothing_here"
    text = gettext_noop("There is no such page.")
