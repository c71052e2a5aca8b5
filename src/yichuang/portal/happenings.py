"""What happened in a case, in public words: no names of staff, no opinions; reasons only where they are the applicant's."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from django.utils.translation import gettext

from yichuang.cases.queries import LedgerView
from yichuang.cases.rules import GROUNDS_OF, Act, DeliveryMethod
from yichuang.core import clock
from yichuang.core.actor import ActorKind
from yichuang.core.errors import gettext_noop
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import Procedure, Term
from yichuang.portal.words import term_text
from yichuang.ui.parts import Moment, Tone

HAPPENED: Mapping[Act, tuple[str, Tone]] = MappingProxyType(
    {
        Act.SUBMIT: (gettext_noop("Application submitted"), Tone.INFO),
        Act.RECEIVE: (gettext_noop("Application received, receipt issued"), Tone.INFO),
        Act.REQUEST_CORRECTION: (gettext_noop("Told what is missing"), Tone.WARN),
        Act.CORRECT: (gettext_noop("Corrections handed in"), Tone.INFO),
        Act.FIX: (gettext_noop("Corrected on the spot"), Tone.INFO),
        Act.ACCEPT: (gettext_noop("Application accepted"), Tone.GOOD),
        Act.REFUSE: (gettext_noop("Application not accepted"), Tone.BAD),
        Act.REVIEW: (gettext_noop("Under examination by the department"), Tone.INFO),
        Act.GRANT: (gettext_noop("Decided: granted"), Tone.GOOD),
        Act.DENY: (gettext_noop("Decided: not granted"), Tone.BAD),
        Act.ISSUE: (gettext_noop("Result issued"), Tone.GOOD),
        Act.DELIVER: (gettext_noop("Result handed over or sent"), Tone.GOOD),
        Act.ARCHIVE: (gettext_noop("Case closed and archived"), Tone.NEUTRAL),
        Act.NOT_REQUIRED: (gettext_noop("Told that no application is needed"), Tone.NEUTRAL),
        Act.DEEM_ACCEPTED: (gettext_noop("Counts as accepted, because nobody answered in time"), Tone.GOOD),
        Act.COMMIT: (gettext_noop("Decided: granted on your commitment"), Tone.GOOD),
        Act.SUPPLY: (gettext_noop("Materials that were to follow handed in"), Tone.INFO),
        Act.STOP: (gettext_noop("A special procedure began"), Tone.INFO),
        Act.RESUME: (gettext_noop("The special procedure ended"), Tone.INFO),
        Act.EXTEND: (gettext_noop("Time for the decision extended"), Tone.WARN),
        Act.TELL_HEARING: (gettext_noop("Told of the right to a hearing"), Tone.WARN),
        Act.ASK_HEARING: (gettext_noop("Hearing asked for"), Tone.INFO),
        Act.SEND_UP: (gettext_noop("Sent to the higher body that decides"), Tone.INFO),
        Act.ACKNOWLEDGE: (gettext_noop("Arrived at the higher body"), Tone.INFO),
        Act.BRING_BACK: (gettext_noop("The higher body has answered"), Tone.INFO),
        Act.WITHDRAW: (gettext_noop("Application withdrawn"), Tone.NEUTRAL),
        Act.TERMINATE: (gettext_noop("Closed without a decision"), Tone.BAD),
        Act.LAPSE: (gettext_noop("Closed, because what was still to come did not come in time"), Tone.BAD),
        Act.VERIFY: (gettext_noop("Commitment checked"), Tone.INFO),
        Act.DEEM_RENEWED: (gettext_noop("Counts as renewed, because nothing was decided in time"), Tone.GOOD),
        Act.AMEND: (gettext_noop("What was granted was changed"), Tone.INFO),
        Act.RENEW: (gettext_noop("What was granted was renewed"), Tone.GOOD),
        Act.REVOKE: (gettext_noop("What was granted was revoked"), Tone.BAD),
        Act.RECALL: (gettext_noop("What was granted was recalled in the public interest"), Tone.BAD),
        Act.CANCEL: (gettext_noop("The registration of what was granted was cancelled"), Tone.NEUTRAL),
        Act.RECOUNT: (gettext_noop("Due date counted anew"), Tone.INFO),
    }
)
UNTOLD = frozenset({Act.HAND_OVER, Act.RECUSE})
"""Who has the case in hand is the office's own affair."""
_WITH_REASON = frozenset({Act.REFUSE, Act.DENY, Act.NOT_REQUIRED, Act.LAPSE, Act.TELL_HEARING})


