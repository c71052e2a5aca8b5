"""What an act of one kind writes, learned from what the services wrote for examples of it.

There is no second account of what acts write: whatever a service says, in whichever column or paper, is read off its rows, and
what of it follows from the case is found out (`expressions`). Where the examples leave two explanations open, and they
disagree for a case, that case has to be an example too.
"""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Any

from yichuang.cases.services.bulk.course import Course
from yichuang.cases.services.bulk.expressions import (
    CERTIFIED,
    FITTING,
    INSTANTS,
    PROMISED,
    Almanac,
    Expression,
    expressions,
    fitting,
)
from yichuang.cases.services.bulk.kinds import Made, PaperPattern, Pattern, Stay
from yichuang.cases.services.bulk.observing import Observed
from yichuang.cases.services.bulk.texts import (
    NotAlikeError,
    Ready,
    Slot,
    Text,
    UnclearError,
    canonical,
    compiled,
    plain,
    read_text,
    readable,
    ready,
)
from yichuang.cases.services.writing import READING
from yichuang.deadlines.rules import WorkCalendar

FOUND = (*INSTANTS, *(name for name in FITTING if name not in INSTANTS))
"""Columns of the reading that follow from the case, in the order in which they are found: days after instants."""
STAYING = tuple(name for name in READING if name not in {*FOUND, "certificate_no", "seq", "digest"})
_SIGNED = {
    "account_id": ("none", "doer.account"),
    "signer_name": ("doer.name",),
    "signer_title": ("doer.title",),
}


