"""The two ways by which lives become cases: each act by its service, and whole lives in bulk."""

import json
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yichuang.cases.rules import Act, State, case_no
from yichuang.cases.services.bulk import (
    LAWFUL,
    Body,
    CaseLot,
    Course,
    Fault,
    NotAlikeError,
    Patterns,
    UnclearError,
    observe,
)
from yichuang.catalogue.queries import VersionView, get_version
from yichuang.core import clock
from yichuang.core.digests import canonical_json, sm3_hex
from yichuang.simulation.rules.chronicle import Entry, last_step
from yichuang.simulation.rules.lives import Deed, Life
from yichuang.simulation.services.acting import Hand

_TOGETHER = 1000
_SERIALS = 999_999
Tell = Callable[[int], None]
Note = Callable[[Life], None]
"""Is told of each life once it is written."""
Breach = dict[str, str]


def act_by_act(
    acts: Iterable[tuple[Entry, int]], hand: Hand, *, until: datetime, tell: Tell, note: Note
) -> list[Breach]:
    """Every act is done by its service, each in a transaction of its own; the breaches that this planted.

    Lives that the services would refuse are left out.
    """
    numbers: dict[int, str] = {}
    breaches: list[Breach] = []
    for entry, step in acts:
        life = entry.life
        if life.lawful:
            continue
        done = hand.do(life, life.deeds[step], numbers.get(life.number, ""))
        numbers[life.number] = done.case_no
        if step == last_step(life, until):
            breaches += breaches_of(life, done.case_no, until)
            note(life)
            tell(1)
    return breaches


def breaches_of(life: Life, case_no: str, until: datetime) -> list[Breach]:
    """What was planted in the life and has happened."""
    return [
        {"rule": one.rule, "case_no": case_no, "at": one.at.astimezone(clock.zone()).isoformat(), "why": one.why}
        for one in life.plants
        if one.at <= until
    ]


@dataclass(slots=True)
class Bulk:
    """Writes lives in bulk; what it does not know yet it learns from the services."""

    hand: Hand
    bodies: dict[int, Body]
    patterns: Patterns
    first_serial: int
    until: datetime
    note: Note
    lessons: int = 0
    breaches: list[Breach] = field(default_factory=list)
    lot: CaseLot = field(init=False)
    _courses: dict[int, Course] = field(default_factory=dict)
    _by_history: set[Hashable] = field(default_factory=set)
    _versions: dict[int, VersionView] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin a lot."""
        self.lot = CaseLot(self.patterns)

    def write(self, acts: Iterable[tuple[Entry, int]], tell: Tell) -> None:
        """All lives whose acts these are stand in the tables."""
        for entry, step in acts:
            life = entry.life
            if step == 0:
                self._courses[life.number] = self._begin(entry)
            course = self._courses[life.number]
            self._act(life, step, course)
            if step == last_step(life, self.until):
                del self._courses[life.number]
                self.breaches += breaches_of(life, course.case_no, self.until)
                self.note(life)
                if self.lot.finish(course) >= _TOGETHER:
                    tell(self.lot.write())
        tell(self.lot.write())

    def _begin(self, entry: Entry) -> Course:
        course = self._course(entry.life)
        filed_on = clock.local(entry.life.deeds[0].at).date()
        course.case_no = case_no(filed_on, (self.first_serial - 1 + entry.rank) % _SERIALS + 1)
        self.lot.begin(course)
        return course

    def _course(self, life: Life) -> Course:
        return Course(
            key=life.key,
            version=self._version(life.item.version_id),
            body=self.bodies[life.item.organisation_id],
            applicant=self.hand.applicants.of(life),
            channel=life.channel,
            form=_form(life),
            form_digest=sm3_hex(canonical_json(life.form)),
        )

    def _version(self, version_id: int) -> VersionView:
        found = self._versions.get(version_id)
        if found is None:
            found = self._versions[version_id] = get_version(version_id)
        return found

    def _act(self, life: Life, step: int, course: Course) -> None:
        doing = self._doing(life, life.deeds[step])
        try:
            self.lot.act(course, self._key(life, step, course), **doing)
        except UnclearError:
            for one in life.lawful or (life,):
                self._learn(one)
            course.is_beyond_examples = bool(life.lawful)
            self.lot.act(course, self._key(life, step, course), **doing)
            course.is_beyond_examples = False

    def _doing(self, life: Life, deed: Deed) -> dict[str, Any]:
        case_type, organisation_id = life.item.content.case_type, life.item.organisation_id
        role, act = _BY.get(deed.flaw, (deed.role, deed.act))
        actor = self.hand.actor(life, replace(deed, role=role))
        doer = self.hand.staff.doer(actor, act, case_type, organisation_id)
        fault = _FAULTS.get(deed.flaw, LAWFUL)
        return {"at": deed.at, "doer": doer, "said": deed.days, "fault": fault}

    def _key(self, life: Life, step: int, course: Course) -> Hashable:
        """Acts with the same key write the same, but for what follows from the case."""
        deed, handed_in = life.deeds[step], life.deeds[0].words
        kind = (life.item.version_id, life.channel, handed_in)
        state = State.IN_REVIEW.value if deed.flaw == "order" else course.read["state"]
        key = (*kind, deed.act, deed.role, deed.words, state)
        return (key, _history(life, step)) if key in self._by_history else key

    def _learn(self, life: Life) -> None:
        """The life is led through the services and taken back; what they wrote is an example."""
        self.lessons += 1
        course = self._course(life)
        with transaction.atomic():
            for step, deed in enumerate(life.deeds):
                key = self._key(life, step, course)
                done = self.hand.do(life, deed, course.case_no)
                course.case_no = done.case_no
                doing = self._doing(life, deed)
                course.begin(doing["at"], doing["doer"], doing["said"])
                observed = observe(done.case_no, done.seq)
                try:
                    self.patterns.learn(key, course, observed)
                except NotAlikeError:
                    # What came before matters here, and is part of the key from now on.
                    self._by_history.add(key)
                    self.patterns.learn((key, _history(life, step)), course, observed)
            transaction.set_rollback(True)


def _form(life: Life) -> str:
    return json.dumps(dict(life.form), ensure_ascii=False)


def _history(life: Life, step: int) -> Hashable:
    return tuple((deed.act, deed.words) for deed in life.deeds[:step])


_BY = {"by_reviewer": ("reviewer", Act.REVIEW), "by_chief": ("chief", Act.ACCEPT)}
"""As whom, and in the post of which act, somebody acts who may not."""
_FAULTS = {"no_paper": Fault(without_papers=True), "no_reason": Fault(reason="")}


def days_of(instant: datetime) -> date:
    """The civil day of an instant."""
    return clock.local(instant).date()
