"""What the applicant is told of a case besides where it stands: why it takes longer, what he promised, what he may do by when."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from yichuang.cases.queries import CaseView, PledgeView, StopView, last_row, policy
from yichuang.cases.rules import Act, Hearing, PledgeKind, State
from yichuang.cases.rules import Standing as Grant
from yichuang.core import clock
from yichuang.deadlines.rules import Clock as Which
from yichuang.deadlines.rules import Procedure
from yichuang.portal.happenings import reason_text
from yichuang.portal.standings import GRANTS
from yichuang.portal.words import day_text, local, told
from yichuang.ui.parts import Tone

_STOPS = "。.；;"
"""What somebody wrote may end so; the sentence around it has its own full stop."""
_TOLD_ELSEWHERE = frozenset({Procedure.REFERRAL, Procedure.HEARING})
"""The higher body's answer follows with the decision; a hearing has its record among the papers."""
_ENDED = {Grant.REVOKED: Act.REVOKE, Grant.RECALLED: Act.RECALL, Grant.CANCELLED: Act.CANCEL}


@dataclass(frozen=True, slots=True)
class Note:
    """Something to know about the case: what, what it means, and where to do something about it."""

    tone: Tone
    title: str
    text: str = ""
    url: str = ""
    label: str = ""


def notes_of(view: CaseView) -> tuple[Note, ...]:
    """Everything besides the state, what he can do something about first."""
    return tuple(_notes(view))


def to_follow(view: CaseView) -> list[PledgeView]:
    """The materials that he promised to bring and can still bring, the first day first."""
    if view.closed_at is not None:
        return []
    return [one for one in view.pledges if one.kind is PledgeKind.DEFERRED and one.is_kept is None]


def open_stop(view: CaseView) -> StopView | None:
    """The special procedure in which the case is."""
    return next((stop for stop in view.stops if stop.to_day is None), None)


def now_to_do(view: CaseView) -> str:
    """What he must do, or may do by a day, besides what the state says; empty where nothing."""
    if Act.ASK_HEARING in view.possible and view.hearing_by is not None:
        return gettext("If you want a hearing, ask for it by {day}.").format(day=day_text(view.hearing_by))
    if Act.SUPPLY not in view.possible or not (open_ones := to_follow(view)):
        return ""
    names = gettext(", ").join(material_name(view, one) for one in open_ones)
    return gettext("Hand in by {day}: {names}").format(day=day_text(open_ones[0].due_on), names=names)


def material_name(view: CaseView, pledge: PledgeView) -> str:
    """The name of the material that was promised, in the reader's language."""
    found = next((one for one in view.version.content.materials if one.code == pledge.code), None)
    return local(found, "name") if found is not None else pledge.name


def hearing_matter(view: CaseView) -> str:
    """What the hearing would be about, as the notice says."""
    row = last_row(view.ledger, Act.TELL_HEARING)
    return row.reason if row is not None else ""


def proper_body(view: CaseView) -> str:
    """The body to which the refused application belongs, as the notice names it; empty where it names none."""
    row = last_row(view.ledger, Act.REFUSE)
    return str(row.details.get("proper_body") or "") if row is not None else ""


def _notes(view: CaseView) -> Iterator[Note]:
    yield from _ended(view)
    yield from _following(view)
    yield from _heard(view)
    yield from _stopped(view)
    yield from _ended_procedure(view)
    yield from _sent_up(view)
    yield from _committed(view)
    if view.state is State.REFUSED and (body := proper_body(view)):
        yield Note(Tone.INFO, gettext("Apply to: {body}").format(body=told(body)))


def _ended(view: CaseView) -> Iterator[Note]:
    if view.standing not in GRANTS:
        return
    row = last_row(view.ledger, _ENDED[view.standing])
    yield Note(Tone.BAD, gettext(GRANTS[view.standing]), reason_text(row) if row is not None else "")


def _following(view: CaseView) -> Iterator[Note]:
    open_ones = to_follow(view)
    if Act.SUPPLY in view.possible and open_ones:
        yield Note(
            Tone.WARN,
            gettext("Still to come by {day}").format(day=day_text(open_ones[0].due_on)),
            gettext("You promised to bring later: {names}. If it does not come in time: {outcome}.").format(
                names=gettext(", ").join(material_name(view, one) for one in open_ones),
                outcome=gettext(policy().missed_deferral.label),
            ),
            reverse("portal:supply", args=[view.case_no]),
            gettext("Hand it in"),
        )
    elif view.deferred_wish and view.accepted_at is None and view.closed_at is None:
        names = {one.code: local(one, "name") for one in view.version.content.materials}
        listed = gettext(", ").join(names.get(code, code) for code in view.deferred_wish)
        yield Note(
            Tone.INFO,
            gettext("To follow later: {names}").format(names=listed),
            gettext("You promised to bring it later. The notice of acceptance will say by when."),
        )


