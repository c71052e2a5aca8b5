"""What the keeping of organisations refuses."""

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


class PostNotFoundError(NotFoundError):
    """No such post."""

    code = "organisations.post_not_found"
    text = gettext_noop("There is no such post.")


class StaffNotFoundError(NotFoundError):
    """No such member of staff."""

    code = "organisations.staff_not_found"
    text = gettext_noop("There is no such member of staff.")


class HoldingNotFoundError(NotFoundError):
    """Nobody was assigned so."""

    code = "organisations.holding_not_found"
    text = gettext_noop("There is no such assignment of a post.")


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


class StaffNoTakenError(ConflictError):
    """Another member of staff has this number."""

    code = "organisations.staff_no_taken"
    text = gettext_noop("Another member of staff has the number {value}.")


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


class PostPlaceError(InvalidError):
    """Office or window belong to another organisation than the post."""

    code = "organisations.post_place"
    text = gettext_noop("The office or window of a post must belong to the post's organisation.")


class InactiveError(ConflictError):
    """What is needed has been closed or released."""

    code = "organisations.inactive"
    text = gettext_noop("{name} is no longer active.")


class PostTakenError(ConflictError):
    """Somebody else holds the post in that time."""

    code = "organisations.post_taken"
    text = gettext_noop("The post {title} has a holder in that time already.")


class HoldingPeriodError(InvalidError):
    """A holding ends before it begins."""

    code = "organisations.holding_period"
    text = gettext_noop("The last day {held_to} lies before the first day {held_from}.")


class HoldingEndedError(ConflictError):
    """The holding has ended on an earlier day."""

    code = "organisations.holding_ended"
    text = gettext_noop("This assignment ended on {held_to} already.")


class StaffInPostError(ConflictError):
    """Somebody who still holds posts cannot leave."""

    code = "organisations.staff_in_post"
    text = gettext_noop("{name} still holds posts: {titles}. End these first.")


class TextTooLongError(InvalidError):
    """A note is longer than its column."""

    code = "organisations.text_too_long"
    text = gettext_noop("This text has {given} characters; at most {most} are shown. Please shorten it.")


class StandInPeriodError(InvalidError):
    """The days of standing in begin in the past or are too many."""

    code = "organisations.stand_in_period"
    text = gettext_noop("Somebody may stand in from today ({today}) on and for at most {most} days at a time.")


class StandInTakenError(ConflictError):
    """Somebody else stands in on one of these days."""

    code = "organisations.stand_in_taken"
    text = gettext_noop(
        "Somebody stands in for {title} on one of these days already. End that first, or choose other days."
    )


class StandInSelfError(ConflictError):
    """The holder cannot stand in for themselves."""

    code = "organisations.stand_in_self"
    text = gettext_noop("{name} holds the post {title} in that time already.")


class StandInElsewhereError(ConflictError):
    """Only colleagues of the same organisation stand in."""

    code = "organisations.stand_in_elsewhere"
    text = gettext_noop("{name} is not on the staff of {organisation}; choose a colleague of that organisation.")


class StandInBeyondError(ConflictError):
    """Nobody lends a post for days on which they do not hold it."""

    code = "organisations.stand_in_beyond"
    text = gettext_noop("You hold the post {title} to {held_to}; somebody may stand in for you until then.")
