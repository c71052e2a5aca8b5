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


class StandingError(ConflictError):
    """What was granted does not stand so that this could be done to it. Law: ALL 69, 70."""

    code = "cases.standing"
    text = gettext_noop("“{act}” is not possible: what the case granted is “{standing}”.")


class StandsElsewhereError(ConflictError):
    """The case only changed what another one granted."""

    code = "cases.stands_elsewhere"
    text = gettext_noop("This case only changed what case {case_no} granted; revoke, recall or cancel it there.")


class RenewedAlreadyError(ConflictError):
    """Another case has renewed it since this renewal was applied for. Law: ALL 50."""

    code = "cases.renewed_already"
    text = gettext_noop(
        "What {case_no} granted was renewed meanwhile by {by}. Nothing is renewed twice: deny this application, or let the "
        "applicant withdraw it."
    )


class OnlyByLawError(ForbiddenError):
    """The law itself brings it about when a day has passed."""

    code = "cases.only_by_law"
    text = gettext_noop("“{act}” happens by law when the day has passed. Nobody can do it by hand.")


class RecusedError(ForbiddenError):
    """Somebody who has stepped aside acts on the case. Law: ALL 48(1)(3)."""

    code = "cases.recused"
    text = gettext_noop("{name} has stepped aside in this case and takes no further part in it.")


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


class ProperBodyMissingError(InvalidError):
    """An application is refused before it was taken in, and no other body is named. Law: ALL 32(1)(2)."""

    code = "cases.proper_body_missing"
    text = gettext_noop(
        "Name the competent body. An application that was not taken in yet can only be refused because another body is "
        "competent; everything else is checked after the receipt is given."
    )


class NotDeferrableError(ConflictError):
    """A material is to follow later that may not. Law: AY 24."""

    code = "cases.not_deferrable"
    text = gettext_noop("These must be handed in before acceptance, the item does not let them follow later: {names}.")


class NothingAwaitedError(ConflictError):
    """A material is brought that nobody deferred, or that came already."""

    code = "cases.nothing_awaited"
    text = gettext_noop("Nothing is to follow later under “{code}”.")


class DeferredOpenError(ConflictError):
    """A grant while deferred materials are not there yet. Law: AY 24."""

    code = "cases.deferred_open"
    text = gettext_noop("Not yet: these may follow later and have not come: {names}.")


class CommitmentUnfitError(ConflictError):
    """The item is not granted on commitment. Law: AY 25."""

    code = "cases.commitment_unfit"
    text = gettext_noop("“{item}” is not granted on commitment. Accept the application and review it.")


class CommitmentExcludedError(ForbiddenError):
    """The applicant broke a commitment before. Law: AY 25; ZJ 14."""

    code = "cases.commitment_excluded"
    text = gettext_noop(
        "This applicant did not keep an earlier commitment (case {case_no}), so nothing is granted on commitment. "
        "Accept the application and review it."
    )


class NothingToVerifyError(ConflictError):
    """No commitment waits to be checked."""

    code = "cases.nothing_to_verify"
    text = gettext_noop("There is no commitment to check, or it was checked already.")


class DayNotComeError(ConflictError):
    """The law brings it about only after a day that is not over."""

    code = "cases.day_not_come"
    text = gettext_noop("“{act}” does not happen: no day has passed that the law attaches it to.")


class ExpectedDayError(InvalidError):
    """A special procedure that should have ended before it begins, or takes longer than anything does."""

    code = "cases.expected_day"
    text = gettext_noop("The day until which it is expected to take lies between today and {latest}.")


class ProcedureUnfitError(InvalidError):
    """What is no special procedure of its own."""

    code = "cases.procedure_unfit"
    text = gettext_noop("“{procedure}” is not begun so: send the case up to the higher body.")


class TooFewOnSiteError(InvalidError):
    """A visit on site, an inspection, a test or a quarantine by too few. Law: ALL 34, 55."""

    code = "cases.too_few_on_site"
    text = gettext_noop("At least {number} members of staff carry this out together. Name them.")


class HearingPlanError(InvalidError):
    """A hearing without time, place or chair."""

    code = "cases.hearing_plan"
    text = gettext_noop("Say when and where the hearing is held, and who is in the chair.")


class HearingNoticeError(InvalidError):
    """A hearing too soon after its notice. Law: ALL 48(1)(1)."""

    code = "cases.hearing_notice"
    text = gettext_noop("The notice comes at least {days} days before the hearing: not before {earliest}.")


class ChairReviewedError(ForbiddenError):
    """The chair of a hearing reviewed the application. Law: ALL 48(1)(3)."""

    code = "cases.chair_reviewed"
    text = gettext_noop("{name} reviewed this application and cannot be in the chair. Choose somebody else.")


class ChairReviewsError(ForbiddenError):
    """Whoever was in the chair of the hearing reviews the application. Law: ALL 48(1)(3)."""

    code = "cases.chair_reviews"
    text = gettext_noop(
        "{name} was in the chair of the hearing and cannot review this application. Somebody else does."
    )


