"""What the deadlines context refuses."""

from yichuang.core.errors import ConflictError, InvalidError, NotFoundError, gettext_noop


class TermInvalidError(InvalidError, ValueError):
    """A term is not a whole number of working days, calendar days or hours.

    Also a `ValueError`, so that a schema which holds a term reports it as a wrong field.
    """

    code = "deadlines.term_invalid"
    text = gettext_noop(
        "“{given}” is not a term. Write a whole number from 0 to {largest} and a unit: 20wd (working days), "
        "15cd (calendar days) or 24h (hours)."
    )


class LimitInvalidError(TermInvalidError):
    """A limit is none of the units in which laws set limits."""

    text = gettext_noop(
        "“{given}” is not a limit. Write a whole number up to {largest} and a unit: 20wd (working days), 15cd "
        "(calendar days), 24h (hours), 3mo (months) or 1y (years)."
    )


class ExtensionUnitError(InvalidError):
    """An extension is not counted in the unit of its limit."""

    code = "deadlines.extension_unit"
    text = gettext_noop("{limit} cannot be extended by {extension}: give the extension in the unit of the limit.")


class StopInvalidError(InvalidError):
    """A stop of the clock is not written as one."""

    code = "deadlines.stop_invalid"
    text = gettext_noop(
        "“{given}” is not a stop. Write FROM..TO:REASON, as 2026-02-10..2026-02-26:听证; leave TO empty while the "
        "clock still stands."
    )


class StopBackwardsError(InvalidError):
    """A stop ends before it begins."""

    code = "deadlines.stop_backwards"
    text = gettext_noop("A stop from {from_day} cannot end on {to_day}, which is earlier.")


class StopWithoutReasonError(InvalidError):
    """A stop has no reason."""

    code = "deadlines.stop_without_reason"
    text = gettext_noop("Give the reason for which the clock stands from {from_day}.")


class StartWithoutZoneError(InvalidError):
    """An instant without a time zone cannot start a limit."""

    code = "deadlines.start_without_zone"
    text = gettext_noop("The start {given} has no time zone, so the day on which it falls is not known.")


class CalendarMissingError(ConflictError):
    """A day was asked for in a year that has no calendar."""

    code = "deadlines.calendar_missing"
    text = gettext_noop(
        "There is no working-day calendar for {year} (calendars reach from {first_year} to {last_year}). A manager of "
        "calendars must enter {year} from the notice of the State Council, or seed it as provisional, and then this "
        "can be done."
    )


class NoCalendarError(ConflictError):
    """The region and the regions above it have no calendar at all."""

    code = "deadlines.no_calendar"
    text = gettext_noop(
        "There is no working-day calendar for region {region_code} or any region above it. Seed the national years first."
    )


class CalendarYearNotFoundError(NotFoundError):
    """The region has no calendar of its own for the year."""

    code = "deadlines.calendar_year_not_found"
    text = gettext_noop("Region {region_code} has no calendar of its own for {year}. Confirm the whole year first.")


class CalendarYearConfirmedError(ConflictError):
    """The year was confirmed before, by somebody else or by oneself."""

    code = "deadlines.calendar_year_confirmed"
    text = gettext_noop("The calendar {year} of region {region_code} is already confirmed. Change single days instead.")


class CalendarInvalidError(InvalidError):
    """The days given for a calendar contradict each other or the law."""

    code = "deadlines.calendar_invalid"
    text = gettext_noop("The days given do not make a calendar for {year}.")


class YearRangeInvalidError(InvalidError):
    """The years to seed are not a range for which a calendar can be made."""

    code = "deadlines.year_range_invalid"
    text = gettext_noop(
        "Years {first} to {last} cannot be seeded. Give a first year from {earliest} and a last year to {latest}."
    )


class TermNeedsInstantError(InvalidError):
    """A term in hours was counted from a date."""

    code = "deadlines.term_needs_instant"
    text = gettext_noop("{given} is counted from an hour, not from a day.")
