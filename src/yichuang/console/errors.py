"""What the console itself refuses."""

from yichuang.core.errors import NotFoundError, gettext_noop


class NothingHereError(NotFoundError):
    """The address names nothing that there is."""

    code = "console.nothing_here"
    text = gettext_noop("There is no such page.")
