"""Cases written in bulk: each act as its pattern says, and the rows of many finished cases by one COPY a table."""

import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yichuang.cases.models import Case
from yichuang.cases.rules import FIRST_DIGEST
from yichuang.cases.services.bulk.course import APPLICANT_COLUMNS, Course, Doer, Promise
from yichuang.cases.services.bulk.expressions import INSTANTS
from yichuang.cases.services.bulk.kinds import Made, Pattern, frame
from yichuang.cases.services.bulk.patterns import Patterns
from yichuang.cases.services.bulk.texts import Ready, UnclearError, rendered
from yichuang.cases.services.writing import READING
from yichuang.core.copying import NULL, copied, copy_rows, take_ids
from yichuang.core.digests import SM3, sm3_hex
from yichuang.core.sealed import seal
from yichuang.documents.services.bulk import PaperLot

_SAME = (
    "id", "case_no", "submission_key", "version_id", "item_code", "item_name", "case_type", "organisation_id", "channel",
    *APPLICANT_COLUMNS, "form", "client_id", "purpose", "about_id", "submitted_at",
)  # fmt: skip
_CASE = (*_SAME, *READING)
_LEDGER = (
    "case_id", "case_no", "seq", "act", "before", "after", "at", "actor_kind", "account_id", "actor_name", "post_id",
    "post_title", "organisation_id", "law", "key", "algorithm", "reason", "details", "previous", "digest",
)  # fmt: skip
_MATERIAL = ("case_id", "seq", "code", "name", "copies", "upload_id")
_STOP = (
    "case_id", "seq", "procedure", "reason", "clocks", "approver_id", "approver_name", "from_day", "expected_on", "to_day",
    "ended_seq", "result",
)  # fmt: skip
_PLEDGE = ("case_id", "seq", "kind", "code", "name", "due_on", "kept_seq", "broken_seq")
_TABLES = {
    "cases_case": _CASE,
    "cases_ledgerrow": _LEDGER,
    "cases_casematerial": _MATERIAL,
    "cases_casestop": _STOP,
    "cases_pledge": _PLEDGE,
}
_IDS = 4096


@dataclass(frozen=True, slots=True)
class Fault:
    """How a row differs from what a service would write; only for what an older system could have left.

    `reason` None: as it is; `without_papers`: the act issued none.
    """

    reason: str | None = None
    without_papers: bool = False


LAWFUL = Fault()


