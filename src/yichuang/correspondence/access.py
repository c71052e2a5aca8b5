"""Who may read and write what."""

from typing import TYPE_CHECKING

from yichuang.cases.access import get_case, is_applicant
from yichuang.core.actor import Actor, ActorKind, PostHeld, SignInRequiredError
from yichuang.core.rights import Right
from yichuang.correspondence.errors import ConsultationNotFoundError, NotApplicantError
from yichuang.correspondence.models import Consultation
from yichuang.correspondence.rules import Side, normal_no

if TYPE_CHECKING:
    from yichuang.cases.models import Case


def case_to_read(actor: Actor, case_no: str) -> "tuple[Case, Side]":
    """The case and the reader's side: the applicant (or his agent), or staff who may see the case.

    Raises:
        SignInRequiredError, CaseNoMistypedError, CaseNotFoundError: see `cases.access.get_case`.
        NotApplicantError: another system, which has no part in conversations.
    """
    case = get_case(actor, case_no)
    if is_applicant(actor, case):
        return case, Side.APPLICANT
    if actor.kind is not ActorKind.STAFF:
        raise NotApplicantError
    return case, Side.STAFF


def case_to_write(actor: Actor, case_no: str) -> "tuple[Case, Side, PostHeld | None]":
    """The case, the writer's side, and the post by which staff answer.

    Raises:
        RightMissingError: staff without the right to answer there.
        Otherwise as `case_to_read`.
    """
    case, side = case_to_read(actor, case_no)
    post = actor.require(Right.ANSWER, case.organisation_id) if side is Side.STAFF else None
    return case, side, post


def get_consultation(actor: Actor, number: str, *, lock: bool = False) -> Consultation:
    """The question, for its asker and for staff who may answer or publish there. `lock` holds its row.

    Raises:
        SignInRequiredError: nobody is signed in.
        ConsultationNotFoundError: there is none, or it may not be seen.
    """
    if actor.account_id is None:
        raise SignInRequiredError
    rows = Consultation.objects.filter(number=normal_no(number))
    row = (
        rows.select_for_update(of=("self",)) if lock else rows.select_related("organisation", "first_contact__staff")
    ).first()
    if row is None or not (is_asker(actor, row) or may_handle(actor, row)):
        raise ConsultationNotFoundError
    return row


def is_asker(actor: Actor, row: Consultation) -> bool:
    """Whether the question is the actor's own, or that of the one he acts for by a mandate that covers it."""
    if actor.owner_id is None or actor.owner_id != row.account_id:
        return False
    return actor.acting_for is None or actor.acting_for.covers(row.item_code)


def may_handle(actor: Actor, row: Consultation) -> bool:
    """Whether the actor answers or publishes questions of that department."""
    return any(actor.may(right, row.organisation_id) for right in (Right.ANSWER, Right.PUBLISH_ANSWERS))
