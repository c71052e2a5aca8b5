"""Simulating a year."""

from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing import get_context
from multiprocessing.queues import SimpleQueue

from django.conf import settings
from django.db import connection
from django.db.models import F

from yichuang.cases.queries.policy import policy
from yichuang.cases.services.bulk import Body, Patterns
from yichuang.catalogue.queries import get_version, list_items
from yichuang.catalogue.services.bulk import leave_published
from yichuang.core import clock
from yichuang.core.actor import Actor, ActorKind
from yichuang.core.errors import ForbiddenError
from yichuang.core.paging import every
from yichuang.deadlines.queries import calendar_for
from yichuang.organisations.queries import get_organisation, list_organisations
from yichuang.simulation.errors import ClockError, NobodyThereError, RealCasesError, YearThereError
from yichuang.simulation.models import Year
from yichuang.simulation.rules.arrivals import Arrivals
from yichuang.simulation.rules.chronicle import Entry, Plan, chronicle
from yichuang.simulation.rules.habits import OF_ITEMS, Tally
from yichuang.simulation.rules.lives import Item, Life
from yichuang.simulation.rules.parameters import DEFAULT, Parameters
from yichuang.simulation.rules.roads import Roads
from yichuang.simulation.rules.troubles import GUIDES, PROFILES, Profile, Troubles
from yichuang.simulation.services.acting import Applicants, Hand
from yichuang.simulation.services.staff import staff
from yichuang.simulation.services.writers import Breach, Bulk, act_by_act, days_of

BY_ACTS = 500
"""Up to so many cases are led through the services act by act, unless it is said otherwise."""
_FICTITIOUS = "99"
"""How the code of a region begins that does not exist: those of GB/T 2260 end with 82."""
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Simulated:
    """What was made."""

    year: int
    seed: str
    cases: int
    lessons: int
    is_in_bulk: bool
    breaches: tuple[Breach, ...] = ()


@dataclass(slots=True)
class Work:
    """Everything that lives are made of and written with here."""

    troubles: Troubles
    plan: Plan
    hand: Hand
    bodies: dict[int, Body]
    until: datetime
    first_serial: int = 0

    @property
    def roads(self) -> Roads:
        """How lives go."""
        return self.troubles.roads

    def acts(self, places: Collection[int]) -> Iterator[tuple[Entry, int]]:
        """The acts of the lives of those items, in order."""
        return chronicle(self.plan, self.troubles.life, places=places, until=self.until, local=days_of)

    def noting(self, tally: Tally) -> Callable[[Life], None]:
        """Notes the lives of items that have a habit."""
        habits, items = self.troubles.habits, self.roads.arrivals.items
        by_code = {items[place].code: rule for place, rule in habits.items()}

        def note(life: Life) -> None:
            rule = by_code.get(life.item.code)
            if rule is not None:
                tally.note(rule, life, self.until, self.roads)

        return note


@dataclass(slots=True)
class Made:
    """What one writer has done."""

    lessons: int = 0
    breaches: list[Breach] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)

    def add(self, other: "Made") -> None:
        """And what another one has."""
        self.lessons += other.lessons
        self.breaches += other.breaches
        self.tally.add(other.tally)


def simulate(  # noqa: PLR0913 - each says something about the year, and all but two may be left out
    *,
    actor: Actor,
    year: int,
    cases: int,
    seed: str = "1",
    is_in_bulk: bool | None = None,
    hands: int = 1,
    until: datetime | None = None,
    items: Collection[str] | None = None,
    parameters: Parameters = DEFAULT,
    profile: Profile = PROFILES["clean"],
    tell: Tell = lambda _written: None,
) -> Simulated:
    """The centre has so many cases of that year more, each at its own simulated instants up to now, or up to `until`.

    `is_in_bulk` None: by services what is few, in bulk what is many. `hands`: how many processes write in bulk.
    `items`: only these are asked for, by their codes.

    Raises:
        ForbiddenError: the actor is not the system.
        RealCasesError, ClockError: this is no place for invented cases.
        YearThereError: the year of the seed was simulated before.
        NobodyThereError: no item is open.
    """
    if actor.kind is not ActorKind.SYSTEM:
        raise ForbiddenError
    _require_fictitious()
    row = _begin(year, seed, cases, profile)
    in_bulk = cases > BY_ACTS if is_in_bulk is None else is_in_bulk
    work = _work(Arriving(year, seed, cases, items), until or clock.now(), parameters, profile)
    _leave_incomplete(work, actor)
    made = (_in_bulk if in_bulk else _by_acts)(work, hands, _counting(row, tell))
    Year.objects.filter(pk=row.pk).update(finished_at=clock.now())
    return Simulated(year, seed, cases, made.lessons, in_bulk, (*_of_items(work, made.tally), *made.breaches))


