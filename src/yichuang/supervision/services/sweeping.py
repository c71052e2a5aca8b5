"""Sweeps: everything that the ledger, the day and the counts say, whether anybody followed along or not."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Count, Q

from yichuang.cases.queries import OpenDays, open_days, stories_after, stories_by_id, stories_of
from yichuang.cases.services import take_news
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.supervision.models import CaseFact, Parked, Progress, Signal
from yichuang.supervision.queries import counts
from yichuang.supervision.queries.book import book
from yichuang.supervision.queries.health import SWEPT
from yichuang.supervision.queries.stories import outlook_for, renewed
from yichuang.supervision.rules import STANDING, Outlook, SignalState, SubjectKind, Way
from yichuang.supervision.rules.counting import Counted, OffHours
from yichuang.supervision.rules.days import Days, lights_of
from yichuang.supervision.rules.limits import Remaining
from yichuang.supervision.services.examining import Examined, edition_id, examine
from yichuang.supervision.services.following import FOLLOWER, lock_examining, take_news_rows
from yichuang.supervision.services.raising import Brought, Wanted, bring_into_line
from yichuang.supervision.services.telling import Ladder

LOT = 500
_READING = "reading"
_STANDING = sorted(state.value for state in STANDING)
Tell = Callable[[int], None]


@dataclass(slots=True)
class Swept:
    """What a sweep did, and what is found in all: signals that stand, by rule."""

    cases: int = 0
    parked: int = 0
    raised: int = 0
    renewed: int = 0
    settled: int = 0
    withdrawn: int = 0
    findings: Mapping[str, int] = field(default_factory=dict)

    def add(self, one: Examined | Brought) -> None:
        """What was done besides."""
        brought = one.brought if isinstance(one, Examined) else one
        if isinstance(one, Examined):
            self.cases += one.cases
        self.raised += brought.raised
        self.renewed += brought.renewed
        self.settled += brought.settled
        self.withdrawn += brought.withdrawn


def sweep(*, actor: Actor, today: date | None = None, tell: Tell = lambda _cases: None) -> Swept:
    """Every case, open day, item and count was looked at under the rules in force; the signals are what they say.

    Each lot is a transaction of its own: a sweep that is stopped goes on where it was, and one that finds nothing new changes
    nothing. Closed cases that were examined under these rules are not read.

    Raises:
        RightMissingError: the actor may not supervise.
    """
    actor.require(Right.SUPERVISE)
    day = today or clock.today()
    done, ladder = Swept(), Ladder(clock.today())
    for one in _read_all(day, ladder):
        done.add(one)
        tell(done.cases)
    done.add(watch_days(actor=actor, today=day))
    done.add(count(actor=actor, today=day))
    done.parked = Parked.objects.count()
    done.findings = findings()
    Progress.objects.update_or_create(name=SWEPT, defaults={"at": clock.now(), "details": {"day": day.isoformat()}})
    return done


def findings() -> dict[str, int]:
    """How many signals stand, by rule."""
    rows = Signal.objects.filter(state__in=_STANDING).values_list("rule").annotate(number=Count("pk")).order_by("rule")
    return dict(rows)


def _read_all(day: date, ladder: Ladder) -> Iterator[Examined]:
    """What was never read, what is new, what was read under other rules, and what could not be read."""
    take_news(FOLLOWER, take_news_rows, size=1, from_now=True)  # what comes from now on is news
    outlook = outlook_for(day)
    while (one := _read_lot(outlook, ladder)) is not None:
        yield one
        outlook = renewed(outlook)
    while take_news(FOLLOWER, take_news_rows, size=LOT):
        pass
    while ids := _stale():
        outlook = renewed(outlook)
        yield _examine_ids(ids, outlook, ladder)
    parked = list(Parked.objects.order_by("pk").values_list("case_no", flat=True))
    for start in range(0, len(parked), LOT):
        outlook = renewed(outlook)
        yield _examine_again(parked[start : start + LOT], outlook, ladder)


@transaction.atomic
def _read_lot(outlook: Outlook, ladder: Ladder) -> Examined | None:
    """The next cases that no reading has come to; None at the end."""
    lock_examining()
    progress, _is_new = Progress.objects.get_or_create(name=_READING, defaults={"at": clock.now()})
    stories = stories_after(progress.case_id, size=LOT)
    if not stories:
        return None
    done = examine(stories, outlook, ladder=ladder)
    progress.case_id, progress.at = stories[-1].case_id, clock.now()
    progress.save(update_fields=["case_id", "at"])
    return done


def _stale() -> list[int]:
    edition = edition_id(book().story_digest)
    rows = CaseFact.objects.filter(Q(edition__lt=edition) | Q(edition__gt=edition))
    # A parked case keeps its old facts, and is not tried for ever.
    parked = Parked.objects.values_list("case_no", flat=True)
    return list(rows.exclude(case_no__in=list(parked)).values_list("pk", flat=True)[:LOT])


@transaction.atomic
def _examine_ids(ids: Sequence[int], outlook: Outlook, ladder: Ladder) -> Examined:
    lock_examining()
    return examine(stories_by_id(ids), outlook, ladder=ladder)


@transaction.atomic
def _examine_again(case_nos: Sequence[str], outlook: Outlook, ladder: Ladder | None = None) -> Examined:
    lock_examining()
    return examine(stories_of(case_nos), outlook, ladder=ladder)


def watch_days(*, actor: Actor, today: date | None = None) -> Brought:
    """Every open case whose lights the day changes has them. Closed cases cost nothing: only due dates of open ones are read.

    Raises:
        RightMissingError: the actor may not supervise.
    """
    actor.require(Right.SUPERVISE)
    day = today or clock.today()
    outlook, ladder = outlook_for(day), Ladder(clock.today())
    numbers = _lit(outlook)
    total = Swept()
    for start in range(0, len(numbers), LOT):
        total.add(_examine_again(numbers[start : start + LOT], outlook, ladder))
    return Brought(total.raised, total.renewed, total.settled, total.withdrawn)


def _lit(outlook: Outlook) -> list[str]:
    """The open cases that the day lights and that have no such signal yet."""
    reminder = next((one.parameters for one in book().by_way(Way.STORY) if isinstance(one.parameters, Remaining)), None)
    wanted: dict[str, set[tuple[str, str]]] = {}
    for one in open_days():
        lights = lights_of(_days(one), outlook, reminder)
        if lights:
            wanted[one.case_no] = lights
    known = set[tuple[str, str, str]]()
    rows = Signal.objects.filter(case_no__in=list(wanted), rule__startswith="time.").exclude(
        state=SignalState.VOID.value
    )
    for case_no, rule, facts in rows.values_list("case_no", "rule", "facts"):
        # A case that was sent up late is late in its step.
        kind = "time.step_overdue" if rule == "time.late_sending_up" else rule
        known.add((case_no, kind, "" if rule == "time.remaining" else str(facts.get("due_on", ""))))
    return sorted(
        case_no for case_no, lights in wanted.items() if any((case_no, *light) not in known for light in lights)
    )


def _days(one: OpenDays) -> Days:
    accepted_on = clock.local(one.accepted_at).date() if one.accepted_at else None
    return Days(one.state, accepted_on, one.next_on, one.promised_on, one.statutory_on, one.step_on)


@transaction.atomic
def count(*, actor: Actor, today: date | None = None) -> Brought:
    """The signals of rules about many cases, and about what is published, are what the counts say now.

    Raises:
        RightMissingError: the actor may not supervise.
    """
    actor.require(Right.SUPERVISE)
    lock_examining()
    outlook = outlook_for(today or clock.today())
    running = book().by_way(Way.COUNT, Way.ITEM)
    wanted = [
        _wanted(one.rule.id, found)
        for one in running
        if one.rule.examine is not None
        for found in one.rule.examine(_given(one.rule.id, one.parameters, outlook.today), one.parameters, outlook)
    ]
    there = Signal.objects.select_for_update(of=("self",)).filter(rule__in=[one.rule.id for one in running])
    return bring_into_line(wanted, list(there.order_by("pk")))


def _given(rule_id: str, parameters: object, today: date) -> object:
    if rule_id == "anomaly.off_hours_bulk" and isinstance(parameters, OffHours):
        return counts.off_hours(parameters)
    if rule_id == "anomaly.no_case_in_a_year":
        return counts.open_items(today)
    return _GIVEN[rule_id]()


_GIVEN: Mapping[str, Callable[[], object]] = {
    "acceptance.refusal_share": counts.years_of_items,
    "anomaly.suspicious_punctuality": counts.years_of_items,
    "publication.incomplete": counts.items_lacking,
    "discretion.differs": counts.like_cases,
}


def _wanted(rule_id: str, found: object) -> Wanted:
    if not isinstance(found, Counted):
        message = "rules about counts give what they counted"
        raise TypeError(message)
    return Wanted(
        rule=rule_id,
        kind=found.kind,
        subject=found.subject,
        place=found.place,
        organisation_id=found.organisation_id,
        lit_on=found.on,
        item_code=found.item_code,
        case_no=found.subject if found.kind is SubjectKind.CASE else "",
        owner_id=found.account_id,
        facts=found.facts,
    )