@dataclass(slots=True)
class CaseLot:
    """The next cases that are written together. One writer a body, since it numbers that body's papers."""

    patterns: Patterns
    papers: PaperLot = field(default_factory=PaperLot)
    _lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in _TABLES})
    _papers: list[str] = field(default_factory=list)
    _ids: list[int] = field(default_factory=list)

    def act(
        self,
        course: Course,
        key: Hashable,
        *,
        at: datetime,
        doer: Doer,
        said: Mapping[str, date],
        fault: Fault = LAWFUL,
    ) -> None:
        """The act is done as far as the course goes: its ledger row with its digest, its papers with their numbers.

        Raises:
            UnclearError: an example of the act is needed; the course is as it was.
        """
        pattern, made = self.patterns.made(key)
        was = dict(course.read), list(course.halts), [replace(one) for one in course.promises], course.stops
        course.begin(at, doer, said)
        try:
            _read(course, pattern, made)
            _probe(course, made)
        except UnclearError:
            course.read, course.halts, course.promises, course.stops = was
            raise
        self._issue(course, made, fault)
        self._record(course, pattern, made, fault)

    def finish(self, course: Course) -> int:
        """The case is among those that `write` writes; how many they are."""
        lines = self._lines
        lines["cases_case"].append(_case_line(course))
        lines["cases_ledgerrow"] += course.ledger
        lines["cases_casematerial"] += course.materials
        lines["cases_casestop"] += [_stop_line(course, one) for one in course.halts]
        lines["cases_pledge"] += [_pledge_line(course, one) for one in course.promises]
        self._papers += course.papers
        return len(lines["cases_case"])

    @transaction.atomic
    def write(self) -> int:
        """The finished cases are in their tables, with their papers, all or none; how many they were."""
        number = len(self._lines["cases_case"])
        for table, columns in _TABLES.items():
            copy_rows(table, columns, self._lines[table])
            self._lines[table].clear()
        self.papers.write(self._papers)
        self._papers.clear()
        return number

    def begin(self, course: Course) -> None:
        """The case has its id."""
        if not self._ids:
            self._ids = take_ids("cases_case", _IDS)[::-1]
        course.case_id = self._ids.pop()

    def _issue(self, course: Course, made: Made, fault: Fault) -> None:
        course.issued = []
        if fault.without_papers:
            return
        body, year = course.body, course.today.year
        for kind, data, signed, authority in made.papers:
            numbered = self.papers.number(
                kind=kind, organisation_id=body.organisation_id, prefix=body.prefix, year=year
            )
            course.numbers[kind] = numbered[2]
            course.issued.append((numbered[0], numbered[2]))
            values = [part.value(course) if isinstance(part, Ready) else part for part in signed.values()]
            line = self.papers.line(
                paper=numbered,
                kind=kind,
                body=(body.organisation_id, body.name),
                subject=course.case_no,
                data=rendered(data, course),
                signed="\t".join(copied(one) for one in (*values, rendered(authority, course))),
                issued_at=course.at,
                year=year,
            )
            course.papers.append(line)

    def _record(self, course: Course, pattern: Pattern, made: Made, fault: Fault) -> None:
        read = course.read
        if not fault.without_papers:
            read["certificate_no"] = made.certificate.value(course)
        reason = rendered(made.reason, course) if fault.reason is None else fault.reason
        details = _without_papers(made, course) if fault.without_papers else rendered(made.details, course)
        before = course.before["state"] if course.before["seq"] else ""
        seq = read["seq"] = course.before["seq"] + 1
        (first, *cuts), columns = _framed(course, pattern, made, before)
        at = course.at
        written = (
            f'"{at.isoformat(timespec="microseconds")}"',
            f'"{course.case_no}"',
            details,
            json.dumps(reason, ensure_ascii=False),
            str(seq),
        )
        previous = course.before["digest"] or FIRST_DIGEST
        text = previous + first + "".join(value + cut for value, cut in zip(written, cuts, strict=True))
        digest = read["digest"] = sm3_hex(text.encode())
        head = f"{course.case_id}\t{course.case_no}\t{seq}\t{pattern.act}\t{before}\t{pattern.after}\t{at.isoformat()}"
        course.ledger.append(f"{head}\t{columns}\t{copied(reason)}\t{copied(details)}\t{previous}\t{digest}")
        course.materials += [
            f"{course.case_id}\t{seq}\t{copied(code)}\t{copied(name)}\t{copies}\t{copied(upload.value(course))}"
            for code, name, copies, upload in made.materials
        ]


def _probe(course: Course, made: Made) -> None:
    """What is unclear shows before numbers are given away.

    Raises:
        UnclearError: something is.
    """
    for slot in made.unsure:
        slot.value(course)


def _read(course: Course, pattern: Pattern, made: Made) -> None:
    """The course reads as it does after the act."""
    read, seq = course.read, course.before["seq"] + 1
    beyond, before = course.is_beyond_examples, course.before
    read.update({name: stay.after(before[name], is_beyond_examples=beyond) for name, stay in pattern.staying.items()})
    if not course.before["seq"]:
        read["submitted_at"] = course.at
    promised = [(one, due.value(course)) for one, due in made.promised]
    _halt(course, pattern, made, seq)
    _promise(course, pattern, promised, seq)
    places = made.slots
    for name, slot in places[: len(INSTANTS)]:
        read[name] = slot.value(course)
    course.note_days()
    for name, slot in places[len(INSTANTS) :]:
        read[name] = slot.value(course)


