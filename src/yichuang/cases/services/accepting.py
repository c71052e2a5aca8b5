"""Acceptance: of what is complete, of what may follow later, and by the law itself. Law: ALL 32; AY 24."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from yichuang.cases.errors import (
    DayNotComeError,
    MaterialsMissingError,
    NotDeferrableError,
    NothingAwaitedError,
    PaperAwaitedError,
)
from yichuang.cases.models import CaseMaterial, Pledge
from yichuang.cases.queries.days import due_after
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import OUTCOME_WORDS, Act, Channel, PledgeKind, missing_for_acceptance
from yichuang.cases.services import papers
from yichuang.cases.services.clocks import Procedures, count_clocks
from yichuang.cases.services.intake import is_notice_late
from yichuang.cases.services.materials import keep_materials
from yichuang.cases.services.parties import mandate_note
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.catalogue.rules import Material
from yichuang.core.actor import Actor, ActorKind
from yichuang.documents.rules import DeferredLine


@transaction.atomic
def accept_case(*, actor: Actor, case_no: str, deferred: Collection[str] = (), key: str = "") -> ActDone:
    """The application is accepted, the notice issued, the promised and the statutory clock run.

    `deferred` are codes of materials that the applicant promises in writing to bring later; the notice says which, until
    when, and what follows if they do not come. Where nothing was told within the five working days, the application counts
    as accepted since it arrived, complete or not.

    Law: ALL 32(4) (deemed acceptance), 32(5), 42; AY 24, ZJ 11, BZ 11 (deferred materials).

    Raises:
        MaterialsMissingError: a required material was not handed in, and is not deferred.
        NotDeferrableError: one of the deferred may not follow later, or is not asked for or is there already.
        CalendarMissingError: a due date would fall in a year without calendar.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ACCEPT, key=key)
    if isinstance(step, ActDone):
        return step
    is_deemed = not step.case.corrections and is_notice_late(step)
    lines = [] if is_deemed else _deferred(step, deferred)
    return _accepted(step, lines, is_deemed=is_deemed)


@transaction.atomic
def deem_accepted(*, actor: Actor, case_no: str) -> ActDone:
    """Nobody told the applicant anything in five working days: the case counts as accepted since it arrived, taken in or not.

    Law: ALL 32(1)(4).

    Raises:
        DayNotComeError: the days are not over, or he was told.
        Otherwise as `step.open_step`; nobody but the system may do it.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.DEEM_ACCEPTED)
    if isinstance(step, ActDone):
        return step
    if step.case.corrections or not is_notice_late(step):
        raise DayNotComeError(act=Act.DEEM_ACCEPTED)
    return _accepted(step, [], is_deemed=True)


@transaction.atomic
def supply_deferred(*, actor: Actor, case_no: str, materials: Mapping[str, list[int]], key: str = "") -> ActDone:
    """Deferred materials are there: by files, or by an empty list for paper at the window.

    Law: AY 24.

    Raises:
        NothingAwaitedError: one was not deferred, or came already; or nothing is given.
        PaperAwaitedError: an applicant, or another system, hands in paper.
        UploadNotFoundError: see `keep_materials`.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.SUPPLY, key=key)
    if isinstance(step, ActDone):
        return step
    awaited = set(open_pledges(step.case.pk).values_list("code", flat=True))
    if unknown := [code for code in materials if code not in awaited] or ([] if materials else [""]):
        raise NothingAwaitedError(code=unknown[0])
    if actor.kind is not ActorKind.STAFF and not all(materials.values()):
        raise PaperAwaitedError
    step.details = {"materials": keep_materials(step, materials), **mandate_note(actor)}
    open_pledges(step.case.pk).filter(code__in=list(materials)).update(kept_seq=step.seq)
    return step.finish()


def open_pledges(case_id: int, kind: PledgeKind = PledgeKind.DEFERRED) -> QuerySet[Pledge]:
    """What the applicant promised and has neither kept nor broken yet."""
    return Pledge.objects.filter(case_id=case_id, kind=kind.value, kept_seq__isnull=True, broken_seq__isnull=True)


def missing_of(step: Step) -> list[Material]:
    """The required materials that are not there."""
    given = CaseMaterial.objects.filter(case=step.case).values_list("code", flat=True)
    # The sealed answers are read only where they decide what is asked for.
    form = step.case.form if any(material.when for material in step.content.materials) else {}
    return list(missing_for_acceptance(step.content, set(given), Channel(step.case.channel), form))


def _deferred(step: Step, wanted: Collection[str]) -> list[Material]:
    """The materials that follow later: everything that is missing, and nothing else."""
    missing = missing_of(step)
    if still := [one for one in missing if one.code not in wanted]:
        raise MaterialsMissingError(names=[one.name for one in still])
    fit = {one.code for one in missing if one.is_deferrable}
    if unfit := [code for code in wanted if code not in fit]:
        names = {one.code: one.name for one in step.content.materials}
        raise NotDeferrableError(names=[names.get(code, code) for code in unfit])
    return missing


def _accepted(step: Step, deferred: Collection[Material], *, is_deemed: bool) -> ActDone:
    case, content = step.case, step.content
    case.accepted_at = case.submitted_at if is_deemed else step.at
    case.received_at = case.received_at or case.accepted_at  # nobody took it in
    count_clocks(case, content, step.after, Procedures())
    limit = content.promised_limit or content.statutory_limit
    step.details = {
        "is_deemed": is_deemed,
        "promised_due_on": case.promised_due_on.isoformat() if case.promised_due_on else None,
        "statutory_due_on": case.statutory_due_on.isoformat() if case.statutory_due_on else None,
        "is_provisional": case.is_due_provisional,
    }
    lines = _promise(step, deferred)
    consequence = f"逾期未补交的，{OUTCOME_WORDS[policy().missed_deferral]}。" if lines else ""
    if lines:
        papers.add_deferral_promise(step, lines, consequence)
    papers.add_acceptance(step, limit, is_deemed=is_deemed, deferred=lines, deferred_consequence=consequence)
    return step.finish()


def _promise(step: Step, deferred: Collection[Material]) -> list[DeferredLine]:
    if not deferred:
        return []
    due_on = due_after(step.at, step.content.handling.deferral_limit or policy().deferral_limit)
    Pledge.objects.bulk_create(_pledge(step, one, due_on) for one in deferred)
    step.details["deferred"] = [{"code": one.code, "name": one.name, "due_on": due_on.isoformat()} for one in deferred]
    return [DeferredLine(name=one.name, due_on=due_on) for one in deferred]


def _pledge(step: Step, material: Material, due_on: date) -> Pledge:
    kind = PledgeKind.DEFERRED.value
    return Pledge(case=step.case, seq=step.seq, kind=kind, code=material.code, name=material.name, due_on=due_on)