class HearingAfterEndError(InvalidError):
    """A procedure that should end before its hearing is held."""

    code = "cases.hearing_after_end"
    text = gettext_noop("The hearing is on {held_on}: the procedure cannot be expected to end before it.")


class HearingToldError(ConflictError):
    """The applicant was told of his right to a hearing before."""

    code = "cases.hearing_told"
    text = gettext_noop("The applicant was told of the right to a hearing already.")


class HearingNotOfferedError(ConflictError):
    """A hearing is asked for that was not offered, or was held."""

    code = "cases.hearing_not_offered"
    text = gettext_noop("No hearing can be asked for now.")


class HearingLateError(ConflictError):
    """A hearing is asked for too late. Law: ALL 47."""

    code = "cases.hearing_late"
    text = gettext_noop("A hearing could be asked for until {until}.")


class HearingOpenError(ConflictError):
    """A decision while the applicant may still ask for a hearing, or waits for it. Law: ALL 46, 47."""

    code = "cases.hearing_open"
    text = gettext_noop("Not yet: the applicant may ask for a hearing until {until}, or has asked for one.")


class ExtendedAlreadyError(ConflictError):
    """A second extension. Law: ALL 42."""

    code = "cases.extended_already"
    text = gettext_noop("The limit was extended once already ({extension}); the law knows no second extension.")


class ExtensionLateError(ConflictError):
    """An extension after the limit has passed. Law: ALL 42."""

    code = "cases.extension_late"
    text = gettext_noop("The limit passed on {due_on}; it can only be extended before it ends.")


class NoLimitError(ConflictError):
    """An extension of nothing."""

    code = "cases.no_limit"
    text = gettext_noop("The item sets no limit that could be extended.")


class OpinionMissingError(ConflictError):
    """A decision, or sending up, without review. Law: ALL 34."""

    code = "cases.opinion_missing"
    text = gettext_noop("No reviewer has given an opinion yet. Review the application first.")


class DutiesApartError(ForbiddenError):
    """Somebody reviews what he received, or decides what he reviewed."""

    code = "cases.duties_apart"
    text = gettext_noop("You received or reviewed this application; for this item somebody else does what comes next.")


class NothingToIssueError(ConflictError):
    """A result is issued where there is none."""

    code = "cases.nothing_to_issue"
    text = gettext_noop("There is no result to issue besides the decision; hand the decision over.")


class ResultNotIssuedError(ConflictError):
    """The decision is handed over without the result. Law: ALL 39, 44."""

    code = "cases.result_not_issued"
    text = gettext_noop("“{result}” is to be issued first; then it is handed over with the decision.")


class NotReferredError(ConflictError):
    """A case is sent up that is decided here, or that was sent up before. Law: ALL 43."""

    code = "cases.not_referred"
    text = gettext_noop("This case is not to be sent up: it is decided here, or the higher body has answered already.")


class UpperAnswerMissingError(ConflictError):
    """A decision that the higher body has to take. Law: ALL 43."""

    code = "cases.upper_answer_missing"
    text = gettext_noop("{body} decides in this matter. Send the case up, and bring its answer back first.")


class UpperAnswerContradictedError(ConflictError):
    """A decision against the answer of the higher body."""

    code = "cases.upper_answer_contradicted"
    text = gettext_noop("The higher body decided otherwise ({document}). The decision here follows it.")


class GroundMissingError(InvalidError):
    """An end without a ground that the law knows."""

    code = "cases.ground_missing"
    text = gettext_noop("Choose one of the grounds that the law names.")


class GroundUnfitError(ConflictError):
    """A cancellation of something as expired that is not. Law: ALL 70(1)(1)."""

    code = "cases.ground_unfit"
    text = gettext_noop("“{ground}” does not fit: what was granted {standing}, valid until {until}.")


class OwnBodyError(InvalidError):
    """A refusal because another body is competent that names the refusing one. Law: ALL 32(1)(2)."""

    code = "cases.own_body"
    text = gettext_noop("“{body}” is your own body. Name the one that is competent.")


class AboutUnfitError(InvalidError):
    """An application about something that was not granted so, to somebody else, or is no longer in force. Law: ALL 49, 50."""

    code = "cases.about_unfit"
    text = gettext_noop(
        "{case_no} is not something in force that was granted to this applicant here and that this item could change. "
        "Check the number."
    )


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


class PolicyInvalidError(InvalidError):
    """The local rules of the place do not read as such, or go beyond the law."""

    code = "cases.policy_invalid"
    text = gettext_noop("The file of local rules (YICHUANG_POLICY) has rules that cannot hold.")


class ProofUnreadableError(InvalidError):
    """A text that should be a proof of the ledger is none, or was damaged."""

    code = "cases.proof_unreadable"
    text = gettext_noop("This is not a whole proof of the ledger: line {line} does not read as one.")
