"""Issue, delivery, archive. Law: ALL 39, 44; OSR 12."""

from django.db import transaction

from yichuang.cases.errors import NothingToIssueError, ResultNotIssuedError
from yichuang.cases.rules import Act, DeliveryMethod, Standing, State
from yichuang.cases.rules.fitting import has_result_to_issue
from yichuang.cases.services.ending_papers import add_delivery_receipt
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.core.actor import Actor
from yichuang.documents.queries import list_papers
from yichuang.documents.rules import PaperKind

_DECISIONS = frozenset(
    {
        PaperKind.DECISION_GRANTED,
        PaperKind.DECISION_DENIED,
        PaperKind.AMENDMENT,
        PaperKind.RENEWAL,
        PaperKind.CANCELLATION,
    }
)


@transaction.atomic
def issue_result(*, actor: Actor, case_no: str, key: str = "") -> ActDone:
    """The result named by the item is issued under the number of the decision.

    Law: ALL 39, 44.

    Raises:
        NothingToIssueError: the item has no result besides the decision, or what was granted was revoked.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ISSUE, key=key)
    if isinstance(step, ActDone):
        return step
    if not has_result_to_issue(step.content, Standing(step.case.standing)):
        raise NothingToIssueError
    result = step.content.results[0]
    step.details = {
        "result": result.name,
        "certificate_code": result.certificate_code,
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
        ResultNotIssuedError: there is a result besides the decision, which comes first.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.DELIVER, key=key)
    if isinstance(step, ActDone):
        return step
    is_decided = step.case.state == State.GRANTED.value
    if is_decided and has_result_to_issue(step.content, Standing(step.case.standing)):
        raise ResultNotIssuedError(result=step.content.results[0].name)
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
    decisions = [one.title.zh + one.number for one in list_papers(case.case_no) if one.kind in _DECISIONS]
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
