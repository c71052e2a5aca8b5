"""Cases that a higher body decides (上报件): reviewed here, sent up with everything, the answer brought back. Law: ALL 35, 43."""

from datetime import date

from django.db import transaction

from yichuang.cases.errors import (
    NotReferredError,
    OpinionMissingError,
    ReasonMissingError,
    UpperAnswerContradictedError,
    UpperAnswerMissingError,
)
from yichuang.cases.models import CaseMaterial, CaseStop
from yichuang.cases.queries.procedures import answer_above
from yichuang.cases.rules import Act
from yichuang.cases.services import procedure_papers as papers
from yichuang.cases.services.clocks import count_clocks
from yichuang.cases.services.step import ActDone, Step, open_step
from yichuang.cases.services.stopping import close_stop, open_stop, require_expected
from yichuang.core.actor import Actor
from yichuang.deadlines.rules import Procedure
from yichuang.documents.queries import get_uploads
from yichuang.documents.rules import MaterialLine


@transaction.atomic
def send_up(*, actor: Actor, case_no: str, opinion: str, carrier: str, expected_on: date, key: str = "") -> ActDone:
    """The case is with the higher body: the opinion, a list of every material with its digest, and who carried them.

    Law: ALL 43 (twenty working days), 35 (the higher body may not ask for materials again).

    Raises:
        NotReferredError: it is decided here, or was sent up before.
        OpinionMissingError: nobody has reviewed it.
        ReasonMissingError, ExpectedDayError: no opinion, or a day that is past.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.SEND_UP, key=key)
    if isinstance(step, ActDone):
        return step
    upper_body = step.content.handling.upper_body
    if not upper_body or _was_sent(step):
        raise NotReferredError
    if not step.case.opinions:
        raise OpinionMissingError
    if not opinion.strip():
        raise ReasonMissingError
    require_expected(step, expected_on)
    step.reason = opinion.strip()
    lines = _lines(step)
    step.details = {
        "to": upper_body,
        "carrier": carrier.strip(),
        "expected_on": expected_on.isoformat(),
        "materials": [{"name": one.name, "copies": one.copies, "digest": one.digest} for one in lines],
    }
    open_stop(step, Procedure.REFERRAL, expected_on)
    papers.add_transfer(step, upper_body=upper_body, opinion=step.reason, materials=lines, carrier=carrier.strip())
    return step.finish()


@transaction.atomic
def acknowledge(*, actor: Actor, case_no: str, receipt_no: str, received_by: str, key: str = "") -> ActDone:
    """The ledger says that the higher body has everything: under which number, and who took it there.

    Law: ALL 43.

    Raises:
        ReasonMissingError: neither a number nor a name.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.ACKNOWLEDGE, key=key)
    if isinstance(step, ActDone):
        return step
    if not receipt_no.strip() or not received_by.strip():
        raise ReasonMissingError
    step.details = {"receipt_no": receipt_no.strip(), "received_by": received_by.strip()}
    return step.finish()


@transaction.atomic
def bring_back(
    *, actor: Actor, case_no: str, is_granted: bool, document_no: str, text: str = "", key: str = ""
) -> ActDone:
    """The higher body's answer is here, by the number of its document; the decision follows it.

    Law: ALL 43.

    Raises:
        ReasonMissingError: no number, or a denial without grounds.
        Otherwise as `step.open_step`.
    """
    step = open_step(actor=actor, case_no=case_no, act=Act.BRING_BACK, key=key)
    if isinstance(step, ActDone):
        return step
    if not document_no.strip() or not (is_granted or text.strip()):
        raise ReasonMissingError
    step.reason = text.strip()
    step.details = {"is_granted": is_granted, "document_no": document_no.strip()}
    close_stop(step, document_no.strip())
    count_clocks(step.case, step.content, step.after)
    return step.finish()


def require_answer(step: Step, *, is_granted: bool) -> None:
    """The decision is the one that the higher body took, where one decides; the step cites its document.

    Raises:
        UpperAnswerMissingError, UpperAnswerContradictedError: it has not answered, or otherwise.
    """
    upper_body = step.content.handling.upper_body
    if not upper_body:
        return
    answer = answer_above(step.case)
    if answer is None:
        raise UpperAnswerMissingError(body=upper_body)
    if answer["is_granted"] is not is_granted:
        raise UpperAnswerContradictedError(document=answer["document_no"])
    step.details["upper_document"] = answer["document_no"]


def _was_sent(step: Step) -> bool:
    return CaseStop.objects.filter(case=step.case, procedure=Procedure.REFERRAL.value).exists()


def _lines(step: Step) -> list[MaterialLine]:
    """Everything that was handed in, each file with its digest: what the case holds goes up, and nothing is asked again."""
    rows = list(CaseMaterial.objects.filter(case=step.case, copies__gt=0).order_by("pk"))
    uploads = get_uploads([row.upload_id for row in rows if row.upload_id])
    return [
        MaterialLine(
            name=row.name,
            copies=row.copies,
            form="电子件" if row.upload_id else "纸质件",
            digest=f"SM3 {uploads[row.upload_id].digest_sm3}" if row.upload_id in uploads else "",
        )
        for row in rows
    ]