def timeline(rows: Iterable[LedgerView], papers: Mapping[int, tuple[str, str]] | None = None) -> tuple[Moment, ...]:
    """What happened, as far as the applicant is told. `papers` gives the address and name of each paper that an act issued."""
    return told_once(_moment(row, papers or {}) for row in rows)


def told_once(moments: Iterable[Moment | None]) -> tuple[Moment, ...]:
    """The moments that are told, several of the same kind in a row by their first; what more is said of one is kept."""
    told: list[Moment] = []
    for moment in moments:
        if moment is not None and (not told or told[-1].title != moment.title or moment.text != told[-1].text):
            told.append(moment)
    return tuple(told)


def happened(act: Act, at: datetime, text: str = "") -> Moment | None:
    """One act in public words; None for what the public is not told."""
    if act not in HAPPENED:
        return None
    title, tone = HAPPENED[act]
    return Moment(title=gettext(title), at=at, text=text, tone=tone)


def reason_text(row: LedgerView) -> str:
    """Why something was refused or ended: its ground and what was written of it; nothing for other acts."""
    if row.act in _WITH_REASON:
        return row.reason
    grounds = GROUNDS_OF.get(row.act)
    if grounds is None:
        return ""
    ground = _label(grounds, row.details.get("ground"))
    parts = [part for part in (ground, row.reason) if part]
    return gettext(": ").join(parts)


def _moment(row: LedgerView, papers: Mapping[int, tuple[str, str]]) -> Moment | None:
    tells = _TELLS.get(row.act)
    moment = happened(row.act, row.at, tells(row) if tells else reason_text(row))
    if moment is None:
        return None
    issued = row.details.get("papers")
    ids = [one.get("id") for one in issued] if isinstance(issued, list) else []
    url, name = next((papers[one] for one in ids if one in papers), ("", ""))
    return replace(moment, title=_title(row, moment.title), who=_who(row), url=url, url_label=name)


def _who(row: LedgerView) -> str:
    """Whoever applied, by name; the staff by their department, which the page names."""
    return row.actor_name if row.actor_kind == ActorKind.APPLICANT else ""


_COUNTED_ANEW: Mapping[str, str] = MappingProxyType(
    {
        "next": gettext_noop("The calendar of holidays has changed. It was due on {before}; it is now due on {after}."),
        "statutory": gettext_noop(
            "The calendar of holidays has changed. The statutory due date was {before}; it is now {after}."
        ),
    }
)


def _recounted(row: LedgerView) -> str:
    """From which day to which the due date went that is next, or the statutory one; where none moved, whether it may still."""
    before, after = row.details.get("before"), row.details.get("after")
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return ""
    for name, told in _COUNTED_ANEW.items():
        if before.get(name) and after.get(name) and before[name] != after[name]:
            return gettext(told).format(before=before[name], after=after[name])
    if before.get("is_provisional") and not after.get("is_provisional"):
        return gettext("The holidays of the year are announced now; the due dates stay as they are.")
    return ""


def _accepted(row: LedgerView) -> str:
    deferred = row.details.get("deferred")
    if not isinstance(deferred, list) or not deferred:
        return ""
    names = gettext(", ").join(str(one["name"]) for one in deferred)
    return gettext("To follow by {day}: {names}").format(day=deferred[0]["due_on"], names=names)