class Patterns:
    """All that is known of what acts write here, and the expressions by which it is told."""

    def __init__(self, calendar: WorkCalendar) -> None:
        """Know nothing yet; days are counted by that calendar."""
        self.expressions: Mapping[str, Expression] = expressions(Almanac(calendar))
        self._known: dict[Hashable, Pattern] = {}
        # What examples of one act in different items have in common; an item that a higher body decides goes by other rules.
        self._agreed: dict[tuple[str, str, bool], frozenset[str]] = {}
        self._stays: dict[tuple[str, str], set[bool]] = {}

    def of(self, key: Hashable) -> Pattern:
        """What acts of that kind write.

        Raises:
            UnclearError: there was no example.
        """
        try:
            return self._known[key]
        except KeyError:
            raise UnclearError(key) from None

    def made(self, key: Hashable) -> tuple[Pattern, Made]:
        """The same, ready for use."""
        pattern = self.of(key)
        if pattern.made is None:
            pattern.made = self._make(pattern)
        return pattern, pattern.made

    def learn(self, key: Hashable, course: Course, observed: Observed) -> None:
        """The example, whose act the course has begun, is understood; the course reads as it does.

        Raises:
            NotAlikeError: something in it cannot be told from the case, or it is not like those before.
        """
        pattern = self._read(course, observed)
        before = self._known.get(key)
        if before is None:
            self._known[key] = pattern
        else:
            try:
                before.meet(pattern)
            except NotAlikeError as error:
                raise NotAlikeError(f"{key}: {error}") from error
        known = self._known[key]
        for name, stay in known.staying.items():
            if not stay.may_be_fixed:
                self._stays[known.act, name] = {True}
        for name, slot in (*known.slots.items(), ("certificate_no", known.certificate)):
            place = (known.act, name, known.is_sent_up)
            agreed = self._agreed.get(place, slot.names) & slot.names
            self._agreed[place] = agreed or slot.names

    def _read(self, course: Course, observed: Observed) -> Pattern:
        ledger, reading = observed.ledger, observed.reading
        seq = ledger["seq"]
        promised = [
            (one, self._slot(f"promise of {one.kind}", PROMISED, course, one.due_on))
            for one in observed.promises
            if one.seq == seq
        ]
        course.read.update({name: reading[name] for name in STAYING}, submitted_at=reading["submitted_at"])
        course.halts, course.promises = list(observed.halts), list(observed.promises)
        course.note_stops()
        slots = {}
        for name in FOUND:
            if name == FOUND[len(INSTANTS)]:
                course.note_days()
            slots[name] = self._slot(f"{ledger['act']}.{name}", FITTING[name], course, reading[name])
            course.read[name] = reading[name]
        course.numbers.update({one.kind: one.number for one in observed.papers})
        course.issued = [(one.id, one.number) for one in observed.papers]
        course.read.update(seq=seq, digest=reading["digest"], certificate_no=reading["certificate_no"])
        self._check_doer(course, ledger)
        return Pattern(
            act=ledger["act"],
            before=ledger["before"],
            after=ledger["after"],
            is_sent_up=bool(course.content.handling.upper_body),
            law=ledger["law"],
            staying={name: self._stay(ledger["act"], name, course.before[name], reading[name]) for name in STAYING},
            slots=slots,
            certificate=self._slot(f"{ledger['act']}.certificate_no", CERTIFIED, course, reading["certificate_no"]),
            reason=self._text(ledger["reason"], course),
            details=self._details(ledger["details"], course),
            papers=[self._paper(one, course) for one in observed.papers],
            materials=[
                (
                    code,
                    name,
                    copies,
                    self._slot("upload", ("none", "applicant.upload", "applicant.again"), course, upload),
                )
                for code, name, copies, upload in observed.materials
            ],
            opened=next((one for one in observed.halts if one.seq == seq), None),
            ended=next((self._text(one.result, course) for one in observed.halts if one.ended_seq == seq), None),
            promised=promised,
            kept=frozenset(one.code for one in observed.promises if one.kept_seq == seq),
            broken=frozenset(one.code for one in observed.promises if one.broken_seq == seq),
        )

    def _stay(self, act: str, name: str, before: Any, value: Any) -> Stay:
        """As it stays, unless it was seen to be fixed whatever it was before, or the other way round."""
        known = self._stays.get((act, name), {True, False})
        is_same = before == value
        if not is_same:
            self._stays[act, name] = known - {True}
        may_stay = is_same and True in known
        return Stay(may_stay, not may_stay or False in known, value)

    def _slot(self, name: str, names: tuple[str, ...], course: Course, value: Any) -> Slot:
        found = fitting(self.expressions, names, course, value)
        if not found:
            raise NotAlikeError(f"{name} is {value}")
        return Slot(found)

    def _surest(self, pattern: Pattern, name: str, slot: Slot) -> Slot:
        agreed = self._agreed.get((pattern.act, name, pattern.is_sent_up), slot.names)
        return Slot(slot.names & agreed or slot.names, slot.form)

    def _text(self, value: Any, course: Course) -> Text:
        return read_text(value, course, self.expressions)

    def _details(self, details: Mapping[str, Any], course: Course) -> Text:
        text = self._text({name: part for name, part in details.items() if name != "papers"}, course)
        if "papers" not in details:
            return text
        slot = Slot(frozenset({"papers"}), "raw")
        return Text({**text.source, "papers": ""}, {**text.slots, ("papers",): ((-1, -1, slot),)})

    def _paper(self, paper: Any, course: Course) -> PaperPattern:
        signed: dict[str, Any] = {}
        for name, names in _SIGNED.items():
            value = getattr(paper, name)
            found = fitting(self.expressions, names, course, value)
            signed[name] = Slot(found) if found else value
        authority, title = self._text(paper.authority, course), course.doer.post_title
        if title and paper.authority.endswith(title):
            end = len(paper.authority)
            span = (end - len(title), end, Slot(frozenset({"doer.title"}), "text"))
            authority = Text(paper.authority, {(): (span,)})
        return PaperPattern(paper.kind, self._text(paper.data, course), signed, authority)

    @staticmethod
    def _check_doer(course: Course, ledger: Mapping[str, Any]) -> None:
        doer = course.doer
        said = (doer.kind, doer.account_id, doer.recorded_name, doer.post_id, doer.post_title)
        written = tuple(ledger[name] for name in ("actor_kind", "account_id", "actor_name", "post_id", "post_title"))
        if said != written:
            raise NotAlikeError(f"{ledger['act']} was done by {written}, not by {said}")

    def _make(self, pattern: Pattern) -> Made:
        all_of = self.expressions
        compile_as = partial(compiled, all_of=all_of)
        made = Made(
            slots=[(name, ready(self._surest(pattern, name, pattern.slots[name]), all_of)) for name in FOUND],
            certificate=ready(self._surest(pattern, "certificate_no", pattern.certificate), all_of),
            reason=compile_as(pattern.reason, plain),
            details=compile_as(pattern.details, canonical),
            papers=[
                (
                    one.kind,
                    compile_as(one.data, readable),
                    {
                        name: ready(part, all_of) if isinstance(part, Slot) else part
                        for name, part in one.signed.items()
                    },
                    compile_as(one.authority, plain),
                )
                for one in pattern.papers
            ],
            materials=[(*one[:3], ready(one[3], all_of)) for one in pattern.materials],
            promised=[(one, ready(slot, all_of)) for one, slot in pattern.promised],
            ended=compile_as(pattern.ended, plain) if pattern.ended else [],
        )
        texts = [made.reason, made.details, *(part for _k, data, _s, by in made.papers for part in (data, by))]
        slots = [part[0] for parts in texts for part in parts if not isinstance(part, str)]
        slots += [part for _k, _d, signed, _a in made.papers for part in signed.values() if isinstance(part, Ready)]
        slots += [made.certificate, *(one[3] for one in made.materials)]
        made.unsure = [slot for slot in slots if slot.others]
        return made
