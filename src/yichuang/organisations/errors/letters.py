"""What the keeping of letters of authority refuses."""

from yichuang.core.errors import ConflictError, InvalidError, NotFoundError, gettext_noop


class LetterNotFoundError(NotFoundError):
    """No such letter of authority."""

    code = "organisations.letter_not_found"
    text = gettext_noop("There is no such letter of authority.")


class LetterNumberMissingError(InvalidError):
    """A letter without number."""

    code = "organisations.letter_number_missing"
    text = gettext_noop("Give the document number of the letter of authority.")


class LetterIssuerMissingError(InvalidError):
    """A letter that nobody signed."""

    code = "organisations.letter_issuer_missing"
    text = gettext_noop("Say who signed the letter of authority.")


class LetterNumberTakenError(ConflictError):
    """The organisation has another letter with this number."""

    code = "organisations.letter_number_taken"
    text = gettext_noop("{organisation} has registered a letter of authority with the number {number} already.")


class LetterRightsError(InvalidError):
    """A letter allows nothing, or what no letter can give."""

    code = "organisations.letter_rights"
    text = gettext_noop("A letter of authority allows at least one of these acts and nothing else: {able}.")


class LetterAmountBelowError(InvalidError):
    """An amount below zero."""

    code = "organisations.letter_amount_below"
    text = gettext_noop("The amount cannot be below zero.")


class LetterPeriodError(InvalidError):
    """A letter is given for too long."""

    code = "organisations.letter_period"
    text = gettext_noop(
        "A letter of authority is given for {years} years at most, this one until {last} at the latest."
    )


class LetterNotNeededError(ConflictError):
    """The post acts by its own rights."""

    code = "organisations.letter_not_needed"
    text = gettext_noop("The post {title} needs no letter of authority; only a chief representative does.")


class LetterHolderError(ConflictError):
    """Letters are for who holds the post while they are valid."""

    code = "organisations.letter_holder"
    text = gettext_noop("{name} does not hold the post {title} on all days from {valid_from} to {valid_to}.")


class LetterWithdrawnError(ConflictError):
    """The letter was withdrawn before."""

    code = "organisations.letter_withdrawn"
    text = gettext_noop("The letter of authority {number} was withdrawn on {day} already.")
