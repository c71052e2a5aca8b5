"""Examining the stories of cases: facts and signals, lot by lot; what cannot be examined is parked and the rest goes on."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from django.db import transaction

from yichuang.cases.queries import CaseStory
from yichuang.cases.rules import OPEN_STATES
from yichuang.core import clock
from yichuang.core.actor import ActorKind
from yichuang.supervision.models import Edition, Parked, Signal
from yichuang.supervision.queries.book import book
from yichuang.supervision.queries.stories import papers_of, story_of, with_letters
from yichuang.supervision.rules import (
    Book,
    Course,
    Facts,
    Found,
    Outlook,
    Story,
    SubjectKind,
    Way,
    course_of,
    facts_of,
)
from yichuang.supervision.services.facts import write_facts
from yichuang.supervision.services.raising import Brought, Wanted, bring_into_line
from yichuang.supervision.services.telling import Ladder, post_that_has

_STAFF = ActorKind.STAFF.value
_REASON = 500
_OPEN = frozenset(state.value for state in OPEN_STATES)
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Examined:
    """What came of a lot: how many were examined, how many parked, which signals changed."""

    cases: int = 0
    parked: int = 0
    brought: Brought = field(default_factory=Brought)


@dataclass(slots=True)
class _Lot:
    facts: list[Facts] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    over: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def examine(stories: Sequence[CaseStory], outlook: Outlook, *, ladder: Ladder | None = None) -> Examined:
    """The facts of these cases and the signals of the rules for single cases are what their ledgers say now.

    Must not run twice at once for one case; followers and sweeps take the same lock.
    """
    if not stories:
        return Examined()
    here = book()
    with_letters(outlook, stories)
    papers = papers_of(stories)
    lot = _Lot()
    for one in stories:
        try:
            _take(lot, story_of(one, papers.get(one.case_no, {})), here, outlook)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one case must not keep the others
            _log.exception("case not examined", extra={"case_no": one.case_no})
            lot.failed[one.case_no] = f"{type(error).__name__}: {error}"[:_REASON]
    write_facts(lot.facts, edition_id(here.story_digest))
    brought = bring_into_line(lot.wanted, _signals_of(lot, here), is_over=frozenset(lot.over), ladder=ladder)
    _park(lot)
    return Examined(len(lot.facts), len(lot.failed), brought)


def _take(lot: _Lot, story: Story, here: Book, outlook: Outlook) -> None:
    course = course_of(story, outlook)
    facts = facts_of(course, outlook)
    wanted = [
        _wanted(course, one.rule.id, found)
        for one in here.by_way(Way.STORY)
        if one.rule.examine is not None
        for found in one.rule.examine(course, one.parameters, outlook)
    ]
    lot.facts.append(facts)
    lot.wanted.extend(wanted)
    if course.decided is not None or story.state not in _OPEN:
        lot.over.add(story.case_no)


def _wanted(course: Course, rule_id: str, found: Found) -> Wanted:
    story = course.story
    return Wanted(
        rule=rule_id,
        kind=SubjectKind.CASE,
        subject=story.case_no,
        place=found.place,
        organisation_id=story.organisation_id,
        lit_on=found.on,
        item_code=story.item_code,
        case_no=story.case_no,
        case_seq=found.seq,
        owner_id=_owner(story, found),
        facts=found.facts,
        has_it=post_that_has(story.state) if story.state in _OPEN else None,
    )


def _owner(story: Story, found: Found) -> int | None:
    """Who did what was found; of what was left undone who has the case in hand, or took it up after that."""
    if found.account_id is not None:
        row = next((one for one in story.rows if one.seq == found.seq), None)
        if row is not None and row.actor_kind == _STAFF:
            return found.account_id
    if story.state in _OPEN:
        return story.handler_id
    after = [row for row in story.rows if row.seq > found.seq and row.actor_kind == _STAFF]
    return after[0].account_id if after else None


def _signals_of(lot: _Lot, here: Book) -> list[Signal]:
    """All signals that examining may have given, locked in one order."""
    numbers = [one.case_no for one in lot.facts]
    rules = [one.rule.id for one in here.by_way(Way.STORY)]
    rows = Signal.objects.select_for_update(of=("self",)).filter(
        case_no__in=numbers, rule__in=rules, kind=SubjectKind.CASE.value
    )
    return list(rows.order_by("pk"))


def _park(lot: _Lot) -> None:
    at = clock.now()
    done = [one.case_no for one in lot.facts]
    Parked.objects.filter(case_no__in=done).delete()
    for case_no, reason in lot.failed.items():
        row, is_new = Parked.objects.get_or_create(
            case_no=case_no, defaults={"reason": reason, "first_at": at, "last_at": at}
        )
        if not is_new:
            row.reason, row.last_at, row.attempts = reason, at, row.attempts + 1
            row.save(update_fields=["reason", "last_at", "attempts"])


@cache
def _known_edition(digest: str) -> int:
    row, _is_new = Edition.objects.get_or_create(
        digest=digest,
        defaults={
            "since": clock.now(),
            "contents": [
                [one.rule.id, one.rule.revision, one.parameters.model_dump(mode="json")] for one in book().running
            ],
        },
    )
    return row.pk


def edition_id(digest: str) -> int:
    """The number of the edition of the rules with that digest."""
    number = _known_edition(digest)
    if not Edition.objects.filter(pk=number, digest=digest).exists():  # taken back with the transaction that made it
        _known_edition.cache_clear()
        number = _known_edition(digest)
    return number
