"""Issue, delivery, archive. Law: ALL 39, 44; OSR 12."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import transaction

from yichuang.cases.rules import Act, DeliveryMethod, State
from yichuang.cases.services.ending_papers import add_delivery_receipt
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.core.actor import Actor
from yichuang.documents.queries import list_papers
from yichuang.documents.rules import PaperKind

_DECISIONS: Mapping[PaperKind, str] = MappingProxyType(
    {
        PaperKind.DECISION_GRANTED: "准予决定书",
        PaperKind.DECISION_DENIED: "不予决定书",
        PaperKind.AMENDMENT: "变更决定书",
        PaperKind.RENEWAL: "延续决定书",
        PaperKind.CANCELLATION: "注销决定书",
    }
)


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
def deliver_result(
    *,
    actor: Actor,
    case_no: str,
    method: DeliveryMethod,
    receiver: str = "",
    tracking_no: str = "",
    place: str = "",
    key: str = "",
) -> ActDone:
    """The decision or result is in the applicant's hand, with a receipt to sign; the case is closed.

    `receiver` says who took it where that is not the applicant, as “agent, document shown”; never a number. `tracking_no`
    is that of the post, `place` the locker.

    Law: ALL 44.

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.DELIVER, key=key)
    if isinstance(step, ActDone):
        return step
    step.close()
    step.details = {"method": method.value, "receiver": receiver.strip()}
    step.details |= {
        name: text.strip() for name, text in (("tracking_no", tracking_no), ("place", place)) if text.strip()
    }
    add_delivery_receipt(
        step,
        method=method,
        receiver=receiver.strip(),
        delivered=_delivered(step),
        tracking_no=tracking_no.strip(),
        place=place.strip(),
    )
    return step.finish()


def _delivered(step: Step) -> list[str]:
    """What is handed over: the result where the item issues one, and the decision by its number."""
    case, results = step.case, step.content.results
    decisions = [_DECISIONS[one.kind] + one.number for one in list_papers(case.case_no) if one.kind in _DECISIONS]
    issued = [results[0].name] if results and case.state == State.ISSUED.value else []
    return [*issued, *decisions] or [case.item_name]


@transaction.atomic
def archive_case(*, actor: Actor, case_no: str, key: str = "") -> ActDone:
    """The closed case is in the archive and rests.

    Law: OSR 12.

    Raises:
        As `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ARCHIVE, key=key)
    return step if isinstance(step, ActDone) else step.finish()
