"""What the cases context refuses."""

from collections.abc import Sequence
from dataclasses import dataclass

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


class CorrectionUnchangedError(FormInvalidError):
    """A correction that changes nothing; the problems say what is expected for each line of the notice."""

    code = "cases.correction_unchanged"
    text = gettext_noop(
        "Nothing has been corrected yet. Change an answer, add a new file or hand in a paper for each point of the notice, "
        "then send it."
    )


class CorrectionOpenError(FormInvalidError):
    """A correction that leaves points of the notice open; the problems name each. Law: ALL 32(5)."""

    code = "cases.correction_open"
    text = gettext_noop("Some points of the notice are still open. Nothing that you typed or added is lost.")


class PaperAwaitedError(ConflictError):
    """An applicant hands papers in online. They are there when the window has them."""

    code = "cases.paper_awaited"
    text = gettext_noop(
        "Papers are handed in at the window. Bring them there: the clerk hands the whole correction in with them."
    )


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


class VersionReplacedError(ItemClosedError):
    """The draft was begun under a version that a newer one has replaced. Details: `item`, `number` of the newest."""

    code = "cases.version_replaced"
    text = gettext_noop(
        "“{item}” was renewed while you were writing. Nothing you typed is lost: go on with the newest version, look over "
        "what has changed, and submit then."
    )


class MandateDoesNotCoverError(ForbiddenError):
    """An agent acts in a matter that is not in the mandate. Law: CIV 162."""

    code = "cases.mandate_does_not_cover"
    text = gettext_noop(
        "Your mandate from {principal} does not cover “{item}”. Ask {principal} to give a mandate for it, or choose to act "
        "for yourself."
    )


class NotServedError(ForbiddenError):
    """The item is for another kind of applicant. Details: `item`, `reason`."""

    code = "cases.not_served"
    text = gettext_noop("You cannot apply for “{item}” so: {reason}. Its guide says who can, and what to do.")


class DraftNotFoundError(NotFoundError):
    """No such draft of this person."""

    code = "cases.draft_not_found"
    text = gettext_noop("This draft does not exist, or it is not yours.")


class NotConfirmedError(ConflictError):
    """The applicant saw the draft on the second screen and has not said that it is right."""

    code = "cases.not_confirmed"
    text = gettext_noop(
        "The applicant was shown the application on the second screen and has not confirmed it as it is now. Ask for the "
        "confirmation there, or tick that the applicant confirmed it otherwise."
    )


class NotFilledInError(ConflictError):
    """Somebody is asked to confirm an application in which answers are missing or wrong."""

    code = "cases.not_filled_in"
    text = gettext_noop("Not yet: these are missing or not right: {names}. Complete them, save, and ask then.")


class DraftSubmittedError(ConflictError):
    """The draft has become a case."""

    code = "cases.draft_submitted"
    text = gettext_noop("This application was already submitted under the number {case_no}. It cannot be changed here.")


@dataclass(frozen=True, slots=True)
class Clash:
    """One value that differs: `place` is "form" or "party", `field` the question or part; the two sides of it."""

    place: str
    field: str
    stored: str | list[str]
    typed: str | list[str]


class DraftStaleError(ConflictError):
    """Somebody, or another tab, saved the draft meanwhile. Details: `revision` that is stored, `saved_at`.

    `clashes` are the values that differ, both as stored and as typed, so that a page can show both. They are no details:
    those may be logged.
    """

    code = "cases.draft_stale"
    text = gettext_noop(
        "This draft was changed in another window. What you typed is not lost: compare it with what is saved, "
        "and save again what should hold."
    )

    def __init__(self, clashes: Sequence[Clash] = (), **details: object) -> None:
        """Keep the two sides."""
        self.clashes = tuple(clashes)
        super().__init__(**details)


class KeyReusedError(ConflictError):
    """An idempotency key came again with another act."""

    code = "cases.key_reused"
    text = gettext_noop("This request was already used for “{act}”. Reload the page and try again.")


class NotYourCaseError(ForbiddenError):
    """Only the applicant, or a clerk for him, may do this."""

    code = "cases.not_your_case"
    text = gettext_noop("Only the applicant, or a window clerk for the applicant, may do this.")


class CaseTakenError(ConflictError):
    """A colleague has the case in hand."""

    code = "cases.taken"
    text = gettext_noop("{name} has this case in hand. Ask for it, or take it away and say why.")


class HandlerUnchangedError(ConflictError):
    """The case is already where it should go."""

    code = "cases.handler_unchanged"
    text = gettext_noop("{name} has this case in hand already.")


class CaseFreeError(ConflictError):
    """Nobody has the case in hand, so nobody can give it back."""

    code = "cases.free"
    text = gettext_noop("Nobody has this case in hand. Whoever takes it has it.")


class HandlerUnfitError(InvalidError):
    """Not somebody who may handle the case."""

    code = "cases.handler_unfit"
    text = gettext_noop(
        "This person handles no cases of the department today. Choose a colleague who holds a post there."
    )


class TakingReasonMissingError(InvalidError):
    """A case is taken away from somebody without a reason."""

    code = "cases.taking_reason_missing"
    text = gettext_noop("{name} has this case in hand. Say why it goes to somebody else.")


class TooManyCasesError(InvalidError):
    """More cases at once than one request may carry."""

    code = "cases.too_many"
    text = gettext_noop("At most {limit} cases can be done at once. Choose fewer.")


class NoteInvalidError(InvalidError):
    """A note that says nothing or too much."""

    code = "cases.note_invalid"
    text = gettext_noop("Write a note of 1 to {limit} characters.")


class TextInvalidError(InvalidError):
    """A standard text without title or wording, or too long."""

    code = "cases.text_invalid"
    text = gettext_noop("Give the text a title and a wording that fit.")


class TextTitleTakenError(ConflictError):
    """Two standard texts of one kind with the same title."""

    code = "cases.text_title_taken"
    text = gettext_noop("There is already a text with the title “{title}”.")


class TextNotFoundError(NotFoundError):
    """No such standard text that the actor may keep."""

    code = "cases.text_not_found"
    text = gettext_noop("There is no such standard text that you may keep.")


class FilterInvalidError(InvalidError):
    """A saved filter without name or with too long a query."""

    code = "cases.filter_invalid"
    text = gettext_noop("Give the filter a name of 1 to {limit} characters.")


class FilterNameTakenError(ConflictError):
    """Two filters of one person with the same name."""

    code = "cases.filter_name_taken"
    text = gettext_noop("You already have a filter with the name “{name}”.")


class TooManyFiltersError(ConflictError):
    """One person's filters have come to their limit."""

    code = "cases.too_many_filters"
    text = gettext_noop("You can keep {limit} filters. Delete one that you no longer need.")


class FilterNotFoundError(NotFoundError):
    """No such filter of this person."""

    code = "cases.filter_not_found"
    text = gettext_noop("This filter does not exist, or it is not yours.")


class ProofUnreadableError(InvalidError):
    """A text that should be a proof of the ledger is none, or was damaged."""

    code = "cases.proof_unreadable"
    text = gettext_noop("This is not a whole proof of the ledger: line {line} does not read as one.")
