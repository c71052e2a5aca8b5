"""What the keeping of accounts refuses."""

from yichuang.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, TooManyError, gettext_noop


class AccountNotFoundError(NotFoundError):
    """No such account, or it is switched off."""

    code = "identity.account_not_found"
    text = gettext_noop("There is no such account.")


class StaffOnlyError(ForbiddenError):
    """An applicant came to the pages of officials."""

    code = "identity.staff_only"
    text = gettext_noop("These pages are for the staff of the centre. Your own applications are under “My cases”.")


class NotYoursError(ForbiddenError):
    """Personal data of somebody else."""

    code = "identity.not_yours"
    text = gettext_noop("These are not your own data.")


class RegistrationError(InvalidError):
    """Something in a registration is wrong; the problems say what."""

    code = "identity.registration"
    text = gettext_noop("Please put right what is marked below.")


class PasswordError(InvalidError):
    """The new password is too weak; the problems say why."""

    code = "identity.password"
    text = gettext_noop("Please choose another password.")


class PasswordWrongError(InvalidError):
    """The present password was mistyped."""

    code = "identity.password_wrong"
    text = gettext_noop("The present password is not right.")


class LoginShapeError(InvalidError):
    """Not a login."""

    code = "identity.login_shape"
    text = gettext_noop("A login has 3 to 32 letters, digits, dots, hyphens or underscores and begins with a letter.")


class IdentityShapeError(InvalidError):
    """A number of a passport or permit with impossible characters."""

    code = "identity.identity_shape"
    text = gettext_noop("The number of a passport or permit has 5 to 20 letters and digits.")


class LoginTakenError(ConflictError):
    """Another account has this login."""

    code = "identity.login_taken"
    text = gettext_noop("There is an account with this login or phone number already. Please sign in.")


class IdentityTakenError(ConflictError):
    """Another account has this identity number."""

    code = "identity.identity_taken"
    text = gettext_noop("There is an account with this identity number already. Please sign in, or ask at the window.")


class StaffAccountTakenError(ConflictError):
    """The member of staff has an account."""

    code = "identity.staff_account_taken"
    text = gettext_noop("{name} has an account already.")


class StaffReleasedError(ConflictError):
    """The person is no longer on the staff."""

    code = "identity.staff_released"
    text = gettext_noop("{name} is no longer on the staff.")


class OwnAccountError(ConflictError):
    """Nobody switches off or resets the account with which they act."""

    code = "identity.own_account"
    text = gettext_noop("You cannot do this to your own account.")


class AccountStateError(ConflictError):
    """The account is in that state already."""

    code = "identity.account_state"
    text = gettext_noop("The account is so already.")


class ReasonMissingError(InvalidError):
    """A look at somebody's data needs a reason."""

    code = "identity.reason_missing"
    text = gettext_noop("Say why you need to see these data; it is recorded.")


class TooOftenError(TooManyError):
    """Something was tried too often; `seconds` later it may be tried again."""

    code = "identity.too_often"
    text = gettext_noop("This was tried too often. Please try again after {time}, or ask at the window.")


class MandateError(InvalidError):
    """Something in a mandate is wrong; the problems say what."""

    code = "identity.mandate"
    text = gettext_noop("Please put right what is marked below.")


class AgentUnknownError(InvalidError):
    """No active account of a person has exactly this paper and name; which of them differs is not told."""

    code = "identity.agent_unknown"
    text = gettext_noop(
        "No account of a person has exactly this document and name. Compare both with the document; whoever shall act for "
        "you needs an account of their own first."
    )


class OwnAgentError(InvalidError):
    """Nobody is their own agent."""

    code = "identity.own_agent"
    text = gettext_noop("This is your own account; you need no mandate to act for yourself.")


class MandateGivenError(ConflictError):
    """The same mandate was given before."""

    code = "identity.mandate_given"
    text = gettext_noop("You have given this person the same mandate already.")


class MandateNotFoundError(NotFoundError):
    """No such mandate, or it is somebody else's."""

    code = "identity.mandate_not_found"
    text = gettext_noop("There is no such mandate.")


class MandateOverError(ConflictError):
    """The mandate is withdrawn or expired, or not yet valid, or its principal's account is switched off."""

    code = "identity.mandate_over"
    text = gettext_noop("This mandate is not valid today.")


class AgentActsError(ForbiddenError):
    """What only the principal in person does; an agent cannot pass a mandate on. Law: CIV 169."""

    code = "identity.agent_acts"
    text = gettext_noop("You are acting for somebody. Stop acting for them first, then do this for yourself.")


class ApplicantOnlyError(ForbiddenError):
    """Mandates are between applicants."""

    code = "identity.applicant_only"
    text = gettext_noop("Only accounts of applicants give and hold mandates.")


class RecoveryCodeError(InvalidError):
    """The code is wrong, old, used up, or was never sent; which of these is not told."""

    code = "identity.recovery_code"
    text = gettext_noop(
        "This code is not right, or its {minutes} minutes are over, or it was tried {tries} times. Look for the newest "
        "message, or ask for a new code."
    )


class CorrectionError(InvalidError):
    """Something in a correction of one's own data is wrong; the problems say what."""

    code = "identity.correction"
    text = gettext_noop("Please put right what is marked below.")
