"""What the keeping and the use of seals refuses, each with its reason and remedy."""

from yichuang.core.errors import ConflictError, InvalidError, NotFoundError, UnsupportedError, gettext_noop


class SealTextError(InvalidError):
    """A name, purpose or reason is empty or too long; `problems` names the field."""

    code = "seals.text"
    text = gettext_noop("Something is missing or too long.")


class FirstDayError(InvalidError):
    """A seal is to be in use from a day on which it cannot have been. Details: `earliest`, `latest`."""

    code = "seals.first_day"
    text = gettext_noop("A seal is in use from a day between {earliest} and {latest}. Please check the day.")


class SealNotFoundError(NotFoundError):
    """No such seal."""

    code = "seals.not_found"
    text = gettext_noop("There is no such seal.")


class SealTakenError(ConflictError):
    """The organisation uses a seal of the kind already."""

    code = "seals.taken"
    text = gettext_noop(
        "{organisation} has a seal of this kind in use already. Withdraw it first, or register another kind."
    )


class SealMissingError(ConflictError):
    """The organisation has no seal in use that papers of the kind may carry."""

    code = "seals.missing"
    text = gettext_noop("{organisation} has no seal in use for this paper. Please have one registered.")


class SealEndedError(ConflictError):
    """The seal is broken or withdrawn. Details: `name`, `ended_on`."""

    code = "seals.ended"
    text = gettext_noop("The seal “{name}” is no longer in use since {ended_on}.")


class SealNotYetError(ConflictError):
    """The seal is not in use yet. Details: `name`, `in_use_from`."""

    code = "seals.not_yet"
    text = gettext_noop("The seal “{name}” is in use only from {in_use_from}.")


class SealExpiredError(ConflictError):
    """The certificate of the seal has run out. Details: `name`, `valid_until`."""

    code = "seals.expired"
    text = gettext_noop("The certificate of the seal “{name}” ended on {valid_until}. Please register a new seal.")


class SealedAlreadyError(ConflictError):
    """The paper carries this seal already. Details: `number`."""

    code = "seals.sealed_already"
    text = gettext_noop("The paper {number} carries this seal already.")


class KeeperElsewhereError(ConflictError):
    """The keeper must hold a post of the organisation or of the centre's authority. Details: `title`, `organisation`."""

    code = "seals.keeper_elsewhere"
    text = gettext_noop("The post {title} belongs neither to {organisation} nor to the centre's authority.")


class KeeperSameError(ConflictError):
    """The post keeps the seal already. Details: `title`."""

    code = "seals.keeper_same"
    text = gettext_noop("The post {title} keeps this seal already.")


class PdfUnfitError(UnsupportedError):
    """The content cannot be sealed: it is no PDF, is damaged or locked."""

    code = "seals.pdf_unfit"
    text = gettext_noop("This file cannot be sealed: it is no PDF, or is damaged or locked.")


class SignerMissingError(ConflictError):
    """The signing service of a seal is not configured. Details: `signer`."""

    code = "seals.signer_missing"
    text = gettext_noop("The signing service “{signer}” is not set up here. Please tell the operator.")
