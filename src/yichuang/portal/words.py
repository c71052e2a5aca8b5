"""The public's words: what a state means, what comes next, what happened, terms and days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType

from django.utils.translation import get_language, gettext

from yichuang.cases.queries import LedgerView
from yichuang.cases.rules import Act, State
from yichuang.catalogue.rules.in_english import IN_ENGLISH
from yichuang.core.actor import ActorKind
from yichuang.core.errors import gettext_noop
from yichuang.deadlines.rules import DayCount, Term, Unit
from yichuang.organisations.queries import english_names
from yichuang.ui.parts import Day, Moment, Tone


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
            looked_up=gettext_noop(
                "The application was not accepted. The notice gives the reasons: sign in to read it under “My cases”, or fetch "
                "it at the window."
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
        Act.RECOUNT: (gettext_noop("Due date counted anew"), Tone.INFO),
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


def in_english(text: str) -> str:
    """The English of the name of a body, a theme or a fixed word of the catalogue; empty where there is none."""
    return IN_ENGLISH.get(text) or english_names().get(text, "")


def told(text: str) -> str:
    """A name in the reader's language; in Chinese where English has none."""
    return (in_english(text) if is_english() else "") or text


def step_limit(term: Term) -> str:
    """The limit of one step of the handling."""
    return term_text(term) if term.value else gettext("At once")


def term_text(term: Term) -> str:
    """A term in words."""
    if term.is_on_the_spot:
        return gettext("On the spot")
    one, many, _unit = UNIT_WORDS[term.unit]
    return gettext(one) if term.value == 1 else gettext(many).format(value=term.value)


def timeline(rows: Iterable[LedgerView], papers: Mapping[int, tuple[str, str]] | None = None) -> tuple[Moment, ...]:
    """What happened, in public words: no names of staff, no opinions; reasons only where they are the applicant's.

    To whom the case was handed is the office's own affair and is not told. `papers` gives the address and name of each paper
    that an act issued.
    """
    return told_once(_moment(row, papers or {}) for row in rows)


def told_once(moments: Iterable[Moment | None]) -> tuple[Moment, ...]:
    """The moments that are told, several of the same kind in a row by their first."""
    told: list[Moment] = []
    for moment in moments:
        if moment is not None and (not told or told[-1].title != moment.title):
            told.append(moment)
    return tuple(told)


def happened(act: Act, at: datetime, text: str = "") -> Moment | None:
    """One act in public words; None for what the public is not told."""
    if act not in _HAPPENED:
        return None
    title, tone = _HAPPENED[act]
    return Moment(title=gettext(title), at=at, text=text, tone=tone)


def _moment(row: LedgerView, papers: Mapping[int, tuple[str, str]]) -> Moment | None:
    moment = happened(row.act, row.at, _told_text(row))
    if moment is None:
        return None
    if row.act is Act.ACCEPT and row.actor_kind == ActorKind.SYSTEM:
        moment = replace(moment, title=gettext("Counts as accepted, because nobody answered in time"))
    issued = row.details.get("papers")
    ids = [one.get("id") for one in issued] if isinstance(issued, list) else []
    url, name = next((papers[one] for one in ids if one in papers), ("", ""))
    return replace(moment, who=_who(row), url=url, url_label=name)


def _who(row: LedgerView) -> str:
    """Whoever applied, by name; the staff by their department, which the page names."""
    return row.actor_name if row.actor_kind == ActorKind.APPLICANT else ""


def _told_text(row: LedgerView) -> str:
    if row.act is Act.RECOUNT:
        return _recounted(row.details)
    return row.reason if row.act in _WITH_REASON else ""


def _recounted(details: Mapping[str, object]) -> str:
    """From which day to which the next due date went."""
    before, after = details.get("before"), details.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict) and before.get("next") and after.get("next")):
        return ""
    told = gettext("The calendar of holidays has changed. It was due on {before}; it is now due on {after}.")
    return told.format(before=before["next"], after=after["next"])


def days(counts: Iterable[DayCount]) -> tuple[Day, ...]:
    """The days of a count with the reason for each, and the holiday where there is one."""
    return tuple(Day(one.day, one.counted, one.ordinal, _reason(one)) for one in counts)


def _reason(one: DayCount) -> str:
    reason = gettext(one.reason.label)
    return gettext("{holiday}: {reason}").format(holiday=one.name, reason=reason) if one.name else reason


def day_text(day: date) -> str:
    """A civil day as it is written everywhere."""
    return day.isoformat()
