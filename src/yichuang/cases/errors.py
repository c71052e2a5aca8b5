"""What the cases context refuses."""

from yichuang.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, gettext_noop


class CaseNotFoundError(NotFoundError):
    """No such case, or not one that the actor may know of."""

    code = "cases.not_found"
    text = gettext_noop("There is no case with the number {case_no} that you may see.")


class CaseNoMistypedError(InvalidError):
    """The check digit of a case number does not fit."""

    code = "cases.case_no_mistyped"
    text = gettext_noop("The case number {case_no} is mistyped. It has 15 digits; compare it with your receipt.")


class ActNotAllowedError(ConflictError):
    """The act is out of order."""

    code = "cases.act_not_allowed"
    text = gettext_noop("“{act}” is not possible while the case is “{state}”. Possible now: {possible}.")


class CorrectionOnceError(ConflictError):
    """The applicant was told once already. Law: ALL 32(4)."""

    code = "cases.correction_once"
    text = gettext_noop(
        "The applicant has been told once what is missing; the law allows one notice that lists everything. "
        "Accept the application, or refuse it in writing."
    )


class NoticeTooLateError(ConflictError):
    """The five working days for the notice are over. Law: ALL 32(4)."""

    code = "cases.notice_too_late"
    text = gettext_noop(
        "The time to tell what is missing ended on {due_on}. The application counts as accepted since it was received."
    )


class ReasonMissingError(InvalidError):
    """The law wants reasons. Law: ALL 38, 72(7)."""

    code = "cases.reason_missing"
    text = gettext_noop("Give the reasons: the law wants them in writing.")


class NothingMissingError(InvalidError):
    """A notice of what is missing that lists nothing."""

    code = "cases.nothing_missing"
    text = gettext_noop("List everything that is missing or wrong, and say of each what is wrong.")


class MaterialsMissingError(ConflictError):
    """The application is not complete. Law: ALL 32(5)."""

    code = "cases.materials_missing"
    text = gettext_noop(
        "Not complete: {names} not handed in. Tell the applicant once what is missing, and accept when it has come."
    )


class FormInvalidError(InvalidError):
    """Answers of the form are missing or wrong."""

    code = "cases.form_invalid"
    text = gettext_noop("Some answers are missing or not right. Nothing that you typed is lost.")


class MaterialUnknownError(InvalidError):
    """A material that the item does not ask for."""

    code = "cases.material_unknown"
    text = gettext_noop("The item does not ask for a material “{code}”.")


class ItemClosedError(ConflictError):
    """The item takes no applications now. Law: OBE 40."""

    code = "cases.item_closed"
    text = gettext_noop(
        "“{item}” takes no applications in this form now: it was replaced by a newer version, suspended or cancelled. "
        "Open the guide to see what holds."
    )


class DraftNotFoundError(NotFoundError):
    """No such draft of this person."""

    code = "cases.draft_not_found"
    text = gettext_noop("This draft does not exist, or it is not yours.")


class DraftSubmittedError(ConflictError):
    """The draft has become a case."""

    code = "cases.draft_submitted"
    text = gettext_noop("This application was already submitted under the number {case_no}. It cannot be changed here.")


class DraftStaleError(ConflictError):
    """Somebody, or another tab, saved the draft meanwhile."""

    code = "cases.draft_stale"
    text = gettext_noop("This draft was changed in another window. Reload the page to see the newest answers.")


class KeyReusedError(ConflictError):
    """An idempotency key came again with another act."""

    code = "cases.key_reused"
    text = gettext_noop("This request was already used for “{act}”. Reload the page and try again.")


class NotYourCaseError(ForbiddenError):
    """Only the applicant, or a clerk for him, may do this."""

    code = "cases.not_your_case"
    text = gettext_noop("Only the applicant, or a window clerk for the applicant, may do this.")