def _require_fictitious() -> None:
    if not settings.ALLOW_SIMULATED_TIME:
        raise ClockError
    for body in list_organisations():
        if not body.region_code.startswith(_FICTITIOUS):
            raise RealCasesError(body=body.name)


def _begin(year: int, seed: str, cases: int, profile: Profile) -> Year:
    found = Year.objects.filter(year=year, seed=seed).first()
    if found is not None:
        raise YearThereError(year=year, seed=seed, written=found.written, cases=found.cases)
    return Year.objects.create(year=year, seed=seed, cases=cases, profile=profile.name[-64:], started_at=clock.now())


def _counting(row: Year, tell: Tell) -> Tell:
    def count(written: int) -> None:
        Year.objects.filter(pk=row.pk).update(written=F("written") + written)
        tell(written)

    return count


@dataclass(frozen=True, slots=True)
class Arriving:
    """What comes: how many cases of which year, and of which items (None: of all)."""

    year: int
    seed: str
    cases: int
    items: Collection[str] | None


def _work(coming: Arriving, until: datetime, parameters: Parameters, profile: Profile) -> Work:
    items = [one for one in _items() if coming.items is None or one.code in coming.items]
    calendar = calendar_for(settings.REGION_CODE)
    if not items:
        raise NobodyThereError
    people, zone = staff(), clock.zone()
    last = clock.local(until).date()
    arrivals = Arrivals(
        year=coming.year, seed=coming.seed, items=items, calendar=calendar, parameters=parameters, last=last
    )
    bodies = {one.organisation_id: _body(one.organisation_id) for one in items}
    roads = Roads(
        arrivals=arrivals,
        calendar=calendar,
        policy=policy(),
        parameters=parameters,
        staff={one: people.counts(one) for one in bodies},
        zone=zone,
    )
    return Work(Troubles(roads, profile), Plan(arrivals, coming.cases), Hand(people, Applicants()), bodies, until)


def _items() -> list[Item]:
    versions = (get_version(row.version_id) for row in every(lambda cursor: list_items(cursor=cursor, size=100)))
    found = [Item(one.id, one.item_code, one.organisation_id, one.content) for one in versions]
    return sorted(found, key=lambda item: item.code)


def _body(organisation_id: int) -> Body:
    one = get_organisation(organisation_id)
    return Body(organisation_id, one.name, one.paper_prefix or one.short_name)


def _leave_incomplete(work: Work, actor: Actor) -> None:
    """The guides that are to be incomplete are: an older system published them so. Law: OBE 35."""
    for place in work.troubles.incomplete:
        item = work.roads.arrivals.items[place]
        content = item.content.model_copy(update={"complaint_phone": ""})
        leave_published(
            actor=actor, version_id=item.version_id, content=content, reason="Taken over from another system"
        )


def _of_items(work: Work, tally: Tally) -> Iterator[Breach]:
    """What holds of items and bodies: habits that show, and that nobody asked for an item all year."""
    arrivals = work.roads.arrivals
    at = min(work.until, datetime(arrivals.year + 1, 1, 1, tzinfo=clock.zone())).astimezone(clock.zone()).isoformat()
    for rule, code, organisation_id, when, why in tally.shown():
        subject = {"item": code} if rule in OF_ITEMS else {}
        yield {"rule": rule, **subject, "body": work.bodies[organisation_id].name, "at": at, "why": f"{when}: {why}"}
    for place in work.troubles.incomplete:
        body = work.bodies[arrivals.items[place].organisation_id].name
        yield {
            "rule": GUIDES,
            "item": arrivals.items[place].code,
            "body": body,
            "at": at,
            "why": "no phone for complaints",
        }
    asked = work.plan.asked()
    for place, item in enumerate(arrivals.items):
        if place not in asked:
            body = work.bodies[item.organisation_id].name
            rule = "anomaly.no_case_in_a_year"
            yield {"rule": rule, "item": item.code, "body": body, "at": at, "why": "nobody asked for it"}


