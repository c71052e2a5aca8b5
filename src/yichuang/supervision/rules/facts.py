"""One narrow row of facts for each case, and what it adds to the counts of months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from yichuang.cases.rules import Act, Channel
from yichuang.catalogue.rules import CaseType
from yichuang.core.actor import ActorKind
from yichuang.supervision.rules.courses import Course
from yichuang.supervision.rules.stories import Outlook, Row

_FORM_ACTS = frozenset({Act.SUBMIT.value, Act.CORRECT.value, Act.FIX.value})
_STAFF = ActorKind.STAFF.value
_HAS_DAYS = 2
"""Of a shorter limit the last day is an ordinary one to decide on."""


class Facts(NamedTuple):
    """What is counted of a case. Days are civil days, `..._days` working days; `outcome` is the act that ended or decided it.

    `is_on_time`: decided not later than the promised day (else the statutory one), stops left out; None while undecided or where
    there is no limit. `on_due_day`: on that very day, in a case that had days. `likeness`: digest of the answers, where decided
    by an official. `decided_minute`: the minute of the day, `on_day_off`: no working day. `is_on_spot`: over within the day it was filed.
    """

    case_id: int
    case_no: str
    version_id: int
    organisation_id: int
    item_code: str
    case_type: str
    channel: str
    filed_on: date
    accepted_on: date | None
    decided_on: date | None
    closed_on: date | None
    outcome: str
    is_on_time: bool | None
    is_early: bool
    on_due_day: bool
    is_on_spot: bool
    days_used: int
    promised_days: int
    statutory_days: int
    corrections: int
    stops: int
    decided_by: int | None
    decided_minute: int
    on_day_off: bool
    likeness: str
    seq: int


def facts_of(course: Course, outlook: Outlook) -> Facts:
    """The facts of the case."""
    story, decided, closed = course.story, course.decided, course.closed
    first = story.rows[0]
    due_on = course.final.binding_on if decided else None
    used, promised, statutory = _days(course, outlook) if decided and course.accepted_on else (0, 0, 0)
    is_by_hand = decided is not None and decided.actor_kind == _STAFF
    return Facts(
        case_id=story.case_id,
        case_no=story.case_no,
        version_id=story.version_id,
        organisation_id=story.organisation_id,
        item_code=story.item_code,
        case_type=story.case_type,
        channel=story.channel,
        filed_on=first.on,
        accepted_on=course.accepted_on,
        decided_on=decided.on if decided else None,
        closed_on=closed.on if closed else None,
        outcome=decided.act if decided else closed.act if closed else "",
        is_on_time=decided.on <= due_on if decided and due_on else None,
        is_early=bool(decided and due_on and decided.on < due_on),
        on_due_day=bool(decided and due_on and promised >= _HAS_DAYS and decided.on == due_on),
        is_on_spot=closed is not None and closed.on == first.on,
        days_used=used,
        promised_days=promised,
        statutory_days=statutory,
        corrections=sum(row.act == Act.REQUEST_CORRECTION.value for row in story.rows),
        stops=len(course.stopped),
        decided_by=decided.account_id if decided and is_by_hand else None,
        decided_minute=decided.at.hour * 60 + decided.at.minute if decided else 0,
        on_day_off=is_by_hand and decided is not None and not outlook.calendar.is_working_day(decided.on),
        likeness=_likeness(story.rows) if is_by_hand else "",
        seq=story.seq,
    )


def _days(course: Course, outlook: Outlook) -> tuple[int, int, int]:
    """Working days used (stops left out), promised and allowed by law without extension and stops."""
    decided, accepted_on, calendar = course.decided, course.accepted_on, outlook.calendar
    if decided is None or accepted_on is None or course.story.case_type == CaseType.INSTANT.value:
        return 0, 0, 0
    used = calendar.working_days_between(accepted_on, max(decided.on, accepted_on))
    for stop in course.stops:
        until = min(stop.to_day or decided.on, decided.on)
        if stop.clocks and stop.from_day < until:
            used -= calendar.working_days_between(stop.from_day, until)
    promised_on, statutory_on = course.final.promised_first_on, course.final.statutory_first_on
    promised = calendar.working_days_between(accepted_on, promised_on) if promised_on else 0
    statutory = calendar.working_days_between(accepted_on, statutory_on) if statutory_on else promised
    return max(used, 0), promised, statutory


def _likeness(rows: tuple[Row, ...]) -> str:
    """The digest of the answers as they stood at last; 32 characters tell all cases of a centre apart."""
    for row in reversed(rows):
        if row.act in _FORM_ACTS and row.details.get("form_digest"):
            return str(row.details["form_digest"])[:32]
    return ""


COUNTERS = (
    "filed", "accepted", "refused", "corrected", "decided", "granted", "denied", "closed", "on_spot", "promised_decided",
    "limited", "on_time", "early", "on_due_day", "days_used", "promised_days", "statutory_days", "instant_accepted", "online_filed",
)  # fmt: skip
"""What is counted by month, body, item, kind of case and channel; each in the month of its own day (refusals and corrections in that of filing)."""


class Slot(NamedTuple):
    """Where a case is counted."""

    month: date
    organisation_id: int
    item_code: str
    case_type: str
    channel: str


def counts_of(facts: Facts) -> dict[Slot, dict[str, int]]:
    """What the case adds, by slot."""
    found: dict[Slot, dict[str, int]] = {}
    _add(found, facts, facts.filed_on, _filed(facts))
    if facts.accepted_on:
        is_instant = facts.case_type == CaseType.INSTANT.value
        _add(found, facts, facts.accepted_on, {"accepted": 1, "instant_accepted": int(is_instant)})
    if facts.decided_on:
        _add(found, facts, facts.decided_on, _decided(facts))
    if facts.closed_on:
        _add(found, facts, facts.closed_on, {"closed": 1, "on_spot": int(facts.is_on_spot)})
    return found


def _filed(facts: Facts) -> dict[str, int]:
    return {
        "filed": 1,
        "refused": int(facts.outcome == Act.REFUSE.value),
        "corrected": int(facts.corrections > 0),
        "online_filed": int(facts.channel != Channel.WINDOW.value),
    }


def _decided(facts: Facts) -> dict[str, int]:
    is_promised = facts.case_type == CaseType.PROMISED.value
    return {
        "decided": 1,
        "granted": int(facts.outcome != Act.DENY.value),
        "denied": int(facts.outcome == Act.DENY.value),
        "promised_decided": int(is_promised),
        "limited": int(facts.is_on_time is not None),
        "on_time": int(bool(facts.is_on_time)),
        "early": int(facts.is_early),
        "on_due_day": int(facts.on_due_day),
        "days_used": facts.days_used,
        "promised_days": facts.promised_days,
        "statutory_days": facts.statutory_days,
    }


def _add(found: dict[Slot, dict[str, int]], facts: Facts, day: date, counts: Mapping[str, int]) -> None:
    slot = Slot(day.replace(day=1), facts.organisation_id, facts.item_code, facts.case_type, facts.channel)
    into = found.setdefault(slot, {})
    for name, number in counts.items():
        if number:
            into[name] = into.get(name, 0) + number


@dataclass(frozen=True, slots=True)
class Change:
    """The difference that lots of cases make to the counts: what they add, less what they added before."""

    slots: dict[Slot, dict[str, int]]

    @classmethod
    def between(cls, before: list[Facts], after: list[Facts]) -> "Change":
        """What the facts now add beyond those before; slots without a difference are left out."""
        slots: dict[Slot, dict[str, int]] = {}
        for sign, many in ((-1, before), (1, after)):
            for facts in many:
                for slot, counts in counts_of(facts).items():
                    into = slots.setdefault(slot, {})
                    for name, number in counts.items():
                        into[name] = into.get(name, 0) + sign * number
        moved = {slot: {name: number for name, number in counts.items() if number} for slot, counts in slots.items()}
        return cls({slot: counts for slot, counts in moved.items() if counts})
