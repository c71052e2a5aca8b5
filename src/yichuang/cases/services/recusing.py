"""Stepping aside, and keeping duties apart. Law: ALL 48(1)(3)."""

from django.db import transaction

from yichuang.cases.errors import ChairReviewsError, DutiesApartError, HandlerUnfitError, ReasonMissingError
from yichuang.cases.models import LedgerRow
from yichuang.cases.rules import Act
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.core.actor import Actor, ActorKind

_RECEIVING = (Act.SUBMIT.value, Act.RECEIVE.value, Act.ACCEPT.value)


@transaction.atomic
def recuse(*, actor: Actor, case_no: str, reason: str, key: str = "") -> ActDone:
    """The actor takes no further part in the case, and it is in his hands no more.

    Law: ALL 48(1)(3).

    Raises:
        ReasonMissingError: no reason.
        HandlerUnfitError: the actor is not staff.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.RECUSE, key=key)
    if isinstance(step, ActDone):
        return step
    if actor.kind is not ActorKind.STAFF or actor.account_id is None:
        raise HandlerUnfitError
    if not reason.strip():
        raise ReasonMissingError
    step.reason = reason.strip()
    step.case.recused = [*step.case.recused, actor.account_id]
    if step.case.handler_id == actor.account_id:
        step.case.handler_id = None
    step.details = {"account": actor.account_id, "name": actor.name}
    return step.finish()


def require_apart(step: Step) -> None:
    """Whoever reviews was not in the chair of a hearing. Where the item wants it so he did not receive, nor did who decides review.

    Law: ALL 48(1)(3).

    Raises:
        ChairReviewsError, DutiesApartError: he was, or did.
    """
    if step.case.hearing and step.act is Act.REVIEW:
        chairs = LedgerRow.objects.filter(case=step.case, act=Act.STOP.value)
        if chairs.filter(details__hearing__chair=step.actor.account_id).exists():
            raise ChairReviewsError(name=step.actor.name)
    if not step.content.handling.are_duties_apart or step.actor.account_id is None:
        return
    before = _RECEIVING if step.act is Act.REVIEW else (Act.REVIEW.value,)
    if LedgerRow.objects.filter(case=step.case, account_id=step.actor.account_id, act__in=before).exists():
        raise DutiesApartError
