"""Who must do what next in a case, by when and under which article: one rule that every page and list reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from yichuang.cases.rules.handling import next_act
from yichuang.cases.rules.states import Act, Hearing, State
from yichuang.cases.rules.transitions import TO_ARCHIVE
from yichuang.catalogue.rules import CaseType
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled


class Who(Labelled):
    """Who has the next move."""

    APPLICANT = "applicant", gettext_noop("The applicant")
    CENTRE = "centre", gettext_noop("The centre")
    UPPER = "upper", gettext_noop("The higher body")
    NOBODY = "nobody", gettext_noop("Nobody")


class DutyCode(Labelled):
    """What is to be done next, in words for both sides."""

    RECEIVE = "receive", gettext_noop("The window takes the application in and gives a receipt")
    CHECK = "check", gettext_noop("The window checks whether the application is complete")
    CHECK_CORRECTIONS = "check_corrections", gettext_noop("The window checks the corrections")
    CORRECT = "correct", gettext_noop("The applicant corrects what the notice lists")
    REVIEW = "review", gettext_noop("The department examines the application")
    DECIDE = "decide", gettext_noop("The department decides")
    AWAIT_HEARING = "await_hearing", gettext_noop("The applicant may ask for a hearing; nothing is decided before")
    HOLD_HEARING = "hold_hearing", gettext_noop("The department sets and holds the hearing")
    DECIDE_ON_THE_SPOT = "decide_on_the_spot", gettext_noop("The window decides on the spot")
    END_PROCEDURE = "end_procedure", gettext_noop("The department ends the special procedure and records its result")
    SEND_UP = "send_up", gettext_noop("The department sends the case up to the higher body")
    ANSWER_ABOVE = "answer_above", gettext_noop("The higher body decides; the centre brings its answer back")
    ISSUE = "issue", gettext_noop("The department issues the result")
    DELIVER = "deliver", gettext_noop("The result is handed over or sent")
    ARCHIVE = "archive", gettext_noop("The case is closed; the centre puts it into the archive")
    NOTHING = "nothing", gettext_noop("The case is closed; nothing is left to do")


@dataclass(frozen=True, slots=True)
class Duty:
    """The next move. `act` is the act that fulfils it (of two ways to go on, the usual one); `due_on` None: no day is set."""

    who: Who
    act: Act | None
    due_on: date | None
    law: tuple[str, ...]
    code: DutyCode

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and today > self.due_on


_Row = tuple[Who, DutyCode, tuple[str, ...]]
_DUTIES: Mapping[State, _Row] = MappingProxyType(
    {
        State.SUBMITTED: (Who.CENTRE, DutyCode.RECEIVE, ("AY 36", "AY 42")),
        State.RECEIVED: (Who.CENTRE, DutyCode.CHECK, ("ALL 32",)),
        State.CORRECTION_REQUESTED: (Who.APPLICANT, DutyCode.CORRECT, ("ALL 32",)),
        State.ACCEPTED: (Who.CENTRE, DutyCode.REVIEW, ("ALL 34", "ALL 42")),
        State.IN_REVIEW: (Who.CENTRE, DutyCode.DECIDE, ("ALL 38", "ALL 42")),
        State.GRANTED: (Who.CENTRE, DutyCode.ISSUE, ("ALL 39", "ALL 44")),
        State.DENIED: (Who.CENTRE, DutyCode.DELIVER, ("ALL 38", "ALL 44")),
        State.ISSUED: (Who.CENTRE, DutyCode.DELIVER, ("ALL 44",)),
        State.SPECIAL: (Who.CENTRE, DutyCode.END_PROCEDURE, ("ALL 45",)),
        State.SENT_UP: (Who.UPPER, DutyCode.ANSWER_ABOVE, ("ALL 43",)),
        **dict.fromkeys(TO_ARCHIVE, (Who.CENTRE, DutyCode.ARCHIVE, ("OSR 12",))),
        State.ARCHIVED: (Who.NOBODY, DutyCode.NOTHING, ()),
    }
)


def next_duty(
    state: State,
    case_type: CaseType,
    next_due_on: date | None,
    *,
    is_corrected: bool = False,
    has_results: bool = True,
    has_opinion: bool = True,
    goes_up: bool = False,
) -> Duty:
    """The next move in a case that stands there.

    `is_corrected`: the applicant was told once already, so that the window may not ask again. `has_results` False: the item
    issues nothing besides the decision, which is delivered itself. `has_opinion` False: no reviewer has given an opinion yet.
    `goes_up`: a higher body decides, and has not yet answered.

    Law: ALL 32, 34, 38, 39, 42, 43, 44, 45; OSR 12; AY 36, 42.
    """
    who, code, law = _DUTIES[state]
    act = next_act(state, case_type)
    if state is State.ACCEPTED and case_type is CaseType.INSTANT:
        code, law = DutyCode.DECIDE_ON_THE_SPOT, ("ALL 34", "ALL 38", "ALL 42")
    if state is State.GRANTED and not has_results:
        act, code, law = Act.DELIVER, DutyCode.DELIVER, ("ALL 44",)
    if state is State.RECEIVED and is_corrected:
        code = DutyCode.CHECK_CORRECTIONS
    if state is State.IN_REVIEW and not has_opinion:
        act, code, law = Act.REVIEW, DutyCode.REVIEW, ("ALL 34", "ALL 42")
    elif state is State.IN_REVIEW and goes_up:
        act, code, law = Act.SEND_UP, DutyCode.SEND_UP, ("ALL 35", "ALL 43")
    is_open = act not in {None, Act.ARCHIVE}
    return Duty(who, act, next_due_on if is_open else None, law, code)


def hearing_duty(hearing: Hearing, by: date | None, today: date) -> Duty | None:
    """What comes before the decision of a case under review because of a hearing; None when nothing does.

    `by`: until when the applicant may ask for one, or when he has, until when it is held. Law: ALL 47.
    """
    if hearing is Hearing.ASKED:
        return Duty(Who.CENTRE, Act.STOP, by, ("ALL 47",), DutyCode.HOLD_HEARING)
    if hearing is Hearing.TOLD and by is not None and today <= by:
        return Duty(Who.APPLICANT, Act.ASK_HEARING, by, ("ALL 47",), DutyCode.AWAIT_HEARING)
    return None