def _stopped(row: LedgerView) -> str:
    hearing = row.details.get("hearing")
    if isinstance(hearing, dict):
        held_at = clock.local(datetime.fromisoformat(str(hearing["held_at"])))
        told = gettext("Hearing on {day}, {place}")
        return told.format(day=f"{held_at:%Y-%m-%d %H:%M}", place=hearing.get("place", ""))
    told = gettext("{procedure}, expected to end by {day}")
    text = told.format(procedure=_label(Procedure, row.details.get("procedure")), day=row.details.get("expected_on"))
    return text if row.details.get("clocks") else gettext("; ").join((text, gettext("its time is counted")))


def _resumed(row: LedgerView) -> str:
    """What came of a special procedure; of a hearing that was held there is a record among the papers."""
    stop, is_held = row.details.get("stop"), row.details.get("is_held")
    name = _label(Procedure, stop.get("procedure")) if isinstance(stop, dict) else ""
    if is_held:
        return gettext("The hearing was held. Its record is among your papers.")
    if is_held is False:
        return gettext("The hearing was not held: {reason}").format(reason=row.reason)
    return gettext(": ").join(part for part in (name, row.reason) if part)


def _extended(row: LedgerView) -> str:
    by = term_text(Term.parse(str(row.details["extension"])))
    told = gettext("Longer by {term}: {reason}").format(term=by, reason=row.reason)
    due_on = row.details.get("due_on")
    return told if due_on is None else gettext("; ").join((told, gettext("now due {day}").format(day=due_on)))


def _sent_up(row: LedgerView) -> str:
    return str(row.details.get("to", ""))


_SENT: Mapping[str, str] = MappingProxyType(
    {
        DeliveryMethod.WINDOW.value: gettext_noop("Result handed over at the window"),
        DeliveryMethod.POST.value: gettext_noop("Result sent by post"),
        DeliveryMethod.LOCKER.value: gettext_noop("Result put into a collection locker"),
        DeliveryMethod.ELECTRONIC.value: gettext_noop("Result delivered electronically"),
    }
)
"""What is sent has not yet reached anybody, so each way has its own words."""


def _title(row: LedgerView, title: str) -> str:
    """What the row adds to the name of its act."""
    if row.act is Act.ACCEPT and row.details.get("is_deemed"):
        return gettext(HAPPENED[Act.DEEM_ACCEPTED][0])
    if row.act is Act.DELIVER and (sent := _SENT.get(str(row.details.get("method", "")))):
        return gettext(sent)
    return title


def _delivered(row: LedgerView) -> str:
    parts = []
    if number := row.details.get("tracking_no"):
        parts.append(gettext("post number {number}").format(number=number))
    parts += [str(row.details[name]) for name in ("place", "receiver") if row.details.get(name)]
    return gettext("; ").join(parts)


def _verified(row: LedgerView) -> str:
    return (
        gettext("Found true")
        if row.details.get("is_kept")
        else gettext("Found untrue; what was granted on it is to be revoked")
    )


def _renewed(row: LedgerView) -> str:
    until = row.details.get("valid_until")
    told = [gettext("By case {case_no}").format(case_no=row.details["by"])] if row.details.get("by") else []
    return gettext("; ").join([*told, *([gettext("valid until {day}").format(day=until)] if until else [])])


def _cancelled(row: LedgerView) -> str:
    return reason_text(row) or _renewed(row)


def _label(kind: type[Labelled], value: object) -> str:
    return next((gettext(one.label) for one in kind if one.value == value), "")


_TELLS: Mapping[Act, Callable[[LedgerView], str]] = MappingProxyType(
    {
        Act.RECOUNT: _recounted,
        Act.ACCEPT: _accepted,
        Act.STOP: _stopped,
        Act.RESUME: _resumed,
        Act.EXTEND: _extended,
        Act.SEND_UP: _sent_up,
        Act.DELIVER: _delivered,
        Act.VERIFY: _verified,
        Act.AMEND: _renewed,
        Act.RENEW: _renewed,
        Act.CANCEL: _cancelled,
    }
)
