"""The papers that end a case or prove that something reached the applicant."""

from collections.abc import Sequence

from yichuang.cases.rules import Act, DeliveryMethod
from yichuang.cases.services.issuing import common, day, issue, remedies
from yichuang.cases.services.step import Step
from yichuang.core import clock
from yichuang.documents.queries import list_papers
from yichuang.documents.rules import ClosureData, DeliveryReceiptData, PaperKind, cited

_TELLS_WHAT_FOLLOWS = (PaperKind.ONE_TIME_NOTICE, PaperKind.DEFERRAL_PROMISE)


def add_closure(step: Step, *, ground: str, legal_ground: str, consequence: str, is_on_request: bool) -> None:
    """The step tells that the handling ended without a decision; with the remedies where nobody asked for it.

    `legal_ground`: citations, or keys of docs/law.md, with ；between them.

    Law: AY 24, 26, 36.
    """
    data = ClosureData(
        **common(step),
        **remedies(step),
        ended_on=day(step.at),
        ground=ground,
        legal_ground=cited(legal_ground.split("；")) or _told_before(step),
        consequence=consequence,
        is_on_request=is_on_request,
    )
    issue(step, PaperKind.CLOSURE, data)


def _told_before(step: Step) -> str:
    """The paper that told what follows when a day passes, where the place rules that and no law of the state does."""
    if step.act is not Act.LAPSE:
        return ""
    told = [one for one in list_papers(step.case.case_no) if one.kind in _TELLS_WHAT_FOLLOWS]
    return f"《{told[-1].title.zh}》（{told[-1].number}）告知的逾期后果" if told else ""


def add_delivery_receipt(
    step: Step,
    *,
    method: DeliveryMethod,
    receiver: str,
    delivered: Sequence[str],
    tracking_no: str = "",
    place: str = "",
) -> None:
    """The step issues the proof of delivery; at the window, without a receiver, the applicant took it. Law: ALL 44."""
    data = DeliveryReceiptData(
        **common(step),
        method=method.value,
        receiver=receiver or (step.case.party_name if method is DeliveryMethod.WINDOW else ""),
        delivered=tuple(delivered),
        delivered_at=clock.local(step.at),
        delivered_by=step.actor.name,
        tracking_no=tracking_no,
        place=place,
    )
    issue(step, PaperKind.DELIVERY_RECEIPT, data)