def _halt(course: Course, pattern: Pattern, made: Made, seq: int) -> None:
    """A special procedure begins or ends with the act."""
    if pattern.opened is not None:
        opened = replace(
            pattern.opened, seq=seq, from_day=course.today, expected_on=course.said["expected_on"], to_day=None,
            ended_seq=None, result="", approver_id=course.doer.account_id, approver_name=course.doer.name,
        )  # fmt: skip
        course.halts = [*course.halts, opened]
        course.note_stops()
    if pattern.ended is not None and course.halts:
        ended = replace(course.halts[-1], to_day=course.today, ended_seq=seq, result=rendered(made.ended, course))
        course.halts = [*course.halts[:-1], ended]
        course.note_stops()


def _promise(course: Course, pattern: Pattern, promised: list[tuple[Promise, date]], seq: int) -> None:
    """What the applicant promises, keeps or breaks by the act."""
    course.promises = [*course.promises, *(replace(one, seq=seq, due_on=due) for one, due in promised)]
    for promise in course.promises:
        if promise.seq == seq:
            promise.kept_seq = promise.broken_seq = None
        elif promise.code in pattern.kept:
            promise.kept_seq = seq
        elif promise.code in pattern.broken:
            promise.broken_seq = seq


def _framed(course: Course, pattern: Pattern, made: Made, before: str) -> tuple[list[str], str]:
    doer = course.doer
    found = made.frames.get(doer)
    if found is None or before != pattern.before:
        cuts = frame(replace(pattern, before=before, made=None), doer, course.body.organisation_id)
        fields = (
            doer.kind, doer.account_id, doer.recorded_name, doer.post_id, doer.post_title, course.body.organisation_id,
            json.dumps(pattern.law), "", SM3,
        )  # fmt: skip
        found = cuts, "\t".join(copied(one) for one in fields)
        if before == pattern.before:
            made.frames[doer] = found
    return found


def _without_papers(made: Made, course: Course) -> str:
    details = json.loads(rendered(made.details, course))
    details.pop("papers", None)
    return json.dumps(details, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _case_line(course: Course) -> str:
    version, read = course.version, course.read
    fields = (
        course.case_id, course.case_no, course.key, version.id, version.item_code, version.name,
        course.content.case_type.value, version.organisation_id, course.channel.value,
    )  # fmt: skip
    form = f"\\\\x{seal(course.form.encode()).hex()}"
    purpose = course.content.handling.purpose.value
    same = "\t".join(copied(one) for one in fields)
    own = f"{course.applicant.columns}\t{form}\t{NULL}\t{purpose}\t{NULL}\t{read['submitted_at']}"
    return f"{same}\t{own}\t" + "\t".join(_column(read[name]) for name in READING)


def _column(value: Any) -> str:
    if value is None:
        return NULL
    if isinstance(value, list):
        return "{" + ",".join(str(one) for one in value) + "}"
    return copied(value)


def _stop_line(course: Course, halt: Any) -> str:
    fields = (
        course.case_id, halt.seq, halt.procedure, halt.reason, "{" + ",".join(halt.clocks) + "}", halt.approver_id,
        halt.approver_name, halt.from_day, halt.expected_on, halt.to_day, halt.ended_seq, halt.result,
    )  # fmt: skip
    return "\t".join(copied(one) for one in fields)


def _pledge_line(course: Course, promise: Any) -> str:
    fields = (
        course.case_id, promise.seq, promise.kind, promise.code, promise.name, promise.due_on, promise.kept_seq,
        promise.broken_seq,
    )  # fmt: skip
    return "\t".join(copied(one) for one in fields)


_UNKNOWN = {field.attname for field in Case._meta.concrete_fields} ^ set(_CASE)  # noqa: SLF001 - public in spite of its name
if _UNKNOWN:
    message = f"bulk writing does not know these columns of a case: {sorted(_UNKNOWN)}"
    raise TypeError(message)
