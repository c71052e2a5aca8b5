"""What the portal refuses."""

from yichuang.core.errors import ForbiddenError, gettext_noop


class StaffAccountError(ForbiddenError):
    """Members of staff do not apply through their staff account."""

    code = "portal.staff_account"
    text = gettext_noop(
        "You are signed in as staff. These pages are for applicants: applications at the window are taken in at the staff "
        "desk, and for your own affairs you sign in with your own account."
    )
