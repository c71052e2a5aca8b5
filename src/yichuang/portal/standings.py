"""What a state means for the applicant: where things stand, what he does now, and what the next day is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from yichuang.cases.rules import Standing as Grant
from yichuang.cases.rules import State
from yichuang.core.errors import gettext_noop
from yichuang.ui.parts import Tone


@dataclass(frozen=True, slots=True)
class Standing:
    """What a state means for the applicant; English sources to be translated where shown.

    `looked_up` is said instead of `now` to whoever looks the case up by number and name, and does not see its papers.
    """

    tone: Tone
    now: str
    next: str
    due_label: str = ""
    looked_up: str = ""


_NOTHING_TO_DO = gettext_noop("You need do nothing now.")

IN_ARCHIVE = gettext_noop("The case is closed and its file is in the archive.")

STANDINGS: Mapping[State, Standing] = MappingProxyType(
    {
        State.SUBMITTED: Standing(
            Tone.INFO,
            gettext_noop("Your application has reached us. The window will take it in and issue a receipt."),
            _NOTHING_TO_DO,
            gettext_noop("The window takes it in by"),
        ),
        State.RECEIVED: Standing(
            Tone.INFO,
            gettext_noop(
                "The window has your application and is checking it. Within {notice} of its arrival you are told whether it is "
                "accepted, or everything that is missing, all at once. If you are told nothing within {silence}, it counts as "
                "accepted from the day on which it arrived."
            ),
            _NOTHING_TO_DO,
            gettext_noop("You hear from us by"),
        ),
        State.CORRECTION_REQUESTED: Standing(
            Tone.WARN,
            gettext_noop(
                "Some things are missing or not right. Everything is listed below; nothing more will be asked."
            ),
            gettext_noop("Correct everything listed and hand it in."),
            gettext_noop("Correct it by"),
            gettext_noop(
                "Some things are missing or not right. The notice lists everything: sign in and look under “My cases”, or ask at "
                "the window."
            ),
        ),
        State.ACCEPTED: Standing(
            Tone.INFO,
            gettext_noop("Your application is accepted. The time for the decision is running."),
            _NOTHING_TO_DO,
            gettext_noop("Decision by"),
        ),
        State.IN_REVIEW: Standing(
            Tone.INFO,
            gettext_noop("The department is examining your application and will then decide."),
            _NOTHING_TO_DO,
            gettext_noop("Decision by"),
        ),
        State.GRANTED: Standing(
            Tone.GOOD,
            gettext_noop("Your application is granted. The decision stands below under “Papers”."),
            gettext_noop("Wait until the result is handed over or sent to you."),
            gettext_noop("The result is with you by"),
            gettext_noop(
                "Your application is granted. Sign in to download the decision under “My cases”, or fetch it at the window."
            ),
        ),
        State.DENIED: Standing(
            Tone.BAD,
            gettext_noop("Your application is not granted. The decision below gives the reasons."),
            gettext_noop("If you disagree, you may apply for reconsideration or go to court, as the decision says."),
            gettext_noop("The decision is with you by"),
            gettext_noop(
                "Your application is not granted. The decision gives the reasons: sign in to read it under “My cases”, or "
                "fetch it at the window."
            ),
        ),
        State.ISSUED: Standing(
            Tone.GOOD,
            gettext_noop("Your application is granted, and the result is issued."),
            gettext_noop("Collect it at the window with your identity document, or wait for it to be sent."),
            gettext_noop("The result is with you by"),
        ),
        State.DELIVERED: Standing(
            Tone.NEUTRAL,
            gettext_noop("The case is closed: the decision has been handed over or sent."),
            _NOTHING_TO_DO,
        ),
        State.REFUSED: Standing(
            Tone.BAD,
            gettext_noop("The application was not accepted. The notice below gives the reasons."),
            gettext_noop(
                "You may apply again once the reasons no longer hold. The notice says what you can do against it."
            ),
            looked_up=gettext_noop(
                "The application was not accepted. The notice gives the reasons: sign in to read it under “My cases”, or fetch "
                "it at the window."
            ),
        ),
        State.ARCHIVED: Standing(
            Tone.NEUTRAL,
            IN_ARCHIVE,
            _NOTHING_TO_DO,
        ),
        State.SPECIAL: Standing(
            Tone.INFO,
            gettext_noop(
                "Before it decides, the department needs something that takes time of its own; what it is stands below."
            ),
            gettext_noop("You need do nothing now, unless the notice asks you to take part."),
            gettext_noop("Expected to end by"),
            gettext_noop(
                "Before it decides, the department needs something that takes time of its own, such as a test or a hearing. The "
                "notice says what it is."
            ),
        ),
        State.SENT_UP: Standing(
            Tone.INFO,
            gettext_noop(
                "Your application was examined here and is now, with all materials, at the higher body that decides. Nothing is "
                "asked of you again."
            ),
            _NOTHING_TO_DO,
            gettext_noop("Its answer is expected by"),
        ),
        State.NOT_REQUIRED: Standing(
            Tone.NEUTRAL,
            gettext_noop(
                "For what you want to do, no application is needed. The notice below gives the reason; the case is closed."
            ),
            gettext_noop("You need not apply again. If anything is not clear, ask the window."),
            looked_up=gettext_noop(
                "For what you want to do, no application is needed; the case is closed. The notice gives the reason: sign in to "
                "read it under “My cases”, or fetch it at the window."
            ),
        ),
        State.WITHDRAWN: Standing(
            Tone.NEUTRAL,
            gettext_noop("The application was withdrawn and the case is closed. Nothing was decided."),
            gettext_noop("You may apply again at any time."),
        ),
        State.TERMINATED: Standing(
            Tone.BAD,
            gettext_noop(
                "The case could not go on and was closed without a decision. The notice below gives the reasons."
            ),
            gettext_noop(
                "If you disagree, the notice says what you can do. You may apply again once the reasons no longer hold."
            ),
            looked_up=gettext_noop(
                "The case could not go on and was closed without a decision. The notice gives the reasons: sign in to read it "
                "under “My cases”, or fetch it at the window."
            ),
        ),
        State.LAPSED: Standing(
            Tone.BAD,
            gettext_noop(
                "What was still to come did not come in time, so the case is closed. The notice below says what follows."
            ),
            gettext_noop("You may apply again; your answers of this case can be used again."),
            looked_up=gettext_noop(
                "What was still to come did not come in time, so the case is closed. The notice says what follows: sign in to "
                "read it under “My cases”, or fetch it at the window."
            ),
        ),
    }
)

GRANTS: Mapping[Grant, str] = MappingProxyType(
    {
        Grant.REVOKED: gettext_noop("What was granted has been revoked: it must not be used any more."),
        Grant.RECALLED: gettext_noop(
            "What was granted has been recalled in the public interest: it must not be used any more. For a loss you may ask for "
            "compensation."
        ),
        Grant.CANCELLED: gettext_noop("What was granted is no longer valid: its registration was cancelled."),
    }
)
"""What the applicant is told once that which he was granted does not hold any more. Law: ALL 8, 69, 70."""
