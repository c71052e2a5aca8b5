"""What the keeping of regions, organisations, offices and windows refuses."""

from yichuang.core.errors import ConflictError, InvalidError, NotFoundError, gettext_noop


class RegionCodeError(InvalidError):
    """Not a region code."""

    code = "organisations.region_code"
    text = gettext_noop("A region code has 12 digits, such as 990101000000; {given} is not one.")


class RegionLevelError(InvalidError):
    """The level given is not that of the code."""

    code = "organisations.region_level"
    text = gettext_noop("By its zeros the code {region_code} is of level {expected}, not {given}.")


class RegionParentError(InvalidError):
    """The region above does not enclose it."""

    code = "organisations.region_parent"
    text = gettext_noop("The region {region_code} does not lie in {parent_code}.")


class RegionTakenError(ConflictError):
    """The code is registered already."""

    code = "organisations.region_taken"
    text = gettext_noop("The region {region_code} is registered already.")


class RegionNotFoundError(NotFoundError):
    """No region has this code."""

    code = "organisations.region_not_found"
    text = gettext_noop("There is no region with the code {region_code}.")


class OrganisationNotFoundError(NotFoundError):
    """No such organisation."""

    code = "organisations.organisation_not_found"
    text = gettext_noop("There is no such organisation.")


class OfficeNotFoundError(NotFoundError):
    """No such office."""

    code = "organisations.office_not_found"
    text = gettext_noop("There is no such office.")


class WindowNotFoundError(NotFoundError):
    """No such window."""

    code = "organisations.window_not_found"
    text = gettext_noop("There is no such window.")


class NameMissingError(InvalidError):
    """A name is empty."""

    code = "organisations.name_missing"
    text = gettext_noop("Give a name.")


class CreditCodeMissingError(InvalidError):
    """A body that decides needs its credit code."""

    code = "organisations.credit_code_missing"
    text = gettext_noop("A department and the centre's authority need a unified social credit code.")


class CreditCodeTakenError(ConflictError):
    """Another organisation has this credit code."""

    code = "organisations.credit_code_taken"
    text = gettext_noop("Another organisation has the credit code {value}.")


class OrganisationNameTakenError(ConflictError):
    """Another organisation has this name."""

    code = "organisations.name_taken"
    text = gettext_noop("Another organisation is called {value}.")


class PaperPrefixTakenError(ConflictError):
    """Another organisation numbers its papers so."""

    code = "organisations.paper_prefix_taken"
    text = gettext_noop("Another organisation numbers its papers with {value}.")


class OfficeNameTakenError(ConflictError):
    """The organisation has an office of this name."""

    code = "organisations.office_name_taken"
    text = gettext_noop("The organisation has an office called {value} already.")


class WindowNumberTakenError(ConflictError):
    """An open window has this number."""

    code = "organisations.window_number_taken"
    text = gettext_noop("An open window has the number {value} already.")


class WindowKindError(InvalidError):
    """Kind and organisation of a window do not go together."""

    code = "organisations.window_kind"
    text = gettext_noop("A dedicated window belongs to one organisation, a comprehensive window to none.")


class WindowClosedError(ConflictError):
    """The window is closed."""

    code = "organisations.window_closed"
    text = gettext_noop("Window {number} is closed.")


class WindowInUseError(ConflictError):
    """Somebody still holds a post at the window."""

    code = "organisations.window_in_use"
    text = gettext_noop("Posts at window {number} are still held: {titles}. End these first.")


class InactiveError(ConflictError):
    """What is needed has been closed or released."""

    code = "organisations.inactive"
    text = gettext_noop("{name} is no longer active.")


class TextTooLongError(InvalidError):
    """A note is longer than its column."""

    code = "organisations.text_too_long"
    text = gettext_noop("This text has {given} characters; at most {most} are shown. Please shorten it.")
