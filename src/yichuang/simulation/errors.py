"""What simulating refuses."""

from yichuang.core.errors import ConflictError, InvalidError, gettext_noop


class RealCasesError(ConflictError):
    """The database holds cases of bodies that exist."""

    code = "simulation.real_cases"
    text = gettext_noop("{body} is here, which is no body of a demonstration: nothing is simulated beside real cases.")


class ClockError(ConflictError):
    """Simulated time is not allowed here."""

    code = "simulation.clock"
    text = gettext_noop("This installation does not allow simulated time, so no year can be simulated in it.")


class YearThereError(ConflictError):
    """The year of this seed was simulated here before."""

    code = "simulation.year_there"
    text = gettext_noop(
        "The year {year} of the seed {seed} is here already: {written} of {cases} cases. Choose another seed."
    )


class NobodyThereError(ConflictError):
    """There is nothing to simulate with."""

    code = "simulation.nobody_there"
    text = gettext_noop("There are no items that take applications here.")


class ProfileError(InvalidError):
    """The trouble profile is not right."""

    code = "simulation.profile"
    text = gettext_noop("The trouble profile cannot be used: {reason}.")
