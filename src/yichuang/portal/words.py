"""The public's words: what a state means, what comes next, what happened, terms and days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from django.utils.translation import get_language, gettext

from yichuang.cases.queries import LedgerView
from yichuang.cases.rules import Act, State
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import DayCount, Term, Unit
from yichuang.ui.parts import Day, Moment, Tone


@dataclass(frozen=True, slots=True)
class Standing:
    """What a state means for the applicant; English sources to be translated where shown."""

    tone: Tone
    now: str
    next: str
    due_label: str = ""


_NOTHING_TO_DO = gettext_noop("You need do nothing now.")

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
                "The window has received your application and is checking it. Within five working days you are told whether "
                "it is accepted, or everything that is missing, all at once. If you are told nothing in that time, it counts "
                "as accepted from the day it was received."
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
            gettext_noop("Your application is granted. You can fetch the decision under “My cases”, or at the window."),
            gettext_noop("Wait until the result is handed over or sent to you."),
            gettext_noop("The result is with you by"),
        ),
        State.DENIED: Standing(
            Tone.BAD,
            gettext_noop("Your application is not granted. The decision below gives the reasons."),
            gettext_noop("If you disagree, you may apply for reconsideration or go to court, as the decision says."),
            gettext_noop("The decision is with you by"),
        ),
        State.ISSUED: Standing(
            Tone.GOOD,
            gettext_noop("The result is issued."),
            gettext_noop("Collect it at the window with your identity document, or wait for it to be sent."),
            gettext_noop("The result is with you by"),
        ),
        State.DELIVERED: Standing(
            Tone.GOOD,
            gettext_noop("The case is closed: the result has been handed over."),
            _NOTHING_TO_DO,
        ),
        State.REFUSED: Standing(
            Tone.BAD,
            gettext_noop("The application was not accepted. The notice below gives the reasons."),
            gettext_noop(
                "You may apply again once the reasons no longer hold. The notice says what you can do against it."
            ),
        ),
        State.ARCHIVED: Standing(
            Tone.NEUTRAL,
            gettext_noop("The case is closed and its file is in the archive."),
            _NOTHING_TO_DO,
        ),
    }
)

_HAPPENED: Mapping[Act, tuple[str, Tone]] = MappingProxyType(
    {
        Act.SUBMIT: (gettext_noop("Application submitted"), Tone.INFO),
        Act.RECEIVE: (gettext_noop("Application received, receipt issued"), Tone.INFO),
        Act.REQUEST_CORRECTION: (gettext_noop("Told what is missing"), Tone.WARN),
        Act.CORRECT: (gettext_noop("Corrections handed in"), Tone.INFO),
        Act.ACCEPT: (gettext_noop("Application accepted"), Tone.GOOD),
        Act.REFUSE: (gettext_noop("Application not accepted"), Tone.BAD),
        Act.REVIEW: (gettext_noop("Under examination by the department"), Tone.INFO),
        Act.GRANT: (gettext_noop("Decided: granted"), Tone.GOOD),
        Act.DENY: (gettext_noop("Decided: not granted"), Tone.BAD),
        Act.ISSUE: (gettext_noop("Result issued"), Tone.GOOD),
        Act.DELIVER: (gettext_noop("Result handed over"), Tone.GOOD),
        Act.ARCHIVE: (gettext_noop("Case closed and archived"), Tone.NEUTRAL),
    }
)
_WITH_REASON = frozenset({Act.REFUSE, Act.DENY})

UNIT_WORDS: Mapping[Unit, tuple[str, str, str]] = MappingProxyType(
    {
        Unit.WORKING_DAY: (
            gettext_noop("1 working day"),
            gettext_noop("{value} working days"),
            gettext_noop("working days"),
        ),
        Unit.CALENDAR_DAY: (gettext_noop("1 day"), gettext_noop("{value} days"), gettext_noop("days")),
        Unit.HOUR: (gettext_noop("1 hour"), gettext_noop("{value} hours"), gettext_noop("hours")),
    }
)


def is_english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "").startswith("en")


def local(thing: object, name: str) -> str:
    """`thing.<name>`, or `thing.<name>_en` where English is read and there is one."""
    english = getattr(thing, f"{name}_en", "") if is_english() else ""
    return str(english or getattr(thing, name))


def is_foreign(thing: object, name: str) -> bool:
    """Whether `local` shows Chinese to a reader of English."""
    return is_english() and not getattr(thing, f"{name}_en", "")


def term_text(term: Term) -> str:
    """A term in words."""
    if term.is_on_the_spot:
        return gettext("On the spot")
    one, many, _unit = UNIT_WORDS[term.unit]
    return gettext(one) if term.value == 1 else gettext(many).format(value=term.value)


def timeline(rows: Iterable[LedgerView]) -> tuple[Moment, ...]:
    """What happened, in public words: no names of staff, no opinions; reasons only where they are the applicant's."""
    return told_once(happened(row.act, row.at, row.reason if row.act in _WITH_REASON else "") for row in rows)


def told_once(moments: Iterable[Moment]) -> tuple[Moment, ...]:
    """The moments, several of the same kind in a row told by their first."""
    told: list[Moment] = []
    for moment in moments:
        if not told or told[-1].title != moment.title:
            told.append(moment)
    return tuple(told)


def happened(act: Act, at: datetime, text: str = "") -> Moment:
    """One act in public words."""
    title, tone = _HAPPENED[act]
    return Moment(title=gettext(title), at=at, text=text, tone=tone)


def days(counts: Iterable[DayCount]) -> tuple[Day, ...]:
    """The days of a count with the reason for each, and the holiday where there is one."""
    return tuple(Day(one.day, one.counted, one.ordinal, _reason(one)) for one in counts)


def _reason(one: DayCount) -> str:
    reason = gettext(one.reason.label)
    return gettext("{holiday}: {reason}").format(holiday=one.name, reason=reason) if one.name else reason


def day_text(day: date) -> str:
    """A civil day as it is written everywhere."""
    return day.isoformat()