def _by_acts(work: Work, hands: int, tell: Tell) -> Made:
    """What the services refuse, an older system wrote: it comes last, since papers are numbered by one writer at a time."""
    del hands
    places = range(len(work.roads.arrivals.items))
    made = Made()
    note = work.noting(made.tally)
    made.breaches += act_by_act(work.acts(places), work.hand, until=work.until, tell=tell, note=note)
    flawed = [one for one in work.acts(places) if one[0].life.lawful]
    if flawed:
        ranks = {rank: place for place, rank in enumerate(sorted({entry.rank for entry, _step in flawed}))}
        work.first_serial = _take_serials(len(ranks))
        made.add(_write(work, ((Entry(entry.life, ranks[entry.rank]), step) for entry, step in flawed), tell))
    return made


def _in_bulk(work: Work, hands: int, tell: Tell) -> Made:
    work.first_serial = _take_serials(work.plan.cases)
    parts = _parts(work, hands)
    if hands > 1 and not connection.in_atomic_block:
        return _by_processes(work, parts, tell)
    made = Made()
    for part in parts:
        made.add(_write(work, work.acts(frozenset(part)), tell))
    return made


def _write(work: Work, acts: Iterable[tuple[Entry, int]], tell: Tell) -> Made:
    """The lives of those acts are written in bulk."""
    tally = Tally()
    bulk = Bulk(
        hand=work.hand,
        bodies=work.bodies,
        patterns=Patterns(work.roads.calendar),
        first_serial=work.first_serial,
        until=work.until,
        note=work.noting(tally),
    )
    bulk.write(acts, tell)
    return Made(bulk.lessons, bulk.breaches, tally)


def _take_serials(number: int) -> int:
    """Serials of case numbers that nobody else gets; the first of them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(n), count(*) FROM (SELECT nextval('cases_serial') AS n FROM generate_series(1, %s)) s", [number]
        )
        first: int = cursor.fetchone()[0]
    return first


def _parts(work: Work, hands: int) -> list[list[int]]:
    """The items in parts of like weight, those of one body together: who writes its papers numbers them."""
    arrivals = work.roads.arrivals
    weights: dict[int, float] = {}
    for item, weight in zip(arrivals.items, arrivals.weights, strict=True):
        weights[item.organisation_id] = weights.get(item.organisation_id, 0.0) + weight
    loads, part_of = [0.0] * hands, dict[int, int]()
    for organisation_id in sorted(weights, key=lambda one: -weights[one]):
        lightest = loads.index(min(loads))
        part_of[organisation_id] = lightest
        loads[lightest] += weights[organisation_id]
    parts: list[list[int]] = [[] for _ in range(hands)]
    for place, item in enumerate(arrivals.items):
        parts[part_of[item.organisation_id]].append(place)
    return [part for part in parts if part]


_shared: list[tuple[Work, "SimpleQueue[int]"]] = []
"""In a child: what it was forked with, since that is too much to be sent."""


def _by_processes(work: Work, parts: list[list[int]], tell: Tell) -> Made:
    context = get_context("fork")
    told: SimpleQueue[int] = context.SimpleQueue()
    connection.close()  # a connection cannot be shared with a child; each opens its own
    made = Made()
    with ProcessPoolExecutor(
        len(parts), mp_context=context, initializer=_shared.append, initargs=((work, told),)
    ) as pool:
        under_way = {pool.submit(_write_part, part) for part in parts}
        while under_way:
            ended, under_way = wait(under_way, timeout=0.5, return_when=FIRST_COMPLETED)
            for one in ended:
                made.add(one.result())
            while not told.empty():
                tell(told.get())
    return made


def _write_part(part: list[int]) -> Made:
    ((work, told),) = _shared
    return _write(work, work.acts(frozenset(part)), told.put)
