"""Issue, delivery, archive. Law: ALL 39, 44; OSR 12."""

from django.db import transaction

from yichuang.cases.rules import Act
from yichuang.cases.rules.states import DeliveryMethod
from yichuang.cases.services.step import ActDone, open_step
from yichuang.core.actor import Actor


@transaction.atomic
def issue_result(*, actor: Actor, case_no: str, key: str = "") -> ActDone:
    """The result named by the item is issued under the number of the decision.

    Law: ALL 39, 44.

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ISSUE, key=key)
    if isinstance(step, ActDone):
        return step
    results = step.content.results
    step.details = {
        "result": results[0].name if results else step.case.item_name,
        "certificate_code": results[0].certificate_code if results else None,
        "certificate_no": step.case.certificate_no,
        "valid_until": step.case.valid_until.isoformat() if step.case.valid_until else None,
    }
    return step.finish()


@transaction.atomic
def deliver_result(*, actor: Actor, case_no: str, method: DeliveryMethod, receiver: str = "", key: str = "") -> ActDone:
    """The decision or result is in the applicant's hand; the case is closed.

    `receiver` says who took it where that is not the applicant, as “agent, document shown”; never a number.

    Law: ALL 44.

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.DELIVER, key=key)
    if isinstance(step, ActDone):
        return step
    step.case.closed_at = step.at
    step.case.next_due_on = None
    step.details = {"method": method.value, "receiver": receiver.strip()}
    return step.finish()


@transaction.atomic
def archive_case(*, actor: Actor, case_no: str, key: str = "") -> ActDone:
    """The closed case is in the archive and rests.

    Law: OSR 12.

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ARCHIVE, key=key)
    return step if isinstance(step, ActDone) else step.finish()
