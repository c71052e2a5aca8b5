"""Records of watching people at work, and the findings that they open. Law: PRACT 001."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.rights import Right
from yichuang.supervision.errors import DayNotAllowedError, WatchNotFoundError, WordsMissingError
from yichuang.supervision.models import Signal, Watching
from yichuang.supervision.rules import RULE_OF, SubjectKind, WatchKind
from yichuang.supervision.services.raising import Wanted, bring_into_line


@dataclass(frozen=True, slots=True)
class Watch:
    """What was watched: by whom, from which to which day, where (nowhere in particular: None), and what there is to say."""

    kind: WatchKind
    on_day: date
    person: str
    to_day: date | None = None
    organisation_id: int | None = None
    window_id: int | None = None
    notes: str = ""


@transaction.atomic
def record_watch(*, actor: Actor, watch: Watch) -> int:
    """The record stands; its id. Rotas may lie ahead, what was seen lies not.

    Raises:
        RightMissingError: the actor may not supervise.
        WordsMissingError: nobody is named who watched or served.
        DayNotAllowedError: what was seen is dated ahead, or the rota ends before it begins.
    """
    actor.require(Right.SUPERVISE, watch.organisation_id)
    if not watch.person.strip():
        raise WordsMissingError
    to_day, today = watch.to_day or watch.on_day, clock.today()
    is_ahead = watch.on_day > today and watch.kind not in {WatchKind.LEADER_DUTY, WatchKind.DIRECTOR_DAY}
    if is_ahead or to_day < watch.on_day:
        raise DayNotAllowedError(latest=today)
    row = Watching.objects.create(
        kind=watch.kind.value,
        on_day=watch.on_day,
        to_day=to_day,
        organisation_id=watch.organisation_id,
        window_id=watch.window_id,
        person=watch.person.strip(),
        notes=watch.notes.strip(),
        recorded_by_id=actor.account_id,
        at=clock.now(),
    )
    return row.pk


@transaction.atomic
def open_finding(
    *, actor: Actor, watching_id: int, organisation_id: int, problem: str, owner_id: int | None = None
) -> int:
    """What was found is a signal of the body, whose leaders (and the person concerned) are told; its id. The same twice is one.

    Raises:
        RightMissingError: the actor may not supervise.
        WatchNotFoundError: there is no such record.
        WordsMissingError: it is not said what was found.
    """
    actor.require(Right.SUPERVISE, organisation_id)
    # Append-only rows cannot be locked by the application's role; the unique signal keeps two from being one too many.
    row = Watching.objects.filter(pk=watching_id).first()
    if row is None:
        raise WatchNotFoundError
    if not problem.strip():
        raise WordsMissingError
    rule, subject = RULE_OF[WatchKind(row.kind)], f"watching:{row.pk}"
    there = Signal.objects.filter(rule=rule, kind=SubjectKind.FINDING.value, subject=subject)
    same = there.filter(organisation_id=organisation_id, facts__problem=problem.strip()).first()
    if same is not None:
        return same.pk
    place = str(there.count() + 1)
    found = Wanted(
        rule=rule,
        kind=SubjectKind.FINDING,
        subject=subject,
        place=place,
        organisation_id=organisation_id,
        lit_on=row.on_day,
        owner_id=owner_id,
        facts={"problem": problem.strip(), "window": row.window_id},
    )
    bring_into_line([found], [])
    return there.get(place=place).pk
