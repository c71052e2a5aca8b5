"""What the keeping of posts, staff, stand-ins and leave refuses."""

from yichuang.core.errors import ConflictError, InvalidError, NotFoundError, gettext_noop


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


class StaffNoTakenError(ConflictError):
    """Another member of staff has this number."""

    code = "organisations.staff_no_taken"
    text = gettext_noop("Another member of staff has the number {value}.")


class PostPlaceError(InvalidError):
    """Office or window belong to another organisation than the post."""

    code = "organisations.post_place"
    text = gettext_noop("The office or window of a post must belong to the post's organisation.")


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


class LeavePeriodError(InvalidError):
    """A leave begins too early."""

    code = "organisations.leave_period"
    text = gettext_noop("The leave may begin on {first} at the earliest.")


class LeaveDaysError(InvalidError):
    """A leave is too long."""

    code = "organisations.leave_days"
    text = gettext_noop("A leave has {most} days at most; who is away longer should not hold the post.")


class LeaveTakenError(ConflictError):
    """The person is away on one of these days already."""

    code = "organisations.leave_taken"
    text = gettext_noop("{name} is on leave on one of these days already. End that leave first, or choose other days.")


class LeaveNotFoundError(NotFoundError):
    """No such leave."""

    code = "organisations.leave_not_found"
    text = gettext_noop("There is no such leave.")


class LeaveEndedError(ConflictError):
    """The leave is over."""

    code = "organisations.leave_ended"
    text = gettext_noop("This leave ended on {away_to} already.")


class ReasonMissingError(InvalidError):
    """A reason is asked for and none was given."""

    code = "organisations.reason_missing"
    text = gettext_noop("Give the reason.")
