"""What the keeping of accounts refuses."""

from yichuang.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, gettext_noop


class AccountNotFoundError(NotFoundError):
    """No such account, or it is switched off."""

    code = "identity.account_not_found"
    text = gettext_noop("There is no such account.")


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