def _heard(view: CaseView) -> Iterator[Note]:
    if view.hearing is Hearing.TOLD and view.hearing_by is not None and Act.ASK_HEARING in view.possible:
        yield Note(
            Tone.WARN,
            gettext("You may ask for a hearing until {day}").format(day=day_text(view.hearing_by)),
            _hearing_text(hearing_matter(view).rstrip(_STOPS)),
            reverse("portal:ask_hearing", args=[view.case_no]),
            gettext("Ask for a hearing"),
        )
    elif waits_for_hearing(view) and view.hearing_by is not None:
        text = gettext(
            "It is held by {day}. At least {days} days before it you are told when and where. It is decided after the hearing, on "
            "its record."
        )
        told_of = text.format(day=day_text(view.hearing_by), days=policy().hearing_notice_days)
        yield Note(Tone.INFO, gettext("You have asked for a hearing"), told_of)


def _hearing_text(matter: str) -> str:
    """What to know before asking for a hearing; its subject where the notice named one."""
    if not matter:
        return gettext("It costs you nothing, and nothing is decided before that day is over.")
    told = gettext("About: {matter}. It costs you nothing, and nothing is decided before that day is over.")
    return told.format(matter=matter)


def waits_for_hearing(view: CaseView) -> bool:
    """Whether the applicant has asked for a hearing whose day is not yet set, so that nothing is decided. Law: ALL 47, 48."""
    stop = open_stop(view)
    is_set = stop is not None and stop.procedure is Procedure.HEARING
    return view.hearing is Hearing.ASKED and not is_set and view.decided_at is None and view.closed_at is None


def _stopped(view: CaseView) -> Iterator[Note]:
    stop = open_stop(view)
    if stop is None or view.state is not State.SPECIAL:
        return
    title = gettext("Under way: {procedure}").format(procedure=gettext(stop.procedure.label))
    row = next((row for row in view.ledger if row.seq == stop.seq), None)
    plan = row.details.get("hearing") if row is not None else None
    if isinstance(plan, dict):
        held = _instant(str(plan["held_at"]))
        title = gettext("Hearing on {day}, {place}").format(day=held, place=plan.get("place", ""))
    reason = stop.reason.rstrip(_STOPS)
    parts = [reason, clocks_text(stop.clocks)]
    yield Note(Tone.INFO, title, gettext("; ").join(part for part in parts if part))


def _ended_procedure(view: CaseView) -> Iterator[Note]:
    """What came of the last special procedure, until the decision is made."""
    stop = view.stops[-1] if view.stops else None
    if stop is None or stop.to_day is None or stop.procedure in _TOLD_ELSEWHERE:
        return
    if view.state not in {State.ACCEPTED, State.IN_REVIEW}:
        return
    name = gettext(stop.procedure.label)
    title = gettext("Over since {day}: {procedure}").format(day=day_text(stop.to_day), procedure=name)
    yield Note(Tone.INFO, title, gettext("Result: {result}").format(result=stop.result))


def clocks_text(clocks: Collection[Which]) -> str:
    """What a procedure does to the time for the decision while it goes on. Law: ALL 45; BZ 19."""
    stopped = frozenset(clocks)
    if not stopped:
        return gettext("The time for the decision goes on meanwhile.")
    if stopped == {Which.PROMISED}:
        return gettext("Until it is over the promised time stands still; the statutory time goes on.")
    if stopped == {Which.STATUTORY}:
        return gettext("Until it is over the statutory time stands still; the promised time goes on.")
    return gettext("Until it is over the time for the decision stands still.")


def _instant(text: str) -> str:
    return f"{clock.local(datetime.fromisoformat(text)):%Y-%m-%d %H:%M}"


def _sent_up(view: CaseView) -> Iterator[Note]:
    if view.state is State.SENT_UP:
        yield Note(
            Tone.INFO, gettext("It is now at: {body}").format(body=local(view.version.content.handling, "upper_body"))
        )


def _committed(view: CaseView) -> Iterator[Note]:
    for one in view.pledges:
        if one.kind is not PledgeKind.COMMITMENT:
            continue
        if one.is_kept is None:
            text = gettext("Whether you meet what you declared is checked by {day}. Keep what shows it at hand.")
            yield Note(Tone.INFO, gettext("Granted on your commitment"), text.format(day=day_text(one.due_on)))
        elif not one.is_kept and view.standing is Grant.VALID:
            yield Note(
                Tone.BAD,
                gettext("Your commitment was found untrue"),
                gettext("What was granted on it is to be revoked."),
            )
    if view.wishes_commitment and view.accepted_at is None and view.closed_at is None:
        yield Note(
            Tone.INFO, gettext("You asked to be granted on commitment"), gettext("The window decides on it at once.")
        )
