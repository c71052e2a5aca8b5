"""What becomes of that which was granted: amended, renewed, revoked, recalled, cancelled. Law: ALL 8, 49, 50, 69, 70."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType

from django.db import transaction

from yichuang.cases.errors import (
    DayNotComeError,
    GroundMissingError,
    GroundUnfitError,
    ReasonMissingError,
    RenewedAlreadyError,
)
from yichuang.cases.models import Case, LedgerRow
from yichuang.cases.queries.days import due_after
from yichuang.cases.queries.policy import policy
from yichuang.cases.queries.procedures import answer_above
from yichuang.cases.rules import GROUND_WORDS, GROUNDS_OF, Act, CancellationGround, Standing
from yichuang.cases.services.grant_papers import add_grant_change
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.cases.services.stopping import close_stop
from yichuang.catalogue.rules import Purpose
from yichuang.core import clock
from yichuang.core.actor import Actor
from yichuang.core.labels import Labelled
from yichuang.deadlines.rules import last_day
from yichuang.documents.rules import PaperKind

ACT_OF: Mapping[Purpose, Act] = MappingProxyType(
    {Purpose.AMEND: Act.AMEND, Purpose.RENEW: Act.RENEW, Purpose.CANCEL: Act.CANCEL}
)
"""What the grant of an application for such a purpose does to what it is about."""
PAPER_OF: Mapping[Act, PaperKind] = MappingProxyType(
    {
        Act.AMEND: PaperKind.AMENDMENT,
        Act.RENEW: PaperKind.RENEWAL,
        Act.REVOKE: PaperKind.REVOCATION,
        Act.RECALL: PaperKind.RECALL,
        Act.CANCEL: PaperKind.CANCELLATION,
    }
)


@transaction.atomic
def end_grant(*, actor: Actor, case_no: str, act: Act, ground: Labelled | None, reason: str, key: str = "") -> ActDone:
    """What the case granted is revoked, recalled or cancelled, with its ground, in writing; the case itself stays as it is.

    Law: ALL 69 (revoke), 8(2) (recall), 70 (cancel).

    Raises:
        GroundMissingError, ReasonMissingError: one of both is missing, or the ground is none of this act.
        GroundUnfitError: it is cancelled as expired, and is not.
        StandingError: it is not in force any more.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=act, key=key)
    if isinstance(step, ActDone):
        return step
    if ground is None or not isinstance(ground, GROUNDS_OF[act]):
        raise GroundMissingError
    if not reason.strip():
        raise ReasonMissingError
    _require_fit(step, ground)
    step.reason, step.details = reason.strip(), {"ground": str(ground.value)}
    add_grant_change(
        step,
        PAPER_OF[act],
        original_number=step.case.certificate_no or step.case.case_no,
        granted_on=_decided_on(step.case),
        reason=f"{GROUND_WORDS[ground]}：{step.reason}",
    )
    return step.finish()


def _require_fit(step: Step, ground: Labelled) -> None:
    """What is cancelled as expired was in force until it expired."""
    standing, until = Standing(step.case.standing), step.case.valid_until
    is_expired = standing is Standing.VALID and until is not None and until < clock.local(step.at).date()
    if ground is CancellationGround.EXPIRED and not is_expired:
        raise GroundUnfitError(ground=ground, standing=standing, until=until or "-")


def change_original(step: Step, original: Case, *, is_by_silence: bool = False) -> None:
    """The paper of a grant that amends, renews or cancels something, and the ledger row of what it is about.

    What was granted is read under its lock, and the row cites the authority of the grant.

    Law: ALL 49, 50, 70.

    Raises:
        StandingError: it is not in force any more.
        RenewedAlreadyError: another case has renewed it since this one was applied for.
    """
    case, act = step.case, ACT_OF[Purpose(step.case.purpose)]
    post = replace(step.post, needs_letter=False) if step.post else None
    other = open_step(actor=step.actor, case_no=original.case_no, act=act, post_for=lambda *_: post)
    if isinstance(other, ActDone):
        return
    other.authority, original = step.authority, other.case
    if act is Act.RENEW:
        _require_not_renewed(case, original)
    case.valid_until = renewed_until(step, original) if act is Act.RENEW else original.valid_until
    add_grant_change(
        step,
        PAPER_OF[act],
        original_number=original.certificate_no or original.case_no,
        granted_on=_decided_on(original),
        reason=step.reason or {Act.CANCEL: "持有人申请注销", Act.AMEND: "持有人申请变更"}.get(act, ""),
        valid_until=case.valid_until,
        is_by_silence=is_by_silence,
    )
    other.details = {"by": case.case_no}
    if act is Act.RENEW:
        original.valid_until = case.valid_until
        other.details["valid_until"] = case.valid_until.isoformat() if case.valid_until else None
    other.finish()


@transaction.atomic
def deem_renewed(*, actor: Actor, case_no: str) -> ActDone:
    """Nothing was decided on a renewal until what it renews expired: it counts as granted.

    Law: ALL 50(2).

    Raises:
        DayNotComeError: it is no renewal in time of something that has expired, or the item is not renewed by silence; or the
            applicant was late himself, or the higher body has denied it.
        Otherwise as `step.open_step`; nobody but the system may do it.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.DEEM_RENEWED)
    if isinstance(step, ActDone):
        return step
    case, today = step.case, clock.local(step.at).date()
    original = case.about
    if original is None or not _is_renewed_by_silence(step, original, today):
        raise DayNotComeError(act=Act.DEEM_RENEWED)
    close_stop(step, "有效期届满")
    case.decided_at = step.at
    case.next_due_on = due_after(step.at, policy().delivery_limit)
    change_original(step, original, is_by_silence=True)
    case.certificate_no = step.papers[-1].number
    step.details = {"valid_until": case.valid_until.isoformat() if case.valid_until else None}
    return step.finish()


def renewed_until(step: Step, original: Case) -> date | None:
    """Until when a renewal holds: from the day on which the former validity ends."""
    results = step.content.results
    months = results[0].valid_months if results else None
    if months is None or original.valid_until is None:
        return original.valid_until
    return last_day(original.valid_until + timedelta(days=1), months)


def _is_renewed_by_silence(step: Step, original: Case, today: date) -> bool:
    expires_on = original.valid_until
    is_renewal = step.case.purpose == Purpose.RENEW.value and step.content.handling.is_renewed_by_silence
    if not is_renewal or expires_on is None or expires_on >= today:
        return False
    applied_on = clock.local(step.case.submitted_at).date()
    is_in_time = applied_on <= expires_on - timedelta(days=policy().renewal_days)
    return is_in_time and not _corrected_after(step.case, expires_on) and not _is_denied_above(step.case)


def _corrected_after(case: Case, expires_on: date) -> bool:
    """Whether it was the applicant for whom the office waited when the grant expired."""
    if not case.corrections:
        return False
    row = LedgerRow.objects.filter(case=case, act=Act.CORRECT.value).last()
    return row is not None and clock.local(row.at).date() > expires_on


def _is_denied_above(case: Case) -> bool:
    answer = answer_above(case)
    return answer is not None and not answer["is_granted"]


def _require_not_renewed(case: Case, original: Case) -> None:
    rows = LedgerRow.objects.filter(case=original, act=Act.RENEW.value, at__gt=case.submitted_at)
    if (row := rows.order_by("-seq").first()) is not None:
        raise RenewedAlreadyError(case_no=original.case_no, by=row.details["by"])


def _decided_on(case: Case) -> date:
    return clock.local(case.decided_at or case.submitted_at).date()
