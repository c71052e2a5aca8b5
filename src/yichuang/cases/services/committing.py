"""Grant on commitment (告知承诺): at once on the applicant's word, checked afterwards. Law: AY 25-29; ZJ 14; OBE 40."""

from django.db import transaction

from yichuang.cases.errors import (
    CommitmentExcludedError,
    CommitmentUnfitError,
    MaterialsMissingError,
    NothingToVerifyError,
    ReasonMissingError,
)
from yichuang.cases.models import Case, Pledge
from yichuang.cases.queries.days import due_after
from yichuang.cases.queries.policy import policy
from yichuang.cases.rules import Act, PledgeKind
from yichuang.cases.services import papers
from yichuang.cases.services.accepting import missing_of, open_pledges
from yichuang.cases.services.deciding import grant
from yichuang.cases.services.step import ActDone, open_step
from yichuang.cases.services.submissions import broken_commitment
from yichuang.core.actor import Actor


@transaction.atomic
def grant_on_commitment(*, actor: Actor, case_no: str, cents: int | None = None, key: str = "") -> ActDone:
    """The application is accepted and granted on the spot; the applicant's commitment is to be checked in time.

    What may follow later is not asked for now. Nobody gets this who broke a commitment before. `cents` as in `decide_case`.

    Law: AY 25-29, ZJ 14 (sixty working days to check), OBE 40.

    Raises:
        CommitmentUnfitError, CommitmentExcludedError: not for this item, or not for this applicant.
        MaterialsMissingError: something is not there that may not follow later.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.COMMIT, key=key, cents=cents)
    if isinstance(step, ActDone):
        return step
    case, commitment = step.case, step.content.handling.commitment
    if commitment is None:
        raise CommitmentUnfitError(item=case.item_name)
    _require_trusted(case)
    if missing := [one.name for one in missing_of(step) if not one.is_deferrable]:
        raise MaterialsMissingError(names=missing)
    case.accepted_at = case.decided_at = step.at
    case.next_due_on = due_after(step.at, policy().delivery_limit)
    verify_by = due_after(step.at, policy().verification_limit)
    name = commitment.terms[0][:200]
    Pledge.objects.create(case=case, seq=step.seq, kind=PledgeKind.COMMITMENT.value, name=name, due_on=verify_by)
    step.details = {"verify_by": verify_by.isoformat(), "terms": list(commitment.terms)}
    if cents is not None:
        step.details["cents"] = cents
    papers.add_commitment(step, commitment.terms, commitment.consequence)
    grant(step)
    return step.finish()


@transaction.atomic
def verify_commitment(*, actor: Actor, case_no: str, is_kept: bool, text: str, key: str = "") -> ActDone:
    """The ledger says whether the commitment was found kept. If not, what was granted is to be revoked.

    Law: AY 28, ZJ 14.

    Raises:
        NothingToVerifyError: there is none, or it was checked.
        ReasonMissingError: it is not said what was found.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.VERIFY, key=key)
    if isinstance(step, ActDone):
        return step
    pledge = open_pledges(step.case.pk, PledgeKind.COMMITMENT).first()
    if pledge is None:
        raise NothingToVerifyError
    if not text.strip():
        raise ReasonMissingError
    step.reason = text.strip()
    step.details = {"is_kept": is_kept, "verify_by": pledge.due_on.isoformat()}
    setattr(pledge, "kept_seq" if is_kept else "broken_seq", step.seq)
    pledge.save(update_fields=["kept_seq", "broken_seq"])
    return step.finish()


def _require_trusted(case: Case) -> None:
    if (case_no := broken_commitment(case.identity_index)) is not None:
        raise CommitmentExcludedError(case_no=case_no)
